import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pcap } from "../../src-decoder/capture-file/pcap.ts";
import { Recorder, RottingSource, concat, hex, record } from "./recorder.ts";
import { MICROSECONDS, MODIFIED, NANOSECONDS, plainlyRead, writePcap } from "./write-pcap.ts";
import type { PcapRecord } from "./write-pcap.ts";

const START = 1_700_000_000;

const records = fc.array(
  fc.record({
    seconds: fc.integer({ min: START, max: START + 1000 }),
    fraction: fc.integer({ min: 0, max: 999_999 }),
    data: fc.uint8Array({ minLength: 1, maxLength: 60 }),
  }),
  { maxLength: 30 },
);

const plain = (recorder: Recorder): unknown[] =>
  recorder.packets.map(({ seconds, nanoseconds, originalLength, fileOffset, data }) => ({
    seconds,
    nanoseconds,
    originalLength,
    fileOffset,
    data,
  }));

const packet = (n: number, length = 40): PcapRecord => ({
  seconds: START + n,
  fraction: n * 1000 + 1,
  data: new Uint8Array(length).fill(n),
});

describe("pcap", () => {
  it("reads what was written, as a plain loop does, in either byte order and unit and in slices of any size", async () => {
    await fc.assert(
      fc.asyncProperty(
        records,
        fc.boolean(),
        fc.constantFrom(MICROSECONDS, NANOSECONDS),
        fc.integer({ min: 1, max: 300 }),
        async (written, littleEndian, magic, sliceBytes) => {
          const { bytes } = writePcap({ records: written, littleEndian, magic });
          const recorder = await record(pcap, bytes, sliceBytes);
          expect(plain(recorder)).toEqual(plainlyRead(bytes));
          expect(recorder.packets.map(({ data }) => data)).toEqual(written.map(({ data }) => hex(data)));
          expect(recorder.issues.total).toBe(0);
          expect(recorder.progressed.at(-1)).toBe(bytes.length);
        },
      ),
    );
  });

  it.each([
    [MICROSECONDS, 999_999, 999_999_000, 6],
    [NANOSECONDS, 999_999_999, 999_999_999, 9],
  ])("takes the unit of time from the magic number %i", async (magic, fraction, nanoseconds, decimals) => {
    for (const littleEndian of [true, false]) {
      const written = [{ seconds: 0xffff_ffff, fraction, data: new Uint8Array(4) }];
      const recorder = await record(pcap, writePcap({ magic, littleEndian, records: written }).bytes);
      expect(recorder.packets[0]).toMatchObject({ seconds: 0xffff_ffff, nanoseconds });
      expect(recorder.interfaces).toMatchObject([{ decimals, linkType: 1, snapLength: 65_535 }]);
    }
  });

  it("reads the variant with longer record headers", async () => {
    for (const littleEndian of [true, false]) {
      const written = [1, 2, 3].map((n) => packet(n));
      const { bytes, offsets } = writePcap({ magic: MODIFIED, littleEndian, records: written });
      const recorder = await record(pcap, bytes, 50);
      expect(recorder.packets.map(({ data }) => data)).toEqual(written.map(({ data }) => hex(data)));
      expect(recorder.packets.map(({ fileOffset }) => fileOffset)).toEqual(offsets.map((at) => at + 24));
      expect(recorder.issues.total).toBe(0);
    }
  });

  it.each([
    [0x0000_0001, 1, 0],
    // Ethernet with a length of 2 units of two bytes, and the bit that says so.
    [0x2400_0001, 1, 4],
    // The length without that bit means nothing.
    [0x1400_0001, 1, 2],
    [0x4000_0001, 1, 0],
    [0x0000_010f, 271, 0],
    [0x03ff_0071, 113, 0],
  ])(
    "takes link type word %i for link type %i with a check sequence of %i bytes",
    async (link, linkType, fcsLength) => {
      const recorder = await record(pcap, writePcap({ link, records: [packet(1)] }).bytes);
      expect(recorder.packets[0]).toMatchObject({ linkType, fcsLength });
      expect(recorder.interfaces[0]?.linkType).toBe(linkType);
    },
  );

  it.each([
    ["over-snap-length", { snapLength: 20 }, {}, "pcap-over-snap-length"],
    ["original under captured", {}, { original: 10 }, "pcap-original-length"],
    ["fraction over a second", {}, { fraction: 1_500_000 }, "pcap-time-fraction"],
  ])("tolerates records with %s, and says so once", async (_, file, odd, code) => {
    const written = [1, 2, 3, 4].map((n) => ({ ...packet(n), ...odd }));
    for (const sliceBytes of [1, undefined]) {
      const recorder = await record(pcap, writePcap({ ...file, records: written }).bytes, sliceBytes);
      expect(recorder.packets).toHaveLength(4);
      expect(recorder.codes).toEqual([code]);
      expect(recorder.issues.kept[0]).toMatchObject({ at: 24, source: "test" });
    }
  });

  it("carries whole seconds of a sub-second part over", async () => {
    const written = [{ ...packet(0), fraction: 2_500_000 }];
    const recorder = await record(pcap, writePcap({ records: written }).bytes);
    expect(recorder.packets[0]).toMatchObject({ seconds: START + 2, nanoseconds: 500_000_000 });
  });

  it("reads records longer than a slice, up to a large snap length", async () => {
    const written = [packet(1), packet(2, 3_000_000), packet(3)];
    const { bytes } = writePcap({ records: written, snapLength: 4_000_000 });
    const recorder = await record(pcap, bytes, 1000);
    expect(recorder.packets.map(({ data }) => data.length / 2)).toEqual([40, 3_000_000, 40]);
    expect(recorder.issues.total).toBe(0);
  });

  it("keeps every whole packet of a file cut anywhere, and says what is lost", async () => {
    const { bytes, offsets } = writePcap({ records: [packet(1), packet(2), packet(3, 7), packet(4)] });
    for (let length = 24; length <= bytes.length; length++) {
      const cut = bytes.slice(0, length);
      const recorder = await record(pcap, cut);
      expect(plain(recorder)).toEqual(plainlyRead(cut));
      const lost = offsets.findLast((at) => at < length);
      const isCut = length < bytes.length && !offsets.includes(length) && lost !== undefined;
      expect(recorder.codes).toEqual(isCut ? ["pcap-truncated"] : []);
      if (isCut) expect(recorder.issues.kept[0]).toMatchObject({ at: lost, length: length - lost });
    }
  });

  it("reads what is left of a file that is cut while it is read", async () => {
    const { bytes, offsets } = writePcap({ records: [packet(1), packet(2), packet(3)] });
    const recorder = new Recorder();
    await pcap.read(new RottingSource(bytes.slice(0, offsets[2]! + 20), bytes.length), recorder, 30);
    expect(recorder.packets).toHaveLength(2);
    expect(recorder.codes).toEqual(["pcap-truncated"]);
  });

  it("waits for progress, and passes its rejection on", async () => {
    const { bytes } = writePcap({ records: [1, 2, 3, 4, 5, 6].map((n) => packet(n)) });
    const recorder = new Recorder();
    let calls = 0;
    const reading = pcap.read(
      new RottingSource(bytes),
      {
        issues: recorder.issues,
        interface: (info) => recorder.interface(info),
        packet: (one) => recorder.packet(one),
        comment: (comment) => recorder.comment(comment),
        streamBytes: () => {},
        progress: () => (++calls === 2 ? Promise.reject(new DOMException("cancelled", "AbortError")) : undefined),
      },
      100,
    );
    await expect(reading).rejects.toThrow("cancelled");
    expect(calls).toBe(2);
    expect(recorder.packets.length).toBeGreaterThan(0);
    expect(recorder.packets.length).toBeLessThan(6);
  });
});

