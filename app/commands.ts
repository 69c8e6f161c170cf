/**
 * What the page can do: one row for each command. Shortcuts, the palette, the sheet of keys and the menus follow from it.
 */
import { chooseFiles } from "./files.ts";
import { MARK_COMMANDS } from "./commands/marks.ts";
import { focusFilter, focusTable, hasDockFocus, isSelectionDrawn, openRowMenu, pageOfTable } from "./focus.ts";
import { CHIPS, isOn, switched } from "./panes/filter/chips.ts";
import { selectedRowText } from "./panes/frames/row-text.ts";
import { copyText } from "./parts/copy.ts";
import { messagePath } from "./state/reference-path.ts";
import { DOCK_TABS } from "./state/dock-tabs.ts";
import type { FollowScope } from "./state/follow-slice.ts";
import type { State } from "./state/store.ts";
import { useStore } from "./state/store.ts";
import type { FrameDetails } from "./worker/contract.ts";

export const COMMAND_GROUPS = ["Capture", "Move", "Selection", "View", "Help"] as const;

export interface Command {
  readonly id: string;
  readonly title: string;
  readonly group: (typeof COMMAND_GROUPS)[number];
  /** Key combinations that run it, as `keys.ts` writes them; the first is shown in menus. */
  readonly keys: readonly string[];
  readonly run: (state: State) => void;
  /** Whether it would do anything now; always, where absent. */
  readonly enabled?: (state: State) => boolean;
}

const hasRows = (state: State): boolean => state.rows > 0;
const isOpen = (state: State): boolean => state.phase !== "start";

