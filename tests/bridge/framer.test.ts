import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BridgeDecoder } from "../../src-decoder/bridge/bridge-decoder.ts";
import type { FrameEnd, UnframedReason } from "../../src-decoder/bridge/frame-sink.ts";
import { MAX_FRAME_BYTES } from "../../src-decoder/bytes/bridge-header.ts";
import { PayloadScanner } from "../../src-decoder/bridge/payload-scan.ts";
import { StringTable } from "../../src-decoder/bytes/string-table.ts";
import type { Connection } from "../../src-decoder/stream/stream-sink.ts";

interface SeenFrame {
  stream: number;
  offset: number;
  type: number;
  size: number;
  id: bigint;
  time: number;
  end: FrameEnd | null;
  received: number;
}

/** Runs the decoder over one connection; feeds and holes are given by the test. */
function decoder(options: { sawStart?: boolean; port?: number } = {}) {
  const frames: SeenFrame[] = [];
  const unframed: { stream: number; offset: number; length: number; reason: UnframedReason }[] = [];
  const bridge = new BridgeDecoder(
    {
      beginFrame: (stream, offset, type, size, low, high, time) =>
        frames.push({
          stream,
          offset,
          type,
          size,
          id: (BigInt(high) << 32n) | BigInt(low),
          time,
          end: null,
          received: 0,
        }) - 1,
      endFrame: (row, _facts, end, received) => Object.assign(frames[row]!, { end, received }),
      unframed: (stream, offset, length, reason) => unframed.push({ stream, offset, length, reason }),
    },
    new PayloadScanner(new StringTable()),
    new Set(options.port === undefined ? [] : [options.port]),
  );
  const connection: Connection = {
    index: 0,
    transport: "tcp",
    endpoints: [
      { address: "192.0.2.1", port: 50_000 },
      { address: "192.0.2.2", port: 20_000 },
    ],
    sawStart: options.sawStart ?? true,
    firstTime: 0,
    lastTime: 0,
    packets: 0,
    events: [],
    eventCounts: {},
  };
  bridge.connection(connection);
  return { bridge, frames, unframed };
}

const encoder = new TextEncoder();

function frame(type: number, id: bigint, payload: string, size?: number): Uint8Array {
  const body = encoder.encode(payload);
  const bytes = new Uint8Array(16 + body.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, type, true);
  view.setUint32(4, size ?? bytes.length, true);
  view.setBigUint64(8, id, true);
  bytes.set(body, 16);
  return bytes;
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

const REQUEST = 0x1010_0901;
const RESPONSE = 0x2010_0901;
const message = fc.record({
  id: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  payload: fc
    .record({ ContainerId: fc.string({ maxLength: 12 }), Text: fc.string({ unit: "binary", maxLength: 60 }) })
    .map((value) => `${JSON.stringify(value)}\n`),
});
/** Piece lengths to cut a stream by, repeated to its end. */
const cuts = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 12 });

function* pieces(length: number, lengths: readonly number[]): Generator<[number, number]> {
  for (let at = 0, i = 0; at < length; i++) {
    const end = Math.min(length, at + lengths[i % lengths.length]!);
    yield [at, end];
    at = end;
  }
}

