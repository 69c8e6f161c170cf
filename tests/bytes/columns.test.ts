import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Column } from "../../src-decoder/bytes/columns.ts";
import { CHUNK_ROWS } from "../../src-decoder/bytes/word-column.ts";

const whole = fc.oneof(fc.constantFrom(0, 7, 7, 7, 300, 70_000), fc.integer({ min: 0, max: 0xffff_ffff }));
/** Each kind of column with the values that it must give back. */
const kinds = [
  { kind: "u32" as const, value: whole },
  { kind: "f32" as const, value: fc.oneof(whole, fc.float()).map(Math.fround) },
  {
    kind: "wide" as const,
    value: fc.oneof(
      whole,
      fc.maxSafeInteger(),
      // Farther apart than that, only some whole numbers are doubles.
      fc.integer({ min: -(2 ** 31), max: 2 ** 31 }).map((n) => n * (2 ** 31 - 7)),
      fc.constant(Number.NaN),
    ),
  },
  { kind: "coded" as const, value: fc.oneof(whole, fc.constantFrom(-1, -2_147_467_259, 0.5)) },
];

describe("Column", () => {
  it.each(kinds)("of $kind gives back what was pushed and set, like a plain array", ({ kind, value }) => {
    const operation = fc.record({ push: fc.boolean(), value, times: fc.nat(40_000) });
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 10 }), (operations) => {
        const column = Column[kind]();
        const model: number[] = [];
        for (const { push, value: next, times } of operations) {
          if (push) {
            for (let i = 0; i < times; i++) {
              column.push(next);
              model.push(next);
            }
          } else if (model.length > 0) {
            column.set(times % model.length, next);
            model[times % model.length] = next;
          }
        }
        expect(column.length).toBe(model.length);
        expect(
          model.findIndex((expected, row) => expected !== column.get(row) && !Object.is(expected, column.get(row))),
        ).toBe(-1);
        const from = Math.floor(model.length / 3);
        const block = kind === "u32" ? new Uint32Array(model.length - from) : new Float64Array(model.length - from);
        column.read(from, block);
        // A zero is a zero, whatever its sign.
        expect(block.findIndex((read, at) => !Object.is(read + 0, model[from + at]! + 0))).toBe(-1);
        const order = Uint32Array.from(model, (_, row) => model.length - 1 - row);
        const permuted = column.permuted(order);
        expect(
          model.findIndex(
            (expected, row) =>
              expected !== permuted.get(order[row]!) && !Object.is(expected, permuted.get(order[row]!)),
          ),
        ).toBe(-1);
      }),
      { numRuns: 20 },
    );
  });

  it("takes an array only for the chunk being filled where rows all agree, and a narrow one where one of them changes", () => {
    const column = Column.u32();
    for (let row = 0; row < 10 * CHUNK_ROWS; row++) column.push(5);
    const tail = 4 * CHUNK_ROWS;
    expect(column.byteLength).toBeLessThan(tail + 1000);
    column.set(3 * CHUNK_ROWS + 1, 6);
    expect(column.byteLength).toBeLessThan(tail + CHUNK_ROWS + 1000);
    expect([column.get(3 * CHUNK_ROWS), column.get(3 * CHUNK_ROWS + 1), column.get(9 * CHUNK_ROWS)]).toEqual([5, 6, 5]);
  });

  it("keeps full chunks of small values in a byte or two, and takes larger ones later", () => {
    const column = Column.u32();
    for (let row = 0; row < 3 * CHUNK_ROWS; row++) column.push(row % 200);
    expect(column.byteLength).toBeLessThan(7 * CHUNK_ROWS);
    column.set(5, 4_000_000_000);
    expect([column.get(4), column.get(5), column.get(CHUNK_ROWS + 1)]).toEqual([
      4,
      4_000_000_000,
      (CHUNK_ROWS + 1) % 200,
    ]);
  });

  it("permutes", () => {
    const column = Column.coded();
    for (const value of [10, 20, 30]) column.push(value);
    const permuted = column.permuted(Uint32Array.of(2, 0, 1));
    expect([0, 1, 2].map((row) => permuted.get(row))).toEqual([30, 10, 20]);
  });
});
