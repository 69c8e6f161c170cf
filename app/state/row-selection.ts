/**
 * Which rows are selected, as lists of files have it: one, single ones added and taken away, ranges from an anchor. It is of frames, not of
 * places, so that it outlives filters and orders; ranges of rows cost one interval each, however many frames they hold.
 */
import { RowRanges } from "../../src-decoder/index.ts";

export interface RowSelection {
  /** All selected frames. */
  readonly frames: RowRanges;
  /** What a range from the anchor is added to: what was selected one by one before. */
  readonly base: RowRanges;
  /** Row of the frame that ranges begin at; null where nothing was selected yet. */
  readonly anchor: number | null;
}

export const NONE_SELECTED: RowSelection = { frames: RowRanges.EMPTY, base: RowRanges.EMPTY, anchor: null };

/** One row and no other. `frames` are those of the row: of an exchange both. */
export function only(row: number, frames = RowRanges.of([row])): RowSelection {
  return { frames, base: RowRanges.EMPTY, anchor: row };
}

/** A row more, or less where it is selected; ranges begin there from now on. */
export function toggled(selection: RowSelection, row: number, frames: RowRanges): RowSelection {
  const isIn = selection.frames.intersection(frames).size > 0;
  const next = isIn ? selection.frames.without(frames) : selection.frames.union(frames);
  return { frames: next, base: next, anchor: row };
}

/** A range from the anchor in place of the range before; `frames` are those of its rows, from the anchor to where it leads now. */
export function spanned(selection: RowSelection, frames: RowRanges): RowSelection {
  return { ...selection, frames: selection.base.union(frames) };
}

/** All of `frames`, with the anchor where it was. */
export function all(selection: RowSelection, frames: RowRanges): RowSelection {
  return { ...selection, frames, base: RowRanges.EMPTY };
}
