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
  const order = new TextOrder(texts);
  const turns = order.turns(true);
  while (turns.next().done !== true) if (!(await pause())) return null;
  return order.ranks();
}

/** The order of the texts of a table, which can be made while these come: runs in order, merged where the one before is not longer. */
export class TextOrder {
  readonly #texts: StringTable;
  /** Numbers of texts. */
  readonly #runs: Uint32Array[] = [];
  #sorted = 0;

  constructor(texts: StringTable) {
    this.#texts = texts;
  }

  /** Goes on by turns: to the end with all texts that are there, or as far as these fill runs. To be gone through to its end before the next. */
  *turns(toEnd: boolean): Generator<void> {
    const count = this.#texts.size - 1;
    const least = toEnd ? 1 : RUN_TEXTS;
    while (count - this.#sorted >= least) {
      const to = Math.min(this.#sorted + RUN_TEXTS, count);
      this.#runs.push(sortedRun(this.#texts, this.#sorted, to));
      this.#sorted = to;
      yield;
      while (this.#isNextShort()) yield* this.#mergeLast();
    }
    if (!toEnd) return;
    while (this.#runs.length > 1) yield* this.#mergeLast();
  }

  /** As `textRanks`, when all turns to the end were made. */
  ranks(): Uint32Array<ArrayBuffer> {
    const ranks = new Uint32Array(this.#sorted + 1);
    for (const [place, number] of (this.#runs[0] ?? []).entries()) ranks[number] = place + 1;
    return ranks;
  }

  #isNextShort(): boolean {
    const [one, other] = this.#runs.slice(-2);
    return one !== undefined && other !== undefined && one.length <= other.length;
  }

  /** Merges the last two runs into one. */
  *#mergeLast(): Generator<void> {
    const [right, left] = [this.#runs.pop()!, this.#runs.pop()!];
    const merge = new Merge(this.#texts, left, right);
    while (merge.goOn(MERGED_TEXTS)) yield;
    this.#runs.push(merge.merged);
  }
}

/** The numbers of the texts `from + 1 .. to`, in order. */
function sortedRun(texts: StringTable, from: number, to: number): Uint32Array {
  const run = Array.from({ length: to - from }, (_, index) => texts.get(from + index + 1) ?? "");
  // The order of code units, which the platform sorts by faster than by any function.
  run.sort();
  return Uint32Array.from(run, (text) => texts.find(text));
}

/** Merges two runs. */
class Merge {
  readonly #texts: StringTable;
  readonly #left: Uint32Array;
  readonly #right: Uint32Array;
  readonly merged: Uint32Array;
  #leftAt = 0;
  #rightAt = 0;

  constructor(texts: StringTable, left: Uint32Array, right: Uint32Array) {
    this.#texts = texts;
    this.#left = left;
    this.#right = right;
    this.merged = new Uint32Array(left.length + right.length);
  }

  /** Merges as many as `most`; false once all are. */
  goOn(most: number): boolean {
    const { merged } = this;
    const [texts, left, right] = [this.#texts, this.#left, this.#right];
    let [leftAt, rightAt] = [this.#leftAt, this.#rightAt];
    const until = Math.min(leftAt + rightAt + most, merged.length);
    for (let at = leftAt + rightAt; at < until; at++) {
      const takesLeft =
        rightAt === right.length || (leftAt < left.length && texts.get(left[leftAt]!)! < texts.get(right[rightAt]!)!);
      merged[at] = takesLeft ? left[leftAt++]! : right[rightAt++]!;
    }
    this.#leftAt = leftAt;
    this.#rightAt = rightAt;
    return until < merged.length;
  }
}
