/** Place of the first of ascending numbers that is `row` or behind it; their length where all are before it. */
export function placeFrom(rows: ArrayLike<number>, row: number): number {
  let from = 0;
  for (let to = rows.length; from < to;) {
    const middle = (from + to) >>> 1;
    if (rows[middle]! < row) from = middle + 1;
    else to = middle;
  }
  return from;
}
