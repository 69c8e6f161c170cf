import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PieceList } from "../../src-decoder/stream/pieces.ts";

const run = fc.record({
  hole: fc.oneof(fc.constant(0), fc.nat(50)),
  length: fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 65_000, max: 140_000 })),
  // Packets of a stream lie in any order in the file, and may be gigabytes apart.
  fileOffset: fc.oneof(
    fc.nat(10_000),
    fc.maxSafeInteger().map((n) => Math.abs(n) % 2 ** 40),
  ),
  file: fc.nat(1),
  packet: fc.nat(1000),
});

describe("PieceList", () => {
  it("finds for any range the same file offsets as a list of all runs", () => {
    fc.assert(
      fc.property(
        fc.array(run, { maxLength: 60 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat(200_000),
        (runs, where, length) => {
          const pieces = new PieceList();
          const model: { start: number; run: (typeof runs)[number] }[] = [];
          let offset = 0;
          for (const next of runs) {
            offset += next.hole;
            pieces.add(offset, next.length, next.file, next.fileOffset, next.packet);
            model.push({ start: offset, run: next });
            offset += next.length;
          }
          const from = Math.floor(where * offset);
          const found = pieces.locate(from, length);
          for (const piece of found) {
            const owner = model.findLast(({ start }) => start <= from + piece.at)!;
            const inside = from + piece.at - owner.start;
            expect(piece.fileOffset).toBe(owner.run.fileOffset + inside);
            expect(inside + piece.length).toBeLessThanOrEqual(owner.run.length);
            expect([piece.file, piece.packet]).toEqual([owner.run.file, owner.run.packet]);
          }
          const covered = found.reduce((sum, piece) => sum + piece.length, 0);
          const expected = model.reduce(
            (sum, { start, run: { length: size } }) =>
              sum + Math.max(0, Math.min(start + size, from + length) - Math.max(start, from)),
            0,
          );
          expect(covered).toBe(expected);
          expect(found.map(({ at }) => at)).toEqual(found.map(({ at }) => at).toSorted((a, b) => a - b));
        },
      ),
    );
  });

  it("holds many pieces, full chunks and more", () => {
    const pieces = new PieceList();
    for (let i = 0; i < 10_000; i++) pieces.add(i * 10, 10, 0, i * 26 + 16, i);
    expect(pieces.locate(54_321, 12)).toEqual([
      { at: 0, length: 9, file: 0, fileOffset: 5432 * 26 + 17, packet: 5432 },
      { at: 9, length: 3, file: 0, fileOffset: 5433 * 26 + 16, packet: 5433 },
    ]);
  });
});
