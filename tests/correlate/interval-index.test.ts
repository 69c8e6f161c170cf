import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { IntervalIndex } from "../../src-decoder/correlate/interval-index.ts";

describe("IntervalIndex", () => {
  it("finds what a look at every interval finds", () => {
    const interval = fc.tuple(fc.nat(100), fc.oneof(fc.nat(30), fc.constant(Number.POSITIVE_INFINITY)));
    fc.assert(
      fc.property(fc.array(interval, { maxLength: 70 }), fc.integer({ min: -5, max: 140 }), (intervals, time) => {
        const sorted = intervals.toSorted(([a], [b]) => a - b);
        const starts = Float64Array.from(sorted, ([start]) => start);
        const ends = Float64Array.from(sorted, ([start, length]) => start + length);
        const expected = sorted.flatMap((_, i) => (starts[i]! <= time && time < ends[i]! ? [i] : []));
        expect(new IntervalIndex(starts, ends).at(time)).toEqual(expected);
      }),
    );
  });
});
