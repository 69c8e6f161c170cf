/** A map from 64-bit message ids to rows. Ids mostly rise by one from a first one, so most live in a plain array. */

import { NO_ROW } from "../stream/stream-sink.ts";

const TWO_32 = 0x1_0000_0000;
/** High halves below this leave the id exact in a double. */
const EXACT_HIGH = 1 << 21;
const FIRST_ROWS = 64;

export class IdRows {
  #base = -1;
  /** Row by `id - base`; `NO_ROW` where none. */
  #dense = new Uint32Array(0);
  /** Ids far from the others, by exact number or, beyond 2^53, by text. */
  readonly #sparse = new Map<number | string, number>();
  #count = 0;

  get(low: number, high: number): number {
    if (high === 0) {
      const index = low - this.#base;
      if (index >= 0 && index < this.#dense.length) {
        const row = this.#dense[index]!;
        if (row !== NO_ROW) return row;
      }
    }
    return this.#sparse.size === 0 ? NO_ROW : (this.#sparse.get(sparseKey(low, high)) ?? NO_ROW);
  }

  set(low: number, high: number, row: number): void {
    this.#count++;
    if (high === 0) {
      if (this.#base === -1) this.#base = low;
      const index = low - this.#base;
      if (index >= 0 && this.#reaches(index)) {
        this.#dense[index] = row;
        return;
      }
    }
    this.#sparse.set(sparseKey(low, high), row);
  }

  /** Whether the array holds the index, grown if need be; it never grows far beyond the count of ids, whatever ids a file holds. */
  #reaches(index: number): boolean {
    if (index < this.#dense.length) return true;
    if (index > 4 * this.#count + FIRST_ROWS) return false;
    const larger = new Uint32Array(Math.max(FIRST_ROWS, 2 * index)).fill(NO_ROW);
    larger.set(this.#dense);
    this.#dense = larger;
    return true;
  }
}

function sparseKey(low: number, high: number): number | string {
  return high < EXACT_HIGH ? high * TWO_32 + low : `${high}:${low}`;
}
