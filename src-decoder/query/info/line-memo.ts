/** Lines of payloads that were the same to the last byte: most answers are, and to compare one takes a fraction of the time that reading it does. */
import type { ByteRun } from "../../bytes/byte-run.ts";
import { sameBytes, viewOf } from "../../bytes/same-bytes.ts";

/** Payloads that are kept, one for each hash of some of their bytes. */
const SLOTS = 512;
const SLOT_SHIFT = 32 - 9;
/** Longer ones are not kept, nor shorter ones than a word. */
const MOST_BYTES = 2048;
const WORD_BYTES = 4;
/** Words that the hash is made from, spread over the payload. */
const WORDS = 8;
/** Room for a payload is made in steps. */
const STEP_BYTES = 256;

/** A payload of a type, and what it says. */
interface Known {
  view: DataView;
  length: number;
  type: number;
  line: string;
}

export class LineMemo {
  readonly #known: (Known | undefined)[] = Array.from({ length: SLOTS });

  /** What a message of this type with the same payload said; null where none is known. */
  find(type: number, { view, start, end }: ByteRun): string | null {
    const length = end - start;
    if (length < WORD_BYTES || length > MOST_BYTES) return null;
    const known = this.#known[slotOf(type, view, start, length)];
    if (known === undefined || known.type !== type || known.length !== length) return null;
    return sameBytes(view, start, known.view, 0, length) ? known.line : null;
  }

  /** Keeps what a payload says, in place of another. */
  keep(type: number, { bytes, view, start, end }: ByteRun, line: string): void {
    const length = end - start;
    if (length < WORD_BYTES || length > MOST_BYTES) return;
    const slot = slotOf(type, view, start, length);
    let known = this.#known[slot];
    if (known === undefined || known.view.byteLength < length) {
      const room = Math.ceil(length / STEP_BYTES) * STEP_BYTES;
      known = { view: viewOf(new Uint8Array(room)), length, type, line };
      this.#known[slot] = known;
    }
    new Uint8Array(known.view.buffer).set(bytes.subarray(start, end));
    known.length = length;
    known.type = type;
    known.line = line;
  }
}

function slotOf(type: number, view: DataView, start: number, length: number): number {
  const last = length - WORD_BYTES;
  let hash = type ^ length;
  for (let word = 0; word < WORDS; word++) {
    const at = start + Math.floor((last * word) / (WORDS - 1));
    hash = Math.imul(hash ^ view.getInt32(at, true), 0x9e37_79b1);
    hash ^= hash >>> 15;
  }
  return Math.imul(hash, 0x85eb_ca6b) >>> SLOT_SHIFT;
}
