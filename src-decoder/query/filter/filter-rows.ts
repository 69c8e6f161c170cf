import type { RowTest } from "./compile.ts";

/** Rows looked at between two looks at whether the caller still wants the answer; a fraction of a millisecond to a few. */
const SLICE_ROWS = 1 << 15;

/**
 * Filters in slices: gives the rows of each slice that pass, in order, maybe none. The caller may show them at once, let other work
 * run between two slices, and cancel by not asking for the next. `source` is a count of rows (all of a capture) or rows in their order.
 */
export function* filterSlices(
  source: number | Uint32Array,
  test: RowTest,
  sliceRows: number = SLICE_ROWS,
): Generator<Uint32Array<ArrayBuffer>, void> {
  const length = typeof source === "number" ? source : source.length;
  for (let from = 0; from < length; from += sliceRows) {
    const to = Math.min(from + sliceRows, length);
    const hits = new Uint32Array(to - from);
    let count = 0;
    for (let i = from; i < to; i++) {
      const row = typeof source === "number" ? i : source[i]!;
      if (test(row)) hits[count++] = row;
    }
    yield hits.subarray(0, count);
  }
}

/** All rows that pass, in the order of `source`. */
export function filterRows(source: number | Uint32Array, test: RowTest): Uint32Array<ArrayBuffer> {
  return concatRows([...filterSlices(source, test)]);
}

/** Slices put together. */
export function concatRows(slices: readonly Uint32Array[]): Uint32Array<ArrayBuffer> {
  const rows = new Uint32Array(slices.reduce((sum, slice) => sum + slice.length, 0));
  let at = 0;
  for (const slice of slices) {
    rows.set(slice, at);
    at += slice.length;
  }
  return rows;
}
