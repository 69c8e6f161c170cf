/**
 * Interned strings: a container id stands in thousands of payloads but is kept once, and a column holds its number.
 * Number 0 is always "absent"; the empty string, which payloads do carry, has a number of its own.
 */
import { ByteTable } from "./byte-table.ts";

/** Number of the value that is not there. */
export const NO_STRING = 0;

/** Only keys shorter than this are hashed byte by byte; longer values are interned by their decoded text. */
const MOST_HASHED_BYTES = 256;

/** Texts by number and numbers by text; a number, once given out, keeps its text. */
export class StringTable {
  readonly #values: string[] = [""];
  readonly #numbers = new Map<string, number>();
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  /** The different forms in which strings stood in files, so that one seen before costs no decoding, and the number of the string of each. */
  readonly #forms = new ByteTable();
  readonly #numberOf: number[] = [NO_STRING];
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
    const form = this.#forms.recentAt(view, start, end);
    this.recentLength = this.#forms.lengthOf(form);
    return this.#numberOf[form]!;
  }

  /** The number of the string that is `start .. end` of the view in UTF-8, made when it is new. */
  internBytes(view: DataView, start: number, end: number): number {
    if (end - start > MOST_HASHED_BYTES) return this.intern(this.#decode(view, start, end));
    const form = this.#forms.numberOf(view, start, end);
    if (form === this.#numberOf.length) this.#numberOf.push(this.intern(this.#decode(view, start, end)));
    return this.#numberOf[form]!;
  }

  #decode(view: DataView, start: number, end: number): string {
    return this.#decoder.decode(new Uint8Array(view.buffer, view.byteOffset + start, end - start));
  }
}
