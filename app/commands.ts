/**
 * What the page can do: one row for each command, in the files of `commands/` by what it is about. Shortcuts, the palette, the
 * sheet of keys and the menus follow from it.
 */
import { CAPTURE_COMMANDS } from "./commands/capture.ts";
import { COMPARE_COMMANDS } from "./commands/compare.ts";
import { COPY_COMMANDS } from "./commands/copy.ts";
import { FILTER_COMMANDS } from "./commands/filter.ts";
import { HELP_COMMANDS } from "./commands/help.ts";
import { MARK_COMMANDS } from "./commands/marks.ts";
import { MOVE_COMMANDS } from "./commands/move.ts";
import { SEARCH_COMMANDS } from "./commands/search.ts";
import { SELECT_COMMANDS } from "./commands/select.ts";
import { SELECTION_COMMANDS } from "./commands/selection.ts";
import { VIEW_COMMANDS } from "./commands/view.ts";
import type { Command } from "./commands/command.ts";
import type { State } from "./state/store.ts";
import { useStore } from "./state/store.ts";

/** All commands. Where several have one key, as Esc is, the first that would do something has it. */
export const COMMANDS: readonly Command[] = [
  ...CAPTURE_COMMANDS,
  ...MOVE_COMMANDS,
  ...SELECTION_COMMANDS,
  ...COPY_COMMANDS,
  ...MARK_COMMANDS,
  ...COMPARE_COMMANDS,
  ...SEARCH_COMMANDS,
  ...SELECT_COMMANDS,
  ...FILTER_COMMANDS,
  ...VIEW_COMMANDS,
  ...HELP_COMMANDS,
];

const BY_ID = new Map(COMMANDS.map((command) => [command.id, command]));

export function commandById(id: string): Command | undefined {
  return BY_ID.get(id);
}

/** The command that a key runs now: the first of those that have it and would do something. */
export function commandByKey(key: string, state: State): Command | undefined {
  return COMMANDS.find((command) => command.keys.includes(key) && isEnabled(command, state));
}

/** Why a key does nothing now: what the first of its commands that has something to say lacks; null where nothing is expected of it. */
export function whyNot(key: string, state: State): string | null {
  const command = COMMANDS.find(({ keys, missing }) => keys.includes(key) && missing !== undefined);
  return command?.missing?.(state) ?? null;
}

export function isEnabled(command: Command, state: State): boolean {
  return command.enabled?.(state) ?? true;
}

/** Runs a command if it would do anything; says whether it did. */
export function runCommand(command: Command): boolean {
  const state = useStore.getState();
  if (!isEnabled(command, state)) return false;
  state.forgetNotice();
  command.run(state);
  return true;
}
