import type { Frames } from "./capture.ts";

/** Rows that are looked at by one call. */
const BLOCK = 1024;

/** How many characters the longest values of a capture have in decimal, so that a table can give them room. */
export interface LongestValues {
  readonly id: number;
  readonly processId: number;
  readonly size: number;
}

/** Looks at all rows; of no frames the values have a single character. */
export function longestValues({ length, idLow, idHigh, processId, size }: Frames): LongestValues {
  const low = new Uint32Array(BLOCK);
  const high = new Uint32Array(BLOCK);
  let greatest = { high: 0, low: 0 };
  let process = 0;
  let largest = 0;
  for (let from = 0; from < length; from += BLOCK) {
    const rows = Math.min(BLOCK, length - from);
    const lows = low.subarray(0, rows);
    const highs = high.subarray(0, rows);
    idLow.read(from, lows);
    idHigh.read(from, highs);
    greatest = greater(lows, highs, greatest);
    processId.read(from, lows);
    process = Math.max(process, greatestOf(lows));
    size.read(from, lows);
    largest = Math.max(largest, greatestOf(lows));
  }
  const id = (BigInt(greatest.high) << 32n) | BigInt(greatest.low);
  return { id: String(id).length, processId: String(process).length, size: String(largest).length };
}

interface Halves {
  readonly high: number;
  readonly low: number;
}

function greater(lows: Uint32Array, highs: Uint32Array, before: Halves): Halves {
  let { high, low } = before;
  for (let i = 0; i < lows.length; i++) {
    if (highs[i]! < high || (highs[i] === high && lows[i]! <= low)) continue;
    high = highs[i]!;
    low = lows[i]!;
  }
  return { high, low };
}

function greatestOf(values: Uint32Array): number {
  let greatest = 0;
  for (let i = 0; i < values.length; i++) greatest = Math.max(greatest, values[i]!);
  return greatest;
}
