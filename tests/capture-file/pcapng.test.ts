import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pcapng } from "../../src-decoder/capture-file/pcapng.ts";
import { concat, hex, record } from "./recorder.ts";
import type { Recorder } from "./recorder.ts";
import { END, PcapngWriter, textOption } from "./write-pcapng.ts";
import type { Option, PacketFields } from "./write-pcapng.ts";

const COMMENT = 1;
const NAME = 2;
const DESCRIPTION = 3;
const FLAGS = 2;
const RESOLUTION = 9;
const FCS_LENGTH = 13;
const OFFSET = 14;

const byte = (value: number): Uint8Array => Uint8Array.of(value);
const comment = (text: string): Option => textOption(COMMENT, text);
const data = (n: number, length = 10): Uint8Array => new Uint8Array(length).fill(n);

/** A section as the model of the property test has it. */
interface ModelSection {
  readonly littleEndian: boolean;
  readonly interfaces: readonly { linkType: number; name: string; resolution: number }[];
  readonly packets: readonly {
    on: number;
    ticks: bigint;
    data: Uint8Array;
    form: "enhanced" | "old" | "unknown before";
    direction: number;
    comment: string;
  }[];
}

const sections: fc.Arbitrary<ModelSection[]> = fc.array(
  fc.record({
    littleEndian: fc.boolean(),
    interfaces: fc.array(
      fc.record({
        linkType: fc.nat({ max: 0xffff }),
        name: fc.string({ minLength: 1, maxLength: 8, unit: "grapheme" }).filter((name) => !name.endsWith("\0")),
        resolution: fc.constantFrom(0, 3, 6, 9),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    packets: fc.array(
      fc.record({
        on: fc.nat({ max: 2 }),
        ticks: fc.bigInt({ min: 0n, max: 2n ** 37n }),
        data: fc.uint8Array({ maxLength: 30 }),
        form: fc.constantFrom("enhanced" as const, "old" as const, "unknown before" as const),
        direction: fc.constantFrom(0, 1, 2),
        comment: fc.string({ maxLength: 6 }).filter((text) => !text.endsWith("\0")),
      }),
      { maxLength: 8 },
    ),
  }),
  { minLength: 1, maxLength: 4 },
);

function write(model: readonly ModelSection[]): Uint8Array {
  const blocks = model.flatMap(({ littleEndian, interfaces, packets }) => {
    const writer = new PcapngWriter(littleEndian);
    return [
      writer.section(),
      ...interfaces.map(({ linkType, name, resolution }) =>
        writer.interface(linkType, [textOption(NAME, name), [RESOLUTION, byte(resolution)], END]),
      ),
      ...packets.flatMap((packet) => {
        const options: Option[] = [[FLAGS, writer.u32(packet.direction)]];
        if (packet.comment !== "") options.push(comment(packet.comment), END);
        const fields: PacketFields = {
          interface: packet.on % interfaces.length,
          high: Number(packet.ticks >> 32n),
          low: Number(packet.ticks & 0xffff_ffffn),
          data: packet.data,
          options,
        };
        if (packet.form === "old") return [writer.oldPacket(fields)];
        const unknown = packet.form === "enhanced" ? [] : [writer.block(0xbad, [data(1, 8)])];
        return [...unknown, writer.enhancedPacket(fields)];
      }),
    ];
  });
  return concat(blocks);
}

const seconds = (recorder: Recorder): number[] => recorder.packets.map((packet) => packet.seconds);

describe("pcapng", () => {
  it("reads what was written, in slices of any size", async () => {
    await fc.assert(
      fc.asyncProperty(sections, fc.integer({ min: 1, max: 400 }), async (model, sliceBytes) => {
        const bytes = write(model);
        const recorder = await record(pcapng, bytes, sliceBytes);
        let before = 0;
        const expected = model.flatMap(({ interfaces, packets }) => {
          const first = before;
          before += interfaces.length;
          return packets.map((packet) => {
            const on = packet.on % interfaces.length;
            const { linkType, resolution } = interfaces[on]!;
            const units = 10n ** BigInt(resolution);
            return {
              data: hex(packet.data),
              seconds: Number(packet.ticks / units),
              nanoseconds: Number(((packet.ticks % units) * 10n ** 9n) / units),
              interfaceIndex: first + on,
              linkType,
              originalLength: packet.data.length,
              direction: packet.direction,
              fcsLength: 0,
            };
          });
        });
        expect(recorder.packets).toMatchObject(expected);
        expect(recorder.packets).toHaveLength(expected.length);
        for (const { fileOffset, data: text } of recorder.packets)
          expect(hex(bytes.subarray(fileOffset, fileOffset + text.length / 2))).toBe(text);
        const packets = model.flatMap((section) => section.packets);
        expect(recorder.comments.map(({ packet, text }) => ({ packet, text }))).toEqual(
          packets.flatMap(({ comment: said }, packet) => (said === "" ? [] : [{ packet, text: said }])),
        );
        expect(recorder.interfaces.map(({ name }) => name)).toEqual(
          model.flatMap(({ interfaces }) => interfaces.map(({ name }) => name)),
        );
        expect(recorder.codes).toEqual([]);
        expect(recorder.progressed.at(-1)).toBe(bytes.length);
      }),
    );
  });

  it.each([true, false])("describes interfaces by their options, little-endian: %s", async (littleEndian) => {
    const writer = new PcapngWriter(littleEndian);
    const described = writer.interface(
      1,
      [
        textOption(NAME, "eth0\0"),
        textOption(DESCRIPTION, "the wire"),
        [RESOLUTION, byte(0x94)],
        [OFFSET, writer.i64(-100n)],
        [FCS_LENGTH, byte(32)],
        END,
        textOption(NAME, "behind the end"),
      ],
      96,
    );
    const packet = writer.enhancedPacket({ high: 0x200, low: 1 << 19, data: data(1), original: 60 });
    const recorder = await record(pcapng, concat([writer.section(), described, packet]));
    expect(recorder.interfaces).toEqual([
      { linkType: 1, name: "eth0", description: "the wire", snapLength: 96, decimals: 9 },
    ]);
    expect(recorder.packets).toMatchObject([
      { seconds: 0x200 * 4096 - 100, nanoseconds: 500_000_000, fcsLength: 4, originalLength: 60 },
    ]);
  });

  it("takes microseconds, no name and no check sequence where an interface does not say", async () => {
    const writer = new PcapngWriter();
    const packet = writer.enhancedPacket({ low: 1_000_001, data: data(1) });
    const recorder = await record(pcapng, concat([writer.section(), writer.interface(1), packet]));
    expect(recorder.interfaces).toMatchObject([{ name: null, description: null, decimals: 6 }]);
    expect(recorder.packets).toMatchObject([{ seconds: 1, nanoseconds: 1000, fcsLength: 0 }]);
  });

  it("takes the length of the check sequence from a packet's flags before that of the interface", async () => {
    const writer = new PcapngWriter();
    const flags = [[FLAGS, writer.u32((2 << 5) | 2)]] as const;
    const blocks = [writer.section(), writer.interface(1, [[FCS_LENGTH, byte(4)]])];
    for (const options of [flags, []]) blocks.push(writer.enhancedPacket({ data: data(1), options }));
    const recorder = await record(pcapng, concat(blocks));
    expect(recorder.packets).toMatchObject([
      { fcsLength: 2, direction: 2 },
      { fcsLength: 4, direction: 0 },
    ]);
  });

  it("reads simple packets, which have no time and are cut at the snap length of the first interface", async () => {
    const writer = new PcapngWriter(false);
    const blocks = [writer.section(), writer.interface(228, [], 6), writer.interface(1)];
    blocks.push(writer.simplePacket(data(1, 5)), writer.simplePacket(data(2, 6), 1500));
    const recorder = await record(pcapng, concat(blocks));
    expect(recorder.packets).toMatchObject([
      { data: hex(data(1, 5)), linkType: 228, originalLength: 5, interfaceIndex: 0 },
      { data: hex(data(2, 6)), linkType: 228, originalLength: 1500 },
    ]);
    expect(seconds(recorder)).toEqual([Number.NaN, Number.NaN]);
  });

  it("keeps comments of the section, of interfaces and of packets with their places", async () => {
    const writer = new PcapngWriter();
    const bytes = concat([
      writer.section([comment("section"), comment("again")]),
      writer.interface(1, [comment("interface")]),
      writer.enhancedPacket({ data: data(1) }),
      writer.enhancedPacket({ data: data(2, 3), options: [comment("größer"), END] }),
    ]);
    const { comments } = await record(pcapng, bytes, 1);
    expect(comments.map(({ text, packet }) => [text, packet])).toEqual([
      ["section", null],
      ["again", null],
      ["interface", null],
      ["größer", 1],
    ]);
    for (const { at, text } of comments) {
      const length = Buffer.byteLength(text);
      expect(Buffer.from(bytes.subarray(at, at + length)).toString()).toBe(text);
    }
  });

  it("keeps a bounded number of comments and interfaces", async () => {
    const writer = new PcapngWriter();
    const comments = Array.from({ length: 10_005 }, () => comment("x"));
    const blocks = [writer.section(), writer.interface(1)];
    for (const option of comments) blocks.push(writer.enhancedPacket({ data: data(1, 4), options: [option] }));
    const commented = await record(pcapng, concat(blocks));
    expect(commented.packets).toHaveLength(10_005);
    expect(commented.comments).toHaveLength(10_000);
    expect(commented.issues.counts.get("pcapng-comments")).toBe(5);
    const described = await record(
      pcapng,
      concat([writer.section(), ...Array<Uint8Array>(65_540).fill(writer.interface(1))]),
    );
    expect(described.interfaces).toHaveLength(65_536);
    expect(described.issues.counts.get("pcapng-interfaces")).toBe(4);
  });

  it("leaves the time of a packet out when it is no date", async () => {
    const writer = new PcapngWriter();
    const blocks = [writer.section(), writer.interface(1, [[RESOLUTION, byte(0)]])];
    blocks.push(writer.enhancedPacket({ high: 0xffff_ffff, low: 5, data: data(1) }));
    const recorder = await record(pcapng, concat(blocks));
    expect(seconds(recorder)).toEqual([Number.NaN]);
    expect(recorder.codes).toEqual(["pcapng-time"]);
  });

  it("passes over sections of another version", async () => {
    const writer = new PcapngWriter();
    const packet = writer.enhancedPacket({ data: data(1) });
    const blocks = [writer.section([], 2), writer.interface(1), packet, writer.section(), writer.interface(7), packet];
    const recorder = await record(pcapng, concat(blocks));
    expect(recorder.packets).toMatchObject([{ linkType: 7, interfaceIndex: 0 }]);
    expect(recorder.codes).toEqual(["pcapng-version"]);
  });
});
