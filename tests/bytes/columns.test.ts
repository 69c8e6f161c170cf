import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CHUNK_ROWS, Column } from "../../src-decoder/bytes/columns.ts";

describe("Column", () => {
  it("gives back what was pushed and set, like a plain array", () => {
    const operation = fc.oneof(
      fc.record({
        kind: fc.constant("push" as const),
        value: fc.constantFrom(0, 7, 7, 7, -3, Number.NaN),
        times: fc.nat(40_000),
      }),
      fc.record({ kind: fc.constant("set" as const), value: fc.integer(), times: fc.nat() }),
    );
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 12 }), (operations) => {
        const column = Column.f64();
        const model: number[] = [];
        for (const { kind, value, times } of operations) {
          if (kind === "push") {
            for (let i = 0; i < times; i++) {
              column.push(value);
              model.push(value);
            }
          } else if (model.length > 0) {
            column.set(times % model.length, value);
            model[times % model.length] = value;
          }
        }
        expect(column.length).toBe(model.length);
        expect(model.findIndex((value, row) => !Object.is(value, column.get(row)))).toBe(-1);
      }),
      { numRuns: 30 },
    );
  });

  it("takes no array for chunks whose rows all agree", () => {
    const column = Column.u32();
    for (let row = 0; row < 10 * CHUNK_ROWS; row++) column.push(5);
    expect(column.byteLength).toBeLessThan(1000);
    column.set(3 * CHUNK_ROWS + 1, 6);
    expect(column.byteLength).toBeLessThan(5 * CHUNK_ROWS);
    expect([column.get(3 * CHUNK_ROWS), column.get(3 * CHUNK_ROWS + 1), column.get(9 * CHUNK_ROWS)]).toEqual([5, 6, 5]);
  });

  it("permutes", () => {
    const column = Column.i32();
    for (const value of [10, 20, 30]) column.push(value);
    const permuted = column.permuted(Uint32Array.of(2, 0, 1));
    expect([0, 1, 2].map((row) => permuted.get(row))).toEqual([30, 10, 20]);
  });
});
