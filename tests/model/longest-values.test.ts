import fc from "fast-check";
import { expect, it } from "vitest";
import { FrameTable } from "../../src-decoder/model/frame-table.ts";
import { longestValues } from "../../src-decoder/model/longest-values.ts";

function tableOf(rows: readonly (readonly [id: bigint, processId: number, size: number])[]): FrameTable {
  const frames = new FrameTable();
  for (const [id, processId, size] of rows) {
    const row = frames.add(0, 0, 0x1010_0101, size, Number(id & 0xffff_ffffn), Number(id >> 32n), 0);
    frames.processId.set(row, processId);
  }
  return frames;
}

it("are those of all ids and processes, of 64 and of 32 bits", () => {
  const id = fc.oneof(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), fc.bigInt({ min: 0n, max: 2n ** 33n }));
  fc.assert(
    fc.property(fc.array(fc.tuple(id, fc.nat(2 ** 32 - 1), fc.nat(2 ** 24)), { maxLength: 40 }), (rows) => {
      expect(longestValues(tableOf(rows))).toEqual({
        id: Math.max(1, ...rows.map((row) => String(row[0]).length)),
        processId: Math.max(1, ...rows.map((row) => String(row[1]).length)),
        size: Math.max(1, ...rows.map((row) => String(row[2]).length)),
      });
    }),
  );
});

it("are found in the last of very many rows", () => {
  const rows = Array.from(
    { length: 5000 },
    (_, i) => [BigInt(i === 4999 ? 123_456 : 7), i === 4998 ? 98_765 : 0, i === 1025 ? 4096 : 16] as const,
  );
  expect(longestValues(tableOf(rows))).toEqual({ id: 6, processId: 5, size: 4 });
});
