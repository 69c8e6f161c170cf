import { viewOf } from "./same-bytes.ts";

/**
 * A run of bytes within others, told without a view of its own: to make a view costs as much as to look at a small payload. Who reads it
 * looks at nothing from `end` on, though the array goes on.
 */
export interface ByteRun {
  readonly bytes: Uint8Array;
  /** Over the same bytes, to read four at a time. */
  readonly view: DataView;
  readonly start: number;
  readonly end: number;
}

export function wholeRun(bytes: Uint8Array): ByteRun {
  return { bytes, view: viewOf(bytes), start: 0, end: bytes.length };
}

/** The run as an array of its own, over the same memory. */
export function viewOfRun({ bytes, start, end }: ByteRun): Uint8Array {
  return start === 0 && end === bytes.length ? bytes : bytes.subarray(start, end);
}
