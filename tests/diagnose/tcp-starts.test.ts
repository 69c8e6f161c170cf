/** Starts that are carried over TCP, as in test rigs: the bridge's port is any, known by what was said on it before. */
import { describe, expect, it } from "vitest";
import { MemorySource, diagnose } from "../../src-decoder/index.ts";
import type { Diagnosis } from "../../src-decoder/index.ts";
import { writePcap } from "../capture-file/write-pcap.ts";
import type { PcapRecord } from "../capture-file/write-pcap.ts";
import { readCapture } from "../captures/observe.ts";
import { CLIENT, SERVER, ethernet, ipv4, tcp } from "../network/builders.ts";
import { findingOf } from "./build-capture.ts";
import { message } from "./message.ts";

const PORT = 24_000;
/** Where an IPv4 header has its addresses. */
const ADDRESSES = 12;
const [FIN, SYN, ACK] = [1, 2, 16];

/** Segments between a guest that dials and a host that listens on `PORT`. */
class TcpCapture {
  readonly #records: PcapRecord[] = [];
  #ports = 40_000;

  /** A connection that is taken up; returns how each end sends on it. */
  connect(time: number): {
    send: (by: "host" | "guest", time: number, payload: Uint8Array) => void;
    end: (time: number) => void;
  } {
    const port = this.#ports++;
    const next = { host: 101, guest: 101 };
    const put = (by: "host" | "guest", at: number, flags: number, payload: Uint8Array = new Uint8Array(0)): void => {
      const [sourcePort, destinationPort] = by === "host" ? [PORT, port] : [port, PORT];
      const sequence = (flags & SYN) === 0 ? next[by] : 100;
      const segment = tcp({
        sourcePort,
        destinationPort,
        sequence,
        acknowledgement: next[by === "host" ? "guest" : "host"],
        flags,
        payload,
      });
      const packet = ipv4(segment);
      if (by === "host") packet.set([...SERVER, ...CLIENT], ADDRESSES);
      const data = ethernet(0x0800, packet);
      this.#records.push({ seconds: Math.floor(at), fraction: Math.round((at % 1) * 1e6), data });
      next[by] += payload.length;
    };
    put("guest", time, SYN);
    put("host", time + 0.001, SYN | ACK);
    put("guest", time + 0.002, ACK);
    return {
      send: (by, at, payload) => put(by, at, ACK, payload),
      end: (at) => {
        put("host", at, FIN | ACK);
        put("guest", at + 0.001, FIN | ACK);
      },
    };
  }

  /** A try to connect that nobody answers. */
  dial(time: number): void {
    const segment = tcp({ sourcePort: this.#ports++, destinationPort: PORT, sequence: 100, flags: SYN });
    this.#records.push({ seconds: time, fraction: 0, data: ethernet(0x0800, ipv4(segment)) });
  }

  /** Of the records that are kept. */
  async diagnose(keeps: (record: PcapRecord) => boolean = () => true): Promise<Diagnosis> {
    const records = this.#records.filter(keeps).toSorted((a, b) => a.seconds - b.seconds || a.fraction - b.fraction);
    return diagnose(await readCapture([new MemorySource("tcp", writePcap({ records }).bytes)]));
  }
}

/** The first exchange of a bridge on a connection. */
function negotiate(capture: TcpCapture, time: number): ReturnType<TcpCapture["connect"]> {
  const connection = capture.connect(time);
  connection.send("host", time + 0.01, message(0x1010_0b01, 0, { MinimumVersion: 4, MaximumVersion: 4 }));
  connection.send("guest", time + 0.02, message(0x2010_0b01, 0, { Result: 0, Version: 4 }));
  return connection;
}

describe("over TCP", () => {
  it("a connection to the bridge's port on which the host is silent is told of (B5)", async () => {
    const capture = new TcpCapture();
    negotiate(capture, 0).end(2);
    capture.connect(3);
    capture.connect(140).send("guest", 141, new Uint8Array([0]));
    const finding = findingOf(await capture.diagnose(), "B5");
    expect(finding).toBeUndefined();
    const silent = new TcpCapture();
    negotiate(silent, 0).end(2);
    silent.connect(3).end(130);
    const told = findingOf(await silent.diagnose(), "B5");
    expect(told).toMatchObject({ severity: "error", connection: 1 });

    expect(told?.text).toMatch(
      /^The utility VM at 192\.0\.2\.1 connected the bridge, and the host has sent nothing in 127 s\.$/,
    );
    expect(told?.evidence).toMatchObject([{ kind: "connection", connection: 1, time: 3e9 }]);
  });

  it("a guest that dials a bridge from before the capture in vain is no start that nobody takes up (B7)", async () => {
    const capture = new TcpCapture();
    const { send, end } = negotiate(capture, 0);
    send("host", 1, message(0x1010_0901, 1, {}));
    end(2);
    for (let time = 3; time < 20; time++) capture.dial(time);
    const withoutStart = await capture.diagnose(({ seconds }) => seconds > 0);
    expect(withoutStart.findings.map(({ rule }) => rule)).not.toContain("B7");
  });

  it("connections to the bridge's port that end at once are told of (B9), those to other ports are not", async () => {
    const capture = new TcpCapture();
    for (let time = 0; time < 4; time++) negotiate(capture, time).end(time + 0.3);
    const told = findingOf(await capture.diagnose(), "B9");
    expect(told?.text).toMatch(/connected the bridge 4 times/);
    const unknown = new TcpCapture();
    for (let time = 0; time < 4; time++) unknown.connect(time).end(time + 0.3);
    expect(findingOf(await unknown.diagnose(), "B9")).toBeUndefined();
  });
});
