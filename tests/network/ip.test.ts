import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LINK_TYPES } from "../../src-decoder/network/link-types.ts";
import { be16, be32, concat, decode, ipv4, ipv6, ipv6Fragment, tcp } from "./builders.ts";
import { packetOf } from "./packet-loop.ts";

const RAW = 101;
const PAYLOAD = Uint8Array.from({ length: 5 }, (_, i) => i + 1);
const TCP = tcp({ payload: PAYLOAD });

const decodeRaw = (...packets: Uint8Array[]): ReturnType<typeof decode> =>
  decode(packets.map((bytes) => packetOf(bytes, RAW)));

describe("IPv4", () => {
  it("skips options and trims padding", () => {
    const { segments } = decodeRaw(concat(ipv4(TCP, { options: [1, 1, 1, 0, 7, 4, 0, 0] }), [9, 9, 9, 9, 9, 9]));
    expect(segments[0]).toMatchObject({ payload: PAYLOAD, length: 5 });
  });

  it("takes the whole packet where offload left the total length zero", () => {
    const { segments } = decodeRaw(ipv4(TCP, { totalLength: 0 }));
    expect(segments[0]).toMatchObject({ payload: PAYLOAD, length: 5 });
  });

  it("leaves the frame check sequence out there, where its length is known", () => {
    const bytes = concat(ipv4(TCP, { totalLength: 0 }), [0xde, 0xad, 0xbe, 0xef]);
    const { segments } = decode([4, 0].map((fcsLength) => packetOf(bytes, RAW, { fcsLength })));
    expect(segments.map(({ length }) => length)).toEqual([5, 9]);
  });

  it("knows how long a packet was that a snap length cut", () => {
    const bytes = ipv4(TCP);
    const { segments } = decode([packetOf(bytes, RAW, { end: bytes.length - 2 })]);
    expect(segments[0]).toMatchObject({ payload: PAYLOAD.subarray(0, 3), length: 5 });
    const headerOnly = decode([packetOf(bytes, RAW, { end: 40 })]);
    expect(headerOnly.segments[0]).toMatchObject({ payload: new Uint8Array(0), length: 5 });
  });

  it("counts other protocols without an issue", () => {
    const { counts, issues } = decodeRaw(ipv4(TCP, { protocol: 17 }));
    expect(counts).toMatchObject({ segments: 0, otherProtocols: 1, malformed: 0 });
    expect(issues.total).toBe(0);
  });

  it.each([
    ["a header shorter than 20 bytes", concat([0x44], ipv4(TCP).subarray(1)), "ipv4-malformed"],
    ["a total length less than the header", ipv4(TCP, { totalLength: 12 }), "ipv4-malformed"],
    ["version 5", concat([0x55], TCP), "ip-malformed"],
    ["a cut IP header", ipv4(TCP).subarray(0, 15), "header-cut"],
    ["a cut TCP header", ipv4(TCP).subarray(0, 30), "header-cut"],
    [
      "a TCP header longer than the packet",
      ipv4(concat(TCP.subarray(0, 12), [0xf0], TCP.subarray(13))),
      "tcp-malformed",
    ],
    [
      "a TCP header shorter than 20 bytes",
      ipv4(concat(TCP.subarray(0, 12), [0x40], TCP.subarray(13))),
      "tcp-malformed",
    ],
    ["an IPv6 header cut", ipv6(TCP).subarray(0, 39), "header-cut"],
    ["an extension header that ends behind the packet", ipv6(concat([6, 200, 0, 0], TCP), 0), "header-cut"],
  ])("reports %s", (_name, bytes, code) => {
    const { issues, segments } = decodeRaw(bytes, ipv4(TCP));
    expect(issues.kept.map((issue) => issue.code)).toEqual([code]);
    expect(segments).toHaveLength(1);
  });
});

describe("TCP", () => {
  it("reads the header", () => {
    const { segments } = decodeRaw(
      ipv4(tcp({ sequence: 0xffff_fffe, acknowledgement: 0x8000_0001, flags: 0x11, window: 0xfffe, payload: PAYLOAD })),
    );
    expect(segments[0]).toMatchObject({
      sequence: 0xffff_fffe,
      acknowledgement: 0x8000_0001,
      flags: 0x11,
      window: 0xfffe,
      windowScale: -1,
    });
  });

  it.each([
    ["the option", [2, 4, 5, 180, 1, 3, 3, 7], 2, 7],
    ["a shift beyond 14", [1, 3, 3, 200], 2, 14],
    ["nothing without SYN", [1, 3, 3, 7], 16, -1],
    ["nothing behind the end of options", [0, 3, 3, 7], 2, -1],
    ["nothing behind an option of length 0", [2, 0, 3, 3, 7, 1, 1, 1], 2, -1],
    ["nothing from a cut option", [1, 1, 3, 3], 2, -1],
  ])("takes the window scale: %s", (_name, options, flags, scale) => {
    expect(decodeRaw(ipv4(tcp({ options, flags }))).segments[0]?.windowScale).toBe(scale);
  });
});

