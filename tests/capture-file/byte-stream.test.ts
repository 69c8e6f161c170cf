import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { byteStream } from "../../src-decoder/capture-file/byte-stream.ts";
import { concat, hex, record } from "./recorder.ts";

function frame(type: number, payload: string, size = 16 + payload.length): Uint8Array {
  const header = new DataView(new ArrayBuffer(16));
  header.setUint32(0, type, true);
  header.setUint32(4, size, true);
  return concat([new Uint8Array(header.buffer), new TextEncoder().encode(payload)]);
}

const scoreOf = (bytes: Uint8Array): number => byteStream.score(bytes, bytes.length);

const CREATE = 0x10100101;

describe("byte streams", () => {
  it("are known by frames from the first byte on", () => {
    const chain = scoreOf(concat([frame(CREATE, '{"a":1}'), frame(0x20000000, "{}"), frame(0x30100101, "{}")]));
    const single = scoreOf(frame(CREATE, '{"a":1}', 500));
    expect(chain).toBeGreaterThan(single);
    expect(single).toBeGreaterThan(0.5);
    expect(scoreOf(frame(0x10200101, "{}"))).toBe(chain);
    expect(scoreOf(frame(CREATE, ""))).toBe(chain);
  });

  it("are known by their first frame where the second is what is wrong with them", () => {
    const first = frame(CREATE, '{"a":1}\n');
    const wrong = [
      frame(CREATE, "", 3),
      frame(0x20100101, "<html>"),
      frame(0x20100101, "{}", 0x7fff_ffff),
      frame(0x40100101, "{}"),
      new Uint8Array(40),
      new TextEncoder().encode("panic: runtime error"),
    ];
    for (const second of wrong) expect(scoreOf(concat([first, second]))).toBeGreaterThan(0.5);
  });

  it("are known by two headers in a row whose payloads are what is wrong with them", () => {
    const noJson = [frame(CREATE, "<html>"), frame(0x20100101, "[1, 2]")];
    expect(scoreOf(concat(noJson))).toBeGreaterThan(0.5);
    expect(scoreOf(concat(noJson.toReversed()))).toBeGreaterThan(0.5);
  });

  it("that begin inside a frame get a low score, but one", () => {
    const rest = concat([new TextEncoder().encode('e":"value"}'), frame(0x20100101, "{}"), frame(0x20100901, "{}")]);
    expect(scoreOf(rest)).toBeGreaterThan(0);
    expect(scoreOf(rest)).toBeLessThan(0.5);
  });

  it.each([
    ["nothing", new Uint8Array(0)],
    ["a cut header", frame(CREATE, "").slice(0, 15)],
    ["zeros", new Uint8Array(4096)],
    ["another kind", frame(0x40100101, "{}")],
    ["another category", frame(0x10300101, "{}")],
    ["another version", frame(0x10100102, "{}")],
    ["a size under the header's", frame(CREATE, "{}", 15)],
    ["a size beyond belief", frame(CREATE, "{}", 0x7fff_ffff)],
    ["a payload that is no JSON object", frame(CREATE, "[]")],
    ["a size that leads to no header", concat([frame(CREATE, '{"a"'), new Uint8Array(40).fill(0x61)])],
    ["JSON text", new TextEncoder().encode('{"level":"info"}\n'.repeat(200))],
  ])("are not %s", (_, bytes) => {
    expect(scoreOf(bytes)).toBe(0);
  });

  it("are handed on whole and in order, in slices of any size", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 300 }),
        fc.integer({ min: 1, max: 100 }),
        async (bytes, sliceBytes) => {
          const recorder = await record(byteStream, bytes, sliceBytes);
          expect(recorder.stream).toBe(hex(bytes));
          expect(recorder.packets).toEqual([]);
          expect(recorder.progressed.at(-1)).toBe(bytes.length);
        },
      ),
    );
  });
});
