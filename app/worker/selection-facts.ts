import type { Capture, RowRanges } from "../../src-decoder/index.ts";
import type { SelectionFacts } from "./contract/selection.ts";
import type { View } from "./view.ts";

/** Frames that are looked at between two pauses. */
const SLICE = 1 << 16;

/** What there is to say of selected frames as far as the view shows them: one pass over two columns, in slices of about a millisecond. */
export async function selectionFacts(
  { frames }: Capture,
  view: View,
  selected: RowRanges,
  pause: () => Promise<void>,
): Promise<SelectionFacts> {
  const shown = view.shown(selected);
  const rows = view.rowCount(shown);
  let bytes = 0;
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  let earliest: number | null = null;
  let looked = 0;
  for (const [start, end] of shown.ranges()) {
    for (let row = start; row < end; row++) {
      if (++looked % SLICE === 0) await pause();
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
