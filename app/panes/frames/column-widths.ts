/** Widths of columns whose longest value the capture tells: numbers of frames, ids and times are read to their last digit. */
import { useMemo } from "react";
import type { ViewSpec } from "../../worker/contract/view.ts";
import type { CaptureOverview } from "../../worker/contract/capture.ts";
import { columnsOf, type ColumnSpec } from "./columns.tsx";
import type { TimeFormat } from "./time-format.ts";

/** Pixels of a character of data, 12 px of the monospace fonts there are, and of what is beside a value: padding, and the sign of a finding. */
const CHARACTER = 7.3;
const BESIDE = 18;
/** Characters of a time of day with nanoseconds, of a date before it, and of a point with nanoseconds. */
const CLOCK = 18;
const DATE = 11;
const FRACTION = 10;

/** Characters of the longest values. */
export interface Extent {
  readonly number: number;
  /** Ids count the requests, where they begin at 0. */
  readonly id: number;
  readonly time: number;
}

export function extentOf(overview: Pick<CaptureOverview, "frames" | "requests"> | null, format: TimeFormat): Extent {
  return {
    number: digits(overview?.frames ?? 0),
    id: digits(overview?.requests ?? 0),
    time: timeCharacters(format),
  };
}

const GROWS: Readonly<Record<string, keyof Extent>> = {
  number: "number",
  request: "number",
  response: "number",
  id: "id",
  time: "time",
};

/** The columns with the room that the values of this capture need; what the user set goes before it. */
export function fitted(columns: readonly ColumnSpec[], extent: Extent): readonly ColumnSpec[] {
  return columns.map((column) => {
    const grows = GROWS[column.id];
    const needed = grows === undefined ? 0 : Math.ceil(extent[grows] * CHARACTER) + BESIDE;
    return needed > column.width ? { ...column, width: needed } : column;
  });
}

/** The columns of a view, the same ones until a value grows by a digit. */
export function useFittedColumns(
  view: ViewSpec["kind"],
  fields: readonly string[],
  overview: CaptureOverview | null,
  format: TimeFormat,
): readonly ColumnSpec[] {
  const { number, id, time } = extentOf(overview, format);
  return useMemo(() => fitted(columnsOf(view, fields), { number, id, time }), [view, fields, number, id, time]);
}

function timeCharacters({ mode, startNs, withDate, lastTime, zero }: TimeFormat): number {
  if (mode === "absolute" && startNs !== null) return CLOCK + (withDate ? DATE : 0);
  if (!Number.isFinite(lastTime)) return 0;
  const sign = zero > 0 ? 1 : 0;
  return digits(Math.floor(lastTime / 1e9)) + FRACTION + sign;
}

function digits(value: number): number {
  return String(value).length;
}
