/** Codes that are found without the map; the shift leaves as many bits of a hash. */
const RECENT = 64;
const RECENT_SHIFT = 32 - 6;

/** A small number for each of the numbers that come, of which few differ: from 0, in the order in which they first came. */
export class Codes {
  /** The number of each code. */
  readonly values: number[];
  readonly #codeOf: Map<number, number>;
  /** Of the numbers that came last, one for each hash: mostly one of a few comes, and the map costs more than all else that is done with it. */
  readonly #recent = new Float64Array(RECENT).fill(Number.NaN);
  readonly #recentCodes = new Uint32Array(RECENT);

  /** `known` have the first codes. */
  constructor(...known: readonly number[]) {
    this.values = [...known];
    this.#codeOf = new Map(known.map((value, code) => [value, code]));
  }

  /** The code of a number, made when it is new. */
  of(value: number): number {
    const slot = Math.imul(value, 0x9e37_79b1) >>> RECENT_SHIFT;
    return this.#recent[slot] === value ? this.#recentCodes[slot]! : this.#lookUp(value, slot);
  }

  /** The code of a number that came before. */
  known(value: number): number | undefined {
    return this.#codeOf.get(value);
  }

  #lookUp(value: number, slot: number): number {
    let code = this.#codeOf.get(value);
    if (code === undefined) {
      code = this.values.push(value) - 1;
      this.#codeOf.set(value, code);
    }
    this.#recent[slot] = value;
    this.#recentCodes[slot] = code;
    return code;
  }
}
