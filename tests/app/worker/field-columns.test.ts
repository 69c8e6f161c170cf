import { beforeAll, expect, test } from "vitest";
import { FieldColumns } from "../../../app/worker/field-columns.ts";
import { exchangeRow, frameRow } from "../../../app/worker/rows.ts";
import { columnsOf, subjectOf } from "../../../app/panes/frames/columns.tsx";
import { timeFormatOf } from "../../../app/panes/frames/time-format.ts";
import {
  CaptureReader,
  compileFilter,
  exchangeRows,
  filterPayloadRows,
  subjectFilter,
  type Capture,
  type Filter,
} from "../../../src-decoder/index.ts";
import { openFiles } from "../../captures/load.ts";

let capture: Capture;

const FORMAT = timeFormatOf("relative", null, null);

beforeAll(async () => {
  const reader = new CaptureReader(openFiles(["boot-exec/boot-exec.pcapng"]));
  await reader.run();
  capture = reader.capture;
});

test("rows tell the fields that were asked for, where their frames have them", async () => {
  const columns = new FieldColumns(capture, ["ExitCode", "source", "peer.size", "no field"]);
  const rows = Array.from({ length: capture.frames.length }, (_, row) => frameRow(capture, row, row - 1));
  const told = await columns.told(rows);
  expect(told.map(({ row }) => row)).toEqual(rows.map(({ row }) => row));
  for (const [at, { cells }] of told.entries()) {
    const { peer } = rows[at]!;
    expect(cells?.["source"]).toEqual({ text: "wire", value: "wire", isOne: true });
    expect(cells?.["peer.size"]?.value).toBe(peer === null ? undefined : capture.frames.size.get(peer));
    expect(cells?.["no field"]).toBeUndefined();
  }
  const exits = told.filter(({ cells }) => cells?.["ExitCode"] !== undefined);
  expect(exits.length).toBeGreaterThan(10);
  expect(
    exits.every((row) => row.kind === "frame" && row.name === "WaitForProcess" && row.messageKind === "response"),
  ).toBe(true);
});

test("an exchange tells its request's values, and its response's where the request has none", async () => {
  const columns = new FieldColumns(capture, ["ExitCode", "size"]);
  const rows = Array.from(exchangeRows(capture), (row) => exchangeRow(capture, row, -1));
  const told = await columns.told(rows);
  for (const row of told) {
    if (row.kind !== "exchange") throw new Error("an exchange was expected");
    expect(row.cells?.["size"]?.value).toBe((row.request ?? row.response)?.size);
  }
  expect(told.some(({ cells }) => cells?.["ExitCode"]?.value === 0)).toBe(true);
});

test("cells say whether a filter can ask for their value, and where it can it finds the row", async () => {
  const paths = [
    "Settings.ProcessParameters.CommandArgs",
    "Settings.VsockStdioRelaySettings",
    "GuestStacks",
    "ErrorRecords.Message",
    "ContainerId",
    "TimeoutInMs",
    "result",
  ];
  const columns = new FieldColumns(capture, paths);
  const rows = Array.from({ length: capture.frames.length }, (_, row) => frameRow(capture, row, row - 1));
  const told = await columns.told(rows);
  const kinds = new Set<boolean>();
  for (const column of columnsOf("frames", paths).slice(-paths.length)) {
    for (const row of told) {
      if (row.cells?.[column.title] === undefined) continue;
      kinds.add(row.cells[column.title]!.isOne);
      const filter = subjectFilter(subjectOf(column, row, FORMAT)!);
      const compiled = compileFilter(filter, capture);
      if (!compiled.ok) throw new Error(`${filter}: ${compiled.faults[0].text}`);
      const found = await passing(compiled.filter, row.row);
      expect([filter, found]).toEqual([filter, true]);
    }
  }
  expect(kinds).toEqual(new Set([true, false]));
});

async function passing(filter: Filter, row: number): Promise<boolean> {
  if (filter.needs === "columns") return filter.test(row);
  for await (const { rows } of filterPayloadRows(capture, filter, Uint32Array.of(row)))
    if (rows.length > 0) return true;
  return false;
}

test("rows are left as they are where nothing is asked for", async () => {
  const rows = [frameRow(capture, 0, -1)];
  expect(await new FieldColumns(capture, []).told(rows)).toBe(rows);
});