/** The option of IPv6 that tells a payload's length beyond 65,535. */
const jumboOption = (length: number): number[] => [0xc2, 4, ...be32(length)];

describe("IPv6", () => {
  it.each([
    ["hop-by-hop options", 0],
    ["routing", 43],
    ["destination options", 60],
  ])("walks over %s", (_name, type) => {
    const extension = concat([6, 1], new Uint8Array(14));
    expect(decodeRaw(ipv6(concat(extension, TCP), type)).segments[0]).toMatchObject({ payload: PAYLOAD });
  });

  it("walks over a chain with authentication and a fragment header that fragments nothing", () => {
    const chain = concat(
      [51, 0, 0, 0, 0, 0, 0, 0],
      [44, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
      ipv6Fragment(TCP, 6, 0, false),
    );
    expect(decodeRaw(ipv6(chain, 60)).segments[0]).toMatchObject({ payload: PAYLOAD });
  });

  describe("has a payload beyond 65,535 bytes", () => {
    const long = tcp({ payload: new Uint8Array(70_000).fill(7) });
    const trailer = [0xde, 0xad, 0xbe, 0xef];
    const jumbogram = (options: readonly number[]): Uint8Array => {
      const bytes = ipv6(concat([6, (options.length + 2) / 8 - 1], options, long, trailer), 0);
      bytes.fill(0, 4, 6);
      return bytes;
    };

    it.each([
      ["by its jumbo option", jumboOption(8 + long.length), 70_000],
      ["by its jumbo option behind padding", [0, 1, 3, 0, 0, 0, 0, 0, ...jumboOption(16 + long.length)], 70_000],
      ["to the packet's end where its jumbo option says more", jumboOption(0xffff_ffff), 70_004],
      ["to the packet's end where it has another option", [5, 2, 0, 0, 1, 0], 70_004],
      ["to the packet's end where its jumbo option is too small", jumboOption(100), 70_004],
      ["to the packet's end where its jumbo option is cut", [1, 2, 0, 0, 0xc2, 4], 70_004],
    ])("%s", (_name, options, length) => {
      expect(decodeRaw(jumbogram(options)).segments[0]?.length).toBe(length);
    });
  });

  it("counts encrypted and other payloads", () => {
    expect(decodeRaw(ipv6(TCP, 50), ipv6(TCP, 58)).counts).toMatchObject({ otherProtocols: 2, segments: 0 });
  });
});

/** Cuts a datagram's payload into fragments of these sizes, in units of 8 bytes; the rest is the last one. */
function cut(datagram: Uint8Array, sizes: readonly number[]): { offset: number; more: boolean; bytes: Uint8Array }[] {
  const pieces = [];
  let offset = 0;
  for (const size of sizes) {
    if (offset + size * 8 >= datagram.length) break;
    pieces.push({ offset, more: true, bytes: datagram.subarray(offset, offset + size * 8) });
    offset += size * 8;
  }
  pieces.push({ offset, more: false, bytes: datagram.subarray(offset) });
  return pieces;
}

describe("fragments", () => {
  const LONG = Uint8Array.from({ length: 300 }, (_, i) => (i * 7) & 0xff);

  it("are put together in any order, with repeats, each byte with its place in the file", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 30 }),
        fc.infiniteStream(fc.nat()),
        fc.boolean(),
        (sizes, keys, isIpv6) => {
          const datagram = tcp({ sequence: 500, flags: 0x13, payload: LONG });
          const pieces = cut(datagram, sizes);
          const order = [...pieces, ...pieces].map((piece) => ({ piece, key: keys.next().value ?? 0 }));
          order.sort((a, b) => a.key - b.key);
          const packets = order.map(({ piece: { offset, more, bytes } }, index) => {
            const packet = isIpv6
              ? ipv6(ipv6Fragment(bytes, 6, offset, more), 44)
              : ipv4(bytes, { offset, more, identification: 99 });
            return packetOf(packet, RAW, { fileOffset: index * 10_000 });
          });
          const { segments, issues } = decode(packets);
          const whole = new Uint8Array(LONG.length);
          let fins = 0;
          let syns = 0;
          for (const segment of segments) {
            const isSyn = (segment.flags & 2) !== 0;
            whole.set(segment.payload, segment.sequence - (isSyn ? 500 : 501));
            syns += isSyn ? 1 : 0;
            fins += segment.flags & 1;
            const packet = packets[segment.packet]!;
            const at = segment.fileOffset - packet.fileOffset;
            expect(packet.bytes.subarray(at, at + segment.payload.length)).toEqual(segment.payload);
          }
          expect(whole).toEqual(LONG);
          expect([syns, fins]).toEqual([1, 1]);
          expect(issues.total).toBe(0);
        },
      ),
    );
  });

  it("are a datagram of their own where another of the same identification has other bytes", () => {
    const datagrams = [LONG, LONG.toReversed()].map((payload, index) => tcp({ sequence: 1 + index * 300, payload }));
    const packets = datagrams.flatMap((datagram) =>
      cut(datagram, [10, 10]).map(({ bytes, ...fields }) => ipv4(bytes, { ...fields, identification: 99 })),
    );
    const { segments, issues } = decodeRaw(...packets);
    expect(concat(...segments.map(({ payload }) => payload))).toEqual(concat(LONG, LONG.toReversed()));
    expect(issues.total).toBe(0);
  });

  it.each([
    ["so many later datagrams", 64, 0],
    ["more of them", 65, 1],
  ])("are known as copies behind %s: what is whole is kept for a while, not for ever", (_name, later, reported) => {
    const packets = Array.from({ length: later }, (__, identification) =>
      cut(TCP, [1]).map(({ bytes, ...fields }) => ipv4(bytes, { ...fields, identification })),
    );
    const { issues } = decodeRaw(...packets.flat(), packets[0]![0]!);
    expect(issues.total).toBe(reported);
  });

  it("are reported when they never become whole", () => {
    const [first, , last] = cut(tcp({ payload: LONG }), [10, 10]);
    const { issues, segments } = decodeRaw(
      ipv4(first!.bytes, { offset: 0, more: true }),
      ipv4(last!.bytes, { offset: last!.offset }),
    );
    expect(segments).toHaveLength(0);
    expect(issues.kept[0]?.text).toContain("240 bytes of 320");
  });

  it("keep the bytes that came first where they overlap", () => {
    const datagram = tcp({ payload: LONG });
    const other = datagram.map((byte) => byte ^ 0xff);
    const { segments } = decodeRaw(
      ipv4(datagram.subarray(0, 160), { offset: 0, more: true }),
      ipv4(other.subarray(80, 240), { offset: 80, more: true }),
      ipv4(datagram.subarray(240), { offset: 240 }),
    );
    expect(concat(...segments.map((segment) => segment.payload))).toEqual(
      concat(LONG.subarray(0, 140), other.subarray(160, 240), LONG.subarray(220)),
    );
  });

  it("with a snap length leave only the missing bytes out", () => {
    const [first, last] = cut(tcp({ payload: LONG }), [20]);
    const packets = [ipv4(first!.bytes, { offset: 0, more: true }), ipv4(last!.bytes, { offset: last!.offset })];
    const { segments } = decode(packets.map((bytes) => packetOf(bytes, RAW, { end: Math.min(bytes.length, 100) })));
    expect(segments.map(({ payload, length, sequence }) => [payload.length, length, sequence])).toEqual([
      [60, 140, 1],
      [80, 160, 141],
    ]);
  });

  it("that no datagram can have are reported", () => {
    const { issues } = decodeRaw(
      ipv4(LONG.subarray(0, 7), { more: true }),
      ipv4(LONG, { offset: 65_528 }),
      ipv4(LONG.subarray(0, 16), { offset: 64, identification: 3 }),
      ipv4(LONG.subarray(0, 8), { offset: 16, identification: 3 }),
      ipv4(LONG.subarray(0, 160), { offset: 80, more: true, identification: 3 }),
    );
    expect([...issues.counts]).toEqual([
      ["ip-fragment-malformed", 2],
      ["ip-fragments-incomplete", 1],
    ]);
  });

  it("make room for newer ones", () => {
    const packets = Array.from({ length: 100 }, (_, identification) =>
      ipv4(LONG, { more: true, identification }).subarray(0, 316),
    );
    const fragments = packets.map((bytes) => concat(bytes.subarray(0, 2), be16(316), bytes.subarray(4)));
    const { issues } = decodeRaw(...fragments);
    expect(issues.counts.get("ip-fragments-incomplete")).toBe(100);
    expect(issues.kept.filter((issue) => issue.text.includes("made room"))).toHaveLength(36);
  });
});

