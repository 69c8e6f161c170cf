import { describe, expect, it } from "vitest";
import { pcap } from "../../src-decoder/capture-file/pcap.ts";
import { MemorySource, diagnose } from "../../src-decoder/index.ts";
import { loadTruth, readBytes } from "../captures/load.ts";
import { readCapture } from "../captures/observe.ts";
import { record } from "../capture-file/recorder.ts";
import { NANOSECONDS, writePcap, type PcapRecord } from "../capture-file/write-pcap.ts";

/** Ethernet, and an IPv4 header without options. */
const TCP_AT = 14 + 20;
const FLAGS_AT = 13;
const RST = 0x04;

/** The packets of a capture, and behind the one at `place` an RST of its sender with the number that it would use next. */
async function withReset(path: string, place: number): Promise<Uint8Array> {
  const { packets } = await record(pcap, readBytes(path));
  const records = packets.flatMap(({ seconds, nanoseconds, data }, at): PcapRecord[] => {
    const own = { seconds, fraction: nanoseconds, data: Buffer.from(data, "hex") };
    return at === place ? [own, { ...own, data: resetBehind(own.data) }] : [own];
  });
  return writePcap({ magic: NANOSECONDS, records }).bytes;
}

function resetBehind(packet: Buffer): Buffer {
  const headerBytes = (packet[TCP_AT + 12]! >>> 4) * 4;
  const reset = Buffer.from(packet.subarray(0, TCP_AT + headerBytes));
  reset.writeUInt16BE(20 + headerBytes, 14 + 2);
  reset[TCP_AT + FLAGS_AT] = RST;
  const payload = packet.length - TCP_AT - headerBytes;
  reset.writeUInt32BE((packet.readUInt32BE(TCP_AT + 4) + payload) >>> 0, TCP_AT + 4);
  return reset;
}

describe("an RST whose sender goes on sending", () => {
  it.each(["hang-handler/hang-handler", "guest-crash/guest-crash"])("%s: changes no verdict", async (name) => {
    const path = `${name}.nsec.pcap`;
    const { packets } = await record(pcap, readBytes(path));
    const { hostTcpPort } = loadTruth(`${name}.truth.json`).summary;
    const fromGuest = packets.flatMap(({ data }, place) => {
      const bytes = Buffer.from(data, "hex");
      const toHost = bytes.readUInt16BE(TCP_AT + 2) === hostTcpPort;
      return toHost && bytes.length > TCP_AT + 60 ? [place] : [];
    });
    expect(fromGuest.length).toBeGreaterThan(10);
    const whole = await diagnose(await readCapture([new MemorySource(path, readBytes(path))]));
    for (const place of [fromGuest[3]!, fromGuest[Math.floor(fromGuest.length / 2)]!]) {
      const capture = await readCapture([new MemorySource(path, await withReset(path, place))]);
      expect(capture.connections.some(({ eventCounts }) => eventCounts.rst !== undefined)).toBe(true);
      const { verdict, findings } = await diagnose(capture);
      expect(verdict.text).toBe(whole.verdict.text);
      expect(findings.map(({ rule }) => rule)).toEqual(whole.findings.map(({ rule }) => rule));
    }
  });
});
