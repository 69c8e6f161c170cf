/** Searches over the frames that rules share. */
import type { Range } from "../model/capture.ts";
import { NO_ROW } from "../stream/stream-sink.ts";
import type { DiagnosisContext } from "./context.ts";

/** Those of some rows that are on one stream. */
export function onStream(context: DiagnosisContext, rows: readonly number[], stream: number): number[] {
  return rows.filter((row) => context.frames.stream.get(row) === stream);
}

/** The last rows of one stream that pass, in capture order: at most `most`, and from the last `LOOKED_AT` frames only. */
export function lastRows(
  context: DiagnosisContext,
  stream: number,
  lastRow: number,
  most: number,
  test: (row: number) => boolean,
): number[] {
  const found: number[] = [];
  if (lastRow === NO_ROW) return found;
  for (let row = lastRow; row >= Math.max(0, lastRow - LOOKED_AT) && found.length < most; row--) {
    if (context.frames.stream.get(row) === stream && test(row)) found.push(row);
  }
  return found.toReversed();
}

/** The first bytes of a header with which a stream ends; null where it ends with a message. */
export function cutHeaderOf({ capture }: DiagnosisContext, stream: number): Range | null {
  const record = capture.streams[stream]!;
  const last = record.unframed.at(-1);
  const isLast = last?.reason === "header cut off" && last.offset + last.length === record.bytes;
  return isLast ? last : null;
}

const LOOKED_AT = 20_000;
