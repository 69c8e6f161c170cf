/** What a command is, and what several of them ask before they run. */
import { RowRanges } from "../../src-decoder/index.ts";
import { counted } from "../format/numbers.ts";
import type { State } from "../state/store.ts";
import type { FrameDetails } from "../worker/contract/details.ts";

export const COMMAND_GROUPS = ["Capture", "Move", "Selection", "View", "Help"] as const;

export interface Command {
  readonly id: string;
  readonly title: string;
  /** The title where it acts on several selected frames, which are named as `12 frames`. */
  readonly titleOf?: (frames: string) => string;
  /** Words that it is also known by, in small letters: the palette finds it by them, too. */
  readonly words?: readonly string[];
  /** The title in a menu whose name says the rest. */
  readonly short?: string;
  readonly group: (typeof COMMAND_GROUPS)[number];
  /** Key combinations that run it, as `keys.ts` writes them; the first is shown in menus. */
  readonly keys: readonly string[];
  /** What it does is seen, or done, with the protocol reference over the page; all else the palette uncovers the page for. */
  readonly isOverReference?: true;
  readonly run: (state: State) => void;
  /** Whether it would do anything now; always, where absent. */
  readonly enabled?: (state: State) => boolean;
  /** Why it would do nothing now, a sentence: said where its key is pressed all the same. Absent where nothing is expected of the key. */
  readonly missing?: (state: State) => string;
}

export const hasRows = (state: State): boolean => state.rows > 0;
export const isOpen = (state: State): boolean => state.phase !== "start";

const NOTHING_OPEN = "Nothing is open: Ctrl+O opens files.";

export const missingCapture = (): string => NOTHING_OPEN;
export const missingRows = (state: State): string => (isOpen(state) ? "No rows are shown." : NOTHING_OPEN);

/** Why what needs a frame does nothing; `lacks` says what the selected one lacks. */
export function missingFrame(lacks = ""): (state: State) => string {
  return (state) => {
    if (!isOpen(state)) return NOTHING_OPEN;
    return state.selectedRow === null || lacks === "" ? "No frame is selected." : lacks;
  };
}

/** Whether more rows than one are selected that the view shows, or none of those selected. */
export const areSeveral = (state: State): boolean => (state.selectionFacts?.rows ?? 1) !== 1;

/** The selected frames as titles name them, `12 frames`; null where a single row is selected. */
export function severalFrames(state: State): string | null {
  const { selectionFacts: facts } = state;
  return areSeveral(state) && facts !== null ? counted(RowRanges.from(facts.frames).size, "frame") : null;
}

/** What a command is called where it acts on `frames`, from `severalFrames`. */
export function titleFor({ title, titleOf }: Command, frames: string | null): string {
  return frames === null ? title : (titleOf?.(frames) ?? title);
}

/** Whether the selected frame has what its details name; while they are on their way, it may. */
export function mayHave({ details, selectedRow }: State, pick: (details: FrameDetails) => unknown): boolean {
  if (selectedRow === null) return false;
  return details?.frame.row !== selectedRow || pick(details) !== null;
}
