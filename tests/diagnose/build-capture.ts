/** Makes the bytes of a capture by hand: conversations of a utility VM over vsock, with times, read back through the decoder. */
import { CaptureReader, Correlation, MemorySource, diagnose } from "../../src-decoder/index.ts";
import type { Capture, Diagnosis, Finding } from "../../src-decoder/index.ts";
import { requestType } from "../../src-decoder/correlate/message-index.ts";
import type { CallName } from "../../src-decoder/correlate/message-index.ts";
import { writePcap } from "../capture-file/write-pcap.ts";
import { vsock } from "../network/builders.ts";
import type { VsockFields } from "../network/builders.ts";

const LINKTYPE_VSOCK = 271;
const HOST_CID = 2;
const PAYLOAD_OPERATION = 4;
const VIRTIO = { request: 1, response: 2, reset: 3, shutdown: 4, data: 5, credit: 6 } as const;
const SHUTDOWN_BOTH = 3;
const NANOSECONDS = 0xa1b23c4d;
const NO_ACTIVITY = "00000000-0000-0000-0000-000000000000";

export const BRIDGE_PORT = 0x4000_0000;
export const VM = NO_ACTIVITY;
export const POD = "7362626f-0000-4000-8000-000000000001";
export const NOT_FOUND = 0x8007_0490 | 0;
export const FAIL = 0x8000_4005 | 0;

type Side = "host" | "guest";
type Members = Readonly<Record<string, unknown>>;

interface TimedPacket {
  /** Seconds since the start. */
  readonly time: number;
  readonly data: Uint8Array;
}

export class CaptureBuilder {
  readonly #packets: TimedPacket[] = [];
  #ports = 1024;

