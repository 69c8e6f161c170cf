import { expect, test } from "vitest";
import { annotationsOf } from "../../../src-decoder/query/rows/annotations.ts";
import { columnReader } from "../../../src-decoder/query/columns/column-reader.ts";
import { compileFilter } from "../../../src-decoder/query/filter/filter.ts";
import { filterRows } from "../../../src-decoder/query/filter/filter-rows.ts";
import { RowRanges } from "../../../src-decoder/query/rows/row-ranges.ts";
import { sortRowsBy } from "../../../src-decoder/query/columns/sort-column.ts";
import { captureOf } from "../random-capture.ts";

const capture = captureOf([
  { type: 0x10100501, peer: 2 },
  { type: 0x10100501 },
  { type: 0x20100501, stream: 1, peer: 0 },
  { type: 0x10100501 },
]);

test("filters, columns and orders tell what is said of frames now, also where they were made before", async () => {
  const compiled = compileFilter("marked || peer.ignored", capture);
  if (!compiled.ok || compiled.filter.needs !== "columns") throw new Error("no filter of columns");
  const { filter } = compiled;
  const found = (): number[] => [...filterRows(capture.frames.length, filter.test)];
  const columns = ["marked", "peer.marked", "ignored"].map((name) => columnReader(name, capture)!);
  const values = (): Promise<unknown[]> => Promise.all(columns.map((column) => column.values([0, 1, 2, 3])));
  const none = [false, false, false, false];
  expect(found()).toEqual([]);
  expect(await values()).toEqual([none, [false, null, false, null], none]);

  const said = annotationsOf(capture);
  said.marked = RowRanges.of([0, 3]);
  said.ignored = RowRanges.of([0]);
  expect(found()).toEqual([0, 2, 3]);
  expect(await values()).toEqual([
    [true, false, false, true],
    [false, null, true, null],
    [true, false, false, false],
  ]);
  const sorted = (name: string): Promise<Uint32Array | null> =>
    sortRowsBy(Uint32Array.of(0, 1, 2, 3), name, capture, true, () => Promise.resolve(true));
  expect([...((await sorted("marked")) ?? [])]).toEqual([0, 3, 1, 2]);
  expect([...((await sorted("peer.marked")) ?? [])]).toEqual([2, 0, 1, 3]);
});

test("nothing is said of the frames of another capture", () => {
  const other = captureOf([{ type: 0x10100501 }]);
  expect(annotationsOf(other).marked.size).toBe(0);
});
