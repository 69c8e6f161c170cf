import { describe, expect, it } from "vitest";
import { MemorySource } from "../../src-decoder/index.ts";
import { readCapture } from "../captures/observe.ts";
import { writePcap, type PcapRecord } from "../capture-file/write-pcap.ts";
import { SYN } from "../../src-decoder/network/segment.ts";
import { ethernet, ipv4, tcp } from "../network/builders.ts";

const ETHER_IPV4 = 0x0800;
/** What comes between two copies where the first is to be out of memory: readers hold a MiB. */
const FAR = 3 << 20;

const PACKET = { seconds: 100, fraction: 0 };
const FIRST = Uint8Array.from({ length: 64 }, (_, i) => i);

function segment(sequence: number, payload: Uint8Array, sourcePort = 40_000): PcapRecord {
  return { ...PACKET, data: ethernet(ETHER_IPV4, ipv4(tcp({ sequence, payload, sourcePort }))) };
}

/** With it the stream begins to flow at once: nothing is held back, which would be compared on its way. */
const SYN_RECORD: PcapRecord = { ...PACKET, data: ethernet(ETHER_IPV4, ipv4(tcp({ sequence: 0, flags: SYN }))) };

/** The stream's first segment as two IP fragments of 24 and more bytes; the second one first. */
function fragments(identification: number, payload: Uint8Array): PcapRecord[] {
  const datagram = tcp({ sequence: 1, payload });
  const parts = [
    ipv4(datagram.subarray(24), { offset: 24, identification }),
    ipv4(datagram.subarray(0, 24), { more: true, identification }),
  ];
  return parts.map((part) => ({ ...PACKET, data: ethernet(ETHER_IPV4, part) }));
}

/** Another connection's bytes. */
function filling(bytes: number): PcapRecord[] {
  return Array.from({ length: Math.ceil(bytes / 60_000) }, (_, i) =>
    segment(1 + i * 60_000, new Uint8Array(60_000), 41_000),
  );
}

const changed = (bytes: Uint8Array, at: number): Uint8Array => bytes.map((byte, i) => (i === at ? byte ^ 0x80 : byte));

/** Numbers of the conflicting records, from 0, by the events, and the offsets that the issues name; a SYN stands before the first record. */
async function conflicts(...files: readonly (readonly PcapRecord[])[]): Promise<{ packets: number[]; at: unknown[] }> {
  const sources = files.map((records, i) => {
    const { bytes } = writePcap({ records: i === 0 ? [SYN_RECORD, ...records] : records, snapLength: 0 });
    return new MemorySource(`part${i}`, bytes);
  });
  const capture = await readCapture(sources);
  expect([...capture.issues.counts.keys()].filter((code) => code !== "tcp-overlap-conflict")).toEqual([]);
  const events = capture.connections.flatMap((connection) => connection.events);
  return {
    packets: events.filter(({ kind }) => kind === "overlap-conflict").map(({ packet }) => packet - 1),
    at: capture.issues.kept.map(({ source, at }) => [source, at]),
  };
}

describe("bytes that come again after they were passed on", () => {
  const copies = [
    segment(1, FIRST),
    segment(1, changed(FIRST, 63)),
    segment(1, FIRST),
    segment(31, FIRST.subarray(30)),
  ];

  it("are compared with the first copy while it is in memory", async () => {
    const { offsets } = writePcap({ records: [SYN_RECORD, ...copies] });
    const headers = 16 + 14 + 20 + 20;
    expect(await conflicts(copies)).toEqual({ packets: [1], at: [["part0", offsets[2]! + headers]] });
  });

  it("are compared by reading the first copy again where it lies far before", async () => {
    const [first, ...again] = copies;
    const { packets } = await conflicts([first!, ...filling(FAR), ...again]);
    expect(packets).toEqual([1 + filling(FAR).length]);
  });

  it("make one conflict of a packet that differs from copies near and far", async () => {
    const both = Buffer.concat([changed(FIRST, 5), changed(FIRST, 9)]);
    const records = [segment(1, FIRST), ...filling(FAR), segment(65, FIRST), segment(1, both)];
    const { packets, at } = await conflicts(records);
    expect(packets).toEqual([records.length - 1]);
    expect(at).toHaveLength(1);
  });

  it("are compared across files", async () => {
    const [first, ...again] = copies;
    expect((await conflicts([first!], again)).packets).toEqual([1]);
  });

  it("are compared piece by piece where one copy came in IP fragments", async () => {
    const other = [...fragments(1, changed(FIRST, 40)), ...fragments(2, changed(FIRST, 2)), ...fragments(3, FIRST)];
    expect((await conflicts([segment(1, FIRST), ...other])).packets).toEqual([1, 4]);
    const again = [segment(1, FIRST), segment(1, changed(FIRST, 40))];
    expect((await conflicts([...fragments(1, FIRST), ...again])).packets).toEqual([3]);
    const far = [...fragments(1, FIRST), ...filling(FAR), ...again];
    expect((await conflicts(far)).packets).toEqual([far.length - 1]);
  });
});
