/** The slowest requests as they are copied: what the table shows, container ids in full. */
import { count } from "../../format/numbers.ts";
import { durationText } from "../../format/time.ts";
import type { FrameRow } from "../../worker/contract/rows.ts";
import { alignedText, csvFile } from "./copies.ts";

const TEXT_COLUMNS: ReadonlySet<number> = new Set([1, 4]);

/** The table as people paste it. `momentText` writes a time (ns since time zero) as the page does. */
export function slowestText(frames: readonly FrameRow[], momentText: (time: number) => string): string {
  const lines = frames.map(({ row, name, id, latency, time, containerId }) => [
    count(row + 1),
    `${name} ${id}`,
    durationText(latency ?? Number.NaN),
    momentText(time),
    containerId ?? "",
  ]);
  return alignedText([["Frame", "Call", "Took", "At", "Container"], ...lines], TEXT_COLUMNS);
}

/** The table as CSV (RFC 4180): plain numbers, times in nanoseconds. Ids are 64 bits wide and stay texts. */
export function slowestCsv(frames: readonly FrameRow[]): string {
  return csvFile([
    ["frame", "name", "id", "latencyNs", "timeNs", "containerId"],
    ...frames.map(({ row, name, id, latency, time, containerId }) => [
      row + 1,
      name,
      id,
      latency ?? Number.NaN,
      time,
      containerId ?? "",
    ]),
  ]);
}
