/** Captures of requests with chosen begins and ends, for the properties of what is drawn over time. */
import fc from "fast-check";
import { Exchanges, type Capture } from "../../src-decoder/index.ts";
import { captureOf } from "../query/random-capture.ts";

const REQUEST = 0x1010_0901;
const RESPONSE = 0x2010_0901;

/** One request; `end` null for one without an answer. */
export interface PlannedExchange {
  readonly start: number;
  readonly end: number | null;
  readonly failed: boolean;
}

export interface PlannedCapture {
  readonly capture: Capture;
  readonly exchanges: Exchanges;
}

export function capturePlan(plan: readonly PlannedExchange[]): PlannedCapture {
  const events = plan
    .flatMap(({ start, end, failed }, at) => [
      { at, time: start, type: REQUEST, result: undefined },
      ...(end === null ? [] : [{ at, time: end, type: RESPONSE, result: failed ? -1 : 0 }]),
    ])
    .toSorted((a, b) => a.time - b.time || a.type - b.type);
  const frames = events.map(({ at, type, time, result }, row) => {
    const peer = events.findIndex((other, otherRow) => other.at === at && otherRow !== row);
    return { type, time, result, stream: type === REQUEST ? 0 : 1, peer: peer < 0 ? undefined : peer };
  });
  const capture = { ...captureOf(frames), bridges: [] };
  return { capture, exchanges: new Exchanges(capture) };
}

const exchange: fc.Arbitrary<PlannedExchange> = fc
  .record({
    start: fc.nat(200),
    length: fc.option(fc.nat(60), { freq: 6 }),
    failed: fc.boolean(),
  })
  .map(({ start, length, failed }) => ({ start, end: length === null ? null : start + length, failed }));

/** Up to forty requests between 0 and 260. */
export function random(): fc.Arbitrary<PlannedCapture> {
  return fc.array(exchange, { minLength: 1, maxLength: 40 }).map(capturePlan);
}
