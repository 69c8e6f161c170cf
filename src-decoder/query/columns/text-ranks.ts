/** The places of very many texts among each other, found in turns: to sort a million at once would hold up whoever else asks. */
import type { StringTable } from "../../bytes/string-table.ts";

/** Texts that are sorted at once, by the platform's own sort, and texts that are merged between two looks at whether it is still wanted. */
const RUN_TEXTS = 1 << 14;
const MERGED_TEXTS = 1 << 15;

/**
 * By the number of each text in the table, its place in the order of code units, from 1; null where `pause`, which is awaited between turns,
 * says that it is not wanted any more.
 */
export async function textRanks(texts: StringTable, pause: () => Promise<boolean>): Promise<Uint32Array | null> {
  const count = texts.size - 1;
  let order = new Uint32Array(count);
  for (let from = 0; from < count; from += RUN_TEXTS) {
    sortRun(texts, order, from, Math.min(from + RUN_TEXTS, count));
    if (!(await pause())) return null;
  }
  let other = new Uint32Array(count);
  for (let width = RUN_TEXTS; width < count; width *= 2) {
    const merge = new Merge(texts, order, other);
    for (let from = 0; from < count; from += 2 * width) {
      merge.begin(from, Math.min(from + width, count), Math.min(from + 2 * width, count));
      while (merge.run(MERGED_TEXTS)) if (!(await pause())) return null;
    }
    [order, other] = [other, order];
  }
  const ranks = new Uint32Array(texts.size);
  for (const [place, number] of order.entries()) ranks[number] = place + 1;
  return ranks;
}

/** Puts the numbers of the texts `from + 1 .. to` into order, at `from .. to - 1`. */
function sortRun(texts: StringTable, order: Uint32Array, from: number, to: number): void {
  const run = Array.from({ length: to - from }, (_, index) => texts.get(from + index + 1) ?? "");
  // The order of code units, which the platform sorts by faster than by any function.
  run.sort();
  for (const [index, text] of run.entries()) order[from + index] = texts.find(text);
}

/** Merges neighbouring runs of one list into another. */
class Merge {
  readonly #texts: StringTable;
  readonly #from: Uint32Array;
  readonly #into: Uint32Array;
  #left = 0;
  #middle = 0;
  #right = 0;
  #end = 0;
  #at = 0;

  constructor(texts: StringTable, from: Uint32Array, into: Uint32Array) {
    this.#texts = texts;
    this.#from = from;
    this.#into = into;
  }

  /** The runs are `start .. middle` and `middle .. end`. */
  begin(start: number, middle: number, end: number): void {
    this.#left = start;
    this.#middle = middle;
    this.#right = middle;
    this.#end = end;
    this.#at = start;
  }

  /** Merges as many as `most`; false once all are. */
  run(most: number): boolean {
    const until = Math.min(this.#at + most, this.#end);
    const texts = this.#texts;
    const from = this.#from;
    while (this.#at < until) {
      const takesLeft =
        this.#right >= this.#end ||
        (this.#left < this.#middle && texts.get(from[this.#left]!)! < texts.get(from[this.#right]!)!);
      this.#into[this.#at++] = from[takesLeft ? this.#left++ : this.#right++]!;
    }
    return this.#at < this.#end;
  }
}
