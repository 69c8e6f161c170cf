import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NONE_SELECTED, all, only, spanned, toggled, type RowSelection } from "../../../app/state/row-selection.ts";
import { RowRanges } from "../../../src-decoder/index.ts";

const ROWS = 24;

/** What a hand does to a list: click, Ctrl+click, Shift+click, Ctrl+A. */
type Step = { readonly kind: "click" | "toggle" | "extend" | "all"; readonly row: number };

const steps = fc.array(
  fc.record({
    kind: fc.constantFrom("click", "toggle", "extend", "all"),
    row: fc.nat({ max: ROWS - 1 }),
  }),
  { maxLength: 20 },
);

/** Rows stand in some order: a range is what lies between two places of it. */
function between(order: readonly number[], a: number, b: number): number[] {
  const [from, to] = [order.indexOf(a), order.indexOf(b)].toSorted((x, y) => x - y);
  return order.slice(from, to! + 1);
}

function take(selection: RowSelection, { kind, row }: Step, order: readonly number[]): RowSelection {
  switch (kind) {
    case "click":
      return only(row);
    case "toggle":
      return toggled(selection, row, RowRanges.of([row]));
    case "extend":
      return spanned(selection, RowRanges.of(between(order, selection.anchor ?? row, row)));
    case "all":
      return all(selection, RowRanges.of(order));
  }
}

describe("the selection of rows", () => {
  it("is what a list of flags would be", () => {
    const order = fc.shuffledSubarray(
      Array.from({ length: ROWS }, (_, row) => row),
      { minLength: ROWS },
    );
    fc.assert(
      fc.property(order, steps, (rows, taken) => {
        let selection = only(rows[0]!);
        let flags = new Set([rows[0]!]);
        let single = new Set<number>();
        let anchor = rows[0]!;
        for (const step of taken) {
          selection = take(selection, step, rows);
          if (step.kind === "click") [flags, single, anchor] = [new Set([step.row]), new Set(), step.row];
          if (step.kind === "all") [flags, single] = [new Set(rows), new Set()];
          if (step.kind === "extend") flags = new Set([...single, ...between(rows, anchor, step.row)]);
          if (step.kind === "toggle") {
            if (!flags.delete(step.row)) flags.add(step.row);
            [single, anchor] = [new Set(flags), step.row];
          }
          expect(new Set(selection.frames)).toEqual(flags);
          expect(selection.anchor).toBe(anchor);
        }
      }),
    );
  });

  it("takes an exchange with both of its frames, and leaves it with both", () => {
    const exchange = RowRanges.of([3, 9]);
    const added = toggled(only(1), 3, exchange);
    expect([...added.frames]).toEqual([1, 3, 9]);
    // One of them was selected in the list of frames: the exchange shows as selected, so it is taken away.
    expect([...toggled(only(9), 3, exchange).frames]).toEqual([]);
    expect([...toggled(added, 3, exchange).frames]).toEqual([1]);
  });

  it("costs one interval for a range of millions, and two with a frame taken out", () => {
    const range = spanned(only(0), RowRanges.range(0, 2_670_000));
    expect(range.frames.bounds.length).toBe(2);
    expect(toggled(range, 7, RowRanges.of([7])).frames.bounds.length).toBe(4);
  });

  it("begins with nothing", () => {
    expect(NONE_SELECTED.frames.size).toBe(0);
    expect([...toggled(NONE_SELECTED, 4, RowRanges.of([4])).frames]).toEqual([4]);
  });
});
