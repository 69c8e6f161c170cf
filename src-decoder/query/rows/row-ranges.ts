/** Sets of rows, or of places in a view, that cost as much as they have gaps: all of a million rows is one range. */

/**
 * An immutable set of whole numbers from 0 as ranges. `bounds` holds where ranges begin and where they end (exclusive) by turns, rising
 * and never touching, so that equal sets have equal bounds. It is also the form in which a set crosses to the worker.
 */
export class RowRanges {
  static readonly EMPTY = new RowRanges(new Uint32Array());

  readonly bounds: Uint32Array;
  /** How many numbers there are. */
  readonly size: number;

  private constructor(bounds: Uint32Array) {
    this.bounds = bounds;
    let size = 0;
    for (let at = 0; at + 1 < bounds.length; at += 2) size += bounds[at + 1]! - bounds[at]!;
    this.size = size;
  }

  /** `from .. to`, the end excluded. */
  static range(from: number, to: number): RowRanges {
    return from < to ? new RowRanges(Uint32Array.of(from, to)) : RowRanges.EMPTY;
  }

  /** Rows in any order, some maybe twice. */
  static of(rows: Iterable<number>): RowRanges {
    const given = rows instanceof Uint32Array ? rows : Uint32Array.from(rows);
    return new RowRanges(boundsOf(isAscending(given) ? given : ordered(given)));
  }

  /** What `bounds` of another set say; anything else gives the rows between the bounds that make sense. */
  static from(bounds: Uint32Array): RowRanges {
    let set = RowRanges.EMPTY;
    let isOrdered = bounds.length % 2 === 0;
    for (let at = 1; at < bounds.length && isOrdered; at++) isOrdered = bounds[at - 1]! < bounds[at]!;
    if (isOrdered) return new RowRanges(bounds);
    for (let at = 0; at + 1 < bounds.length; at += 2) set = set.union(RowRanges.range(bounds[at]!, bounds[at + 1]!));
    return set;
  }

  has(row: number): boolean {
    return this.#boundsUpTo(row) % 2 === 1;
  }

  /** Whether one of the numbers `from .. to` (exclusive) is in the set. */
  touches(from: number, to: number): boolean {
    const at = this.#boundsUpTo(from);
    return from < to && (at % 2 === 1 || (this.bounds[at] ?? Number.POSITIVE_INFINITY) < to);
  }

  union(other: RowRanges): RowRanges {
    return this.#combined(other, (here, there) => here || there);
  }

  intersection(other: RowRanges): RowRanges {
    const [few, many] = this.bounds.length < other.bounds.length ? [this, other] : [other, this];
    if (few.size === 0) return RowRanges.EMPTY;
    const [first, last] = [few.bounds[0]!, few.bounds.at(-1)!];
    // What lies outside of all that is in the other is not walked along.
    const from = many.#boundsUpTo(first) & ~1;
    const to = (many.#boundsUpTo(last) + 1) & ~1;
    return new RowRanges(many.bounds.subarray(from, to)).#combined(few, (here, there) => here && there);
  }

  without(other: RowRanges): RowRanges {
    return this.#combined(other, (here, there) => here && !there);
  }

  /** Whether all rows of `other` are in this set too. */
  includes(other: RowRanges): boolean {
    return other.without(this).size === 0;
  }

  /** The row of this set that is nearest to `row`, the one behind it where two are; null for the empty set. */
  nearest(row: number): number | null {
    const at = this.#boundsUpTo(row);
    if (at % 2 === 1) return row;
    const before = at === 0 ? null : this.bounds[at - 1]! - 1;
    const after = this.bounds[at] ?? null;
    if (before === null || after === null) return before ?? after;
    return row - before < after - row ? before : after;
  }

  /** The ranges in their order, the end excluded. */
  *ranges(): Generator<readonly [from: number, to: number]> {
    for (let at = 0; at + 1 < this.bounds.length; at += 2) yield [this.bounds[at]!, this.bounds[at + 1]!];
  }

  *[Symbol.iterator](): Generator<number> {
    for (const [from, to] of this.ranges()) for (let row = from; row < to; row++) yield row;
  }

  /** How many bounds are at or below a row. */
  #boundsUpTo(row: number): number {
    let low = 0;
    let high = this.bounds.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.bounds[middle]! <= row) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** One walk along the bounds of both: a bound of the result is where the verdict turns. */
  #combined({ bounds: there }: RowRanges, verdict: (here: boolean, there: boolean) => boolean): RowRanges {
    const here = this.bounds;
    const turns = new Uint32Array(here.length + there.length);
    let count = 0;
    let isIn = false;
    for (let a = 0, b = 0; a < here.length || b < there.length;) {
      const bound = Math.min(here[a] ?? Number.POSITIVE_INFINITY, there[b] ?? Number.POSITIVE_INFINITY);
      if (here[a] === bound) a++;
      if (there[b] === bound) b++;
      if (verdict(a % 2 === 1, b % 2 === 1) === isIn) continue;
      isIn = !isIn;
      turns[count++] = bound;
    }
    return count === 0 ? RowRanges.EMPTY : new RowRanges(turns.slice(0, count));
  }
}

/** Of ascending rows, some maybe twice. */
function boundsOf(rows: Uint32Array): Uint32Array {
  let count = rows.length === 0 ? 0 : 1;
  for (let at = 1; at < rows.length; at++) if (rows[at]! > rows[at - 1]! + 1) count++;
  const bounds = new Uint32Array(2 * count);
  let filled = 0;
  for (let at = 0; at < rows.length; at++) {
    if (at === 0 || rows[at]! > rows[at - 1]! + 1) {
      bounds[filled] = rows[at]!;
      filled += 2;
    }
    bounds[filled - 1] = rows[at]! + 1;
  }
  return bounds;
}

/** Rows for each of which there is room among flags for all of them: these are set in one pass, which is faster than to sort. */
const FLAGS_PER_ROW = 16;

function ordered(rows: Uint32Array): Uint32Array {
  let most = 0;
  for (const row of rows) most = Math.max(most, row);
  if (most >= FLAGS_PER_ROW * rows.length) return rows.toSorted();
  const flags = new Uint8Array(most + 1);
  for (const row of rows) flags[row] = 1;
  const inOrder = new Uint32Array(rows.length);
  let count = 0;
  for (let row = 0; row <= most; row++) if (flags[row] === 1) inOrder[count++] = row;
  return inOrder.subarray(0, count);
}

function isAscending(rows: Uint32Array): boolean {
  for (let at = 1; at < rows.length; at++) if (rows[at - 1]! > rows[at]!) return false;
  return true;
}

/** The filter that finds these rows by their numbers: `number in {3, 7..12}`. */
export function numbersFilter(rows: RowRanges): string {
  const members = Array.from(rows.ranges(), ([from, to]) => (to - from === 1 ? `${to}` : `${from + 1}..${to}`));
  const [only] = members;
  if (only === undefined) return "";
  return rows.size === 1 ? `number == ${only}` : `number in {${members.join(", ")}}`;
}
