import type { Capture, RowRanges } from "../../src-decoder/index.ts";
import type { SelectionFacts } from "./contract/selection.ts";
import type { View } from "./view.ts";

/** What there is to say of selected frames as far as the view shows them: one pass over two columns. */
export function selectionFacts({ frames }: Capture, view: View, selected: RowRanges): SelectionFacts {
  const shown = view.shown(selected);
  const rows = view.rowCount(shown);
  let bytes = 0;
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  let earliest: number | null = null;
  for (const [start, end] of shown.ranges()) {
    for (let row = start; row < end; row++) {
      bytes += frames.size.get(row);
      const time = frames.time.get(row);
      // NaN is neither less nor more.
      if (time > to) to = time;
      if (!(time < from)) continue;
      from = time;
      earliest = row;
    }
  }
  const times = earliest === null ? { from: Number.NaN, to: Number.NaN } : { from, to };
  return { frames: shown.bounds, rows, bytes, ...times, earliest, two: rows === 2 ? twoRows(view, shown) : null };
}

function twoRows(view: View, shown: RowRanges): readonly [number, number] | null {
  const [a, b] = view
    .placesOf(shown, 0, 2)
    .flatMap((place) => view.rows(place, place + 1))
    .map(({ row }) => row);
  if (a === undefined || b === undefined) return null;
  return a < b ? [a, b] : [b, a];
}
