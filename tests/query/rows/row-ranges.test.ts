import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RowRanges, compileFilter, filterRows, numbersFilter } from "../../../src-decoder/index.ts";
import { openFiles } from "../../captures/load.ts";
import { readCapture } from "../../captures/observe.ts";

const rows = fc.array(fc.nat({ max: 40 }), { maxLength: 30 });
const asSet = (set: RowRanges): Set<number> => new Set(set);
const sorted = (set: ReadonlySet<number>): number[] => [...set].toSorted((a, b) => a - b);

describe("ranges of rows", () => {
  it("are what a set of numbers is", () => {
    fc.assert(
      fc.property(rows, rows, fc.nat({ max: 50 }), (first, second, probe) => {
        const [a, b] = [new Set(first), new Set(second)];
        const [one, other] = [RowRanges.of(first), RowRanges.of(second)];
        expect([...one]).toEqual(sorted(a));
        expect(one.size).toBe(a.size);
        expect(one.has(probe)).toBe(a.has(probe));
        expect(asSet(one.union(other))).toEqual(new Set([...a, ...b]));
        expect(asSet(one.without(other))).toEqual(new Set([...a].filter((row) => !b.has(row))));
        expect(asSet(one.intersection(other))).toEqual(new Set([...a].filter((row) => b.has(row))));
        const end = probe + (second[0] ?? 0);
        expect(one.touches(probe, end)).toBe([...a].some((row) => row >= probe && row < end));
        expect(one.includes(other)).toBe([...b].every((row) => a.has(row)));
        const distance = Math.min(...[...a].map((row) => Math.abs(row - probe)));
        const nearest = one.nearest(probe);
        if (nearest === null) expect(a.size).toBe(0);
        else expect([a.has(nearest), Math.abs(nearest - probe)]).toEqual([true, distance]);
      }),
    );
  });

  it("have one form for equal sets, whichever way they came about", () => {
    fc.assert(
      fc.property(rows, rows, (first, second) => {
        const joined = RowRanges.of(first).union(RowRanges.of(second));
        expect(joined.bounds).toEqual(RowRanges.of([...second, ...first]).bounds);
        expect(RowRanges.from(joined.bounds).bounds).toEqual(joined.bounds);
      }),
    );
  });

  it("take any bounds without failing, and keep the ranges that make sense", () => {
    fc.assert(
      fc.property(fc.uint32Array({ max: 40, maxLength: 12 }), (bounds) => {
        const wanted = new Set<number>();
        for (let at = 0; at + 1 < bounds.length; at += 2) {
          for (let row = bounds[at]!; row < bounds[at + 1]!; row++) wanted.add(row);
        }
        expect(asSet(RowRanges.from(bounds))).toEqual(wanted);
      }),
    );
  });

  it("cost one range for a million rows in a row", () => {
    const all = RowRanges.range(0, 1_000_000);
    expect(all.bounds.length).toBe(2);
    expect(all.without(RowRanges.of([7])).bounds.length).toBe(4);
  });
});

describe("the filter for rows", () => {
  it("finds those rows and no others", async () => {
    const capture = await readCapture(openFiles(["hang-handler/hang-handler.pcap"]));
    const all = capture.frames.length;
    fc.assert(
      fc.property(fc.array(fc.nat({ max: all - 1 }), { minLength: 1, maxLength: 30 }), (chosen) => {
        const compiled = compileFilter(numbersFilter(RowRanges.of(chosen)), capture);
        const found = compiled.ok && compiled.filter.needs === "columns" ? filterRows(all, compiled.filter.test) : [];
        expect([...found]).toEqual(sorted(new Set(chosen)));
      }),
      { numRuns: 50 },
    );
  });

  it("is short", () => {
    expect(numbersFilter(RowRanges.of([2, 6, 7, 8, 9, 10, 11]))).toBe("number in {3, 7..12}");
    expect(numbersFilter(RowRanges.of([2]))).toBe("number == 3");
    expect(numbersFilter(RowRanges.EMPTY)).toBe("");
  });
});
