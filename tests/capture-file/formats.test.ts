import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HEAD_BYTES, detectFormat } from "../../src-decoder/capture-file/formats.ts";
import type { DetectedFormat } from "../../src-decoder/capture-file/formats.ts";
import { record } from "./recorder.ts";
import { MICROSECONDS, MODIFIED, NANOSECONDS, writePcap } from "./write-pcap.ts";
import { PcapngWriter } from "./write-pcapng.ts";

const detect = (bytes: Uint8Array): DetectedFormat => detectFormat(bytes.subarray(0, HEAD_BYTES), bytes.length);
const text = (value: string): Uint8Array => new TextEncoder().encode(value);

function idOf(bytes: Uint8Array): string {
  const detected = detect(bytes);
  return "format" in detected ? detected.format.id : detected.reason;
}

describe("format detection", () => {
  it("knows pcap in every variant and byte order", () => {
    for (const magic of [MICROSECONDS, NANOSECONDS, MODIFIED])
      for (const littleEndian of [true, false])
        expect(idOf(writePcap({ magic, littleEndian, records: [] }).bytes)).toBe("pcap");
  });

  it("knows pcapng in either byte order", () => {
    for (const littleEndian of [true, false]) expect(idOf(new PcapngWriter(littleEndian).section())).toBe("pcapng");
  });

  it("knows byte streams", () => {
    expect(idOf(Uint8Array.of(0x01, 0x0b, 0x10, 0x10, 18, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x7b, 0x7d))).toBe(
      "byte-stream",
    );
  });

  it.each([
    ["an empty file", new Uint8Array(0), 0, /^the file is empty$/],
    [
      "another binary",
      Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 9),
      0,
      /^not a capture: first bytes 7f 45 4c 46 02 01 01 00$/,
    ],
    ["a single byte", Uint8Array.of(0), 0, /^not a capture: first byte 00$/],
    ["gzip", Uint8Array.of(0x1f, 0x8b, 8), 0, /^gzip-compressed$/],
    ["zstd", Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd), 0, /^zstd-compressed$/],
    ["zip", text("PK\u0003\u0004..."), 0, /^a zip archive$/],
    ["a log", text('time="2026-08-20T10:00:00Z" level=info msg="Gr\u00f6\u00dfe"\n'), 0, /^text, not a capture$/],
    ["UTF-16", Uint8Array.of(0xff, 0xfe, 0x41, 0), 0, /^text, not a capture$/],
    ["a cut pcap header", writePcap({ records: [] }).bytes.slice(0, 10), 10, /ends after 10 of the 24 bytes/],
    [
      "a version of pcap that is not known",
      writePcap({ version: [9, 4], records: [] }).bytes,
      4,
      /version 9\.4; only 2\.4/,
    ],
    ["an older version of pcap", writePcap({ version: [2, 3], records: [] }).bytes, 4, /version 2\.3; only 2\.4/],
    ["a cut section header", new PcapngWriter().section().slice(0, 11), 11, /ends after 11 bytes/],
    ["a section header without magic", new PcapngWriter().section().fill(0, 8, 12), 8, /no byte-order magic/],
  ])("says why %s cannot be read, and where", (_, bytes, at, reason) => {
    const detected = detect(bytes);
    expect(detected).toMatchObject({ at, reason: expect.stringMatching(reason) });
    expect("advice" in detected ? detected.advice : "").not.toBe("");
  });

  it("reads whatever it takes for a capture without an error", async () => {
    const magics = fc.constantFrom(
      [0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0],
      [0x0a, 0x0d, 0x0d, 0x0a],
      [1, 1, 0x10, 0x10],
      [],
    );
    await fc.assert(
      fc.asyncProperty(magics, fc.uint8Array({ maxLength: 400 }), async (magic, rest) => {
        const bytes = Uint8Array.from([...magic, ...rest]);
        const detected = detect(bytes);
        if ("format" in detected) {
          const recorder = await record(detected.format, bytes, 40);
          expect(recorder.progressed.at(-1)).toBe(bytes.length);
        } else {
          expect(detected.reason).not.toBe("");
        }
      }),
    );
  });
});
