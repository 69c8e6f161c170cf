/**
 * Interned strings: a container id stands in thousands of payloads but is kept once, and a column holds its number.
 * Number 0 is always "absent"; the empty string, which payloads do carry, has a number of its own.
 */

/** Number of the value that is not there. */
export const NO_STRING = 0;

/** Only keys shorter than this are hashed byte by byte; longer values are interned by their decoded text. */
const MOST_HASHED_BYTES = 256;
const FIRST_BUCKETS = 1024;

export class StringTable {
  readonly #values: string[] = [""];
  readonly #numbers = new Map<string, number>();
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  /** Open addressing over the bytes as they stood in a file, so that a value seen before costs no decoding. */
  #slots = new Uint32Array(FIRST_BUCKETS);
  readonly #rawBytes: Uint8Array[] = [new Uint8Array(0)];
  readonly #rawNumbers: number[] = [NO_STRING];
  /** Bytes by number, of those first seen as bytes. */
  readonly #bytesOf: (Uint8Array | undefined)[] = [];

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

  /** How many of the bytes from `start` on are those of a string first seen as bytes: its length, or -1 where they differ. */
  matchingBytes(number: number, bytes: Uint8Array, start: number, end: number): number {
    const known = this.#bytesOf[number];
    if (known === undefined || start + known.length > end) return -1;
    for (let i = 0; i < known.length; i++) if (known[i] !== bytes[start + i]) return -1;
    return known.length;
  }

  /**
   * The number of the UTF-8 bytes `start .. end`, which must hold no escape; invalid UTF-8 becomes U+FFFD. `guess`: a number that they may
   * well have, as the last one of the same field: a right guess saves the hashing.
   */
  internBytes(bytes: Uint8Array, start: number, end: number, guess = NO_STRING): number {
    const length = end - start;
    const guessed = this.#bytesOf[guess];
    if (guessed !== undefined && sameBytes(guessed, bytes, start, length)) return guess;
    if (length > MOST_HASHED_BYTES) return this.intern(this.#decoder.decode(bytes.subarray(start, end)));
    let hash = 0x811c9dc5 ^ length;
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
    const mask = this.#slots.length - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (;;) {
      const entry = this.#slots[slot]!;
      if (entry === 0) break;
      if (sameBytes(this.#rawBytes[entry]!, bytes, start, length)) return this.#rawNumbers[entry]!;
      slot = (slot + 1) & mask;
    }
    const copy = bytes.slice(start, end);
    const number = this.intern(this.#decoder.decode(copy));
    this.#slots[slot] = this.#rawBytes.length;
    this.#rawBytes.push(copy);
    this.#rawNumbers.push(number);
    this.#bytesOf[number] = copy;
    if (this.#rawBytes.length * 2 > this.#slots.length) this.#rehash();
    return number;
  }

  #rehash(): void {
    const slots = new Uint32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let entry = 1; entry < this.#rawBytes.length; entry++) {
      const bytes = this.#rawBytes[entry]!;
      let hash = 0x811c9dc5 ^ bytes.length;
      for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
      let slot = (hash ^ (hash >>> 15)) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = entry;
    }
    this.#slots = slots;
  }
}

function sameBytes(known: Uint8Array, bytes: Uint8Array, start: number, length: number): boolean {
  if (known.length !== length) return false;
  for (let i = 0; i < length; i++) if (known[i] !== bytes[start + i]) return false;
  return true;
}
