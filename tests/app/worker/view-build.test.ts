import { beforeAll, describe, expect, test } from "vitest";
import type { SearchProgress, ViewSpec } from "../../../app/worker/contract/view.ts";
import type { View } from "../../../app/worker/view.ts";
import { buildView, type BuiltView } from "../../../app/worker/view-build.ts";
import type { Standing } from "../../../app/worker/view-host.ts";
import { CaptureReader, compileFilter, openTimes, type Capture } from "../../../src-decoder/index.ts";
import { captureOf } from "../../query/random-capture.ts";
import { openFiles } from "../../captures/load.ts";

let capture: Capture;

beforeAll(async () => {
  const reader = new CaptureReader(openFiles(["busy/busy.pcapng"]));
  await reader.run();
  capture = reader.capture;
});

interface Shown {
  readonly rows: number[];
  readonly search: SearchProgress | null;
  readonly grown: boolean;
}

const rowsOf = (view: View): number[] => view.rows(0, view.length).map(({ row }) => row);

/** Builds a view; `standings` are what the user wants from one look to the next, the last of them for good. */
async function build(
  spec: Partial<ViewSpec>,
  ...standings: readonly Standing[]
): Promise<{ built: BuiltView | null; shown: Shown[] }> {
  const whole: ViewSpec = { kind: "frames", filter: "", sort: null, selected: null, ...spec };
  const compiled = compileFilter(whole.filter, capture, { rows: whole.kind === "frames" ? "frame" : "exchange" });
  if (!compiled.ok) throw new Error(compiled.faults[0].text);
  const shown: Shown[] = [];
  let looks = 0;
  const built = await buildView(capture, whole, compiled.filter, {
    pause: () => Promise.resolve(standings[Math.min(looks++, standings.length - 1)] ?? "wanted"),
    show: (view, search, grown) => void shown.push({ rows: rowsOf(view), search, grown }),
  });
  return { built, shown };
}

const HITS = 'payload contains "ContainerId" && name == ExecuteProcess';

describe("a view over payloads", () => {
  test("shows hits while it is searched, each a start of the next, and says when it is done", async () => {
    const { built, shown } = await build({ filter: HITS });
    const all = rowsOf(built!.view);
    expect(all.length).toBeGreaterThan(10);
    expect(shown.length).toBeGreaterThan(0);
    for (const { rows, search } of shown) {
      expect(search).toMatchObject({ what: "filter", state: "running" });
      expect(search!.searched).toBeLessThanOrEqual(search!.bytes);
      expect(all.slice(0, rows.length)).toEqual(rows);
    }
    expect(shown.map(({ grown }) => grown)).toEqual(shown.map((_, place) => place > 0));
    expect(built).toMatchObject({ grown: true, search: { state: "done" } });
    expect(built?.search?.searched).toBe(built?.search?.bytes);
  });

  test("keeps what was found where the user ends it, and nothing where another view is wanted", async () => {
    const whole = await build({ filter: HITS });
    const ended = await build({ filter: HITS }, "cancelled");
    expect(ended.built?.search?.state).toBe("cancelled");
    const found = rowsOf(ended.built!.view);
    expect(rowsOf(whole.built!.view).slice(0, found.length)).toEqual(found);
    expect((await build({ filter: HITS }, "unwanted")).built).toBeNull();
  });

  test("of exchanges shows each once, in their order, whichever side has the hit", async () => {
    const all = rowsOf((await build({ kind: "exchanges" })).built!.view);
    const { built } = await build({
      kind: "exchanges",
      filter: 'payload contains "Result" || payload contains "Settings"',
    });
    const rows = rowsOf(built!.view);
    expect(rows.length).toBeGreaterThan(10);
    expect(rows).toEqual(all.filter((row) => rows.includes(row)));
    expect(new Set(rows).size).toBe(rows.length);
  });

  test("is sorted by a column at each look, by a path at the end", async () => {
    const byColumn = await build({ filter: HITS, sort: { field: "size", descending: true } });
    const sizes = rowsOf(byColumn.built!.view).map((row) => capture.frames.size.get(row));
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
    const byPath = await build({ sort: { field: "payload.ContainerId", descending: false } });
    expect(byPath.built).toMatchObject({ search: { what: "sort", state: "done" } });
    expect(byPath.built?.view.length).toBe(capture.frames.length);
    // What was read for an order is kept: only another has anything to end.
    const ended = await build({ sort: { field: "payload.ProcessId", descending: false } }, "cancelled");
    expect(ended.built?.search).toMatchObject({ what: "sort", state: "cancelled" });
    expect(rowsOf(ended.built!.view)).toEqual(Array.from({ length: capture.frames.length }, (_, row) => row));
  });

  test("needs no search where columns answer", async () => {
    const { built, shown } = await build({ filter: "error", sort: { field: "latency", descending: true } });
    expect(built?.search).toBeNull();
    expect(shown).toEqual([]);
  });
});

