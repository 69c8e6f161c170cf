/**
 * Widths of columns whose longest value the capture tells: numbers of frames, ids and times are read to their last digit, and where all went
 * well the column of results leaves its room to the others.
 */
import { useMemo } from "react";
import type { ViewSpec } from "../../worker/contract/view.ts";
import type { CaptureOverview } from "../../worker/contract/capture.ts";
import { NARROWEST } from "./column-layout.ts";
import { columnsOf, type ColumnSpec } from "./columns.tsx";
import type { TimeFormat } from "./time-format.ts";

/** Pixels of a character of data, 12 px of the monospace fonts there are, and of what is beside a value: padding. */
const CHARACTER = 7.3;
const BESIDE = 17;
/** Pixels of a mark and of the sign of a finding before a number, as far as they do not stand in the padding. */
const SIGNS = 9;
/** Characters of a time of day in whole seconds, and of a date before it. */
const CLOCK = "10:15:02".length;
const DATE = "2026-08-20 ".length;
/** Digits of seconds that there is room for from the first: columns do not move while most captures are read. */
const FEWEST_SECONDS = 3;
/** Of the result that says that all went well, and of a code that no name is known for, with the sign before it. */
const SUCCESS = "S_OK".length;
const FAILURE = "✕ 0x80004005".length;

/** Characters of the longest values. */
export interface Extent {
  readonly number: number;
  readonly id: number;
  readonly process: number;
  readonly size: number;
  readonly time: number;
  readonly result: number;
  /** False of files without times, such as byte streams. */
  readonly hasTimes: boolean;
  readonly hasBridges: boolean;
}

export function extentOf(
  overview: Pick<CaptureOverview, "frames" | "longest" | "startNs" | "errors" | "bridges"> | null,
  format: TimeFormat,
): Extent {
  return {
    hasTimes: hasTimes(overview),
    hasBridges: hasBridges(overview),
    number: digits(overview?.frames ?? 0),
    id: overview?.longest.id ?? 1,
    process: overview?.longest.processId ?? 1,
    size: overview?.longest.size ?? 1,
    time: timeCharacters(format),
    result: (overview?.errors ?? 0) > 0 ? FAILURE : SUCCESS,
  };
}

/** True until the first frames are there. */
export function hasTimes(overview: Pick<CaptureOverview, "frames" | "startNs"> | null): boolean {
  return overview === null || overview.frames === 0 || overview.startNs !== null;
}

/** Whether there are several, so that whose a frame is must be told. */
export function hasBridges(overview: Pick<CaptureOverview, "bridges"> | null): boolean {
  return (overview?.bridges ?? 0) > 1;
}

/** Columns that files without times leave empty. */
const TIMES: ReadonlySet<string> = new Set(["time", "delta"]);
/** What is left of the latencies of such files: which requests have no answer. */
const ANSWER = { label: "Answer", title: "Whether there is an answer", width: 104, field: null } as const;

const GROWS: Readonly<Record<string, Exclude<keyof Extent, "hasTimes" | "hasBridges">>> = {
  number: "number",
  request: "number",
  response: "number",
  id: "id",
  process: "process",
  size: "size",
  "response-size": "size",
  time: "time",
  result: "result",
};

/**
 * The columns that have something to show of this capture, with the room that its values need; what the user set goes before it. The
 * sentences of frames give way, as they lose least by it: beside the details the last columns would be cut off.
 */
export function fitted(columns: readonly ColumnSpec[], extent: Extent): readonly ColumnSpec[] {
  const present = telling(columns, extent);
  // A column that is not there as a rule takes all of its room from the sentences.
  const added = present.find(({ id }) => id === "bridge")?.width ?? 0;
  const grown = present.reduce((sum, column) => sum + growthOf(column, extent), added);
  if (grown === 0) return present;
  return present.map((column) => {
    if (column.isSentence === true) return { ...column, width: Math.max(NARROWEST, column.width - grown) };
    const growth = growthOf(column, extent);
    return growth > 0 ? { ...column, width: column.width + growth } : column;
  });
}

/** Pixels that the longest value of a column needs beyond its usual width. */
function growthOf({ id, width }: ColumnSpec, extent: Extent): number {
  const grows = GROWS[id];
  if (grows === undefined) return 0;
  const beside = BESIDE + (grows === "number" ? SIGNS : 0);
  return Math.max(0, Math.ceil(extent[grows] * CHARACTER) + beside - width);
}

/** The columns of a view, the same ones until a value grows by a digit. */
export function useFittedColumns(
  view: ViewSpec["kind"],
  fields: readonly string[],
  overview: CaptureOverview | null,
  format: TimeFormat,
): readonly ColumnSpec[] {
  const { number, id, process, size, time, result, hasTimes: timed, hasBridges: many } = extentOf(overview, format);
  return useMemo(() => {
    const extent = { number, id, process, size, time, result, hasTimes: timed, hasBridges: many };
    return fitted(columnsOf(view, fields), extent);
  }, [view, fields, number, id, process, size, time, result, timed, many]);
}

/** The columns that tell something: of files without times, and where there is one bridge, some say nothing. */
export function telling(
  columns: readonly ColumnSpec[],
  extent: Pick<Extent, "hasTimes" | "hasBridges">,
): readonly ColumnSpec[] {
  const ofBridges = extent.hasBridges ? columns : columns.filter(({ id }) => id !== "bridge");
  return extent.hasTimes ? ofBridges : withoutTimes(ofBridges);
}

function withoutTimes(columns: readonly ColumnSpec[]): readonly ColumnSpec[] {
  return columns
    .filter(({ id }) => !TIMES.has(id))
    .map((column) => (column.id === "latency" ? { ...column, ...ANSWER } : column));
}

function timeCharacters({ mode, startNs, withDate, lastTime, zero, decimals }: TimeFormat): number {
  const fraction = decimals === 0 ? 0 : 1 + decimals;
  if (mode === "absolute" && startNs !== null) return CLOCK + fraction + (withDate ? DATE : 0);
  if (!Number.isFinite(lastTime)) return 0;
  const sign = zero > 0 ? 1 : 0;
  return Math.max(FEWEST_SECONDS, digits(Math.floor(lastTime / 1e9))) + fraction + sign;
}

function digits(value: number): number {
  return String(value).length;
}
