/** What is done with the selected frame: following what it is about, copying it. */
import { isSelectionDrawn, openRowMenu } from "../focus.ts";
import { copyText } from "../parts/copy.ts";
import type { FollowScope } from "../state/follow-slice.ts";
import type { State } from "../state/store.ts";
import { mayHave, missingFrame, type Command } from "./command.ts";

export const SELECTION_COMMANDS: readonly Command[] = [
  {
    id: "follow",
    title: "Follow what this frame is about",
    group: "Selection",
    keys: ["F"],
    run: (state) => followSelected(state),
    enabled: (state) => state.selectedRow !== null,
    missing: missingFrame(),
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
  {
    id: "row-menu",
    title: "Menu of the selected row",
    group: "Selection",
    keys: ["Shift+F10", "ContextMenu"],
    run: openRowMenu,
    enabled: () => isSelectionDrawn(),
    missing: missingFrame("The selected row is not on screen."),
  },
  {
    id: "copy-container",
    title: "Copy the container id",
    group: "Selection",
    keys: [],
    run: (state) => copyText(state.details?.frame.containerId ?? ""),
    enabled: (state) => isText(state.details?.frame.containerId),
  },
];

function followSelected({ selectedRow, followFrame }: State, scope?: FollowScope): void {
  if (selectedRow !== null) void followFrame(selectedRow, scope);
}

function isText(text: string | null | undefined): text is string {
  return text !== null && text !== undefined;
}