test("the first rows of a large capture are shown before columns have answered for all of it, a few later than many", async () => {
  const large = captureOf(Array.from({ length: 600_000 }, (_, row) => ({ type: 0x10100501, time: row })));
  const shown: { rows: number; first: number[]; search: SearchProgress | null }[] = [];
  let looks = 0;
  let looksBefore = 0;
  const run = (
    sort: ViewSpec["sort"],
    standing: Standing,
    filter = "number >= 3",
    isOut: ((row: number) => boolean) | null = null,
  ): Promise<BuiltView | null> => {
    const compiled = compileFilter(filter, large);
    if (!compiled.ok) throw new Error(compiled.faults[0].text);
    looks = 0;
    return buildView(
      large,
      { kind: "frames", filter, sort, selected: null },
      compiled.filter,
      {
        pause: () => {
          looks++;
          return Promise.resolve(standing);
        },
        show: (view, search) => {
          looksBefore = looks;
          shown.push({ rows: view.length, first: view.rows(0, 2).map(({ row }) => row), search });
        },
      },
      isOut,
    );
  };
  const built = await run(null, "wanted");
  expect(shown).toHaveLength(1);
  expect(shown[0]).toMatchObject({ first: [2, 3], search: null });
  expect(shown[0]!.rows).toBeLessThan(20_000);
  expect(looksBefore).toBe(0);
  expect(built).toMatchObject({ grown: true, search: null, view: { length: 599_998 } });
  expect(built!.view.rows(599_990, 599_991)[0]!.row).toBe(599_992);

  expect(await run({ field: "time", descending: true }, "wanted")).toMatchObject({ grown: false });
  expect(shown).toHaveLength(1);
  expect(await run(null, "unwanted")).toBeNull();

  shown.length = 0;
  expect(await run(null, "wanted", "number in {3, 70..72, 599999}")).toMatchObject({
    grown: true,
    view: { length: 5 },
  });
  expect(shown).toMatchObject([{ rows: 4, first: [2, 69] }]);
  expect(looksBefore).toBeGreaterThan(0);
  expect(looksBefore).toBeLessThan(looks / 4);

  shown.length = 0;
  const few = await run(null, "wanted", "number >= 3", (row) => row >= 200_000);
  expect(few).toMatchObject({ grown: false, view: { length: 199_998 } });
  expect(shown).toEqual([]);
});

describe("exchanges in the order of a field", () => {
  test("are sorted by what their responses say where their requests say nothing", async () => {
    const { built } = await build({ kind: "exchanges", sort: { field: "peer.result", descending: true } });
    const rows = built!.view.rows(0, built!.view.length);
    expect(new Set(rows.map(({ row }) => row)).size).toBe(built!.view.total);
    const results = rows.map((row) => (row.kind === "exchange" ? (row.response?.result ?? null) : null));
    const answered = results.filter((result) => result !== null);
    expect(answered.length).toBeGreaterThan(5000);
    expect(results.slice(0, answered.length)).toEqual(answered.toSorted((a, b) => b - a));
  });

  test("are sorted by their latency as they show it, those that wait by how long they wait", async () => {
    const { built } = await build({ kind: "exchanges", sort: { field: "latency", descending: true } });
    const rows = built!.view.rows(0, built!.view.length);
    expect(new Set(rows.map(({ row }) => row)).size).toBe(built!.view.total);
    const openFor = openTimes(capture);
    const shown = rows.map((row) => {
      const frame = row.kind === "exchange" ? (row.request ?? row.response)! : row;
      return frame.pending ? openFor(frame.row) : frame.latency!;
    });
    expect(shown).toEqual(shown.toSorted((a, b) => b - a));
    expect(rows[0]).toMatchObject({ response: null });
  });

  test("are sorted by a path that only responses have, the others behind them", async () => {
    const { built } = await build({ kind: "exchanges", sort: { field: "ExitCode", descending: false } });
    const rows = built!.view.rows(0, built!.view.length);
    expect(new Set(rows.map(({ row }) => row)).size).toBe(built!.view.total);
    const isWait = rows.map(
      (row) => row.kind === "exchange" && row.response?.name === "WaitForProcess" && row.response.result === 0,
    );
    expect(isWait.lastIndexOf(true) + 1).toBe(isWait.filter(Boolean).length);
  });
});

describe("the time since the row above", () => {
  test.each<[string, Partial<ViewSpec>]>([
    ["all frames", {}],
    ["filtered frames", { filter: "name == ExecuteProcess" }],
    ["sorted frames", { filter: "name == ExecuteProcess", sort: { field: "size", descending: true } }],
    ["exchanges", { kind: "exchanges" }],
  ])("is that to the row shown before it, wherever the rows that are asked for begin: %s", async (_, spec) => {
    const { view } = (await build(spec, "wanted")).built!;
    const times = rowsOf(view).map((row) => capture.frames.time.get(row));
    const expected = times.map((time, place) => (place === 0 ? Number.NaN : time - times[place - 1]!));
    const deltas = (from: number, to: number): number[] =>
      view.rows(from, to).map((row) => (row.kind === "frame" ? row : (row.request ?? row.response))!.delta);
    expect(times.length).toBeGreaterThan(30);
    expect(deltas(0, view.length)).toEqual(expected);
    expect(deltas(7, 20)).toEqual(expected.slice(7, 20));
  });
});
