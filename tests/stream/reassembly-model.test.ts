import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ACK, FIN, SYN } from "../../src-decoder/network/segment.ts";
import { GAP, reassemble, type TestSegment } from "./collect.ts";

/** A segment of the client's stream on its way: a range of the stream, its own bytes, and how far it is displaced. */
interface Sent {
  readonly start: number;
  readonly payload: readonly number[];
  /** What a snap length cut off. */
  readonly cut: number;
  readonly displaced: number;
}

const MOST_DISPLACED = 12;

/** Runs that go through the stream, some going back over what was sent, with bytes of their own where `conflicting`. */
function sentSegments(options: { displaced: number; overlap: boolean; cut: boolean }): fc.Arbitrary<Sent[]> {
  const step = fc.record({
    length: fc.integer({ min: 1, max: 20 }),
    back: options.overlap ? fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(40)) : fc.constant(0),
    cut: options.cut ? fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.nat(10)) : fc.constant(0),
    displaced: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(options.displaced)),
    lost: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, fc.constant(options.cut)),
    seed: fc.nat(255),
  });
  return fc.array(step, { minLength: 1, maxLength: 120 }).map((steps) => {
    const sent: Sent[] = [];
    let next = 0;
    for (const { length, back, cut, displaced, lost, seed } of steps) {
      const start = Math.max(0, next - back);
      next = Math.max(next, start + length);
      const payload = Array.from({ length: Math.max(0, length - cut) }, (_, i) => (seed + start + i) & 0xff);
      if (!lost) sent.push({ start, payload, cut: length - payload.length, displaced });
    }
    return sent;
  });
}

/** In the order of arrival: who is displaced comes so many places later. */
function arrivals(sent: readonly Sent[]): Sent[] {
  return sent
    .map((segment, index) => ({ segment, at: index + segment.displaced + segment.displaced / 1000 }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ segment }) => segment);
}

/** All segments at once, the first copy of each byte wins; the stream begins at `first` and ends with the farthest byte. */
function model(order: readonly Sent[], first: number): number[] {
  const end = order.reduce((most, { start, payload, cut }) => Math.max(most, start + payload.length + cut), 0);
  const bytes = Array.from({ length: Math.max(0, end - first) }, () => GAP);
  for (const { start, payload } of order) {
    payload.forEach((byte, i) => {
      if (bytes[start + i - first] === GAP) bytes[start + i - first] = byte;
    });
  }
  return bytes;
}

/** The places in `order` of the segments with a byte that differs from its first copy. */
function conflicting(order: readonly Sent[]): number[] {
  const first = new Map<number, number>();
  return order.flatMap(({ start, payload }, index) => {
    const differs = payload.some((byte, i) => (first.get(start + i) ?? byte) !== byte);
    payload.forEach((byte, i) => first.set(start + i, first.get(start + i) ?? byte));
    return differs ? [index] : [];
  });
}

/** The segments as packets, each followed by an acknowledgement of all sent so far. */
function packetsOf(order: readonly Sent[], initial: number): TestSegment[] {
  let farthest = 0;
  return order.flatMap(({ start, payload, cut }) => {
    const length = payload.length + cut;
    farthest = Math.max(farthest, start + length);
    return [
      { by: 0, sequence: initial + 1 + start, payload, length, flags: ACK, acknowledgement: 901 },
      { by: 1, sequence: 901, acknowledgement: initial + 1 + farthest },
    ] satisfies TestSegment[];
  });
}

function handshake(initial: number): TestSegment[] {
  return [
    { by: 0, sequence: initial, flags: SYN },
    { by: 1, sequence: 900, flags: SYN | ACK, acknowledgement: initial + 1 },
  ];
}

/** Sequence numbers that wrap soon, and any others. */
const initialSequence = fc.oneof(
  fc.integer({ min: 2 ** 32 - 600, max: 2 ** 32 - 1 }),
  fc.integer({ min: 2 ** 31 - 600, max: 2 ** 31 }),
  fc.nat(2 ** 32 - 1),
);