describe("framing", () => {
  it("finds the same frames however the stream is cut into pieces", () => {
    fc.assert(
      fc.property(fc.array(message, { minLength: 1, maxLength: 12 }), cuts, (messages, lengths) => {
        const { bridge, frames, unframed } = decoder();
        const encoded = messages.map(({ id, payload }) => frame(REQUEST, id, payload));
        const stream = concat(encoded);
        for (const [start, end] of pieces(stream.length, lengths)) bridge.bytes(0, start, stream, start, end, start);
        bridge.end(0, stream.length);
        let offset = 0;
        const expected = encoded.map((bytes, i) => {
          const one = {
            stream: 0,
            offset,
            type: REQUEST,
            size: bytes.length,
            id: messages[i]!.id,
            end: "complete",
            received: bytes.length,
          };
          offset += bytes.length;
          return one;
        });
        expect(frames).toEqual(expected.map((one) => ({ ...one, time: expect.any(Number) })));
        expect(unframed).toEqual([]);
      }),
    );
  });

  it("accounts for every byte and invents no frame when parts are missing or foreign", () => {
    const part = fc.oneof(
      {
        weight: 6,
        arbitrary: message.map(({ id, payload }) => ({ kind: "frame" as const, bytes: frame(RESPONSE, id, payload) })),
      },
      {
        weight: 1,
        arbitrary: fc.uint8Array({ minLength: 1, maxLength: 50 }).map((bytes) => ({ kind: "junk" as const, bytes })),
      },
    );
    const holes = fc.array(fc.tuple(fc.nat(2000), fc.integer({ min: 1, max: 80 })), { maxLength: 4 });
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 16 }), holes, cuts, (parts, gaps, lengths) => {
        const stream = concat(parts.map(({ bytes }) => bytes));
        const missing = new Uint8Array(stream.length);
        for (const [at, length] of gaps) missing.fill(1, at, at + length);
        const { bridge, frames, unframed } = decoder({ port: 50_000 });
        let gapBytes = 0;
        for (const [start, end] of pieces(stream.length, lengths)) {
          for (let at = start; at < end;) {
            let to = at;
            while (to < end && missing[to] === missing[at]) to++;
            if (missing[at] === 1) {
              bridge.gap(1, at, to - at);
              gapBytes += to - at;
            } else {
              bridge.bytes(1, at, stream, at, to, 0);
            }
            at = to;
          }
        }
        bridge.end(1, stream.length);
        const framed = frames.reduce((sum, { received }) => sum + received, 0);
        expect(framed + gapBytes + unframed.reduce((sum, { length }) => sum + length, 0)).toBe(stream.length);

        const whole: { offset: number; size: number }[] = [];
        let offset = 0;
        for (const { kind, bytes } of parts) {
          const isWhole = missing.subarray(offset, offset + bytes.length).every((flag) => flag === 0);
          if (kind === "frame" && isWhole) whole.push({ offset, size: bytes.length });
          offset += bytes.length;
        }
        const found = frames
          .filter(({ end }) => end === "complete")
          .map(({ offset: at, size }) => ({ offset: at, size }));
        // Junk may by chance announce a size that swallows frames; without any the frames are exact.
        if (parts.every(({ kind }) => kind === "frame")) expect(found).toEqual(whole);
      }),
      { numRuns: 500 },
    );
  });

  it("reports a size under 16 and one beyond what can be, and finds the next true frame", () => {
    for (const [size, reason] of [
      [15, "size under 16"],
      [0, "size under 16"],
      [MAX_FRAME_BYTES + 1, "size beyond what can be"],
      [0xffff_ffff, "size beyond what can be"],
    ] as const) {
      const { bridge, frames, unframed } = decoder();
      const first = frame(REQUEST, 1n, '{"a":1}');
      const bad = frame(REQUEST, 2n, '{"bad":true}', size);
      const next = frame(REQUEST, 3n, '{"c":3}');
      const stream = concat([first, bad, next]);
      for (const [start, end] of pieces(stream.length, [7])) bridge.bytes(0, start, stream, start, end, 0);
      bridge.end(0, stream.length);
      expect(frames.map(({ id }) => id)).toEqual([1n, 3n]);
      expect(unframed).toEqual([{ stream: 0, offset: first.length, length: bad.length, reason }]);
    }
  });

  it("keeps in step over a hole inside a payload", () => {
    const { bridge, frames, unframed } = decoder();
    const stream = concat([frame(REQUEST, 1n, '{"ContainerId":"abcdef"}'), frame(REQUEST, 2n, "{}")]);
    bridge.bytes(0, 0, stream, 0, 30, 0);
    bridge.gap(0, 30, 10);
    bridge.bytes(0, 40, stream, 40, stream.length, 0);
    bridge.end(0, stream.length);
    expect(frames.map(({ id, end }) => [id, end])).toEqual([
      [1n, "cut-by-gap"],
      [2n, "complete"],
    ]);
    expect(unframed).toEqual([]);
  });

  it("shows a frame of an unknown category when its payload is an object, and refuses it otherwise", () => {
    const { bridge, frames, unframed } = decoder();
    const odd = frame(0x4fff_ffff, 9n, '{"x":1}');
    const nonsense = frame(0x4fff_ffff, 9n, "nonsense");
    const stream = concat([frame(REQUEST, 1n, "{}"), odd, nonsense, frame(REQUEST, 2n, "{}")]);
    for (const [start, end] of pieces(stream.length, [16, 1])) bridge.bytes(0, start, stream, start, end, 0);
    bridge.end(0, stream.length);
    expect(frames.map(({ type }) => type)).toEqual([REQUEST, 0x4fff_ffff, REQUEST]);
    expect(unframed.map(({ reason, length }) => [reason, length])).toEqual([["no header found", nonsense.length]]);
  });

  it("dates a frame by the packet of its header's first byte, also behind a search", () => {
    const { bridge, frames } = decoder({ sawStart: false });
    const stream = concat([encoder.encode('tail of a payload"}'), frame(REQUEST, 1n, '{"a":1}')]);
    bridge.bytes(0, 0, stream, 0, 19, 100);
    bridge.bytes(0, 19, stream, 19, 35, 200);
    bridge.bytes(0, 35, stream, 35, stream.length, 300);
    expect(frames.map(({ offset, time, end }) => [offset, time, end])).toEqual([[19, 200, "complete"]]);
  });
});

