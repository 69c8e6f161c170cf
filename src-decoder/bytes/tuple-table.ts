/**
 * Numbers for tuples of 32-bit words: addresses with ports, pairs of endpoints. A look-up makes no string and no object, which
 * a `Map` would need for keys wider than one number. Numbers count from 0 in the order in which the tuples were first seen.
 */

const FIRST_SLOTS = 256;

export class TupleTable {
  /** The tuple to look up: the caller writes all its words here, then calls `intern`. */
  readonly key: Uint32Array;
  readonly #width: number;
  #words: Uint32Array;
  /** Open addressing; a slot holds the tuple's number plus one, 0 while free. */
  #slots = new Uint32Array(FIRST_SLOTS);
  #size = 0;

  /** `width`: words of a tuple. */
  constructor(width: number) {
    this.#width = width;
    this.key = new Uint32Array(width);
    this.#words = new Uint32Array((width * FIRST_SLOTS) / 2);
  }

  /** How many tuples have a number. */
  get size(): number {
    return this.#size;
  }

  /** Word `index` of the tuple `number`, which must have been given out. */
  word(number: number, index: number): number {
    return this.#words[number * this.#width + index]!;
  }

  /**
   * The number of the tuple in `key`, made when it is new. `guess` is a number that it may well have, as the last one asked for:
   * a right guess saves the hashing, a wrong one costs a comparison.
   */
  intern(guess: number): number {
    return guess < this.#size && this.#isKey(guess) ? guess : this.#lookUp();
  }

  #lookUp(): number {
    const mask = this.#slots.length - 1;
    let slot = hashOf(this.key, 0, this.#width) & mask;
    for (;;) {
      const entry = this.#slots[slot]!;
      if (entry === 0) break;
      if (this.#isKey(entry - 1)) return entry - 1;
      slot = (slot + 1) & mask;
    }
    const number = this.#size++;
    this.#words.set(this.key, number * this.#width);
    this.#slots[slot] = number + 1;
    if (this.#size * 2 >= this.#slots.length) this.#grow();
    return number;
  }

  #isKey(number: number): boolean {
    const at = number * this.#width;
    for (let i = 0; i < this.#width; i++) if (this.#words[at + i] !== this.key[i]) return false;
    return true;
  }

  #grow(): void {
    const words = new Uint32Array(this.#words.length * 2);
    words.set(this.#words);
    this.#words = words;
    const slots = new Uint32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let number = 0; number < this.#size; number++) {
      let slot = hashOf(words, number * this.#width, this.#width) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = number + 1;
    }
    this.#slots = slots;
  }
}

function hashOf(words: Uint32Array, at: number, width: number): number {
  let hash = 0x9e3779b9;
  for (let i = 0; i < width; i++) {
    hash = Math.imul(hash ^ words[at + i]!, 0x85ebca6b);
    hash ^= hash >>> 13;
  }
  hash = Math.imul(hash, 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
