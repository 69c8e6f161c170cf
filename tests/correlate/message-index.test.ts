import fc from "fast-check";
import { expect, it } from "vitest";
import { MessageIndex, mergedRows } from "../../src-decoder/correlate/message-index.ts";
import { FRAME } from "../../src-decoder/model/capture.ts";
import { NO_ROW } from "../../src-decoder/stream/stream-sink.ts";
import { captureOf, plainFrames } from "../query/random-capture.ts";

/** Sizes around that from which a message is worth a look. */
const sizes = fc.array(fc.constantFrom(16, 49_151, 49_152, 70_000), { minLength: 30, maxLength: 30 });

it("MessageIndex lists rows as a plain search does", () => {
  fc.assert(
    fc.property(plainFrames, sizes, (frames, size) => {
      const capture = captureOf(frames.map((frame, row) => ({ ...frame, size: size[row]! })));
      const index = new MessageIndex(capture);
      const { type, stream, flags, result } = capture.frames;
      const where = (test: (row: number) => boolean): number[] =>
        [...frames.keys()].filter((row) => test(row)).toSorted((a, b) => a - b);
      const isRequest = (row: number): boolean => type.get(row) >>> 28 === 1;
      const failed = where((row) => (flags.get(row) & FRAME.hasResult) !== 0 && result.get(row) !== 0);
      const suspicious =
        FRAME.notJson | FRAME.trailingBytes | FRAME.repeated | FRAME.unasked | FRAME.oversize | FRAME.otherType;

      expect([...index.allRequests]).toEqual(where(isRequest));
      expect(index.failed).toEqual(failed);
      expect(index.large).toEqual(where((row) => size[row]! >= 49_152));
      expect(index.suspicious).toEqual(
        where((row) => (flags.get(row) & suspicious) !== 0 || (flags.get(row) & FRAME.complete) === 0),
      );
      const types = new Set(Array.from(frames.keys(), (row) => type.get(row)));
      expect(new Set(index.types)).toEqual(types);
      for (const one of types) expect([...index.ofType(one)]).toEqual(where((row) => type.get(row) === one));
      expect([...index.ofType(0x7fff_ffff)]).toEqual([]);
      for (const row of failed) {
        const code = result.get(row);
        expect(index.failedWith(code)).toEqual(failed.filter((other) => result.get(other) === code));
      }
      expect(index.failedWith(12_345)).toEqual([]);
      for (const { index: one } of capture.streams) {
        const rows = where((row) => stream.get(row) === one);
        expect([index.firstOf[one], index.lastOf[one], index.firstRequestOf[one]]).toEqual([
          rows[0] ?? NO_ROW,
          rows.at(-1) ?? NO_ROW,
          rows.find(isRequest) ?? NO_ROW,
        ]);
      }
    }),
  );
});

it("ascending lists are one ascending list, each of their rows as often as they have it", () => {
  const list = fc.array(fc.nat(50), { maxLength: 20 }).map((rows) => rows.toSorted((a, b) => a - b));
  fc.assert(
    fc.property(fc.array(list, { maxLength: 5 }), (lists) => {
      expect([...mergedRows(...lists)]).toEqual(lists.flat().toSorted((a, b) => a - b));
    }),
  );
});
