import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FRAME } from "../../src-decoder/model/capture.ts";
import { summarize } from "../../src-decoder/model/summary.ts";
import { CaptureBuilder, VM, bridgeIn } from "../diagnose/build-capture.ts";
import { captureOf, type PlainFrame } from "../query/random-capture.ts";

const REQUEST = 0x1010_0901;
const RESPONSE = 0x2010_0901;
const NOTIFICATION = 0x3010_0101;
const SIDECAR_ERROR = 0x2000_0000;

/** One exchange, or a frame that is none. */
const event = fc.record({
  kind: fc.constantFrom("answered", "unanswered", "notification", "sidecar" as const),
  procedure: fc.nat(2),
  latency: fc.oneof(fc.nat(20), fc.constant(Number.NaN)),
  result: fc.constantFrom(undefined, 0, -2143878885, 5),
  flags: fc.constantFrom(FRAME.complete, FRAME.cutByGap),
  size: fc.integer({ min: 16, max: 100 }),
});

function framesOf(events: readonly (typeof event extends fc.Arbitrary<infer T> ? T : never)[]): PlainFrame[] {
  const frames: PlainFrame[] = [];
  for (const { kind, procedure, latency, result, flags, size } of events) {
    const row = frames.length;
    const time = row * 100;
    const shift = procedure << 8;
    if (kind === "notification") frames.push({ type: NOTIFICATION, time, result, flags, size });
    else if (kind === "sidecar") frames.push({ type: SIDECAR_ERROR, time, flags, size });
    else if (kind === "unanswered") frames.push({ type: REQUEST + shift, time, flags, size });
    else {
      frames.push({ type: REQUEST + shift, time, flags, size, peer: row + 1 });
      frames.push({ type: RESPONSE + shift, time: time + latency, result, flags, size, peer: row });
    }
  }
  return frames;
}

function isRequest({ type }: PlainFrame): boolean {
  return type >>> 28 === 1;
}

describe("the summary of a capture", () => {
  it("counts as a plain count over its frames does", () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        const frames = framesOf(events);
        const summary = summarize(captureOf(frames));
        const rowsWhere = (test: (frame: PlainFrame) => boolean): number[] =>
          frames.flatMap((frame, row) => (test(frame) ? [row] : []));
        const unanswered = rowsWhere((frame) => isRequest(frame) && frame.peer === undefined);
        expect(summary.unanswered).toEqual(unanswered);
        expect(summary.requests).toBe(frames.filter(isRequest).length);
        expect(summary.answered).toBe(summary.requests - unanswered.length);
        expect(summary.responses).toBe(rowsWhere(({ type }) => type >>> 28 === 2).length);
        expect(summary.notifications).toBe(rowsWhere(({ type }) => type === NOTIFICATION).length);
        expect(summary.incomplete).toBe(rowsWhere(({ flags }) => flags === FRAME.cutByGap).length);
        expect(summary.errors).toBe(rowsWhere(({ type, result = 0 }) => result !== 0 || type === SIDECAR_ERROR).length);
        for (const { type, frames: counted, bytes } of summary.types) {
          const own = frames.filter((frame) => frame.type === type);
          expect([counted, bytes]).toEqual([own.length, own.reduce((sum, { size = 0 }) => sum + size, 0)]);
        }
        expect(summary.types.reduce((sum, { frames: counted }) => sum + counted, 0)).toBe(frames.length);
        for (const { result, frames: counted } of summary.results) {
          expect(counted).toBe(rowsWhere((frame) => frame.result === result).length);
        }
        const latency = (row: number): number => (frames[row]?.time ?? 0) - (frames[frames[row]?.peer ?? 0]?.time ?? 0);
        const slowest = rowsWhere(({ type, peer }) => type >>> 28 === 2 && peer !== undefined)
          .filter((row) => !Number.isNaN(latency(row)))
          .toSorted((a, b) => latency(b) - latency(a) || a - b);
        expect(summary.slowest).toEqual(slowest.slice(0, 10));
      }),
    );
  });

  it("puts the most frequent first", () => {
    const { types, results } = summarize(
      captureOf([
        { type: REQUEST },
        { type: RESPONSE, result: 5 },
        { type: RESPONSE, result: -1 },
        { type: RESPONSE, result: -1 },
        { type: RESPONSE, result: 0 },
      ]),
    );
    expect(types.map(({ type, frames }) => [type, frames])).toEqual([
      [RESPONSE, 4],
      [REQUEST, 1],
    ]);
    expect(results).toEqual([
      { result: -1, frames: 2 },
      { result: 5, frames: 1 },
    ]);
  });
});

describe("what a vsock capture lacks", () => {
  it("is the bytes that the ends of bridges took and no packet brought", async () => {
    const builder = new CaptureBuilder();
    const link = bridgeIn(builder).window("guest", 1, 262_144, 5000);
    const sent = summarize(await builder.read()).types.reduce(
      (sum, { type, bytes }) => (type >>> 28 === 1 ? sum + bytes : sum),
      0,
    );
    // Other connections are no bridge.
    builder.connect(2, 7000).window("host", 2.1, 262_144, 777);
    link.call(3, 1, "GetProperties", VM);
    expect(summarize(await builder.read()).unseenBytes).toBe(5000 - sent);
  });
});
