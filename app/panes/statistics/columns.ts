/** The columns of the statistics: what the table shows, sorts by, links to and copies. */
import type { CallStatistics } from "../../../src-decoder/index.ts";
import { containerFilter, nameFilter } from "../../format/filters.ts";
import { count } from "../../format/numbers.ts";
import { durationText } from "../../format/time.ts";
import { alignedText, csvFile } from "./copies.ts";

export type Grouping = "type" | "container";

export interface StatisticsColumn {
  readonly id: string;
  readonly label: string;
  readonly value: (row: CallStatistics) => number;
  readonly text: (value: number) => string;
  /** Name of the value in CSV, with its unit. */
  readonly csv: string;
  /** The filter for the frames that a value counts, without what its row stands for; null where there are none to show. */
  readonly filter: (value: number) => string | null;
}

const counting = (id: "count" | "errors" | "unanswered", label: string, filter: string): StatisticsColumn => ({
  id,
  label,
  csv: id,
  value: (row) => row[id],
  text: count,
  filter: (value) => (value === 0 ? null : filter),
});

const COUNTS: readonly StatisticsColumn[] = [
  counting("count", "Requests", "request"),
  counting("errors", "Errors", "error"),
  counting("unanswered", "Pending", "pending"),
];

const latency = (id: "min" | "median" | "p90" | "p99" | "max", label: string): StatisticsColumn => ({
  id,
  label,
  csv: `${id}Ns`,
  value: (row) => row[id],
  text: durationText,
  filter: (value) => (Number.isNaN(value) ? null : `latency >= ${Math.round(value)}ns`),
});

export const COLUMNS: readonly StatisticsColumn[] = [
  ...COUNTS,
  latency("min", "Min"),
  latency("median", "Median"),
  latency("p90", "p90"),
  latency("p99", "p99"),
  latency("max", "Max"),
];

/** The columns that have something to show: files without times have no latencies. */
export function shownColumns(timed: boolean): readonly StatisticsColumn[] {
  return timed ? COLUMNS : COUNTS;
}

export interface StatisticsSort {
  /** Id of a column; `name` for what the row stands for. */
  readonly column: string;
  readonly descending: boolean;
}

/** What a row stands for. */
export function labelOf(row: CallStatistics): string {
  return `${row.name ?? row.containerId ?? ""}${ofBridge(row)}`;
}

/** Which bridge's, where there are several: the utility VM of each has the same id. */
export function ofBridge({ bridge }: CallStatistics): string {
  return bridge === null ? "" : `, bridge ${bridge}`;
}

/** The frames of all that a row counts. */
export function filterOf(row: CallStatistics): string {
  const filter = row.name === null ? containerFilter(row.containerId ?? "") : nameFilter(row.name);
  return row.bridge === null ? filter : `${filter} && bridge == ${row.bridge}`;
}

/** Rows in the order of a column; those without a value come last either way, and equal ones keep their order. */
export function sortStatistics(rows: readonly CallStatistics[], sort: StatisticsSort): readonly CallStatistics[] {
  const sign = sort.descending ? -1 : 1;
  const column = COLUMNS.find(({ id }) => id === sort.column);
  if (column === undefined) return rows.toSorted((a, b) => sign * labelOf(a).localeCompare(labelOf(b)));
  return rows.toSorted((a, b) => {
    const [x, y] = [column.value(a), column.value(b)];
    if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y));
    return sign * (x - y);
  });
}

/** The table as people paste it: columns aligned by spaces. */
export function statisticsText(rows: readonly CallStatistics[], grouping: Grouping): string {
  return alignedText(
    [
      [headingOf(grouping), ...COLUMNS.map(({ label }) => label)],
      ...rows.map((row) => [labelOf(row), ...COLUMNS.map(({ text, value }) => text(value(row)))]),
    ],
    new Set([0]),
  );
}

/** The table as CSV (RFC 4180): plain numbers, times in nanoseconds. */
export function statisticsCsv(rows: readonly CallStatistics[], grouping: Grouping): string {
  return csvFile([
    [grouping === "type" ? "name" : "containerId", ...COLUMNS.map(({ csv }) => csv)],
    ...rows.map((row) => [labelOf(row), ...COLUMNS.map(({ value }) => value(row))]),
  ]);
}

export function headingOf(grouping: Grouping): string {
  return grouping === "type" ? "Call" : "Container";
}
