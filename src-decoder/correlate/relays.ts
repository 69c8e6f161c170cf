/**
 * Stdio relays: the ports or service GUIDs that an ExecuteProcess asks for, joined with the connections to them (bridge.md 2.0). The host
 * hands ports out in rising order, so the exec of a connection is found by halving, and no capture needs all its execs read.
 */
import { BRIDGE_PORT, portOfService } from "../bridge/shapes/addresses.ts";
import type { Capture } from "../model/capture.ts";
import type { Connection } from "../stream/stream-sink.ts";
import { NO_ROW } from "../stream/stream-sink.ts";
import type { MessageIndex } from "./message-index.ts";
import { member } from "./payloads.ts";
import type { Payloads } from "./payloads.ts";
import type { Process } from "./processes.ts";

export const STDIO = ["stdin", "stdout", "stderr"] as const;
/** Which of the three streams of a process a relay carries. */
export type StdioName = (typeof STDIO)[number];

/**
 * `none`: the capture has no connection to it. `silent`: connected, no byte. `stalled`: a receive window is closed for good. `half-closed`:
 * one end has finished. `left-open`: open although its process has ended. `open`, `closed`: as they should be.
 */
export type RelayState = "none" | "silent" | "stalled" | "half-closed" | "left-open" | "open" | "closed";

/** A port that an ExecuteProcess asks for. */
export interface RelayPort {
  /** The ExecuteProcess request that asked for it. */
  readonly execRow: number;
  readonly name: StdioName;
  /** vsock port; for a service GUID the port that it stands for. */
  readonly port: number;
  /** The service GUID where the request names one. */
  readonly service: string | null;
  /** Connections to it, in order; more than one after a migration. */
  readonly connections: readonly number[];
}

/** A connection that carries stdio of a process, and the call that asked for it. */
export interface Relay extends RelayPort {
  readonly state: RelayState;
  readonly bytesToHost: number;
  readonly bytesToGuest: number;
  /** ns since time zero of the first byte of either direction; NaN where there is none. */
  readonly firstByteTime: number;
}

/** A port that an exec asks for. */
interface Asked {
  readonly name: StdioName;
  readonly port: number;
  readonly service: string | null;
}

/** What requests call them. */
export const STDIO_MEMBERS: Readonly<Record<StdioName, string>> = {
  stdin: "StdIn",
  stdout: "StdOut",
  stderr: "StdErr",
};
/** Execs that are read where all relays are asked for. */
const MOST_EXECS = 100;
/** How many neighbours of an exec are looked at when it asks for no port itself. */
const NEIGHBOURS = 8;

const NO_ROWS = new Uint32Array(0);

/** The stdio relays of a capture. Payloads are read when asked for, and so its promises reject where the source cannot be read. */
export class Relays {
  readonly #capture: Capture;
  readonly #payloads: Payloads;
  /** ExecuteProcess requests by bridge number, ascending. */
  readonly #execs = new Map<number, Uint32Array>();
  readonly #processes: () => Promise<readonly Process[]>;
  #processByExec: ReadonlyMap<number, Process> | null = null;
  /** By port, the ends of connections beside the bridges that have it: `2 * connection + d` for `endpoints[d]`. */
  readonly #endsOnPort = new Map<number, number[]>();
  readonly #placesOnPort = new Map<number, ReadonlyMap<string, readonly number[]>>();
  readonly #asked = new Map<number, readonly Asked[]>();

  constructor(capture: Capture, index: MessageIndex, processes: () => Promise<readonly Process[]>, payloads: Payloads) {
    this.#capture = capture;
    this.#payloads = payloads;
    this.#processes = processes;
    const execs = index.requests("ExecuteProcess");
    const [only, ...others] = capture.bridges;
    if (only !== undefined && others.length === 0 && execs.length > 0) this.#execs.set(only.number, execs);
    else this.#sortByBridge(execs);
    if (this.#execs.size > 0) for (const connection of capture.connections) this.#note(connection);
  }

  #sortByBridge(execs: Uint32Array): void {
    const lists = new Map<number, number[]>();
    for (const row of execs) {
      const bridge = this.#capture.bridgeOf(this.#capture.frames.stream.get(row) >>> 1);
      const rows = lists.get(bridge);
      if (rows === undefined) lists.set(bridge, [row]);
      else rows.push(row);
    }
    for (const [bridge, rows] of lists) this.#execs.set(bridge, Uint32Array.from(rows));
  }

