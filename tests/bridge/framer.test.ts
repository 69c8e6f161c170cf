import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MAX_FRAME_BYTES } from "../../src-decoder/bytes/bridge-header.ts";
import { REQUEST, RESPONSE, concat, cuts, decoder, encoder, frame, pieces } from "./framing.ts";

const message = fc.record({
  id: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  payload: fc
    .record({ ContainerId: fc.string({ maxLength: 12 }), Text: fc.string({ unit: "binary", maxLength: 60 }) })
    .map((value) => `${JSON.stringify(value)}\n`),
});

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

  it("takes a first frame without a JSON object for one where the next header follows exactly", () => {
    for (const payload of ["", "hello", "[1]", "null and void"]) {
      const first = frame(REQUEST, 1n, payload);
      for (const between of [0, 1]) {
        const { bridge, frames, unframed } = decoder({ sawStart: false });
        const stream = concat([first, new Uint8Array(between), frame(REQUEST, 2n, "{}")]);
        bridge.bytes(0, 0, stream, 0, stream.length, 0);
        bridge.end(0, stream.length);
        const [ids, foreign] = between === 0 ? [[1n, 2n], []] : [[2n], [first.length + between]];
        expect(frames.map(({ id }) => id)).toEqual(ids);
        expect(unframed.map(({ length }) => length)).toEqual(foreign);
      }
    }
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
