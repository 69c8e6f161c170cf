import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  momentRange,
  moved,
  stretchRange,
  timeRangeIn,
  timeTicks,
  withTimeRange,
  zoomed,
} from "../../../app/format/time-range.ts";
import { parseFilter } from "../../../src-decoder/index.ts";

const END = 1_000_000_000_000;
const range = fc
  .tuple(fc.integer({ min: 0, max: END - 1000 }), fc.integer({ min: 1000, max: END }))
  .map(([from, length]) => ({ from, to: Math.min(END, from + length) }));

describe("what is shown of a place", () => {
  it("holds it, and lies in the capture", () => {
    fc.assert(
      fc.property(range, (stretch) => {
        for (const shown of [momentRange(stretch.from, END), stretchRange(stretch, END)]) {
          expect(shown.from).toBeGreaterThanOrEqual(0);
          expect(shown.to).toBeLessThanOrEqual(END);
          expect(shown.from).toBeLessThanOrEqual(stretch.from);
        }
        expect(momentRange(stretch.from, END).to).toBeGreaterThanOrEqual(stretch.from);
        expect(stretchRange(stretch, END).to).toBeGreaterThanOrEqual(stretch.to);
      }),
    );
    expect(momentRange(END / 2, END)).toEqual({ from: 0.45 * END, to: 0.55 * END });
    expect(stretchRange({ from: 100e9, to: 200e9 }, END)).toEqual({ from: 90e9, to: 210e9 });
  });
});

describe("a range in a filter", () => {
  it("comes back as it was written, to the nanosecond", () => {
    fc.assert(
      fc.property(
        range,
        fc.constantFrom("", "id == 5", "pending || result != 0", 'name == "Create" && pending'),
        (wanted, filter) => {
          const text = withTimeRange(filter, wanted);
          expect(parseFilter(text).faults).toEqual([]);
          expect(timeRangeIn(text)).toEqual(wanted);
        },
      ),
    );
  });

  it("of exchanges is of all that were open in it", () => {
    const first = withTimeRange("pending", { from: 1e9, to: 2e9 }, true);
    expect(first).toBe("pending && end >= 1s && time < 2s");
    expect(timeRangeIn(first)).toEqual({ from: 1e9, to: 2e9 });
    expect(withTimeRange(first, { from: 3e9, to: 4e9 })).toBe("pending && time >= 3s && time < 4s");
    expect(timeRangeIn("time >= 1s && end < 2s")).toBeNull();
  });

  it("takes the place of the one before, and goes again", () => {
    const first = withTimeRange("pending || result != 0", { from: 1e9, to: 2e9 });
    expect(first).toBe("(pending || result != 0) && time >= 1s && time < 2s");
    expect(withTimeRange(first, { from: 1_500_000_001, to: 3e9 })).toBe(
      "(pending || result != 0) && time >= 1.500000001s && time < 3s",
    );
    expect(withTimeRange(first, null)).toBe("pending || result != 0");
    expect(withTimeRange("", null)).toBe("");
  });

  it("is not seen in other conditions on time, which stay", () => {
    expect(timeRangeIn("time >= 10:15:02 && time < 20s")).toBeNull();
    expect(timeRangeIn("time >= 1s || time < 2s")).toBeNull();
    expect(timeRangeIn("name ==")).toBeNull();
    expect(withTimeRange("time > 1s", { from: 0, to: 1e9 })).toBe("time > 1s && time >= 0s && time < 1s");
  });
});

describe("a range that is moved or zoomed", () => {
  it("stays in the capture and never turns over", () => {
    fc.assert(
      fc.property(
        range,
        fc.double({ min: -1e13, max: 1e13, noNaN: true }),
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        (from, by, factor) => {
          for (const next of [moved(from, by, END), zoomed(from, from.from + 10, factor, END)]) {
            expect(next.from).toBeGreaterThanOrEqual(0);
            expect(next.to).toBeLessThanOrEqual(END * (1 + 1e-12));
            expect(next.to).toBeGreaterThan(next.from);
          }
        },
      ),
    );
  });

  it("keeps the moment below the pointer where it was", () => {
    const next = zoomed({ from: 2e9, to: 6e9 }, 3e9, 0.5, END);
    expect(next).toEqual({ from: 2.5e9, to: 4.5e9 });
  });
});

describe("ticks", () => {
  it("are round, in order, inside the range, and written so that they differ", () => {
    fc.assert(
      fc.property(range, fc.integer({ min: 2, max: 20 }), (shown, most) => {
        const ticks = timeTicks(shown, most);
        expect(ticks.length).toBeLessThanOrEqual(most + 1);
        for (const { time } of ticks) {
          expect(time).toBeGreaterThanOrEqual(shown.from);
          expect(time).toBeLessThanOrEqual(shown.to);
        }
        expect(new Set(ticks.map(({ text }) => text)).size).toBe(ticks.length);
      }),
    );
  });

  it("read as people write times", () => {
    expect(timeTicks({ from: 0, to: 5e9 }, 5).map(({ text }) => text)).toEqual([
      "0 s",
      "1 s",
      "2 s",
      "3 s",
      "4 s",
      "5 s",
    ]);
    expect(timeTicks({ from: 1_000_000, to: 1_400_000 }, 4).map(({ text }) => text)).toEqual([
      "1.0 ms",
      "1.1 ms",
      "1.2 ms",
      "1.3 ms",
      "1.4 ms",
    ]);
    // Counted from a moment that people set, round from there.
    expect(timeTicks({ from: 0, to: 4e9 }, 4, 1.5e9)).toEqual([
      { time: 0.5e9, text: "-1 s" },
      { time: 1.5e9, text: "0 s" },
      { time: 2.5e9, text: "1 s" },
      { time: 3.5e9, text: "2 s" },
    ]);
  });
});
