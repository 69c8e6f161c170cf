import { describe, expect, test } from "vitest";
import {
  COLUMNS,
  filterOf,
  labelOf,
  sortStatistics,
  statisticsCsv,
  statisticsText,
} from "../../../app/panes/statistics/columns.ts";
import { LATENCY_EDGES, parseFilter, type CallStatistics } from "../../../src-decoder/index.ts";

function row(name: string, count: number, median: number, more: Partial<CallStatistics> = {}): CallStatistics {
  return {
    name,
    containerId: null,
    bridge: null,
    count,
    errors: 0,
    unanswered: 0,
    min: median,
    median,
    p90: median,
    p99: median,
    max: median,
    histogram: new Uint32Array(LATENCY_EDGES.length + 1),
    slowestRow: 0,
    ...more,
  };
}

const ROWS = [row("Create", 3, 2e6), row("Start", 12, Number.NaN, { unanswered: 12 }), row("Abort", 3, 5e9)];

function order(column: string, descending: boolean): string[] {
  return sortStatistics(ROWS, { column, descending }).map(labelOf);
}

describe("sorting statistics", () => {
  test("goes by value or by name, either way", () => {
    expect(order("count", true)).toEqual(["Start", "Create", "Abort"]);
    expect(order("count", false)).toEqual(["Create", "Abort", "Start"]);
    expect(order("name", false)).toEqual(["Abort", "Create", "Start"]);
  });

  test("puts what has no value last either way", () => {
    expect(order("median", false)).toEqual(["Create", "Abort", "Start"]);
    expect(order("median", true)).toEqual(["Abort", "Create", "Start"]);
  });
});

describe("copies of statistics", () => {
  test("as text are aligned columns with units", () => {
    const lines = statisticsText(ROWS, "type").split("\n");
    expect(lines[0]).toMatch(/^Call {4}Requests {2}Errors {2}Pending {2}/);
    expect(lines[1]).toMatch(/^Create {9}3 {7}0 {8}0 {2}2\.00 ms/);
    expect(new Set(lines.slice(0, 4).map((line) => line.length)).size).toBe(1);
  });

  test("as CSV are plain numbers, empty where there is none", () => {
    expect(statisticsCsv(ROWS.slice(0, 2), "type").split("\r\n")).toEqual([
      "name,count,errors,unanswered,minNs,medianNs,p90Ns,p99Ns,maxNs",
      "Create,3,0,0,2000000,2000000,2000000,2000000,2000000",
      "Start,12,0,12,,,,,",
      "",
    ]);
  });

  test("as CSV keep hostile names to their cell", () => {
    const hostile = ['a"b', "a,b", "=1+1", "a\r\nb"].map((containerId) => ({
      ...row("", 1, 1),
      name: null,
      containerId,
    }));
    const firsts = hostile.map((each) => statisticsCsv([each], "container").slice("containerId".length));
    expect(firsts.map((text) => text.slice(text.indexOf("\r\n") + 2, text.indexOf(",1,0,0")))).toEqual([
      '"a""b"',
      '"a,b"',
      "'=1+1",
      '"a\r\nb"',
    ]);
  });
});

test("every number's filter can be read", () => {
  const rows = [
    row("Create", 3, 2e6, { errors: 1, unanswered: 1 }),
    { ...row("", 3, 2e6), name: null, containerId: "c" },
  ];
  const filters = rows.flatMap((each) =>
    COLUMNS.flatMap(({ filter, value }) => {
      const shows = filter(value(each));
      return shows === null ? [] : [`${filterOf(each)} && ${shows}`];
    }),
  );
  expect(filters).toHaveLength(14);
  expect(filters.flatMap((filter) => parseFilter(filter).faults)).toEqual([]);
});
