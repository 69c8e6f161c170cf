import { describe, expect, it } from "vitest";
import {
  be32,
  concat,
  decode,
  ethernet,
  ipv4,
  ipv6,
  le32,
  linuxCooked,
  linuxCooked2,
  tcp,
  vsock,
  type VsockFields,
} from "./builders.ts";
import { packetOf } from "./packet-loop.ts";

const PAYLOAD = Uint8Array.from([1, 2, 3, 4, 5]);
const V4 = ipv4(tcp({ payload: PAYLOAD }));
const V6 = ipv6(tcp({ payload: PAYLOAD }));
const IPV4 = 0x0800;
const IPV6 = 0x86dd;

describe("links that carry IP", () => {
  it.each([
    ["Ethernet", 1, ethernet(IPV4, V4), 4],
    ["Ethernet with IPv6", 1, ethernet(IPV6, V6), 6],
    ["one VLAN tag", 1, ethernet(IPV4, V4, [0x8100]), 4],
    ["two tags by 802.1ad", 1, ethernet(IPV6, V6, [0x88a8, 0x8100]), 6],
    ["three tags, the old way", 1, ethernet(IPV4, V4, [0x9100, 0x9100, 0x8100]), 4],
    ["cooked", 113, linuxCooked(IPV4, V4), 4],
    ["cooked with a VLAN tag", 113, linuxCooked(0x8100, concat([0, 5, 0x86, 0xdd], V6)), 6],
    ["cooked 2", 276, linuxCooked2(IPV6, V6), 6],
    ["NULL, little-endian", 0, concat(le32(2), V4), 4],
    ["NULL, big-endian", 0, concat(be32(2), V4), 4],
    ...[10, 23, 24, 28, 30].map((family) => [`NULL, family ${family}`, 0, concat(le32(family), V6), 6] as const),
    ["LOOP", 108, concat(be32(30), V6), 6],
    ["RAW 12", 12, V4, 4],
    ["RAW 14", 14, V6, 6],
    ["RAW 101", 101, V6, 6],
    ["IPV4", 228, V4, 4],
    ["IPV6", 229, V6, 6],
  ] as const)("%s", (_name, linkType, bytes, version) => {
    const { segments, issues } = decode([packetOf(bytes, linkType, { fileOffset: 1000 })]);
    expect(issues.total).toBe(0);
    expect(segments).toHaveLength(1);
    const [segment] = segments;
    expect(segment).toMatchObject({
      transport: "tcp",
      payload: PAYLOAD,
      length: 5,
      fileOffset: 1000 + bytes.length - 5,
      from: version === 4 ? "192.0.2.1 40000" : "2001:db8::1 40000",
      to: version === 4 ? "192.0.2.2 5000" : "2001:db8::2 5000",
    });
  });

  it("counts what is no IP and goes on", () => {
    const { counts, issues } = decode([
      packetOf(ethernet(0x0806, PAYLOAD), 1),
      packetOf(ethernet(5, PAYLOAD), 1),
      packetOf(linuxCooked(IPV4, V4, 824), 113),
      packetOf(concat(le32(7), PAYLOAD), 0),
    ]);
    expect(counts).toEqual({ packets: 4, segments: 0, otherProtocols: 4, malformed: 0, unsupportedLink: 0 });
    expect(issues.total).toBe(0);
  });

  it("takes the frame check sequence off, also where the capture cut part of it", () => {
    const tso = ethernet(IPV4, ipv4(tcp({ payload: PAYLOAD }), { totalLength: 0 }));
    const framed = concat(tso, [0xfc, 0xfc, 0xfc, 0xfc]);
    const whole = decode([packetOf(framed, 1, { fcsLength: 4 })]);
    expect(whole.segments[0]).toMatchObject({ payload: PAYLOAD, length: 5 });
    const cut = decode([packetOf(framed, 1, { fcsLength: 4, end: framed.length - 6 })]);
    expect(cut.segments[0]).toMatchObject({ payload: PAYLOAD.subarray(0, 3), length: 5 });
  });

  it("reports a link type that it does not know, once for each interface, with number and name", () => {
    const { issues, counts } = decode([
      packetOf(PAYLOAD, 127),
      packetOf(PAYLOAD, 127),
      packetOf(PAYLOAD, 9999, { interfaceIndex: 1 }),
    ]);
    expect(counts.unsupportedLink).toBe(3);
    expect(issues.kept.map((issue) => issue.code)).toEqual(["link-type-unsupported", "link-type-unsupported"]);
    expect(issues.kept[0]?.text).toContain("127 (IEEE802_11_RADIOTAP)");
    expect(issues.kept[1]?.text).toContain("9999");
  });
});

/** The one segment of a vsock packet. */
function seen(fields: VsockFields): unknown {
  const { segments, issues } = decode([packetOf(vsock(fields), 271)]);
  expect(issues.total).toBe(0);
  expect(segments).toHaveLength(1);
  return segments[0];
}

function message(type: number): Uint8Array {
  return concat(le32(type), le32(16), le32(0), le32(0));
}

function sides(packets: Parameters<typeof decode>[0]): string[] {
  return decode(packets).segments.map((segment) => `${segment.from} -> ${segment.to}`);
}

