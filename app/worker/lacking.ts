/** Where a capture lacks bytes of a bridge, and where it has bytes that are in no frame. */
import type { Capture, Stream } from "../../src-decoder/index.ts";
import type { LackingBytes, LackingRange } from "./contract/capture.ts";

/** Ranges that are listed; a capture of a small snap length has one for each packet. */
const MOST_LISTED = 500;

/** The ranges of all bridges, in the order of the frames behind them. */
export function lackingBytes(capture: Capture): LackingBytes {
  const streams = capture.streams.filter(
    ({ direction, gapCount, unframedBytes }) => direction !== null && (gapCount > 0 || unframedBytes > 0),
  );
  const rowsOf = new Map(streams.map(({ index }): [number, number[]] => [index, []]));
  if (rowsOf.size > 0) {
    for (let row = 0; row < capture.frames.length; row++) rowsOf.get(capture.frames.stream.get(row))?.push(row);
  }
  const ranges = streams.flatMap((stream) => rangesOf(capture, stream, rowsOf.get(stream.index) ?? []));
  const inOrder = ranges.toSorted((a, b) => (a.after ?? Infinity) - (b.after ?? Infinity) || a.offset - b.offset);
  return { ranges: inOrder.slice(0, MOST_LISTED), total: ranges.length };
}

function rangesOf({ frames }: Capture, stream: Stream, rows: readonly number[]): LackingRange[] {
  const { direction, connection } = stream;
  if (direction === null) return [];
  const found = [
    ...stream.gaps.map((gap) => ({ ...gap, reason: null })),
    ...stream.unframed.map((range): typeof range & { reason: string } => range),
  ].toSorted((a, b) => a.offset - b.offset);
  let next = 0;
  return found.map(({ offset, length, reason }) => {
    while (next < rows.length && frames.streamOffset.get(rows[next]!) < offset) next++;
    return {
      connection,
      direction,
      offset,
      length,
      reason,
      before: rows[next - 1] ?? null,
      after: rows[next] ?? null,
    };
  });
}
