import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { REQUEST, RESPONSE, concat, cuts, decoder, encoder, frame, pieces } from "./framing.ts";

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

  it.each([50_000, 20_000])(
    "lets the first frame tell the host of a connection on port %i that the user names",
    (port) => {
      for (const hostSide of [0, 1] as const) {
        const { bridge, frames } = decoder({ port });
        const answer = frame(RESPONSE, 1n, "{}");
        const request = frame(REQUEST, 2n, "{}");
        // The answer to what went before the capture comes first: it tells as well as a request does.
        bridge.bytes(1 - hostSide, 0, answer, 0, answer.length, 0);
        bridge.bytes(hostSide, 0, request, 0, request.length, 1);
        expect(bridge.hostEnd(0)).toBe(hostSide);
        expect(frames.map(({ id }) => id)).toEqual([1n, 2n]);
      }
    },
  );

  it("leaves the host where the user named its port when the first frame is of no known kind", () => {
    const { bridge, frames } = decoder({ port: 20_000 });
    const odd = frame(0x4fff_ffff, 1n, "{}");
    bridge.bytes(0, 0, odd, 0, odd.length, 0);
    expect([bridge.hostEnd(0), frames.length]).toEqual([1, 1]);
  });
});

/** Ids of the frames of stream 1. */
const ids = ({ frames }: ReturnType<typeof decoder>): bigint[] =>
  frames.filter(({ stream }) => stream === 1).map(({ id }) => id);

describe("headers behind which a snap length cuts each packet", () => {
  const messages = [1n, 2n, 3n].map((id) => frame(REQUEST, id, `{"ContainerId":"${"c".repeat(Number(id) * 40)}"}`));

  /** Feeds the first `kept` bytes of each message, and the rest as a hole; one more byte is lost with it where `lost` says so. */
  function feedCut(kept: number, lost: number, known: boolean): ReturnType<typeof decoder> {
    const cut = decoder({ sawStart: false });
    if (known) {
      const answer = frame(RESPONSE, 9n, "{}");
      cut.bridge.bytes(0, 0, answer, 0, answer.length, 0);
    }
    let offset = 0;
    for (const message of messages) {
      cut.bridge.bytes(1, offset, message, 0, kept, offset);
      cut.bridge.gap(1, offset + kept, message.length - kept + lost);
      offset += message.length + lost;
    }
    cut.bridge.end(1, offset);
    return cut;
  }

  it.each([16, 17])("are found when %i bytes of each are there and the hole is as long as they say", (kept) => {
    const cut = feedCut(kept, 0, false);
    expect(ids(cut)).toEqual([1n, 2n, 3n]);
    expect(cut.frames.map(({ time, end, received }) => [time, end, received])).toEqual(
      cut.frames.map(({ offset }) => [offset, "cut-by-gap", kept]),
    );
    expect(cut.unframed).toEqual([]);
    expect(cut.bridge.hostEnd(0)).toBe(1);
  });

  it.each([16, 17])(
    "are found by %i bytes also before a longer hole where the connection is known to be a bridge",
    (kept) => {
      expect(ids(feedCut(kept, 1000, true))).toEqual([1n, 2n, 3n]);
      const unknown = feedCut(kept, 1000, false);
      expect(ids(unknown)).toEqual([]);
      expect(unknown.bridge.hostEnd(0)).toBeNull();
    },
  );

  it("are none that the other end alone may send, nor where a payload begins otherwise", () => {
    for (const bytes of [frame(RESPONSE, 1n, "{}"), frame(REQUEST, 1n, "[]")]) {
      const { bridge, frames } = decoder({ sawStart: false });
      const answer = frame(RESPONSE, 9n, "{}");
      bridge.bytes(0, 0, answer, 0, answer.length, 0);
      bridge.bytes(1, 0, bytes, 0, 17, 0);
      bridge.gap(1, 17, 1);
      expect(frames).toHaveLength(1);
    }
  });
});