  /** The relays that an ExecuteProcess request asks for. Reads one payload. */
  async ofExec(row: number): Promise<Relay[]> {
    const relays: Relay[] = [];
    for (const port of await this.portsOf(row)) relays.push(await this.#relay(port));
    return relays;
  }

  /** The ports that an ExecuteProcess request asks for, and the connections to them. Reads one payload. */
  async portsOf(row: number): Promise<RelayPort[]> {
    const asked = await this.#askedBy(row);
    return asked.map((one) => ({ ...one, execRow: row, connections: this.#connectionsOf(row, one.port) }));
  }

  /** Ports of the first execs, and of the last: as many as `most` payloads tell. */
  async ports(most = MOST_EXECS): Promise<RelayPort[]> {
    const ports: RelayPort[] = [];
    for (const row of this.#someExecs(most)) ports.push(...(await this.portsOf(row)));
    return ports;
  }

  /** Relays of the first execs, and of the last: as many as `most` payloads tell. */
  async all(most = MOST_EXECS): Promise<Relay[]> {
    const relays: Relay[] = [];
    for (const row of this.#someExecs(most)) relays.push(...(await this.ofExec(row)));
    return relays;
  }

  #someExecs(most: number): readonly number[] {
    const lists = [...this.#execs.values()];
    if (lists.reduce((sum, { length }) => sum + length, 0) <= most) return lists.flatMap((rows) => Array.from(rows));
    // No list is needed beyond that far from its ends, and a capture has hundreds of thousands of execs.
    const half = Math.ceil(most / 2);
    const first = lists.flatMap((rows) => Array.from(rows.subarray(0, half))).slice(0, half);
    const last = lists.flatMap((rows) => Array.from(rows.subarray(-half))).slice(-half);
    return [...first, ...last];
  }

  /** The ExecuteProcess request that a connection belongs to, and its stream; null where none asked for its port. Reads a few payloads. */
  async ofConnection(connection: number): Promise<Relay | null> {
    for (const { number: bridge, connections } of this.#capture.bridges) {
      const port = this.#portOn(connection, connections[0] ?? 0);
      const row = port === null ? NO_ROW : await this.#execWith(port, this.#execs.get(bridge) ?? NO_ROWS);
      const found = row === NO_ROW ? undefined : (await this.portsOf(row)).find((one) => one.port === port);
      if (found?.connections.includes(connection) === true) return this.#relay(found);
    }
    return null;
  }

  async #execWith(port: number, execs: Uint32Array): Promise<number> {
    let low = 0;
    let high = execs.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const found = await this.#nearestWithPorts(execs, middle, high);
      if (found === null) {
        high = middle;
        continue;
      }
      const ports = found.asked.map((one) => one.port);
      if (ports.includes(port)) return execs[found.at]!;
      if (Math.min(...ports) > port) high = middle;
      else low = found.at + 1;
    }
    return NO_ROW;
  }

  /** The first exec from `from` on that asks for ports at all. */
  async #nearestWithPorts(
    execs: Uint32Array,
    from: number,
    end: number,
  ): Promise<{ at: number; asked: readonly Asked[] } | null> {
    for (let at = from; at < Math.min(end, from + NEIGHBOURS); at++) {
      const asked = await this.#askedBy(execs[at]!);
      if (asked.length > 0) return { at, asked };
    }
    return null;
  }

  async #askedBy(row: number): Promise<readonly Asked[]> {
    const known = this.#asked.get(row);
    if (known !== undefined) return known;
    const settings = member(await this.#payloads.json(row), "Settings");
    const asked = STDIO.flatMap((name): Asked[] => {
      const port = member(settings, "VsockStdioRelaySettings", STDIO_MEMBERS[name]);
      if (typeof port === "number" && port > 0) return [{ name, port, service: null }];
      const service = member(settings, "StdioRelaySettings", STDIO_MEMBERS[name]);
      const served = typeof service === "string" ? portOfService(service) : null;
      return typeof service === "string" && served !== null ? [{ name, port: served, service }] : [];
    });
    this.#asked.set(row, asked);
    return asked;
  }

  /** The streams of a connection to a relay, by who gets their bytes. */
  streamsOf(connection: number, execRow: number): { readonly toHost: number; readonly toGuest: number } {
    const hostEnd = this.#hostEnd(connection, execRow);
    return { toHost: 2 * connection + 1 - hostEnd, toGuest: 2 * connection + hostEnd };
  }

  async #relay(port: RelayPort): Promise<Relay> {
    const { execRow, connections } = port;
    let bytesToHost = 0;
    let bytesToGuest = 0;
    let firstByteTime = Number.NaN;
    for (const index of connections) {
      const streams = this.streamsOf(index, execRow);
      const toHost = this.#capture.streams[streams.toHost];
      const toGuest = this.#capture.streams[streams.toGuest];
      bytesToHost += toHost?.bytes ?? 0;
      bytesToGuest += toGuest?.bytes ?? 0;
      for (const time of [toHost?.firstByteTime ?? Number.NaN, toGuest?.firstByteTime ?? Number.NaN]) {
        if (!Number.isNaN(time) && !(firstByteTime <= time)) firstByteTime = time;
      }
    }
    const last = connections.at(-1);
    const bytes = bytesToHost + bytesToGuest;
    const state = last === undefined ? "none" : await this.#stateOf(this.#capture.connections[last]!, execRow, bytes);
    return { ...port, state, bytesToHost, bytesToGuest, firstByteTime };
  }

  async #stateOf({ events }: Connection, execRow: number, bytes: number): Promise<RelayState> {
    const finished = new Set(events.flatMap(({ kind, by }) => (kind === "fin" ? [by] : [])));
    if (events.some(({ kind }) => kind === "rst") || finished.size === 2) return "closed";
    const window = events.findLast(({ kind }) => kind === "window-closed" || kind === "window-opened");
    if (window?.kind === "window-closed") return "stalled";
    if (await this.#hasExited(execRow)) return "left-open";
    if (finished.size === 1) return "half-closed";
    return bytes === 0 ? "silent" : "open";
  }

  async #hasExited(execRow: number): Promise<boolean> {
    this.#processByExec ??= new Map((await this.#processes()).map((process) => [process.execRow, process]));
    return this.#processByExec.get(execRow)?.state === "exited";
  }

  #connectionsOf(execRow: number, port: number): readonly number[] {
    const bridge = this.#capture.connections[this.#capture.frames.stream.get(execRow) >>> 1]!;
    const hostEnd = this.#bridgeHostEnd(bridge.index);
    const host = bridge.endpoints[hostEnd];
    const guest = bridge.endpoints[hostEnd === 0 ? 1 : 0];
    if (host.port === null) return [];
    const place = placeKey(bridge.transport, host.address, guest.address);
    return this.#placesOn(host.port + port - BRIDGE_PORT).get(place) ?? [];
  }