describe("telling bridges from other traffic", () => {
  it("tells the host by who sends requests", () => {
    for (const hostSide of [0, 1] as const) {
      const { bridge } = decoder();
      const request = frame(REQUEST, 1n, '{"a":1}');
      bridge.bytes(hostSide, 0, request, 0, request.length, 0);
      expect(bridge.hostEnd(0)).toBe(hostSide);
    }
    for (const guestSide of [0, 1] as const) {
      const { bridge } = decoder();
      const response = frame(RESPONSE, 1n, '{"a":1}');
      bridge.bytes(guestSide, 0, response, 0, response.length, 0);
      expect(bridge.hostEnd(0)).toBe(1 - guestSide);
    }
  });

  it("tells it so however the first header is cut, from the first byte on or from the middle of a payload", () => {
    const sides = fc.constantFrom(0, 1);
    const begins = fc.constantFrom("", 'tail of a payload"}');
    fc.assert(
      fc.property(sides, fc.boolean(), begins, cuts, (side, isHost, before, lengths) => {
        const { bridge, frames } = decoder({ sawStart: before === "" });
        const types = isHost ? [REQUEST, RESPONSE] : [RESPONSE, REQUEST];
        const stream = concat([encoder.encode(before), frame(types[0]!, 1n, '{"a":1}'), frame(types[0]!, 2n, "{}")]);
        for (const [start, end] of pieces(stream.length, lengths)) bridge.bytes(side, start, stream, start, end, 0);
        expect(bridge.hostEnd(0)).toBe(isHost ? side : 1 - side);
        // What the other end sends is found by that.
        const answer = frame(types[1]!, 1n, '{"b":2}');
        bridge.bytes(1 - side, 0, answer, 0, answer.length, 0);
        expect(frames.map(({ stream: of, id }) => [of, id])).toEqual([
          [side, 1n],
          [side, 2n],
          [1 - side, 1n],
        ]);
      }),
      { numRuns: 400 },
    );
  });

  it("takes no text, binary or HTTP stream for a bridge", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 3000 }),
          fc.string().map((text) => encoder.encode(text)),
        ),
        cuts,
        (stream, lengths) => {
          const { bridge, frames, unframed } = decoder();
          for (const [start, end] of pieces(stream.length, lengths)) bridge.bytes(0, start, stream, start, end, 0);
          bridge.end(0, stream.length);
          expect(frames).toEqual([]);
          expect(bridge.hostEnd(0)).toBeNull();
          if (stream.length > 0)
            expect(unframed).toEqual([{ stream: 0, offset: 0, length: stream.length, reason: "not a bridge" }]);
        },
      ),
    );
  });

  it("finds a bridge far into a stream at the start of a packet", () => {
    const { bridge, frames } = decoder({ sawStart: false });
    const noise = new Uint8Array(300_000).fill(0x61);
    const late = frame(RESPONSE, 7n, '{"Result":0}');
    bridge.bytes(1, 0, noise, 0, noise.length, 0);
    // The guest writes header and payload apart.
    bridge.bytes(1, noise.length, late, 0, 16, 1);
    bridge.bytes(1, noise.length + 16, late, 16, late.length, 2);
    expect(frames.map(({ id, offset }) => [id, offset])).toEqual([[7n, noise.length]]);
    expect(bridge.hostEnd(0)).toBe(0);
  });

  it("obeys a port that the user names", () => {
    const { bridge, unframed } = decoder({ port: 20_000 });
    expect(bridge.hostEnd(0)).toBe(1);
    const noise = encoder.encode("no frame at all, and long enough for a header");
    bridge.bytes(1, 0, noise, 0, noise.length, 0);
    bridge.end(1, noise.length);
    expect(unframed.reduce((sum, { length }) => sum + length, 0)).toBe(noise.length);
    expect(unframed.every(({ reason }) => reason !== "not a bridge")).toBe(true);
  });
});
