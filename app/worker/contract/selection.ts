/** What the worker says of selected frames. */
import type { FrameForm } from "../../../src-decoder/index.ts";
import type { TableRow } from "./rows.ts";

/** The part of a selection that the view shows. */
export interface SelectionFacts {
  /** Bounds of `RowRanges`: the frames of the rows, of an exchange both. */
  readonly frames: Uint32Array;
  /** Rows of the table. */
  readonly rows: number;
  /** Of the frames with their headers, as they announce it. */
  readonly bytes: number;
  /** Times of the earliest and the latest, ns since time zero; NaN where none has one. */
  readonly from: number;
  readonly to: number;
  /** Row of the earliest frame; null where none has a time. */
  readonly earliest: number | null;
  /** Rows of frames that stand for the two rows, where there are exactly two. */
  readonly two: readonly [number, number] | null;
}

/** Some selected rows in the order of the view. */
export interface SelectedRows {
  readonly rows: readonly TableRow[];
  /** Of the view. */
  readonly version: number;
  /** The place from which on more may follow; null behind the last. */
  readonly next: number | null;
}

/** How far frames are written. */
export interface CopyProgress {
  readonly frames: number;
  readonly of: number;
}

/** Frames in one form. There are fewer than `of` where more would not go on a clipboard. */
export interface CopiedFrames extends CopyProgress {
  readonly text: Blob;
}

export interface CopyRequest {
  /** Bounds of `RowRanges`; frames that the view does not show are left out. */
  readonly frames: Uint32Array;
  readonly form: FrameForm;
  /** Of forms that hold columns: fields and paths into payloads; all that are exported where left out. */
  readonly columns?: readonly string[];
}
