import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MOST_ITEMS, itemFor, itemsOf, shiftAfterScroll } from "../../../app/parts/scroll-map.ts";

const SCREEN = 40;
const LONG = 5_000_000;
const MIDDLE = MOST_ITEMS / 2;

/** What is seen after the bar was moved from item `before` to `first`. */
function scrolled(rows: number, before: number, first: number, shift: number): number {
  return shiftAfterScroll(rows, before, first, first + SCREEN - 1, shift);
}

describe("views that fit", () => {
  it("show every row at its item", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: MOST_ITEMS }), fc.nat(), fc.nat(), (rows, a, b) => {
        expect(itemsOf(rows)).toBe(rows);
        expect(scrolled(rows, a % rows, b % rows, 0)).toBe(0);
        expect(itemFor(rows, b % rows, 0, a % rows)).toEqual({ item: b % rows, shift: 0 });
      }),
    );
  });
});

describe("longer views", () => {
  it("reach the first and the last row at the ends of the bar", () => {
    expect(scrolled(LONG, MIDDLE, 0, 1_000_000)).toBe(0);
    const last = MOST_ITEMS - SCREEN;
    expect(MOST_ITEMS - 1 + scrolled(LONG, MIDDLE, last, 0)).toBe(LONG - 1);
  });

  it("lie in proportion where the bar is dragged to", () => {
    const place = MIDDLE + scrolled(LONG, 0, MIDDLE, 0);
    expect(place / LONG).toBeCloseTo(0.5, 2);
  });

  it("move by as many rows as the wheel says", () => {
    const shift = scrolled(LONG, 0, MIDDLE, 0);
    expect(scrolled(LONG, MIDDLE, MIDDLE + 5, shift)).toBe(shift);
  });

  const items = fc.nat({ max: MOST_ITEMS - SCREEN });
  const shifts = fc.nat({ max: LONG - MOST_ITEMS });

  it("have an item for every place", () => {
    fc.assert(
      fc.property(fc.nat({ max: LONG - 1 }), items, shifts, (place, near, shift) => {
        const target = itemFor(LONG, place, shift, near);
        expect(target.item + target.shift).toBe(place);
        expect(target.item).toBeGreaterThanOrEqual(0);
        expect(target.item).toBeLessThan(MOST_ITEMS);
        expect(target.shift).toBeGreaterThanOrEqual(0);
        expect(target.shift).toBeLessThanOrEqual(LONG - MOST_ITEMS);
      }),
    );
  });

  it("never show a place that is not there", () => {
    fc.assert(
      fc.property(items, items, shifts, (before, first, shift) => {
        const next = scrolled(LONG, before, first, shift);
        expect(first + next).toBeGreaterThanOrEqual(0);
        expect(first + SCREEN - 1 + next).toBeLessThan(LONG);
      }),
    );
  });
});
