import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Correlation } from "../../src-decoder/index.ts";
import { LONG_NS, OUTCOME } from "../../src-decoder/correlate/exchanges.ts";
import { DiagnosisContext } from "../../src-decoder/diagnose/context.ts";
import type { Silence } from "../../src-decoder/diagnose/silence.ts";
import type { Connection } from "../../src-decoder/stream/stream-sink.ts";
import { capturePlan } from "./timeline-plan.ts";
import type { PlannedExchange } from "./timeline-plan.ts";

/** Thirty of them are as long as `LONG_NS`. */
const TICK_NS = LONG_NS / 30;

const plans: fc.Arbitrary<PlannedExchange[]> = fc.array(
  fc
    .record({ start: fc.nat(40), length: fc.option(fc.nat(60), { freq: 6 }), failed: fc.boolean() })
    .map(({ start, length, failed }) => ({
      start: start * TICK_NS,
      end: length === null ? null : (start + length) * TICK_NS,
      failed,
    })),
  { minLength: 1, maxLength: 10 },
);

const CONNECTION: Connection = {
  index: 0,
  transport: "tcp",
  endpoints: [
    { address: "192.0.2.1", port: 50_000 },
    { address: "192.0.2.2", port: 20_000 },
  ],
  sawStart: true,
  firstTime: 0,
  lastTime: 0,
  packets: 0,
  events: [],
  eventCounts: {},
  unseen: null,
  leftOut: null,
};

/** Of the plan as one bridge of one connection, with or without the knowledge that times never fall. */
function silencesOf(
  plan: readonly PlannedExchange[],
  inTimeOrder: boolean,
): Pick<Silence, "from" | "until" | "queued">[] {
  const { capture } = capturePlan(plan);
  // A stream without a byte may lack what was sent.
  const streams = capture.streams.map((stream) => ({ ...stream, bytes: 1 }));
  const bridges = [{ number: 1, connections: [0] }];
  const bridged = { ...capture, inTimeOrder, bridges, bridgeOf: () => 1, connections: [CONNECTION], streams };
  return new DiagnosisContext(new Correlation(bridged)).silences.map(({ from, until, queued }) => ({
    from,
    until,
    queued,
  }));
}

describe("Exchanges", () => {
  it("list those without an answer, and those that waited long for one", () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const { capture, exchanges } = capturePlan(plan);
        const ordered = plan.toSorted((a, b) => a.start - b.start);
        const numbersOf = (test: (one: PlannedExchange) => boolean): number[] =>
          ordered.flatMap((one, number) => (test(one) ? [number] : []));
        expect([...exchanges.unanswered]).toEqual(numbersOf(({ end }) => end === null));
        expect([...exchanges.unanswered].every((one) => exchanges.outcome[one] === OUTCOME.waiting)).toBe(true);
        expect([...exchanges.long]).toEqual(
          numbersOf(({ start, end }) => (end ?? capture.lastTime) - start >= LONG_NS),
        );
      }),
    );
  });

  it("tell where no silence can be: one bridge of one connection has the same silences with a look at all rows", () => {
    let found = 0;
    fc.assert(
      fc.property(plans, (plan) => {
        const all = silencesOf(plan, false);
        found += all.length;
        expect(silencesOf(plan, true)).toEqual(all);
      }),
      { numRuns: 500 },
    );
    expect(found).toBeGreaterThan(0);
  });
});
