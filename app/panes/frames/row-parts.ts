/** The frames that a row of either view is made of, and what it says of them. */
import { formatResult, type FieldValue, type RowRanges } from "../../../src-decoder/index.ts";
import type { FrameRow, TableRow } from "../../worker/contract/rows.ts";

/** The frame that a row speaks of first: the request, or what there is. */
export function mainOf(row: TableRow): FrameRow {
  if (row.kind === "frame") return row;
  const main = row.request ?? row.response;
  if (main === null) throw new Error(`exchange ${row.row} has neither request nor response`);
  return main;
}

/** Whether a row shows the frame of this number. */
export function shows(row: TableRow, frame: number): boolean {
  return row.kind === "frame" ? row.row === frame : row.request?.row === frame || row.response?.row === frame;
}

export function requestOf(row: TableRow): FrameRow | null {
  if (row.kind === "exchange") return row.request;
  return row.messageKind === "request" ? row : null;
}

export function responseOf(row: TableRow): FrameRow | null {
  if (row.kind === "exchange") return row.response;
  return row.messageKind === "response" ? row : null;
}

/** The frame whose result a row shows. */
export function resultFrameOf(row: TableRow): FrameRow | null {
  return row.kind === "exchange" ? row.response : row;
}

/** Of an exchange: what was asked, and what was answered. */
export function infoText(row: TableRow): string {
  if (row.kind === "frame") return row.info ?? "";
  return [row.request?.info, row.response?.info].filter((info) => info !== undefined && info !== "").join(" → ");
}

export function frameNumber(frame: FrameRow | null): string {
  return String(numberOf(frame) ?? "");
}

export function numberOf(frame: FrameRow | null): number | null {
  return frame === null ? null : frame.row + 1;
}

/** The filter's latency is the response's. */
export function latencyOf(frame: FrameRow): readonly [string, FieldValue] {
  if (frame.pending) return ["pending", true];
  return [frame.messageKind === "request" ? "peer.latency" : "latency", frame.latency];
}

export function numberText(value: number | null | undefined): string {
  return value === null || value === undefined ? "" : String(value);
}

export function resultText(frame: FrameRow | null): string {
  if (frame === null || frame.result === null) return "";
  return frame.resultName ?? formatResult(frame.result);
}

/** Whether a row shows a frame of a set. */
export function isOf(row: TableRow, frames: RowRanges): boolean {
  if (row.kind === "frame") return frames.has(row.row);
  return [row.request, row.response].some((frame) => frame !== null && frames.has(frame.row));
}
