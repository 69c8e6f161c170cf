import { expect, test } from "vitest";
import { carriedSort, type SortedView } from "../../../app/state/carried-sort.ts";
import type { Sort } from "../../../app/state/settings.ts";

function view(kind: SortedView["kind"], field: string | null, descending = false): SortedView {
  return { kind, sort: field === null ? null : { field, descending }, layout: { hidden: [], fields: [] } };
}

function carried(from: SortedView["kind"], field: string, to: SortedView["kind"]): Sort | null {
  return carriedSort(view(from, field, true), view(to, null));
}

test("the order goes along to the same column, whatever field that sorts by", () => {
  expect(carried("frames", "size", "exchanges")).toEqual({ field: "size", descending: true });
  expect(carried("frames", "number", "exchanges")).toEqual({ field: "number", descending: true });
  expect(carried("frames", "result", "exchanges")).toEqual({ field: "peer.result", descending: true });
  expect(carried("exchanges", "peer.result", "frames")).toEqual({ field: "result", descending: true });
});

test("a column that the other view does not show leaves it the order that it had", () => {
  expect(carriedSort(view("exchanges", "peer.size"), view("frames", "time"))).toEqual({
    field: "time",
    descending: false,
  });
  const hidden = { ...view("exchanges", null), layout: { hidden: ["direction"], fields: [] } };
  expect(carriedSort(view("frames", "direction"), hidden)).toBeNull();
  const made = { ...view("frames", "payload.A"), layout: { hidden: [], fields: ["payload.A"] } };
  expect(carriedSort(made, view("exchanges", null))).toBeNull();
  expect(carriedSort(made, { ...made, kind: "exchanges", sort: null })).toEqual(made.sort);
});

test("no order goes along too, but not to columns that only the other view has", () => {
  expect(carriedSort(view("frames", null), view("exchanges", "size"))).toBeNull();
  expect(carriedSort(view("frames", null), view("exchanges", "peer.size"))).toMatchObject({ field: "peer.size" });
});
