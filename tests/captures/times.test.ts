import { expect, it } from "vitest";
import { pcap } from "../../src-decoder/capture-file/pcap.ts";
import { Correlation, MemorySource, diagnose, fieldOf, type Capture } from "../../src-decoder/index.ts";
import { END, PcapngWriter } from "../capture-file/write-pcapng.ts";
import { concat, record } from "../capture-file/recorder.ts";
import { NANOSECONDS, writePcap } from "../capture-file/write-pcap.ts";
import { loadTruth, readBytes } from "./load.ts";
import { readCapture } from "./observe.ts";

const IF_TSRESOL = 9;

/** A clock that was not set when capturing began: the first packet stands at 1970, the others in 2026. */
it("half a century apart are told, in order, to a microsecond", async () => {
  const bytes = Uint8Array.from(readBytes("hang-handler/hang-handler.pcap"));
  const whole = await readCapture([new MemorySource("whole", bytes)]);
  new DataView(bytes.buffer).setUint32(24, 0, true);
  new DataView(bytes.buffer).setUint32(28, 0, true);
  const late = await readCapture([new MemorySource("late", bytes)]);
  expect(late.frames.length).toBe(whole.frames.length);
  expect(late.startNs).toBe(0n);
  for (let row = 0; row < late.frames.length; row++) {
    const expected = Number(whole.startNs! + BigInt(whole.frames.time.get(row)));
    expect(Math.abs(late.frames.time.get(row) - expected)).toBeLessThan(1000);
  }
  expect(late.issues.kept.map(({ code, text }) => [code, text])).toEqual([
    [
      "packet-time-jump",
      "Packet 2 is 20781 days after the latest before it, as where a clock was set; differences to such times are exact to a microsecond.",
    ],
  ]);
});

it("centuries apart are no times: the packets are read without, and an issue names each", async () => {
  const writer = new PcapngWriter();
  const wholeSeconds = Uint8Array.of(0);
  const header = [writer.section(), writer.interface(147, [[IF_TSRESOL, wholeSeconds], END])];
  const packet = (low: number): Uint8Array => writer.enhancedPacket({ low, high: 0, data: Uint8Array.of(1, 2, 3) });
  // In 2026, in 2106, and in a year that 64 bits of seconds can say as well.
  const future = writer.enhancedPacket({ low: 0x6c0b_2d00, high: 2, data: Uint8Array.of(4) });
  const file = concat([...header, packet(1_795_000_000), packet(0xffff_ffff), future]);
  const capture = await readCapture([new MemorySource("far", file)]);
  expect(capture.packets).toBe(3);
  expect(capture.lastTime).toBe((0xffff_ffff - 1_795_000_000) * 1e9);
  const implausible = capture.issues.kept.filter(({ code }) => code !== "packet-time-jump");
  expect(implausible.map(({ code, text }) => [code, text])).toEqual([
    ["packet-time-implausible", "Packet 3 is 273 years from the first packet; its time is left out."],
  ]);
});

/** A real capture as if the clock that some of its packets were captured by were so many seconds ahead. */
async function ahead(
  name: string,
  seconds: number,
  isAhead: (tcp: DataView, number: number) => boolean,
): Promise<Capture> {
  const { packets } = await record(pcap, readBytes(`${name}.nsec.pcap`));
  const records = packets.map((packet, number) => {
    const data = Uint8Array.from(Buffer.from(packet.data, "hex"));
    // Behind Ethernet and an IPv4 header without options.
    const shift = isAhead(new DataView(data.buffer, 34), number) ? seconds : 0;
    return { seconds: packet.seconds + shift, fraction: packet.nanoseconds, original: packet.originalLength, data };
  });
  return readCapture([new MemorySource("ahead", writePcap({ magic: NANOSECONDS, records }).bytes)]);
}

function answered({ frames }: Capture): number {
  const peers = Array.from({ length: frames.length }, (_, row) => frames.peer.get(row));
  return peers.filter((peer) => peer < frames.length).length;
}

it("of two directions by clocks that differ: what is answered stays so, and the difference is told", async () => {
  const name = "guest-crash/guest-crash";
  const { hostTcpPort } = loadTruth(`${name}.truth.json`).summary;
  const whole = await ahead(name, 0, () => false);
  const capture = await ahead(name, 2, (tcp) => tcp.getUint16(0) === hostTcpPort);
  expect(answered(capture)).toBe(answered(whole));
  const { findings } = await diagnose(capture);
  expect(findings.filter(({ rule }) => rule === "H05")).toEqual([]);
  const clocks = findings.find(({ title }) => title === "Clocks differ");
  expect(clocks?.text).toMatch(/^\d+ answers stand before the request that it answers, by up to 2 s/u);
  // One value, with its sign, wherever the capture is asked for it.
  const latency = fieldOf("latency");
  const of = latency?.type === "duration" ? latency.bind(capture) : () => Number.NaN;
  const ordered = latency?.type === "duration" ? latency.bindOrder?.(capture) : undefined;
  const isEarly = ({ frames }: Capture, row: number): boolean => frames.peer.get(row) < frames.length && of(row) < -1e6;
  const early = Array.from({ length: capture.frames.length }, (_, row) => row).filter((row) => isEarly(capture, row));
  expect(early.length).toBeGreaterThan(10);
  for (const row of early) {
    expect(ordered?.(row)).toBe(of(row));
    expect(ordered?.(capture.frames.peer.get(row))).toBe(of(row));
  }
  const { byType } = new Correlation(capture).statistics();
  const measured = byType.reduce((sum, { histogram }) => sum + histogram.reduce((all, count) => all + count, 0), 0);
  expect(measured).toBe(answered(capture) / 2 - early.length);
  expect((await diagnose(whole)).findings.some(({ title }) => title === "Clocks differ")).toBe(false);
});

it("by clocks that differ by a little more than the two ends took to close: who closed first is told by what the FINs acknowledge", async () => {
  const name = "guest-crash/guest-crash";
  const { hostTcpPort } = loadTruth(`${name}.truth.json`).summary;
  const whole = (await diagnose(await ahead(name, 0, () => false))).verdict.text;
  expect(whole).toMatch(/^The guest closed the connection with FIN/u);
  for (const seconds of [1, -1]) {
    const capture = await ahead(
      name,
      seconds,
      (tcp) => tcp.getUint16(2) === hostTcpPort && (tcp.getUint8(13) & 1) === 1,
    );
    expect((await diagnose(capture)).verdict.text).toMatch(/^The guest closed the connection with FIN/u);
  }
});

it("by a clock that was set back meanwhile: that is told once", async () => {
  const capture = await ahead("hang-handler/hang-handler", 30, (_, number) => number < 100);
  expect(capture.issues.kept.map(({ code, text }) => [code, text])).toEqual([
    [
      "packet-time-back",
      expect.stringMatching(/^Packet 101 is 30 s before the latest before it, as where a clock was set/u),
    ],
  ]);
});
