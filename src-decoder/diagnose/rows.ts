/** Searches over the frames that rules share. */
import { NO_ROW } from "../stream/stream-sink.ts";
import type { DiagnosisContext } from "./context.ts";

type RowTest = (row: number) => boolean;

/** All rows that pass, in capture order. */
export function rowsWhere(context: DiagnosisContext, test: RowTest): number[] {
  const rows: number[] = [];
  for (let row = 0; row < context.frames.length; row++) if (test(row)) rows.push(row);
  return rows;
}

/** The rows of one stream that pass. */
export function rowsOfStream(context: DiagnosisContext, stream: number, test: RowTest): number[] {
  return rowsWhere(context, (row) => context.frames.stream.get(row) === stream && test(row));
}

/** The last row of a stream that passes; `NO_ROW` where none does. */
export function lastRowOfStream(context: DiagnosisContext, stream: number, test: RowTest): number {
  for (let row = context.frames.length - 1; row >= 0; row--) {
    if (context.frames.stream.get(row) === stream && test(row)) return row;
  }
  return NO_ROW;
}