  /** A connection from the guest to a port of the host. */
  connect(time: number, port = BRIDGE_PORT, guestCid = 3): Link {
    const link = new Link((data) => this.#packets.push(data), port, this.#ports++, guestCid);
    link.open(time);
    return link;
  }

  /** A connection that was there before the capture. */
  joined(port = BRIDGE_PORT): Link {
    return new Link((data) => this.#packets.push(data), port, this.#ports++, 3);
  }

  /** A connection that the host does not take: refused, or never answered. */
  dial(
    time: number,
    port = BRIDGE_PORT,
    answer: "refused" | "none" = "refused",
    guestCid = 3,
    hostCid = HOST_CID,
  ): void {
    const link = new Link((data) => this.#packets.push(data), port, this.#ports++, guestCid, hostCid);
    link.tryOpen(time, answer);
  }

  /** A packet at a moment that says nothing about any bridge: the capture goes on until then. */
  until(time: number): void {
    const link = new Link((data) => this.#packets.push(data), 7777, 7777, 3);
    link.tryOpen(time, "none");
  }

  bytes(): Uint8Array<ArrayBuffer> {
    const inOrder = this.#packets.toSorted((a, b) => a.time - b.time);
    return writePcap({
      magic: NANOSECONDS,
      link: LINKTYPE_VSOCK,
      records: inOrder.map(({ time, data }) => ({
        seconds: 1_700_000_000 + Math.floor(time),
        fraction: Math.round((time % 1) * 1e9),
        data,
      })),
    }).bytes;
  }

  async read(): Promise<Capture> {
    const reader = new CaptureReader([new MemorySource("built", this.bytes())]);
    await reader.run();
    return reader.capture;
  }

  async correlate(): Promise<Correlation> {
    return new Correlation(await this.read());
  }

  async diagnose(): Promise<Diagnosis> {
    return diagnose(await this.read());
  }
}

/** One connection between guest and host. */
export class Link {
  readonly #put: (packet: TimedPacket) => void;
  readonly #hostPort: number;
  readonly #guestPort: number;
  readonly #guestCid: number;
  readonly #hostCid: number;

  constructor(
    put: (packet: TimedPacket) => void,
    hostPort: number,
    guestPort: number,
    guestCid: number,
    hostCid = HOST_CID,
  ) {
    this.#hostCid = hostCid;
    this.#put = put;
    this.#hostPort = hostPort;
    this.#guestPort = guestPort;
    this.#guestCid = guestCid;
  }

  open(time: number): void {
    this.#control("guest", time, VIRTIO.request);
    this.#control("host", time + 1e-4, VIRTIO.response);
  }

  tryOpen(time: number, answer: "refused" | "none"): void {
    this.#control("guest", time, VIRTIO.request);
    if (answer === "refused") this.#control("host", time + 1e-4, VIRTIO.reset);
  }

  /** A request of the host; `type` may be a number that no call has. */
  ask(time: number, id: number, call: CallName | number, container: string, members: Members = {}): this {
    const body = { ContainerId: container, ActivityId: NO_ACTIVITY, ...members };
    return this.frame("host", time, typeOf(call), id, `${JSON.stringify(body)}\n`);
  }

  /** An answer of the guest. */
  answer(time: number, id: number, call: CallName | number, members: Members = {}): this {
    const version = call === "NegotiateProtocol" ? { Version: 4 } : {};
    const body = { Result: 0, ActivityId: NO_ACTIVITY, ...version, ...members };
    const type = typeof call === "number" && call >>> 28 === 2 ? call : (typeOf(call) & 0x0fff_ffff) | 0x2000_0000;
    return this.frame("guest", time, type, id, JSON.stringify(body));
  }

  /** A request and its answer a millisecond later, or after `seconds`. */
  call(
    time: number,
    id: number,
    call: CallName,
    container: string,
    { ask = {}, answer = {}, seconds = 0.001 }: { ask?: Members; answer?: Members; seconds?: number } = {},
  ): this {
    return this.ask(time, id, call, container, ask).answer(time + seconds, id, call, answer);
  }

  notify(time: number, container: string, type = "UnexpectedExit", members: Members = {}): this {
    const body = {
      ContainerId: container,
      ActivityId: NO_ACTIVITY,
      Type: type,
      Operation: "None",
      Result: 0,
      ...members,
    };
    return this.frame("guest", time, 0x3010_0101, 0, JSON.stringify(body));
  }

  /** The first exchange of every bridge. */
  negotiate(time: number, id = 0): this {
    return this.call(time, id, "NegotiateProtocol", "", {
      ask: { MinimumVersion: 4, MaximumVersion: 4 },
      answer: { Version: 4, Capabilities: { RuntimeOsType: "Linux" } },
    });
  }

  frame(sender: Side, time: number, type: number, id: number, payload: string, claimed?: number): this {
    const text = new TextEncoder().encode(payload);
    const bytes = new Uint8Array(16 + text.length);
    const view = new DataView(bytes.buffer);
    view.setUint32(0, type, true);
    view.setUint32(4, claimed ?? bytes.length, true);
    view.setUint32(8, id, true);
    bytes.set(text, 16);
    return this.data(sender, time, bytes);
  }

  data(sender: Side, time: number, bytes: Uint8Array): this {
    this.#packet(sender, time, VIRTIO.data, bytes);
    return this;
  }

  /** The sender has this much room to receive, and has taken so much out of it: 0 closes its window. */
  window(sender: Side, time: number, bufferSize: number, taken = 0): this {
    this.#packet(sender, time, VIRTIO.credit, undefined, bufferSize, taken);
    return this;
  }

  close(by: Side, time: number, how: "FIN" | "RST" = "FIN"): this {
    if (how === "RST") this.#control(by, time, VIRTIO.reset);
    else {
      this.#control(by, time, VIRTIO.shutdown);
      this.#control(by === "host" ? "guest" : "host", time + 1e-4, VIRTIO.reset);
    }
    return this;
  }

  #control(sender: Side, time: number, virtio: number): void {
    this.#packet(sender, time, virtio);
  }

  #packet(sender: Side, time: number, virtio: number, payload?: Uint8Array, bufferSize = 262_144, taken = 0): void {
    const host = { cid: this.#hostCid, port: this.#hostPort };
    const guest = { cid: this.#guestCid, port: this.#guestPort };
    const [from, to] = sender === "host" ? [host, guest] : [guest, host];
    const fields: VsockFields = {
      sourceCid: from.cid,
      destinationCid: to.cid,
      sourcePort: from.port,
      destinationPort: to.port,
      operation: payload === undefined ? 3 : PAYLOAD_OPERATION,
      virtio,
      flags: virtio === VIRTIO.shutdown ? SHUTDOWN_BOTH : 0,
      bufferSize,
      forwarded: taken,
      ...(payload === undefined ? {} : { payload }),
    };
    this.#put({ time, data: vsock(fields) });
  }
}

function typeOf(call: CallName | number): number {
  return typeof call === "number" ? call : requestType(call);
}

/** A bridge with its version agreed on, from second 0. */
export function bridgeIn(builder: CaptureBuilder, guestCid = 3): Link {
  return builder.connect(0, BRIDGE_PORT, guestCid).negotiate(0.001);
}

/** A running container: ids 1 to 4 from the first second on; process 100 is its init. */
export function runningPod(link: Link, container = POD, firstId = 1, time = 0.1): Link {
  return link
    .call(time, firstId, "Create", container)
    .call(time + 0.01, firstId + 1, "Start", container)
    .call(time + 0.02, firstId + 2, "ExecuteProcess", container, { answer: { ProcessId: 100 } })
    .ask(time + 0.03, firstId + 3, "WaitForProcess", container, { ProcessId: 100, TimeoutInMs: 4_294_967_295 });
}

/** The end of such a container, as it should be. */
export function endPod(link: Link, time: number, container = POD, waitId = 4, nextId = 5): Link {
  return link
    .answer(time, waitId, "WaitForProcess", { ExitCode: 0 })
    .notify(time + 0.001, container)
    .call(time + 0.01, nextId, "ShutdownGraceful", container, { answer: { Result: 0xc037_010e | 0 } })
    .call(time + 0.02, nextId + 1, "DeleteContainerState", container);
}

/** The members of a ModifySettings request. */
export const modify = (resource: string, action = "Add", settings: unknown = {}) => ({
  Request: { RequestType: action, ResourceType: resource, Settings: settings },
});

export function findingOf({ findings }: Diagnosis, rule: string): Finding | undefined {
  return findings.find((finding) => finding.rule === rule);
}
