/** What the page shows: the dock, columns, colours, time and theme. */
import { focusTable, hasDockFocus } from "../focus.ts";
import { columnActions } from "../panes/frames/column-actions.ts";
import { DOCK_TABS } from "../state/dock-tabs.ts";
import { sortOf } from "../state/view-slice.ts";
import { isOpen, missingCapture, type Command } from "./command.ts";

export const VIEW_COMMANDS: readonly Command[] = [
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
    missing: missingCapture,
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
    id: "reset-columns",
    title: "Columns as they were at first",
    group: "View",
    keys: [],
    run: () => columnActions.resetAll(),
    enabled: isOpen,
  },
  {
    id: "capture-order",
    title: "Rows in the order of the capture: no sort",
    group: "View",
    keys: [],
    run: () => columnActions.clearSort(),
    enabled: (state) => isOpen(state) && sortOf(state.settings) !== null,
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
    missing: missingCapture,
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
    isOverReference: true,
    run: (state) => state.setSetting("theme", theme),
    enabled: (state) => state.settings.theme !== theme,
  })),
];
