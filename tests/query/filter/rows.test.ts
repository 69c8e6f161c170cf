import { fc } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { exchangeRows } from "../../../src-decoder/query/filter/exchanges.ts";
import { compileFilter } from "../../../src-decoder/query/filter/filter.ts";
import { filterRows, filterSlices } from "../../../src-decoder/query/filter/filter-rows.ts";
import { captureOf } from "../random-capture.ts";

describe("filtering", () => {
  test("in slices gives the same rows as at once, over all rows and over given ones", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(99)), fc.integer({ min: 1, max: 40 }), fc.nat(5), (drawn, slice, remainder) => {
        const passes = (row: number): boolean => row % 6 === remainder;
        const rows = Uint32Array.from(drawn);
        expect([...filterSlices(rows, passes, slice)].flatMap((hits) => [...hits])).toEqual(drawn.filter(passes));
        expect([...filterRows(100, passes)]).toEqual(Array.from({ length: 100 }, (_, row) => row).filter(passes));
      }),
    );
  });

  test("asks no row of a slice that the caller does not want any more", () => {
    let asked = 0;
    const slices = filterSlices(1000, () => ++asked > 0, 10);
    slices.next();
    slices.next();
    slices.return();
    expect(asked).toBe(20);
  });
});

describe("exchanges", () => {
  const capture = captureOf([
    { type: 0x10100501, peer: 3, containerId: "a", size: 99 },
    { type: 0x30100101 },
    { type: 0x10100601, containerId: "b" },
    { type: 0x20100501, peer: 0, stream: 1, result: 7 },
    { type: 0x20100901, stream: 1, result: 0 },
    { type: 0x40100901 },
  ]);
  const shown = (text: string): number[] => {
    const result = compileFilter(text, capture, { rows: "exchange" });
    if (!result.ok || result.filter.needs !== "columns") throw new Error(text);
    return [...filterRows(exchangeRows(capture), result.filter.test)];
  };

  test("are the requests and the responses without one", () => {
    expect([...exchangeRows(capture)]).toEqual([0, 2, 4]);
  });

  test.each([
    ["error", [0]],
    ["!error", [2, 4]],
    ["result == 7", [0]],
    ["!(result == 7)", [2, 4]],
    ["peer.result == 7", [0]],
    ["host && error", [0]],
    ["size == 99 && result == 7", [0]],
    ["guest", [0, 4]],
    ["pending", [2]],
  ])("pass %s where the request or the response does, each condition by itself", (text, rows) => {
    expect(shown(text)).toEqual(rows);
  });
});