describe("hostile packets", () => {
  it("never throw, whatever the link type", () => {
    const packet = fc.record({
      linkType: fc.constantFrom(...LINK_TYPES.keys()),
      bytes: fc.oneof(
        fc.uint8Array({ maxLength: 120 }),
        fc.uint8Array({ maxLength: 80 }).map((tail) => ipv4(tail, { more: true, offset: (tail[0] ?? 0) * 8 })),
        fc.uint8Array({ maxLength: 80 }).map((tail) => ipv6(concat([44, 0, 0, 1, 0, 0, 0, 1], tail), tail[0] ?? 44)),
        fc.uint8Array({ maxLength: 40 }).map((tail) => ipv6(ipv6Fragment(tail, tail[0] ?? 6, tail[1] ?? 0, false), 44)),
      ),
      cut: fc.nat(120),
      wire: fc.nat(2000),
      fcsLength: fc.constantFrom(0, 4, 200),
    });
    fc.assert(
      fc.property(fc.array(packet, { maxLength: 30 }), (packets) => {
        const { counts, segments } = decode(
          packets.map(({ linkType, bytes, cut: end, wire, fcsLength }) =>
            packetOf(bytes, linkType, { end: Math.min(bytes.length, end), originalLength: wire, fcsLength }),
          ),
        );
        expect(counts.packets).toBe(packets.length);
        for (const segment of segments) expect(segment.length).toBeGreaterThanOrEqual(segment.payload.length);
      }),
      { numRuns: 500 },
    );
  });
});
