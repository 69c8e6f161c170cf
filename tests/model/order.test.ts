import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { captureOrder } from "../../src-decoder/model/order.ts";
import { tableOf } from "../correlate/build-frames.ts";
import type { ShortFrame } from "../correlate/build-frames.ts";

const NEGOTIATE = 0x0b;

/** A frame of one of several runs of a bridge. */
type PlannedFrame = ShortFrame & { readonly id: number; readonly run: number };

function planFrame(kind: "req" | "resp", id: number, run: number): PlannedFrame {
  return { kind, id, run, time: Number.NaN, procedure: id === 0 ? NEGOTIATE : 0x09 };
}

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

  it("puts each answer behind the request of its own run where files of several runs stand one behind the other", () => {
    const run = fc.record({ asked: fc.nat(6), answered: fc.shuffledSubarray([1, 2, 3, 4, 5, 6]) });
    const runs = fc.array(run, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(runs, fc.nat(3), fc.nat(3), (planned, requestsLost, answersLost) => {
        const requests: PlannedFrame[] = [];
        const answers: PlannedFrame[] = [];
        planned.forEach(({ asked, answered }, number) => {
          const ids = Array.from({ length: asked + 1 }, (_, id) => id);
          requests.push(...ids.map((id) => planFrame("req", id, number)));
          const told = [0, ...answered.filter((id) => id <= asked)];
          answers.push(...told.map((id) => planFrame("resp", id, number)));
        });
        // Either file may begin in the middle of the first run.
        const inFirst = (frames: readonly PlannedFrame[], most: number): number =>
          Math.min(most, frames.filter((one) => one.run === 0).length - 1);
        const plan = [
          ...requests.slice(inFirst(requests, requestsLost)),
          ...answers.slice(inFirst(answers, answersLost)),
        ];
        const table = tableOf(plan);
        const order = [...(captureOrder(table) ?? plan.keys())];
        expect(order.toSorted((a, b) => a - b)).toEqual([...plan.keys()]);
        const lastOfId = new Map<number, number>();
        for (const row of order) {
          const { kind, id, run: of } = plan[row]!;
          if (kind === "req") lastOfId.set(id, of);
          else if (plan.some((other) => other.kind === "req" && other.id === id && other.run === of))
            expect(lastOfId.get(id)).toBe(of);
        }
      }),
    );
  });

  it("keeps a second answer to NegotiateProtocol in the one run that there is", () => {
    const none = Number.NaN;
    const table = tableOf([
      { kind: "req", id: 0, procedure: NEGOTIATE, time: none },
      { kind: "req", id: 1, time: none },
      { kind: "resp", id: 0, procedure: NEGOTIATE, time: none },
      { kind: "resp", id: 0, procedure: NEGOTIATE, time: none },
      { kind: "resp", id: 1, time: none },
    ]);
    expect([...captureOrder(table)!]).toEqual([0, 2, 3, 1, 4]);
  });

  it("finds the request of a late answer in front of a NegotiateProtocol that goes on with the ids", () => {
    const none = Number.NaN;
    const table = tableOf([
      { kind: "req", id: 0, procedure: NEGOTIATE, time: none },
      { kind: "req", id: 1, time: none },
      { kind: "req", id: 2, procedure: NEGOTIATE, time: none },
      { kind: "resp", id: 0, procedure: NEGOTIATE, time: none },
      { kind: "resp", id: 2, procedure: NEGOTIATE, time: none },
      { kind: "resp", id: 1, time: none },
    ]);
    expect([...captureOrder(table)!]).toEqual([0, 3, 1, 2, 4, 5]);
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
