/** The starts of utility VMs that a capture shows, by who dialled which of the host's ports. */
import { BRIDGE_PORT } from "../bridge/shapes/addresses.ts";
import type { Endpoint } from "../network/segment.ts";
import type { Connection } from "../stream/stream-sink.ts";
import type { DiagnosisContext } from "./context.ts";
import { endsOf } from "./dials.ts";
import { ENTROPY_PORT, LOG_PORT, beginsBoot, isOfVsockStart } from "./vsock-start.ts";

/** What the host writes on the entropy port. */
export const ENTROPY_BYTES = 512;

/** The connections of one start of a utility VM, those that the host took and those it did not. */
export interface Boot {
  readonly guest: string;
  readonly tried: readonly Connection[];
  readonly entropy: readonly Connection[];
  /** Whether any of those brought all of it. */
  readonly hasEntropy: boolean;
  readonly log: readonly Connection[];
  readonly bridge: readonly Connection[];
  /** Tries to reach the entropy port and the bridge's, taken up or not. */
  readonly entropyTries: number;
  readonly bridgeTries: number;
  /** ns: when the guest started anew, or when the capture ends. */
  readonly until: number;
}

/**
 * The starts that a capture shows, by guest. vsock has its ports for entropy, log and bridge; over TCP, as in test rigs, the bridge's port is any,
 * and is known by a conversation on it or by its name. Other links have no connections to tell.
 */
export function boots(context: DiagnosisContext): readonly Boot[] {
  const known = bootsOf.get(context) ?? findBoots(context);
  bootsOf.set(context, known);
  return known;
}

const bootsOf = new WeakMap<DiagnosisContext, readonly Boot[]>();

function findBoots(context: DiagnosisContext): Boot[] {
  const hosts = context.connections.map((life) => endsOf(life)[0]);
  const bridges = new Set(hosts.map(portKey));
  const ports = new Set(hosts.map(({ port }) => port));
  const byGuest = new Map<string, Connection[]>();
  for (const connection of context.capture.connections) {
    const [host, guest] = startEnds(context, connection);
    const isVsock = connection.transport === "vsock";
    // There may be very many connections to other ports, which need no key.
    if (!(isVsock ? isOfVsockStart(host) : ports.has(host.port) && bridges.has(portKey(host)))) continue;
    const key = isVsock ? guest.address : `${guest.address} ${portKey(host)}`;
    const list = byGuest.get(key);
    if (list === undefined) byGuest.set(key, [connection]);
    else list.push(connection);
  }
  return [...byGuest.values()].flatMap((tried) => {
    const starts = startsIn(tried);
    return starts.map((start, place) =>
      bootOf(context, start, starts[place + 1]?.[0]?.firstTime ?? context.capture.lastTime),
    );
  });
}

/** Which end of a connection of a start is the host's: the guest dials, but where its first packet is not there the host may have come first. */
export function hostEnd(context: DiagnosisContext, { index, endpoints: [first, second] }: Connection): 0 | 1 {
  const life = context.lifeOfConnection(index);
  if (life !== undefined) return (life.hostStream & 1) === 0 ? 0 : 1;
  return isOfVsockStart(first) && !isOfVsockStart(second) ? 0 : 1;
}

function startEnds(context: DiagnosisContext, connection: Connection): readonly [host: Endpoint, guest: Endpoint] {
  const [first, second] = connection.endpoints;
  return hostEnd(context, connection) === 0 ? [first, second] : [second, first];
}

/** A guest asks for entropy before all else: where it has asked for more before, it has started anew. */
function startsIn(tried: readonly Connection[]): Connection[][] {
  const starts: Connection[][] = [];
  for (const connection of tried) {
    const last = starts.at(-1);
    const isNew = beginsBoot(connection) && last?.some((other) => !beginsBoot(other)) === true;
    if (last === undefined || isNew) starts.push([connection]);
    else last.push(connection);
  }
  return starts;
}

function bootOf(context: DiagnosisContext, tried: readonly Connection[], until: number): Boot {
  const [host, guest] = startEnds(context, tried[0]!);
  const isVsock = tried[0]!.transport === "vsock";
  const bridgePort = isVsock ? BRIDGE_PORT : host.port;
  const triesTo = (port: number | null): Connection[] =>
    tried.filter((connection) => startEnds(context, connection)[0].port === port);
  const taken = (port: number | null): Connection[] =>
    triesTo(port).filter((connection) => isTaken(context, connection));
  const entropy = isVsock ? taken(ENTROPY_PORT) : [];
  return {
    guest: guest.address,
    tried,
    entropy,
    hasEntropy: entropy.some((connection) => bytesOfHost(context, connection) >= ENTROPY_BYTES),
    log: isVsock ? taken(LOG_PORT) : [],
    bridge: taken(bridgePort),
    entropyTries: isVsock ? triesTo(ENTROPY_PORT).length : 0,
    bridgeTries: triesTo(bridgePort).length,
    until,
  };
}

function portKey({ address, port }: Endpoint): string {
  return `${address} ${port}`;
}

/**
 * Whether the host took a connection up; an end that sends on it was taken up, though the capture may lack what the host said. Where a vsock has
 * no header that tells a refusal from an end, what ends without an answer and without a byte was refused.
 */
function isTaken(context: DiagnosisContext, connection: Connection): boolean {
  const { index, eventCounts, packets, transport } = connection;
  if (eventCounts["syn-ack"] !== undefined || context.lifeOfConnection(index) !== undefined) return true;
  const guestStream = 2 * index + 1 - hostEnd(context, connection);
  if ((context.capture.streams[guestStream]?.bytes ?? 0) > 0) return true;
  if (eventCounts["syn-unanswered"] !== undefined || eventCounts.rst !== undefined || packets < 2) return false;
  return transport !== "vsock" || eventCounts.fin === undefined || bytesOfHost(context, connection) > 0;
}

/** Bytes that the host sent on a connection of a start. */
export function bytesOfHost(context: DiagnosisContext, connection: Connection): number {
  return context.capture.streams[2 * connection.index + hostEnd(context, connection)]?.bytes ?? 0;
}