  /** Connections to a port by the rest of the place they lead to: told apart where the port is asked for, as most never are. */
  #placesOn(port: number): ReadonlyMap<string, readonly number[]> {
    const known = this.#placesOnPort.get(port);
    if (known !== undefined) return known;
    const places = new Map<string, number[]>();
    for (const end of this.#endsOnPort.get(port) ?? []) {
      const { transport, endpoints } = this.#capture.connections[end >>> 1]!;
      const [near, far] = (end & 1) === 0 ? endpoints : [endpoints[1], endpoints[0]];
      const key = placeKey(transport, near.address, far.address);
      const list = places.get(key);
      if (list === undefined) places.set(key, [end >>> 1]);
      else list.push(end >>> 1);
    }
    this.#placesOnPort.set(port, places);
    return places;
  }

  /** Both ends are noted: which one is the host is known only of bridges. */
  #note({ index, endpoints: [one, other] }: Connection): void {
    if (this.#capture.streams[2 * index]?.direction !== null) return;
    if (one.port !== null) this.#noteEnd(one.port, 2 * index);
    if (other.port !== null) this.#noteEnd(other.port, 2 * index + 1);
  }

  #noteEnd(port: number, end: number): void {
    const ends = this.#endsOnPort.get(port);
    if (ends === undefined) this.#endsOnPort.set(port, [end]);
    else ends.push(end);
  }

  /** The vsock port that a connection would have beside a bridge; null where it does not lead to the bridge's host. */
  #portOn(connection: number, bridgeConnection: number): number | null {
    const bridge = this.#capture.connections[bridgeConnection];
    const relay = this.#capture.connections[connection];
    if (bridge === undefined || relay === undefined) return null;
    const host = bridge.endpoints[this.#bridgeHostEnd(bridgeConnection)];
    const end = relay.endpoints.find(
      ({ address, port }) => address === host.address && port !== null && port > (host.port ?? 0),
    );
    if (end === undefined || end.port === null || host.port === null) return null;
    return end.port - host.port + BRIDGE_PORT;
  }

  #hostEnd(connection: number, execRow: number): 0 | 1 {
    const bridge = this.#capture.connections[this.#capture.frames.stream.get(execRow) >>> 1]!;
    const host = bridge.endpoints[this.#bridgeHostEnd(bridge.index)];
    const [first, second] = this.#capture.connections[connection]!.endpoints;
    if (first.address !== second.address) return first.address === host.address ? 0 : 1;
    // Both ends on one machine, as in tests: the guest dials, so the host is the end that did not open it.
    return 1;
  }

  #bridgeHostEnd(connection: number): 0 | 1 {
    return this.#capture.streams[2 * connection]?.direction === "host-to-guest" ? 0 : 1;
  }
}

function placeKey(transport: string, host: string, guest: string): string {
  return `${transport} ${host} ${guest}`;
}
