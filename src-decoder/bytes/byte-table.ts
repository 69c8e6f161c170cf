/** Numbers for strings of bytes: what was seen before is found without being decoded. */
import { sameBytes, viewOf } from "./same-bytes.ts";

/** Number of what is not there. */
export const NO_BYTES = 0;

const FIRST_SLOTS = 1024;
const FIRST_BYTES = 4096;
/** Strings that `recentAt` can find: one for each hash of their first four bytes. The shift leaves as many bits of it. */
const RECENT = 64;
const RECENT_SHIFT = 32 - 6;
const WORD_BYTES = 4;
const NO_STRINGS = new Uint8Array(0);
const NO_SLOTS = new Uint32Array(0);

export class ByteTable {
  /** All strings one behind the other. */
  #bytes = NO_STRINGS;
  #view = viewOf(NO_STRINGS);
  #used = 0;
  /** By number: where it begins in `#bytes`, and its length. Number 0 is none. */
  readonly #starts: number[] = [0];
  readonly #lengths: number[] = [0];
  /** Open addressing by the hash of all bytes; 0 while free. */
  #slots = NO_SLOTS;
  /** Numbers by the hash of their first bytes, each the one asked for last. */
  readonly #recent = new Uint32Array(RECENT);

  constructor() {
    // A second value for each: what never had one is taken for a constant in code that reads it, which is made anew when the first table grows.
    this.#bytes = new Uint8Array(FIRST_BYTES);
    this.#view = viewOf(this.#bytes);
    this.#slots = new Uint32Array(FIRST_SLOTS);
  }

  /** How many numbers are given out, `NO_BYTES` included: the next new string gets this one. */
  get size(): number {
    return this.#starts.length;
  }

  /** Length of the string of a number. */
  lengthOf(number: number): number {
    return this.#lengths[number]!;
  }

  /** The number of `start .. end` of the view, made when it is new. Its cost grows with the length: for short strings. */
  numberOf(view: DataView, start: number, end: number): number {
    const length = end - start;
    const mask = this.#slots.length - 1;
    let slot = hashOf(view, start, length) & mask;
    let number = this.#slots[slot]!;
    while (number !== NO_BYTES && !this.#is(number, view, start, length)) {
      slot = (slot + 1) & mask;
      number = this.#slots[slot]!;
    }
    if (number === NO_BYTES) {
      number = this.#add(view, start, length);
      this.#slots[slot] = number;
      if (2 * number > mask) this.#rehash();
    }
    if (length >= WORD_BYTES) this.#recent[recentSlot(view, start)] = number;
    return number;
  }

  /** The number of a string asked for lately that begins at `start` and ends before or at `end`; `NO_BYTES` where none is found at once. */
  recentAt(view: DataView, start: number, end: number): number {
    if (start + WORD_BYTES > end) return NO_BYTES;
    const number = this.#recent[recentSlot(view, start)]!;
    const length = this.#lengths[number]!;
    if (start + length > end || !sameBytes(view, start, this.#view, this.#starts[number]!, length)) return NO_BYTES;
    return number;
  }

  #is(number: number, view: DataView, start: number, length: number): boolean {
    return this.#lengths[number] === length && sameBytes(view, start, this.#view, this.#starts[number]!, length);
  }

  #add(view: DataView, start: number, length: number): number {
    if (this.#used + length > this.#bytes.length) {
      const larger = new Uint8Array(2 * (this.#used + length));
      larger.set(this.#bytes);
      this.#bytes = larger;
      this.#view = viewOf(larger);
    }
    this.#bytes.set(new Uint8Array(view.buffer, view.byteOffset + start, length), this.#used);
    this.#starts.push(this.#used);
    this.#lengths.push(length);
    this.#used += length;
    return this.#starts.length - 1;
  }

  #rehash(): void {
    const slots = new Uint32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let number = 1; number < this.#starts.length; number++) {
      let slot = hashOf(this.#view, this.#starts[number]!, this.#lengths[number]!) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = number;
    }
    this.#slots = slots;
  }
}

function recentSlot(view: DataView, start: number): number {
  return Math.imul(view.getInt32(start, true), 0x9e37_79b1) >>> RECENT_SHIFT;
}

function hashOf(view: DataView, start: number, length: number): number {
  let hash = 0x811c9dc5 ^ length;
  for (let i = start; i < start + length; i++) hash = Math.imul(hash ^ view.getUint8(i), 0x01000193);
  return hash ^ (hash >>> 15);
}
