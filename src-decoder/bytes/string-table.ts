/**
 * Interned strings: a container id stands in thousands of payloads but is kept once, and a column holds its number.
 * Number 0 is always "absent"; the empty string, which payloads do carry, has a number of its own.
 */
import { sameBytes, viewOf } from "./same-bytes.ts";

/** Number of the value that is not there. */
export const NO_STRING = 0;

/** Only keys shorter than this are hashed byte by byte; longer values are interned by their decoded text. */
const MOST_HASHED_BYTES = 256;
const FIRST_SLOTS = 1024;
const FIRST_BYTES = 4096;
/** Strings that `recentAt` can find: one for each hash of their first four bytes. The shift leaves as many bits of it. */
const RECENT = 64;
const RECENT_SHIFT = 32 - 6;
const WORD_BYTES = 4;

export class StringTable {
  readonly #values: string[] = [""];
  readonly #numbers = new Map<string, number>();
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  /** The different forms in which strings stood in files, one behind the other, so that one seen before costs no decoding. */
  #bytes = new Uint8Array(FIRST_BYTES);
  #view = viewOf(this.#bytes);
  #used = 0;
  /** By form: where it begins in `#bytes`, its length, and the number of its string. Form 0 is none. */
  readonly #starts: number[] = [0];
  readonly #lengths: number[] = [0];
  readonly #numberOf: number[] = [NO_STRING];
  /** Open addressing by the hash of all bytes of a form; 0 while free. */
  #slots = new Uint32Array(FIRST_SLOTS);
  /** Forms by the hash of their first bytes, each the one asked for last. */
  readonly #recent = new Uint32Array(RECENT);
  /** Length in bytes of what `recentAt` found last. */
  recentLength = 0;

  /** How many numbers are given out, `NO_STRING` included. */
  get size(): number {
    return this.#values.length;
  }

  /** The text of a number; undefined for `NO_STRING` and for numbers never given out. */
  get(number: number): string | undefined {
    return number === NO_STRING ? undefined : this.#values[number];
  }

  /** The number of a text, made when it is new. */
  intern(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.#values.length;
    this.#values.push(text);
    this.#numbers.set(text, number);
    return number;
  }

  /** The number of a text that may be unknown; `NO_STRING` then. */
  find(text: string): number {
    return this.#numbers.get(text) ?? NO_STRING;
  }

  /**
   * The number of a string interned lately whose bytes begin at `start`, before `end`; `NO_STRING` where none is found at once. Where it
   * ends is told by `recentLength`, and whether the string in the view ends there too is for the caller to look.
   */
  recentAt(view: DataView, start: number, end: number): number {
    if (start + WORD_BYTES > end) return NO_STRING;
    const form = this.#recent[recentSlot(view, start)]!;
    const length = this.#lengths[form]!;
    if (start + length > end || !sameBytes(view, start, this.#view, this.#starts[form]!, length)) return NO_STRING;
    this.recentLength = length;
    return this.#numberOf[form]!;
  }

  /** The number of the string that is `start .. end` of the view in UTF-8, made when it is new. */
  internBytes(view: DataView, start: number, end: number): number {
    const length = end - start;
    if (length > MOST_HASHED_BYTES) return this.intern(this.#decode(view, start, length));
    const mask = this.#slots.length - 1;
    let slot = hashOf(view, start, length) & mask;
    let form = this.#slots[slot]!;
    while (form !== 0 && !this.#isForm(form, view, start, length)) {
      slot = (slot + 1) & mask;
      form = this.#slots[slot]!;
    }
    if (form === 0) {
      form = this.#addForm(view, start, length);
      this.#slots[slot] = form;
      if (2 * form > mask) this.#rehash();
    }
    if (length >= WORD_BYTES) this.#recent[recentSlot(view, start)] = form;
    return this.#numberOf[form]!;
  }

  #isForm(form: number, view: DataView, start: number, length: number): boolean {
    return this.#lengths[form] === length && sameBytes(view, start, this.#view, this.#starts[form]!, length);
  }

  #addForm(view: DataView, start: number, length: number): number {
    if (this.#used + length > this.#bytes.length) {
      const larger = new Uint8Array(2 * this.#bytes.length);
      larger.set(this.#bytes);
      this.#bytes = larger;
      this.#view = viewOf(larger);
    }
    this.#bytes.set(new Uint8Array(view.buffer, view.byteOffset + start, length), this.#used);
    this.#starts.push(this.#used);
    this.#lengths.push(length);
    this.#numberOf.push(this.intern(this.#decode(view, start, length)));
    this.#used += length;
    return this.#starts.length - 1;
  }

  #decode(view: DataView, start: number, length: number): string {
    return this.#decoder.decode(new Uint8Array(view.buffer, view.byteOffset + start, length));
  }

  #rehash(): void {
    const slots = new Uint32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let form = 1; form < this.#starts.length; form++) {
      let slot = hashOf(this.#view, this.#starts[form]!, this.#lengths[form]!) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = form;
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
