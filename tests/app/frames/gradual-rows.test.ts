import { describe, expect, it } from "vitest";
import { DRAWN_AT_ONCE, GradualRows } from "../../../app/panes/frames/gradual-rows.ts";
import type { ExchangeRow, TableRow } from "../../../app/worker/contract/rows.ts";

const row = (number: number): ExchangeRow => ({ kind: "exchange", row: number, request: null, response: null });

function rowsUpTo(length: number, base = 0): (place: number) => TableRow | undefined {
  const rows = Array.from({ length }, (_, at) => row(base + at));
  return (place) => rows[place];
}

const RANGE = { from: 100, to: 179 };
const VISIBLE = { from: 110, to: 169 };

describe("rows drawn frame by frame", () => {
  it("begin with what is on screen, and are complete after a few frames", () => {
    const gradual = new GradualRows();
    const rowAt = rowsUpTo(1000);
    const first = gradual.next(RANGE, VISIBLE, rowAt);
    expect(first.complete).toBe(false);
    expect(first.rows).toHaveLength(80);
    expect(first.present.map((each) => each.row)).toEqual(Array.from({ length: DRAWN_AT_ONCE }, (_, at) => 110 + at));
    let drawn = first;
    let frames = 1;
    for (; !drawn.complete; frames++) drawn = gradual.next(RANGE, VISIBLE, rowAt);
    expect(drawn.present).toHaveLength(80);
    expect(frames).toBe(Math.ceil(80 / DRAWN_AT_ONCE));
    expect(gradual.next(RANGE, VISIBLE, rowAt)).toBe(drawn);
  });

  it("scrolled by a little are those of before and the new ones at once", () => {
    const gradual = new GradualRows();
    const rowAt = rowsUpTo(1000);
    while (!gradual.next(RANGE, VISIBLE, rowAt).complete);
    const next = gradual.next({ from: 105, to: 184 }, { from: 115, to: 174 }, rowAt);
    expect(next.complete).toBe(true);
    expect(next.present.map((each) => each.row)).toEqual(Array.from({ length: 80 }, (_, at) => 105 + at));
  });

  it("keep the content of before until their turn", () => {
    const gradual = new GradualRows();
    const before = rowsUpTo(1000);
    while (!gradual.next(RANGE, VISIBLE, before).complete);
    const next = gradual.next(RANGE, VISIBLE, rowsUpTo(1000, 5000));
    expect(next.present).toHaveLength(80);
    expect(next.present.filter((each) => each.row >= 5000)).toHaveLength(DRAWN_AT_ONCE);
  });

  it("leave a place empty that has no row yet, and never show a frame twice", () => {
    const gradual = new GradualRows();
    const twin = row(7);
    const next = gradual.next(
      { from: 0, to: 3 },
      { from: 0, to: 3 },
      (place) => [twin, undefined, twin, row(9)][place],
    );
    expect(next.complete).toBe(true);
    expect(next.rows.map((each) => each.row?.row)).toEqual([7, undefined, undefined, 9]);
    expect(next.present).toHaveLength(2);
  });
});
