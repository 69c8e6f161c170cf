/** When the bytes that a capture lacks were sent. A gap has offsets, no time: it lies between the frames around it. */
import type { Capture } from "../model/capture.ts";

/** A gap of a stream with the times between which its bytes were sent. */
export interface GapTime {
  /** Connection index, from 0. */
  readonly connection: number;
  readonly bytes: number;
  /** ns since time zero: the last that was seen before, and the first after. */
  readonly from: number;
  readonly to: number;
}

/** The gaps of all bridges in order of time; gaps of one stream between the same two frames are one. */
export function gapTimes(capture: Capture): GapTime[] {
  const { frames, streams } = capture;
  const rowsOf = new Map<number, number[]>();
  for (const { index, direction, gapCount } of streams) {
    if (direction !== null && gapCount > 0) rowsOf.set(index, []);
  }
  if (rowsOf.size === 0) return [];
  for (let row = 0; row < frames.length; row++) rowsOf.get(frames.stream.get(row))?.push(row);
  const found: GapTime[] = [];
  for (const [index, rows] of rowsOf) found.push(...gapsOfStream(capture, index, rows));
  return found.toSorted((a, b) => a.from - b.from);
}

function gapsOfStream({ frames, streams, connections }: Capture, index: number, rows: readonly number[]): GapTime[] {
  const connection = connections[index >>> 1]!;
  const found: GapTime[] = [];
  let after = 0;
  let lastAfter = -1;
  for (const { offset, length } of streams[index]!.gaps) {
    while (after < rows.length && frames.streamOffset.get(rows[after]!) < offset) after++;
    const previous = found.at(-1);
    if (previous !== undefined && after === lastAfter) {
      found[found.length - 1] = { ...previous, bytes: previous.bytes + length };
      continue;
    }
    lastAfter = after;
    const before = rows[after - 1];
    const next = rows[after];
    found.push({
      connection: connection.index,
      bytes: length,
      from: before === undefined ? connection.firstTime : frames.time.get(before),
      to: next === undefined ? connection.lastTime : frames.time.get(next),
    });
  }
  return found.filter(({ from, to }) => !Number.isNaN(from) && !Number.isNaN(to));
}
