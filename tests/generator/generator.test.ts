import { describe, expect, it } from "vitest";
import { generateCapture } from "./capture-file.ts";
import type { GeneratedCapture } from "./capture-file.ts";
import { BRIDGE_PORT } from "./packets.ts";
import { REQUEST } from "./payloads.ts";
import type { Message, Step } from "./steps.ts";
import { traffic } from "./traffic.ts";
import type { TrafficOptions } from "./world.ts";

const ETHERNET_BYTES = 14;

function steps(options: TrafficOptions, count: number): Step[] {
  const taken: Step[] = [];
  for (const step of traffic(options)) {
    taken.push(step);
    if (taken.length === count) break;
  }
  return taken;
}

const messages = (taken: readonly Step[]): Message[] => taken.filter((step) => step.kind === "message");

function generate(options: Partial<GeneratedCapture> = {}): { file: Buffer; sent: Message[]; packets: number } {
  const chunks: Buffer[] = [];
  const sent: Message[] = [];
  const onStep = (step: Step): void => void (step.kind === "message" && sent.push(step));
  const whole: GeneratedCapture = { seed: 7, format: "pcap", bytes: 400_000, onStep, ...options };
  const { packets } = generateCapture(whole, (bytes) => chunks.push(Buffer.from(bytes)));
  return { file: Buffer.concat(chunks), sent, packets };
}

/** Payloads of the bridge's TCP segments in a pcap, by the port they come from; fails where sequence numbers leave a hole. */
function bridgeStreams(pcap: Buffer): { host: Buffer; guest: Buffer; packets: number } {
  const parts: { host: Buffer[]; guest: Buffer[] } = { host: [], guest: [] };
  const next = { host: -1, guest: -1 };
  let packets = 0;
  for (let at = 24; at < pcap.length; at += 16 + pcap.readUInt32LE(at + 8)) {
    packets++;
    const ip = at + 16 + ETHERNET_BYTES;
    const tcp = ip + 20;
    const [from, to] = [pcap.readUInt16BE(tcp), pcap.readUInt16BE(tcp + 2)];
    if (from !== BRIDGE_PORT && to !== BRIDGE_PORT) continue;
    const side = from === BRIDGE_PORT ? "host" : "guest";
    const sequence = pcap.readUInt32BE(tcp + 4);
    if (next[side] >= 0) expect(sequence).toBe(next[side]);
    const payload = pcap.subarray(tcp + (pcap[tcp + 12]! >> 4) * 4, ip + pcap.readUInt16BE(ip + 2));
    const syn = (pcap[tcp + 13]! >> 1) & 1;
    next[side] = (sequence + payload.length + syn) >>> 0;
    parts[side].push(payload);
  }
  return { host: Buffer.concat(parts.host), guest: Buffer.concat(parts.guest), packets };
}

/** Messages as bytes on the wire. */
function wire(sent: readonly Message[]): Buffer {
  return Buffer.concat(
    sent.flatMap(({ type, id, payload }) => {
      const header = Buffer.alloc(16);
      header.writeUInt32LE(type, 0);
      header.writeUInt32LE(16 + payload.length, 4);
      header.writeUInt32LE(id, 8);
      return [header, Buffer.from(payload, "latin1")];
    }),
  );
}

/** Ids in the order of their answers, those of waits left out. */
function answeredIds(sequential: boolean): number[] {
  return messages(steps({ seed: 9, sequential }, 5000))
    .filter(({ type }) => type >>> 28 === 2 && (type & 0xfff00) !== (REQUEST.waitForProcess & 0xfff00))
    .map((message) => message.id);
}

const inOrder = (ids: readonly number[]): boolean => ids.every((id, i) => i === 0 || id > ids[i - 1]!);

describe("traffic", () => {
  it("is the same for the same seed, and another for another", () => {
    expect(steps({ seed: 3 }, 2000)).toEqual(steps({ seed: 3 }, 2000));
    expect(steps({ seed: 4 }, 2000)).not.toEqual(steps({ seed: 3 }, 2000));
  });

  it("never goes back in time", () => {
    const times = steps({ seed: 5 }, 20_000).map((step) => step.time);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  it("asks with ids that count up and answers each at most once, after it was asked, with the type that belongs to it", () => {
    const open = new Map<number, number>();
    let asked = 0;
    for (const { sender, type, id, payload } of messages(steps({ seed: 6 }, 20_000))) {
      JSON.parse(payload);
      if (sender === "host") {
        expect(id).toBe(asked++);
        open.set(id, type);
      } else if (type >>> 28 === 2) {
        expect(open.get(id)).toBe((type & 0x0fffffff) | 0x10000000);
        open.delete(id);
      }
    }
    expect(asked).toBeGreaterThan(5000);
  });

  it("brings whole pods up and down, with notifications", () => {
    const types = messages(steps({ seed: 8, workers: 0, pods: 2 }, 200)).map((message) => message.type);
    expect(types).toContain(REQUEST.create);
    expect(types).toContain(REQUEST.deleteContainerState);
    expect(types).toContain(0x30100101);
  });

  it("answers out of order, but not from a sequential guest", () => {
    expect(inOrder(answeredIds(false))).toBe(false);
    expect(inOrder(answeredIds(true))).toBe(true);
  });

  it("lets an answer be kept back: its request then stays open, and the others go on", () => {
    const taken = messages(steps({ seed: 10, meddle: (answer) => (answer.id === 100 ? null : answer) }, 5000));
    expect(taken.filter((message) => message.id === 100).map((message) => message.sender)).toEqual(["host"]);
    expect(taken.at(-1)!.id).toBeGreaterThan(1000);
  });
});

describe("capture files", () => {
  it("hold the messages byte by byte, in TCP streams without a hole", () => {
    const { file, sent, packets } = generate();
    const streams = bridgeStreams(file);
    expect(streams.packets).toBe(packets);
    expect(streams.host.equals(wire(sent.filter((message) => message.sender === "host")))).toBe(true);
    expect(streams.guest.equals(wire(sent.filter((message) => message.sender === "guest")))).toBe(true);
  });

  it("carry messages larger than a packet in several", () => {
    const payload = `{"GuestStacks":"${"x".repeat(200_000)}"}`;
    const { file, sent } = generate({
      bytes: 600_000,
      meddle: (answer) => (answer.id === 50 ? { ...answer, reply: { ...answer.reply, payload } } : answer),
    });
    expect(sent.map((message) => message.payload)).toContain(payload);
    const guest = wire(sent.filter((message) => message.sender === "guest"));
    expect(bridgeStreams(file).guest.equals(guest)).toBe(true);
  });

  it("have IPv4 headers whose checksum is right", () => {
    const { file } = generate({ bytes: 20_000 });
    for (let at = 24; at < file.length; at += 16 + file.readUInt32LE(at + 8)) {
      let sum = 0;
      for (let i = 0; i < 20; i += 2) sum += file.readUInt16BE(at + 16 + ETHERNET_BYTES + i);
      while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
      expect(sum).toBe(0xffff);
    }
  });

  it("end soon after the size that was asked for", () => {
    for (const format of ["pcap", "nanosecond pcap", "pcapng"] as const) {
      const { file } = generate({ format, bytes: 300_000 });
      expect(file.length).toBeGreaterThanOrEqual(300_000);
      expect(file.length).toBeLessThan(310_000);
    }
  });
});