describe("damaged pcap", () => {
  it.each([
    ["little-endian", true],
    ["big-endian", false],
  ])("goes on behind a record of an absurd length, %s", async (_, littleEndian) => {
    for (const claimed of [0x7fff_ffff, 0xffff_ffff, 262_145]) {
      const written = [packet(1), { ...packet(2), claimed }, packet(3), packet(4)];
      const { bytes, offsets } = writePcap({ littleEndian, records: written });
      const recorder = await record(pcap, bytes);
      expect(recorder.packets.map(({ seconds }) => seconds - START)).toEqual([1, 3, 4]);
      expect(recorder.issues.kept).toMatchObject([
        { code: "pcap-record", at: offsets[1], length: offsets[2]! - offsets[1]! },
      ]);
      expect(recorder.issues.kept[0]?.text).toContain(`claims ${claimed.toLocaleString("en")} bytes`);
    }
  });

  it("goes on where the last records lie within a length that the file does not have", async () => {
    const written = [packet(1), { ...packet(2), claimed: 9999, original: 9999 }, packet(3), packet(4)];
    const recorder = await record(pcap, writePcap({ records: written }).bytes);
    expect(recorder.packets.map(({ seconds }) => seconds - START)).toEqual([1, 3, 4]);
    expect(recorder.codes).toEqual(["pcap-record"]);
  });

  it("finds the next record after bytes are taken out or put in", async () => {
    const good = writePcap({ records: Array.from({ length: 20 }, (_, n) => packet(n + 1)) });
    const at = good.offsets[5]! + 9;
    const without = concat([good.bytes.subarray(0, at), good.bytes.subarray(at + 13)]);
    const withMore = concat([good.bytes.subarray(0, at), new Uint8Array(5000).fill(0xa5), good.bytes.subarray(at)]);
    for (const bytes of [without, withMore]) {
      const seen = (await record(pcap, bytes)).packets.map(({ seconds }) => seconds - START);
      expect(seen.slice(0, 5)).toEqual([1, 2, 3, 4, 5]);
      expect(seen.slice(-13)).toEqual([8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20]);
    }
  });

  it("makes no packets of zeros", async () => {
    const { bytes } = writePcap({ records: [packet(1), packet(2)] });
    const recorder = await record(pcap, concat([bytes, new Uint8Array(10_000)]));
    expect(recorder.packets).toHaveLength(2);
    expect(recorder.issues.kept).toMatchObject([{ code: "pcap-record", at: bytes.length, length: 10_000 }]);
  });

  it("never throws, always ends and keeps every packet before the first wrong byte", async () => {
    const flips = fc.array(fc.tuple(fc.nat({ max: 5000 }), fc.integer({ min: 1, max: 255 })), {
      minLength: 1,
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(records, fc.boolean(), flips, async (written, littleEndian, changes) => {
        const { bytes } = writePcap({ records: written, littleEndian });
        const before = plainlyRead(bytes);
        let first = bytes.length;
        for (const [at, mask] of changes) {
          if (at < 24 || at >= bytes.length) continue;
          bytes[at]! ^= mask;
          first = Math.min(first, at);
        }
        const kept = before.filter(({ fileOffset, data }) => fileOffset + data.length / 2 <= first);
        const recorder = await record(pcap, bytes, 64);
        expect(plain(recorder).slice(0, kept.length)).toEqual(kept);
      }),
    );
  });

  it("reads no byte of a hostile file more than a few times", async () => {
    // Every record claims more than can be, so the search for the next one begins again behind each.
    const absurd = Array.from({ length: 20_000 }, (_, n) => ({
      ...packet(n % 200),
      claimed: n % 2 === 0 ? 0x7fff_ffff : 40,
    }));
    const { bytes } = writePcap({ records: absurd });
    const source = new RottingSource(bytes);
    await pcap.read(source, new Recorder(), 4096);
    expect(source.bytesRead).toBeLessThan(4 * bytes.length);
  });
});