describe("reassembly against a model that sees all segments at once", () => {
  it("is exact for any order, repeats and overlaps, and tells each conflict", async () => {
    await fc.assert(
      fc.asyncProperty(
        sentSegments({ displaced: MOST_DISPLACED, overlap: true, cut: false }),
        initialSequence,
        async (sent, initial) => {
          const order = arrivals(sent);
          const opening = handshake(initial);
          const { sink, issues, reassembler, readBack } = reassemble([...opening, ...packetsOf(order, initial)]);
          expect(sink.stream(0).bytes).toEqual(model(order, 0));
          expect(sink.connections).toHaveLength(1);
          await reassembler.compareRepeated(readBack);
          expect([...issues.counts.keys()].filter((code) => code !== "tcp-overlap-conflict")).toEqual([]);
          const found = sink.connections[0]!.events.filter(({ kind }) => kind === "overlap-conflict");
          // Each segment is followed by an acknowledgement; a single byte may be a keep-alive's, which is not compared.
          const places = found.map(({ packet }) => (packet - opening.length) / 2);
          const isLong = (place: number): boolean => order[place]!.payload.length > 1;
          expect(places.filter(isLong)).toEqual(conflicting(order).filter(isLong));
        },
      ),
      { numRuns: 300 },
    );
  });

  it("leaves gaps exactly where no packet had the byte", () => {
    fc.assert(
      fc.property(
        sentSegments({ displaced: MOST_DISPLACED, overlap: true, cut: true }),
        initialSequence,
        fc.boolean(),
        (sent, initial, isEnded) => {
          const order = arrivals(sent);
          const packets = [...handshake(initial), ...packetsOf(order, initial)];
          const expected = model(order, 0);
          const fin = {
            by: 0,
            sequence: initial + 1 + expected.length,
            flags: FIN | ACK,
            acknowledgement: 901,
          } as const;
          const { sink } = reassemble(isEnded ? [...packets, fin] : packets);
          expect(sink.stream(0).bytes).toEqual(expected);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("begins with the first byte in the capture where that lacks the start", () => {
    fc.assert(
      fc.property(
        sentSegments({ displaced: 7, overlap: false, cut: false }),
        initialSequence,
        fc.nat(1000),
        (sent, initial, skipped) => {
          const order = arrivals(sent).map((segment) => ({ ...segment, start: segment.start + skipped }));
          const first = Math.min(...order.map((segment) => segment.start));
          const { sink } = reassemble(packetsOf(order, initial));
          expect(sink.connections[0]?.sawStart).toBe(false);
          expect(sink.stream(0).bytes).toEqual(model(order, first));
        },
      ),
      { numRuns: 300 },
    );
  });

  it("gives up holes along the way when a stream goes on and on", () => {
    const sent = Array.from({ length: 3000 }, (_, index) => ({
      start: index * 4,
      payload: [index & 0xff, (index >> 8) & 0xff, 3, 4],
      cut: 0,
      displaced: index % 97 === 0 ? 20 : 0,
    })).filter((_, index) => index % 101 !== 50);
    const order = arrivals(sent);
    const { sink } = reassemble([...handshake(5), ...packetsOf(order, 5)]);
    expect(sink.stream(0).bytes).toEqual(model(order, 0));
    expect(sink.connections[0]?.eventCounts.retransmission).toBe(31);
  });

  it("takes the same bytes from transports without sequence numbers, however they are cut", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(0, 1), fc.uint8Array({ maxLength: 9 }), fc.nat(3)), {
          minLength: 1,
          maxLength: 40,
        }),
        (runs) => {
          const expected: [number[], number[]] = [[], []];
          const by0 = runs[0]?.[0] ?? 0;
          for (const [by, payload, cut] of runs) {
            expected[by === by0 ? 0 : 1].push(...payload, ...Array.from({ length: cut }, () => GAP));
          }
          const { sink } = reassemble(
            runs.map(([by, payload, cut]) => ({
              by: by === 0 ? 0 : 1,
              sequence: -1,
              payload,
              length: payload.length + cut,
              transport: "user",
            })),
          );
          expect([sink.stream(0).bytes, sink.stream(1).bytes]).toEqual(expected);
        },
      ),
    );
  });
});
