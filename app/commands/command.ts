/** What a command is, and what several of them ask before they run. */
import type { State } from "../state/store.ts";
import type { FrameDetails } from "../worker/contract/details.ts";

export const COMMAND_GROUPS = ["Capture", "Move", "Selection", "View", "Help"] as const;

export interface Command {
  readonly id: string;
  readonly title: string;
  /** The title where it acts on several selected frames, which are named as `12 frames`. */
  readonly titleOf?: (frames: string) => string;
  /** The title in a menu whose name says the rest. */
  readonly short?: string;
  readonly group: (typeof COMMAND_GROUPS)[number];
  /** Key combinations that run it, as `keys.ts` writes them; the first is shown in menus. */
  readonly keys: readonly string[];
  readonly run: (state: State) => void;
  /** Whether it would do anything now; always, where absent. */
  readonly enabled?: (state: State) => boolean;
}

export const hasRows = (state: State): boolean => state.rows > 0;
export const isOpen = (state: State): boolean => state.phase !== "start";

/** Whether more rows than one are selected that the view shows, or none of those selected. */
export const areSeveral = (state: State): boolean => (state.selectionFacts?.rows ?? 1) !== 1;

/** Whether the selected frame has what its details name; while they are on their way, it may. */
export function mayHave({ details, selectedRow }: State, pick: (details: FrameDetails) => unknown): boolean {
  if (selectedRow === null) return false;
  return details?.frame.row !== selectedRow || pick(details) !== null;
}
