import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MemorySource, packetComments } from "../../src-decoder/index.ts";
import type { Capture } from "../../src-decoder/index.ts";
import { commentedCapture } from "../captures/commented.ts";
import { readCapture } from "../captures/observe.ts";

/** Small packets that hold parts of frames and several frames. */
const CAPTURE = "lossy/busy-snap96.pcap";
const WHOLE = "half-frame/half-frame.nsec.pcap";

/** The slow way: each frame's bytes are looked up, and their packets asked one by one. */
function expected(capture: Capture, comments: ReadonlyMap<number, readonly string[]>): Map<number, string> {
  const { frames, streams } = capture;
  const said = new Map<number, string>();
  for (let row = 0; row < frames.length; row++) {
    const pieces = streams[frames.stream.get(row)]!.locate(frames.streamOffset.get(row), frames.size.get(row));
    const packets = [...new Set(pieces.map(({ packet }) => packet))];
    const texts = packets.flatMap((packet) => comments.get(packet) ?? []);
    if (texts.length > 0) said.set(row, texts.join("\n"));
  }
  return said;
}

async function read(path: string, comments: ReadonlyMap<number, readonly string[]>): Promise<Capture> {
  return readCapture([new MemorySource("commented.pcapng", await commentedCapture(path, comments))]);
}

describe("comments of packets", () => {
  it.each([CAPTURE, WHOLE])("belong to the frames that have bytes in the packet: %s", async (path) => {
    const plain = await read(path, new Map());
    const words = fc.array(fc.constantFrom("first retry", "a\nb", "sent twice"), { minLength: 1, maxLength: 2 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat({ max: plain.packets - 1 }), words), { maxLength: 40 }),
        async (pairs) => {
          const comments = new Map(pairs);
          const capture = await read(path, comments);
          const { texts, codes } = packetComments(capture).texts;
          const found = new Map([...codes].map(([row, code]) => [row, texts[code]!]));
          expect(found).toEqual(expected(capture, comments));
        },
      ),
      { numRuns: 8 },
    );
  });

  it("are told by packet, each row once", async () => {
    const plain = await read(WHOLE, new Map());
    const all = new Map(Array.from({ length: plain.packets }, (_, packet) => [packet, [`packet ${packet}`]]));
    const capture = await read(WHOLE, all);
    const { byRow, rowsOf } = packetComments(capture);
    expect(byRow.size).toBe(capture.frames.length);
    for (const [packet, rows] of rowsOf) {
      expect(new Set(rows).size).toBe(rows.length);
      for (const row of rows) expect(byRow.get(row)).toContainEqual({ packet, text: `packet ${packet}` });
    }
  });

  it("of two files read together belong to the packets that they stand with", async () => {
    const first = await commentedCapture(WHOLE, new Map());
    const said = ["the second file begins", "and goes on"];
    const second = await commentedCapture(WHOLE, new Map([0, 5].map((packet, at) => [packet, [said[at]!]])));
    const capture = await readCapture([new MemorySource("a", first), new MemorySource("b", second)]);
    // The files have the same packets, which come by turns.
    expect(capture.sources[1]?.comments).toMatchObject([
      { packet: 1, text: said[0] },
      { packet: 11, text: said[1] },
    ]);
  });

  it("are none while the capture is read, and where there are none", async () => {
    const capture = await read(WHOLE, new Map());
    expect(packetComments(capture).byRow.size).toBe(0);
    const live = { ...capture, finished: false };
    expect(packetComments(live).byRow.size).toBe(0);
  });
});