export const COMMANDS: readonly Command[] = [
  {
    id: "open",
    title: "Open files",
    group: "Capture",
    keys: ["Ctrl+O"],
    run: (state) => chooseFiles((files) => void state.openFiles(files)),
  },
  {
    id: "cancel",
    title: "Cancel reading",
    group: "Capture",
    keys: [],
    run: (state) => void state.cancelReading(),
    enabled: (state) => state.phase === "reading",
  },
  {
    id: "close",
    title: "Close the capture",
    group: "Capture",
    keys: [],
    run: (state) => state.closeCapture(),
    enabled: isOpen,
  },
  {
    id: "issues",
    title: "List the issues of the capture",
    group: "Capture",
    keys: [],
    run: (state) => state.setDialog("issues"),
    enabled: (state) => (state.overview?.issueCount ?? 0) > 0,
  },
  {
    id: "next-row",
    title: "Next row",
    group: "Move",
    keys: ["j", "Down"],
    run: (state) => void state.moveSelection(1),
    enabled: hasRows,
  },
  {
    id: "previous-row",
    title: "Previous row",
    group: "Move",
    keys: ["k", "Up"],
    run: (state) => void state.moveSelection(-1),
    enabled: hasRows,
  },
  {
    id: "next-page",
    title: "Page down",
    group: "Move",
    keys: ["PageDown"],
    run: (state) => void state.moveSelection(pageOfTable()),
    enabled: hasRows,
  },
  {
    id: "previous-page",
    title: "Page up",
    group: "Move",
    keys: ["PageUp"],
    run: (state) => void state.moveSelection(-pageOfTable()),
    enabled: hasRows,
  },
  {
    id: "first-row",
    title: "First row",
    group: "Move",
    keys: ["Home"],
    run: (state) => void state.selectPlace(0, "jump"),
    enabled: hasRows,
  },
  {
    id: "last-row",
    title: "Last row",
    group: "Move",
    keys: ["End"],
    run: (state) => void state.selectPlace(state.rows - 1, "jump"),
    enabled: hasRows,
  },
  {
    id: "go-to-frame",
    title: "Go to frame by number",
    group: "Move",
    keys: ["g"],
    run: (state) => state.setDialog("go-to-frame"),
    enabled: (state) => (state.overview?.frames ?? 0) > 0,
  },
  {
    id: "paired",
    title: "Go to the paired frame, and back",
    group: "Move",
    keys: ["p"],
    run: (state) => void state.selectRelated((details) => details.frame.peer),
    enabled: (state) => mayHave(state, (details) => details.frame.peer),
  },
  {
    id: "previous-of-container",
    title: "Previous frame of this container",
    group: "Move",
    keys: ["["],
    run: (state) => void state.selectRelated((details) => details.previousOfContainer),
    enabled: (state) => mayHave(state, (details) => details.previousOfContainer),
  },
  {
    id: "next-of-container",
    title: "Next frame of this container",
    group: "Move",
    keys: ["]"],
    run: (state) => void state.selectRelated((details) => details.nextOfContainer),
    enabled: (state) => mayHave(state, (details) => details.nextOfContainer),
  },
  {
    id: "previous-change",
    title: "Time cursor to the previous change",
    group: "Move",
    keys: [","],
    run: (state) => void state.stepTimeCursor(-1),
    enabled: hasRows,
  },
  {
    id: "next-change",
    title: "Time cursor to the next change",
    group: "Move",
    keys: ["."],
    run: (state) => void state.stepTimeCursor(1),
    enabled: hasRows,
  },
  {
    id: "back",
    title: "Back to the selection before",
    group: "Selection",
    keys: ["Alt+Left"],
    run: (state) => void state.goInHistory(-1),
    enabled: (state) => state.historyAt > 0,
  },
  {
    id: "forward",
    title: "Forward to the selection after",
    group: "Selection",
    keys: ["Alt+Right"],
    run: (state) => void state.goInHistory(1),
    enabled: (state) => state.historyAt < state.history.length - 1,
  },
  {
    id: "follow",
    title: "Follow what this frame is about",
    group: "Selection",
    keys: ["F"],
    run: (state) => followSelected(state),
    enabled: (state) => state.selectedRow !== null,
  },
  {
    id: "follow-container",
    title: "Follow the container of this frame",
    group: "Selection",
    keys: [],
    run: (state) => followSelected(state, "container"),
    enabled: (state) => mayHave(state, (details) => details.frame.containerId),
  },
  {
    id: "follow-bridge",
    title: "Follow the bridge of this frame",
    group: "Selection",
    keys: [],
    run: (state) => followSelected(state, "bridge"),
    enabled: (state) => state.selectedRow !== null,
  },
  ...MARK_COMMANDS,
  {
    id: "copy-row",
    title: "Copy the row as text",
    group: "Selection",
    keys: ["Ctrl+C"],
    run: (state) => copyText(selectedRowText(state)),
    enabled: (state) => state.selectedPlace >= 0 && window.getSelection()?.isCollapsed !== false,
  },
  {
    id: "row-menu",
    title: "Menu of the selected row",
    group: "Selection",
    keys: ["Shift+F10", "ContextMenu"],
    run: openRowMenu,
    enabled: () => isSelectionDrawn(),
  },
  {
    id: "copy-container",
    title: "Copy the container id",
    group: "Selection",
    keys: [],
    run: (state) => copyText(state.details?.frame.containerId ?? ""),
    enabled: (state) => isText(state.details?.frame.containerId),
  },
  {
    id: "compare-paired",
    title: "Compare with the paired frame",
    group: "Selection",
    keys: [],
    run: (state) => void state.compareWithRelated((details) => details.frame.peer),
    enabled: (state) => mayHave(state, (details) => details.frame.peer),
  },
  {
    id: "compare-previous",
    title: "Compare with the previous frame of the same message",
    group: "Selection",
    keys: ["d"],
    run: (state) => void state.compareWithRelated((details) => details.previousOfType),
    enabled: (state) => mayHave(state, (details) => details.previousOfType),
  },
  {
    id: "compare-mark",
    title: "Mark for comparison",
    group: "Selection",
    keys: [],
    run: (state) => state.selectedRow !== null && state.markForComparison(state.selectedRow),
    enabled: (state) => state.selectedRow !== null && state.selectedRow !== state.compareMark,
  },
  {
    id: "compare-marked",
    title: "Compare with the marked frame",
    group: "Selection",
    keys: [],
    run: ({ compareMark, selectedRow, compareFrames }) => {
      if (compareMark !== null && selectedRow !== null) compareFrames(compareMark, selectedRow);
    },
    enabled: ({ compareMark, selectedRow }) =>
      compareMark !== null && selectedRow !== null && compareMark !== selectedRow,
  },
  {
    id: "filter",
    title: "Go to the filter",
    group: "View",
    keys: ["/"],
    run: focusFilter,
    enabled: isOpen,
  },
  {
    id: "cancel-search",
    title: "End the search for more rows",
    group: "View",
    keys: ["Esc"],
    run: (state) => void state.cancelSearch(),
    enabled: (state) => state.search?.state === "running",
  },
  {
    id: "find",
    title: "Find in payloads",
    group: "Move",
    keys: ["f"],
    run: (state) => state.openFind(),
    enabled: hasRows,
  },
  {
    id: "next-hit",
    title: "Next hit",
    group: "Move",
    keys: ["n"],
    run: (state) => void state.goToHit(1),
    enabled: (state) => state.findOpen,
  },
  {
    id: "previous-hit",
    title: "Previous hit",
    group: "Move",
    keys: ["N"],
    run: (state) => void state.goToHit(-1),
    enabled: (state) => state.findOpen,
  },
  {
    id: "close-find",
    title: "Close find",
    group: "View",
    keys: ["Esc"],
    run: (state) => state.closeFind(),
    enabled: (state) => state.findOpen,
  },
  {
    id: "clear-filter",
    title: "Clear the filter",
    group: "View",
    keys: ["Esc"],
    run: (state) => {
      void state.applyFilter("");
      focusTable();
    },
    enabled: (state) => state.filterText !== "" || state.filter !== "",
  },
  {
    id: "save-filter",
    title: "Save the filter",
    group: "View",
    keys: [],
    run: (state) => state.setDialog("save-filter"),
    enabled: (state) => state.filter !== "",
  },
  {
    id: "saved-filters",
    title: "Rename and delete saved filters",
    group: "View",
    keys: [],
    run: (state) => state.setDialog("saved-filters"),
    enabled: (state) => state.settings.savedFilters.length > 0,
  },
  ...CHIPS.map((chip): Command => ({
    id: `chip-${chip.id}`,
    title: `Filter: ${chip.title.charAt(0).toLowerCase()}${chip.title.slice(1)}, on or off`,
    group: "View",
    keys: [],
    run: (state) => void state.applyFilter(switched(chip, state.filter)),
    enabled: (state) => isOpen(state) && (isOn(chip, state.filter) || chip.usable(state.details)),
  })),
  {
    id: "close-dock",
    title: "Close the dock",
    group: "View",
    keys: ["Esc"],
    run: (state) => {
      state.closeDock();
      focusTable();
    },
    enabled: (state) => isOpen(state) && state.settings.dockTab !== null,
  },
  ...DOCK_TABS.map(({ id, label, key }): Command => ({
    id: `dock-${id}`,
    title: label,
    group: "View",
    keys: [key],
    run: (state) => {
      if (state.settings.dockTab !== id || !hasDockFocus()) {
        state.openDock(id);
        return;
      }
      state.closeDock();
      focusTable();
    },
    enabled: isOpen,
  })),
  {
    id: "columns",
    title: "Add columns: any field, any path into payloads",
    group: "View",
    keys: [],
    run: (state) => state.setDialog("columns"),
    enabled: isOpen,
  },
  {
    id: "save-columns",
    title: "Save the columns under a name",
    group: "View",
    keys: [],
    run: (state) => state.setDialog("save-columns"),
    enabled: isOpen,
  },
  {
    id: "colour-rules",
    title: "Colour rules: tint rows by filters",
    group: "View",
    keys: [],
    run: (state) => state.setDialog("colour-rules"),
    enabled: isOpen,
  },
  {
    id: "toggle-exchanges",
    title: "Switch between frames and exchanges",
    group: "View",
    keys: ["x"],
    run: (state) => void state.setViewKind(state.settings.view === "frames" ? "exchanges" : "frames"),
    enabled: isOpen,
  },
  {
    id: "time-relative",
    title: "Time since the first packet",
    group: "View",
    keys: [],
    run: (state) => state.setSetting("timeMode", "relative"),
    enabled: (state) => state.settings.timeMode !== "relative",
  },
  {
    id: "time-absolute",
    title: "Time of day (UTC)",
    group: "View",
    keys: [],
    run: (state) => state.setSetting("timeMode", "absolute"),
    enabled: (state) => state.settings.timeMode !== "absolute",
  },
  {
    id: "time-delta",
    title: "Time since the row above",
    group: "View",
    keys: [],
    run: (state) => state.setSetting("timeMode", "delta"),
    enabled: (state) => state.settings.timeMode !== "delta",
  },
  ...(["system", "light", "dark"] as const).map((theme): Command => ({
    id: `theme-${theme}`,
    title: theme === "system" ? "Theme of the system" : `${theme === "light" ? "Light" : "Dark"} theme`,
    group: "View",
    keys: [],
    run: (state) => state.setSetting("theme", theme),
    enabled: (state) => state.settings.theme !== theme,
  })),
  {
    id: "palette",
    title: "All commands",
    group: "Help",
    keys: ["Ctrl+K"],
    run: (state) => state.setDialog("palette"),
  },
  {
    id: "reference",
    title: "Protocol reference",
    group: "Help",
    keys: ["F1"],
    run: (state) => state.openReference(""),
  },
  {
    id: "reference-message",
    title: "Reference of the selected message",
    group: "Help",
    keys: ["Shift+F1"],
    run: (state) => state.openReference(messagePath(state.details?.frame.type ?? 0) ?? ""),
    enabled: ({ details }) => details !== null && messagePath(details.frame.type) !== null,
  },
  {
    id: "keys",
    title: "Keys",
    group: "Help",
    keys: ["?"],
    run: (state) => state.setDialog("keys"),
  },
];

const BY_ID = new Map(COMMANDS.map((command) => [command.id, command]));

export function commandById(id: string): Command | undefined {
  return BY_ID.get(id);
}

/** The command that a key runs now: the first of those that have it and would do something. */
export function commandByKey(key: string, state: State): Command | undefined {
  return COMMANDS.find((command) => command.keys.includes(key) && isEnabled(command, state));
}

export function isEnabled(command: Command, state: State): boolean {
  return command.enabled?.(state) ?? true;
}

/** Runs a command if it would do anything; says whether it did. */
export function runCommand(command: Command): boolean {
  const state = useStore.getState();
  if (!isEnabled(command, state)) return false;
  command.run(state);
  return true;
}

/** Whether the selected frame has what its details name; while they are on their way, it may. */
function mayHave({ details, selectedRow }: State, pick: (details: FrameDetails) => unknown): boolean {
  if (selectedRow === null) return false;
  return details?.frame.row !== selectedRow || pick(details) !== null;
}

function followSelected({ selectedRow, followFrame }: State, scope?: FollowScope): void {
  if (selectedRow !== null) void followFrame(selectedRow, scope);
}

function isText(text: string | null | undefined): text is string {
  return text !== null && text !== undefined;
}
