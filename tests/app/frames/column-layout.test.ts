import { describe, expect, it } from "vitest";
import {
  isSameLayout,
  tableState,
  withDropped,
  withMoved,
  withPinned,
  withStep,
  withVisible,
  withWidth,
} from "../../../app/panes/frames/column-layout.ts";
import type { ColumnLayout } from "../../../app/state/settings.ts";

const columns = ["a", "b", "c", "d"].map((id) => ({ id }));
const none: ColumnLayout = { order: [], hidden: [], pinned: [], widths: {}, fields: [] };

describe("a remembered layout", () => {
  it("drops columns that are gone and takes new ones in at their usual place", () => {
    const state = tableState(
      { order: ["d", "gone", "a"], hidden: ["gone", "b"], pinned: ["gone"], widths: { gone: 9 }, fields: [] },
      columns,
    );
    expect(state.columnOrder).toEqual(["d", "a", "b", "c"]);
    expect(state.columnVisibility).toEqual({ b: false });
    expect(state.columnPinning.start).toEqual([]);
    expect(state.columnSizing).toEqual({});
  });

  it("is the same as another whatever the order that widths were given in", () => {
    const wide: ColumnLayout = { ...none, widths: { a: 40, b: 50 } };
    expect(isSameLayout(wide, { ...none, widths: { b: 50, a: 40 } })).toBe(true);
    expect(isSameLayout(wide, { ...none, widths: { b: 50, a: 41 } })).toBe(false);
    expect(isSameLayout(wide, { ...wide, hidden: ["a"] })).toBe(false);
  });

  it("is the usual order where nothing is remembered", () => {
    expect(tableState(none, columns).columnOrder).toEqual(["a", "b", "c", "d"]);
  });
});

describe("changes of the layout", () => {
  const order = ["a", "b", "c", "d"];

  it("move a column before another, or to the end", () => {
    expect(withMoved(none, order, "d", "b").order).toEqual(["a", "d", "b", "c"]);
    expect(withMoved(none, order, "a", null).order).toEqual(["b", "c", "d", "a"]);
    expect(withMoved(none, order, "a", "a")).toBe(none);
    expect(withMoved(none, order, "a", "gone").order).toEqual(["b", "c", "d", "a"]);
  });

  it("keep columns at the left in their order, wherever they stood", () => {
    const kept = withPinned(withPinned(none, "d", true), "b", true);
    const { columnOrder, columnPinning } = tableState(kept, columns);
    expect(columnOrder).toEqual(["b", "d", "a", "c"]);
    expect(columnPinning.start).toEqual(["b", "d"]);
  });

  it("move a step among the visible columns of one kind, and not beyond them", () => {
    const layout = withVisible(withPinned(withPinned(none, "a", true), "b", true), "c", false);
    expect(withStep(layout, order, "b", -1)?.order).toEqual(["b", "a", "c", "d"]);
    expect(withStep(layout, order, "a", 1)?.order).toEqual(["b", "a", "c", "d"]);
    expect(withStep(layout, order, "b", 1)).toBe(null);
    expect(withStep(layout, order, "d", -1)).toBe(null);
    expect(withStep(none, order, "c", 1)?.order).toEqual(["a", "b", "d", "c"]);
  });

  it("take the kind of the column that another is dropped on", () => {
    const kept = withPinned(none, "a", true);
    const joined = withDropped(kept, order, "d", "before", "a");
    expect([joined.pinned, tableState(joined, columns).columnOrder]).toEqual([
      ["a", "d"],
      ["d", "a", "b", "c"],
    ]);
    const parted = withDropped(joined, ["d", "a", "b", "c"], "a", "before", "c");
    expect([parted.pinned, tableState(parted, columns).columnOrder]).toEqual([["d"], ["d", "b", "a", "c"]]);
    expect(withDropped(kept, order, "a", "before", "a")).toBe(kept);
    const last = withDropped(none, order, "a", "after", "d");
    expect(tableState(last, columns).columnOrder).toEqual(["b", "c", "d", "a"]);
  });

  it("leave the first where all would be hidden", () => {
    const all = order.reduce((layout, id) => withVisible(layout, id, false), none);
    expect(Object.keys(tableState(all, columns).columnVisibility)).toEqual(["b", "c", "d"]);
  });

  it("hide, show and pin without doubles", () => {
    const hidden = withVisible(withVisible(none, "b", false), "b", false);
    expect(hidden.hidden).toEqual(["b"]);
    expect(withVisible(hidden, "b", true).hidden).toEqual([]);
    expect(withPinned(withPinned(none, "c", true), "c", true).pinned).toEqual(["c"]);
    expect(withPinned(withPinned(none, "c", true), "c", false).pinned).toEqual([]);
  });

  it("keep widths within what can be used", () => {
    expect(withWidth(none, "a", 2).widths["a"]).toBeGreaterThan(20);
    expect(withWidth(none, "a", 1e6).widths["a"]).toBeLessThan(1000);
    expect(withWidth(none, "a", 120).widths).toEqual({ a: 120 });
  });
});
