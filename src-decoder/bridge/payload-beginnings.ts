/**
 * How payloads began lately: most of a capture's begin with the same bytes as one shortly before, a container's requests with its id, the answers with
 * success. To compare such a beginning as a whole takes a fraction of the time that reading it field by field does.
 */
import { sameBytes } from "../bytes/same-bytes.ts";

/** Number of what is not there. */
export const NO_BEGINNING = -1;

/** One for each hash of a few of their bytes, those of answers apart from the others. The shift leaves as many bits of it. */
const SLOTS = 256;
const SLOT_SHIFT = 32 - 7;
/** Longer beginnings are not kept: an id of the bridge has 36 or 64 characters. */
const MOST_BYTES = 192;
/** No beginning is shorter, nor are those with any of the bytes that are looked at for the hash. */
const LEAST_BYTES = 32;
const WORD_BYTES = 4;
/** Where ids and results have the characters in which they differ. */
const FIRST_OF_CONTAINER = 16;
const LATER_OF_CONTAINER = 24;
const FIRST_OF_RESULT = 10;
const FIRST_OF_ACTIVITY = 27;

/** By the number that `find` gives: what the base fields of a beginning are, as numbers of the string table and as the result of an answer. */
export class PayloadBeginnings {
  readonly containerId = new Uint32Array(SLOTS);
  readonly activityId = new Uint32Array(SLOTS);
  readonly result = new Int32Array(SLOTS);
  /** In bytes, 0 where there is none. */
  readonly length = new Uint8Array(SLOTS);
  readonly #view = new DataView(new ArrayBuffer(SLOTS * MOST_BYTES));

  /** The beginning that stands at `start` and ends before or at `end`; `NO_BEGINNING` where none is known. */
  find(view: DataView, start: number, end: number, isAnswer: boolean): number {
    if (start + LEAST_BYTES > end) return NO_BEGINNING;
    const slot = slotOf(view, start, isAnswer);
    const length = this.length[slot]!;
    const isKnown =
      length > 0 && start + length <= end && sameBytes(view, start, this.#view, slot * MOST_BYTES, length);
    return isKnown ? slot : NO_BEGINNING;
  }

  /** Keeps `start .. end` of the view in place of another. Returns its number, `NO_BEGINNING` where it is not kept. */
  keep(view: DataView, start: number, end: number, isAnswer: boolean): number {
    const length = end - start;
    if (length < LEAST_BYTES || length > MOST_BYTES) return NO_BEGINNING;
    const slot = slotOf(view, start, isAnswer);
    const own = this.#view;
    const base = slot * MOST_BYTES;
    let i = 0;
    for (; i + WORD_BYTES <= length; i += WORD_BYTES) own.setInt32(base + i, view.getInt32(start + i, true), true);
    for (; i < length; i++) own.setUint8(base + i, view.getUint8(start + i));
    this.length[slot] = length;
    return slot;
  }
}

/** The lowest bit tells answers, so that a beginning is only ever found for messages of which the same fields are wanted. */
function slotOf(view: DataView, start: number, isAnswer: boolean): number {
  const at = isAnswer ? FIRST_OF_RESULT : FIRST_OF_CONTAINER;
  const behind = isAnswer ? FIRST_OF_ACTIVITY : LATER_OF_CONTAINER;
  const mixed = Math.imul(view.getInt32(start + at, true), 0x85eb_ca6b) ^ view.getInt32(start + behind, true);
  return 2 * (Math.imul(mixed, 0x9e37_79b1) >>> SLOT_SHIFT) + (isAnswer ? 1 : 0);
}
