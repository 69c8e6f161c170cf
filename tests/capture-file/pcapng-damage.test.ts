import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pcapng } from "../../src-decoder/capture-file/pcapng.ts";
import { Recorder, RottingSource, concat, hex, record } from "./recorder.ts";
import { PcapngWriter, textOption } from "./write-pcapng.ts";

const writer = new PcapngWriter();
const packetOf = (n: number): Uint8Array => writer.enhancedPacket({ low: n, data: new Uint8Array(8).fill(n) });
/** Numbers of the packets made by `packetOf` that were found. */
const numbers = (recorder: Recorder): number[] =>
  recorder.packets.map(({ data }) => Number.parseInt(data.slice(0, 2), 16));

const start = concat([writer.section(), writer.interface(1)]);
const at = start.length;

/** A file in which `middle` stands between packets 1 and 2, 3. */
const around = (middle: Uint8Array): Uint8Array => concat([start, packetOf(1), middle, packetOf(2), packetOf(3)]);
const middleAt = at + packetOf(1).length;

describe("damaged pcapng", () => {
  it.each([
    ["a length under the least", writer.block(6, [new Uint8Array(24)], [8, 36])],
    ["a length under that of its type", writer.block(6, [new Uint8Array(24)], [28, 28])],
    ["a length that is no multiple of 4", writer.block(6, [new Uint8Array(24)], [35, 35])],
    ["a length beyond the file", writer.block(6, [new Uint8Array(24)], [0xffff_fff0, 0xffff_fff0])],
    ["a length beyond the file, under the largest block", writer.block(6, [new Uint8Array(24)], [100_000, 36])],
    ["two lengths, the first of them wrong", writer.block(6, [new Uint8Array(24)], [40, 36])],
    ["no byte-order magic", writer.block(0x0a0d0d0a, [new Uint8Array(16).fill(7)])],
    ["nothing of a block", new Uint8Array(33).fill(0xa5)],
  ])("goes on behind %s", async (_, middle) => {
    for (const sliceBytes of [1, undefined]) {
      const recorder = await record(pcapng, around(middle), sliceBytes);
      expect(numbers(recorder)).toEqual([1, 2, 3]);
      expect(recorder.issues.kept).toMatchObject([{ code: "pcapng-block", at: middleAt, length: middle.length }]);
    }
  });

  it("reads a block whose last length alone is wrong", async () => {
    const middle = packetOf(9);
    middle.set([0xff, 0xff], middle.length - 4);
    for (const sliceBytes of [1, undefined]) {
      const recorder = await record(pcapng, around(middle), sliceBytes);
      expect(numbers(recorder)).toEqual([1, 9, 2, 3]);
      expect(recorder.issues.kept).toMatchObject([{ code: "pcapng-length", at: middleAt }]);
    }
    const last = await record(pcapng, concat([start, middle]));
    expect(numbers(last)).toEqual([9]);
  });

  it("finds the section that follows a damaged block, in the other byte order", async () => {
    const other = new PcapngWriter(false);
    const section = [other.section(), other.interface(1), other.enhancedPacket({ data: new Uint8Array(8).fill(5) })];
    const recorder = await record(pcapng, concat([start, packetOf(1), new Uint8Array(50).fill(0xa5), ...section]));
    expect(numbers(recorder)).toEqual([1, 5]);
    expect(recorder.interfaces).toHaveLength(2);
  });

  it("skips a packet of an interface that is not described, and of a length that its block does not have", async () => {
    const unknown = writer.enhancedPacket({ interface: 1, data: new Uint8Array(8) });
    const long = writer.enhancedPacket({ claimed: 9, data: new Uint8Array(8) });
    const first = await record(pcapng, around(unknown));
    expect(numbers(first)).toEqual([1, 2, 3]);
    expect(first.issues.kept).toMatchObject([{ code: "pcapng-interface", at: middleAt, length: unknown.length }]);
    const second = await record(pcapng, around(long));
    expect(numbers(second)).toEqual([1, 2, 3]);
    expect(second.issues.kept).toMatchObject([{ code: "pcapng-packet-length", at: middleAt }]);
    const none = await record(pcapng, concat([writer.section(), writer.simplePacket(new Uint8Array(4))]));
    expect(none.codes).toEqual(["pcapng-interface"]);
  });

  it("keeps a packet whose options reach over its end", async () => {
    const options = [writer.u16(1), writer.u16(500), new Uint8Array(4)];
    const middle = writer.block(6, [writer.u32(0, 0, 9, 4, 4), new Uint8Array(4).fill(9), ...options]);
    const recorder = await record(pcapng, around(middle));
    expect(numbers(recorder)).toEqual([1, 9, 2, 3]);
    expect(recorder.comments).toEqual([]);
    expect(recorder.issues.kept).toMatchObject([{ code: "pcapng-option", at: middleAt + 36 }]);
  });

  it("skips a block that is too large to be held, and reads on behind it", async () => {
    const large = writer.block(0x0bad, [new Uint8Array(17 * 1024 * 1024)]);
    const bytes = around(large);
    const source = new RottingSource(bytes);
    const recorder = new Recorder();
    await pcapng.read(source, recorder);
    expect(numbers(recorder)).toEqual([1, 2, 3]);
    expect(recorder.issues.kept).toMatchObject([{ code: "pcapng-large-block", at: middleAt, length: large.length }]);
    expect(source.bytesRead).toBeLessThan(5 * 1024 * 1024);
  });

  it("keeps every whole packet of a file cut anywhere, and says what is lost", async () => {
    const blocks = [writer.section([textOption(1, "note")]), writer.interface(1), packetOf(1), packetOf(2)];
    const bytes = concat(blocks);
    const ends = blocks.map((_, i) => concat(blocks.slice(0, i + 1)).length);
    for (let length = 12; length <= bytes.length; length++) {
      const recorder = await record(pcapng, bytes.slice(0, length));
      expect(numbers(recorder)).toEqual([1, 2].filter((n) => ends[n + 1]! <= length));
      const lost = ends.findLast((end) => end < length) ?? 0;
      if (ends.includes(length)) expect(recorder.codes).toEqual([]);
      else expect(recorder.issues.kept).toMatchObject([{ code: "pcapng-truncated", at: lost, length: length - lost }]);
    }
  });

  it("reads what is left of a file that is cut while it is read", async () => {
    const bytes = concat([start, packetOf(1), packetOf(2), packetOf(3)]);
    for (const size of [bytes.length, 100 * 1024 * 1024]) {
      const recorder = new Recorder();
      await pcapng.read(new RottingSource(bytes.slice(0, -5), size), recorder, 1);
      expect(numbers(recorder)).toEqual([1, 2]);
      expect(recorder.codes).toEqual(["pcapng-truncated"]);
    }
  });

  it("never throws, always ends and keeps every packet before the first wrong byte", async () => {
    const good = concat([start, ...Array.from({ length: 12 }, (_, n) => packetOf(n + 1))]);
    const flips = fc.array(fc.tuple(fc.nat({ max: good.length - 1 }), fc.integer({ min: 1, max: 255 })), {
      minLength: 1,
    });
    await fc.assert(
      fc.asyncProperty(flips, fc.constantFrom(1, 50, 5000), async (changes, sliceBytes) => {
        const bytes = good.slice();
        for (const [index, mask] of changes) bytes[index]! ^= mask;
        const firstWrong = bytes.findIndex((value, index) => value !== good[index]);
        const whole = firstWrong === -1 ? 12 : Math.max(0, Math.floor((firstWrong - at) / packetOf(1).length));
        const recorder = await record(pcapng, bytes, sliceBytes);
        expect(numbers(recorder).slice(0, whole)).toEqual(Array.from({ length: whole }, (_, n) => n + 1));
        for (const { fileOffset, data } of recorder.packets)
          expect(hex(bytes.subarray(fileOffset, fileOffset + data.length / 2))).toBe(data);
      }),
      { numRuns: 300 },
    );
  });

  it("reads no byte of a hostile file more than a few times", async () => {
    const claims = [0x00ff_fff0, 0x0100_0010, 40, 0x7fff_fffc];
    const hostile = Array.from({ length: 20_000 }, (_, n) => {
      const claim = claims[n % claims.length]!;
      return writer.block(6, [new Uint8Array(20)], [claim, claim]);
    });
    const source = new RottingSource(concat([start, ...hostile, packetOf(1)]));
    const recorder = new Recorder();
    await pcapng.read(source, recorder, 4096);
    expect(numbers(recorder).at(-1)).toBe(1);
    expect(source.bytesRead).toBeLessThan(20 * source.size);
  });

  it("looks in vain behind a few large blocks only", async () => {
    const length = 0x0100_0010;
    const large = writer.block(0x0bad, [new Uint8Array(8)], [length, length]);
    const pairs = Array.from({ length: 1000 }, () => [packetOf(1), large]).flat();
    const source = new RottingSource(concat([start, ...pairs, new Uint8Array(length)]));
    const recorder = new Recorder();
    await pcapng.read(source, recorder, 65_536);
    expect(recorder.packets).toHaveLength(1000);
    expect(source.bytesRead).toBeLessThan(3 * source.size);
  });
});
