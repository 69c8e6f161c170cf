import { fc } from "@fast-check/vitest";
import { expect, test } from "vitest";
import { FIELDS } from "../../../src-decoder/query/fields/fields.ts";
import type { ColumnField } from "../../../src-decoder/query/fields/field.ts";
import { sortRows } from "../../../src-decoder/query/columns/sort-rows.ts";
import { valueReader } from "../../../src-decoder/query/fields/values.ts";
import type { Capture } from "../../../src-decoder/model/capture.ts";
import { captureOf, plainFrames } from "../random-capture.ts";

const columnFields = FIELDS.filter((field): field is ColumnField => field.type !== "payload");

/** Those that are sorted by their values. */
const sortedByValue = columnFields.filter((field) => !("bindOrder" in field));

/** A value that JavaScript's own operators order as the field means it; null where there is none. */
function keyReader(field: ColumnField, capture: Capture): (row: number) => string | number | bigint | null {
  if (field.type === "time") {
    const time = field.bind(capture);
    return (row) => (Number.isNaN(time(row)) ? null : time(row));
  }
  const value = valueReader(field, capture);
  return (row) => {
    const key = value(row);
    if (field.type === "id") return BigInt(String(key));
    return typeof key === "boolean" ? Number(key) : key;
  };
}

test("rows are in the order of the field, stable, with absent values last", () => {
  fc.assert(
    fc.property(
      plainFrames.chain((frames) =>
        fc.record({
          frames: fc.constant(frames),
          rows: fc.shuffledSubarray(frames.map((_, row) => row)),
          field: fc.constantFrom(...sortedByValue),
          descending: fc.boolean(),
        }),
      ),
      ({ frames, rows, field, descending }) => {
        const capture = captureOf(frames);
        const key = keyReader(field, capture);
        const expected = rows.toSorted((a, b) => {
          const [left, right] = [key(a), key(b)];
          if (left === null || right === null) return Number(left === null) - Number(right === null);
          if (left === right) return 0;
          return left < right === descending ? 1 : -1;
        });
        expect([...sortRows(Uint32Array.from(rows), field, capture, descending)]).toEqual(expected);
      },
    ),
    { numRuns: 300 },
  );
});

test("by latency rows are in the order of what tables show: the time to the answer of both frames, of a request without one its wait", () => {
  const second = 1e9;
  const capture = captureOf([
    { type: 0x10100501, time: 0, stream: 0, peer: 2 },
    { type: 0x10100b01, time: second, stream: 0 },
    { type: 0x20100501, time: 3 * second, stream: 1, peer: 0 },
    { type: 0x30100101, time: 4 * second, stream: 1 },
    { type: 0x10100501, time: 4 * second, stream: 0, peer: 5 },
    { type: 0x20100501, time: 5 * second, stream: 1, peer: 4 },
    { type: 0x10100501, time: 8 * second, stream: 0 },
    { type: 0x30100101, time: 9 * second, stream: 1 },
  ]);
  const field = columnFields.find(({ key }) => key === "latencyNs")!;
  const order = (descending: boolean): number[] => [
    ...sortRows(
      Uint32Array.from({ length: 8 }, (_, row) => row),
      field,
      capture,
      descending,
    ),
  ];
  // They waited 8 s, 3 s, 1 s (with an answer, and without) and, as notifications do, not at all.
  expect(order(true)).toEqual([1, 0, 2, 4, 5, 6, 3, 7]);
  expect(order(false)).toEqual([4, 5, 6, 0, 2, 1, 3, 7]);
});

test("negative numbers, zero of either sign and large ones are in order", () => {
  const results = [5, -1, 0, -2_147_483_648, 2_147_483_647, -1_070_137_074];
  const capture = captureOf(results.map((result) => ({ type: 0x20100501, result })));
  const field = columnFields.find(({ key }) => key === "result")!;
  const order = (descending: boolean): number[] =>
    [...sortRows(Uint32Array.from(results.keys()), field, capture, descending)].map((row) => results[row]!);
  expect(order(false)).toEqual(results.toSorted((a, b) => a - b));
  expect(order(true)).toEqual(results.toSorted((a, b) => b - a));
});
