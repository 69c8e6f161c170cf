import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { captureOrder } from "../../src-decoder/model/order.ts";
import { tableOf } from "../correlate/build-frames.ts";
import type { ShortFrame } from "../correlate/build-frames.ts";

const frame = fc.record({
  kind: fc.constantFrom("req" as const, "resp" as const),
  id: fc.nat(100),
  connection: fc.nat(1),
  time: fc.oneof({ weight: 9, arbitrary: fc.nat(50) }, { weight: 1, arbitrary: fc.constant(Number.NaN) }),
});

describe("capture order", () => {
  it("follows time, never breaks a stream's own order, and is stable", () => {
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 40 }), (frames: ShortFrame[]) => {
        const timed: ShortFrame[] = [{ kind: "req", id: 0, time: 0 }, ...frames];
        const table = tableOf(timed);
        const order = captureOrder(table) ?? Uint32Array.from(timed, (_, row) => row);
        // The dumb model: each row's time, raised to that of the rows before it in its stream; then a stable sort.
        const last = new Map<number, number>();
        let previous = Number.NEGATIVE_INFINITY;
        const keys = timed.map((_, row) => {
          const time = table.time.get(row);
          const stream = table.stream.get(row);
          const key = Math.max(Number.isNaN(time) ? previous : time, last.get(stream) ?? Number.NEGATIVE_INFINITY);
          last.set(stream, key);
          previous = key;
          return key;
        });
        const expected = keys.map((_, row) => row).toSorted((a, b) => keys[a]! - keys[b]! || a - b);
        expect([...order]).toEqual(expected);
      }),
    );
  });

  it("puts each answer behind its request where there are no times", () => {
    const none = Number.NaN;
    const table = tableOf([
      { kind: "req", id: 1, time: none },
      { kind: "req", id: 2, time: none },
      { kind: "req", id: 3, time: none },
      { kind: "resp", id: 2, time: none },
      { kind: "note", id: 0, time: none },
      { kind: "resp", id: 1, time: none },
    ]);
    expect([...captureOrder(table)!]).toEqual([0, 1, 3, 4, 5, 2]);
  });

  it("says so when nothing need move", () => {
    expect(
      captureOrder(
        tableOf([
          { kind: "req", id: 1 },
          { kind: "resp", id: 1 },
        ]),
      ),
    ).toBeNull();
  });
});