describe("vsock", () => {
  it("reads payload, ports of 32 bits and credit behind a virtio header", () => {
    expect(seen({ operation: 4, virtio: 5, payload: PAYLOAD, bufferSize: 65_536, forwarded: 9 })).toMatchObject({
      transport: "vsock",
      sequence: -1,
      flags: 16,
      window: 65_536,
      acknowledgement: 9,
      payload: PAYLOAD,
      length: 5,
      from: "cid 2 1073741824",
      to: "cid 3 1024",
    });
  });

  it.each([
    ["request", { operation: 1, virtio: 1 }, 2],
    ["response", { operation: 1, virtio: 2 }, 18],
    ["rst", { operation: 2, virtio: 3 }, 20],
    ["shutdown of receiving", { operation: 2, virtio: 4, flags: 1 }, 16],
    ["shutdown of sending", { operation: 2, virtio: 4, flags: 2 }, 17],
    ["shutdown of both", { operation: 2, virtio: 4, flags: 3 }, 17],
    ["credit update", { operation: 3, virtio: 6 }, 16],
    ["connect without virtio", { operation: 1 }, 2],
    ["disconnect without virtio", { operation: 2 }, 1],
    ["payload without virtio", { operation: 4, payload: PAYLOAD }, 0],
  ] as const)("maps %s to flags", (_name, fields, flags) => {
    expect(seen(fields)).toMatchObject({ flags });
  });

  it("reports operations that are not defined, and headers cut off", () => {
    const packets = [vsock({ operation: 9 }), vsock({ operation: 4, virtio: 12 }), vsock({ operation: 4, virtio: 5 })];
    const cut = packets[2]!.subarray(0, 60);
    const { issues, counts } = decode([packets[0]!, packets[1]!, cut].map((bytes) => packetOf(bytes, 271)));
    expect(issues.kept.map((issue) => issue.code)).toEqual(["vsock-malformed", "vsock-malformed", "header-cut"]);
    expect(counts.malformed).toBe(3);
  });
});

describe("USER0 to USER15", () => {
  it("takes the direction from the flags, and keeps interfaces apart", () => {
    expect(
      sides([
        packetOf(PAYLOAD, 147, { direction: 1 }),
        packetOf(PAYLOAD, 147, { direction: 2 }),
        packetOf(PAYLOAD, 147),
        packetOf(PAYLOAD, 162, { direction: 2, interfaceIndex: 3 }),
      ]),
    ).toEqual([
      "direction in -> direction out",
      "direction out -> direction in",
      "direction out -> direction in",
      "direction out of interface 3 -> direction in of interface 3",
    ]);
  });

  it("tells the sender from the message without flags, and goes on where the packet before was", () => {
    expect(
      sides([
        packetOf(message(0x1010_0b01), 150),
        packetOf(PAYLOAD, 150),
        packetOf(message(0x2010_0b01), 150),
        packetOf(new TextEncoder().encode('{"a":"0 0 0 0 0"}'), 150),
        packetOf(message(0x3010_0101), 150),
        packetOf(message(0x1010_0b01), 150),
      ]),
    ).toEqual([
      "direction host -> direction guest",
      "direction host -> direction guest",
      "direction guest -> direction host",
      "direction guest -> direction host",
      "direction guest -> direction host",
      "direction host -> direction guest",
    ]);
  });

  it("goes on where the packet before of its own interface was", () => {
    expect(
      sides([
        packetOf(message(0x1010_0b01), 150),
        packetOf(message(0x2010_0b01), 150, { interfaceIndex: 1 }),
        packetOf(PAYLOAD, 150),
        packetOf(PAYLOAD, 150, { interfaceIndex: 1 }),
      ]),
    ).toEqual([
      "direction host -> direction guest",
      "direction guest of interface 1 -> direction host of interface 1",
      "direction host -> direction guest",
      "direction guest of interface 1 -> direction host of interface 1",
    ]);
  });

  it.each([
    ["a response of the guest's", 0x2010_0b01, 16, "guest"],
    ["the largest message", 0x2010_0b01, 1 << 28, "guest"],
    ["one larger than any message", 0x2010_0b01, (1 << 28) + 1, "host"],
    ["one smaller than its header", 0x2010_0b01, 15, "host"],
    ["a category that there is", 0x2020_0b01, 16, "guest"],
    ["a category that there is not", 0x2030_0b01, 16, "host"],
    ["a kind that there is not", 0x4010_0b01, 16, "host"],
  ])("takes the first bytes for a message of the guest or not: %s", (_name, type, size, sender) => {
    const header = concat(le32(type), le32(size));
    // What tells nothing is where the packet before was: the host.
    const [, second] = sides([packetOf(message(0x1010_0b01), 150), packetOf(header, 150)]);
    expect(second).toMatch(`direction ${sender} ->`);
  });

  it("has the length of the wire where the capture has less of a packet", () => {
    const bytes = message(0x1010_0b01);
    const { segments } = decode([packetOf(concat([0xee, 0xee], bytes), 150, { start: 2, originalLength: 100 })]);
    expect(segments).toMatchObject([{ payload: bytes, length: 100 }]);
  });
});
