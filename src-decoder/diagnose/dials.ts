/** What the guest does after its bridge has ended: one that lives dials again. */
import type { BridgeLife, ConnectionLife } from "../correlate/bridge-life.ts";
import type { Endpoint } from "../network/segment.ts";
import type { Connection } from "../stream/stream-sink.ts";
import type { DiagnosisContext } from "./context.ts";
import { beginsBoot } from "./vsock-start.ts";

/** A guest that lives dials again each 100 ms (cmd/gcs/main.go); so much later it would have been seen. */
const REDIAL_SEEN_NS = 2e9;
/** A call that waited longer when the host closed is why it closed, whatever became of the guest. */
export const OLD_CALL_NS = 5e9;

/**
 * The guest's tries to reach the bridge's port after the bridge's last connection, in vain all of them. Other guests dial the same port, and the
 * same address is another guest's once it has booted anew.
 */
export function laterDials(context: DiagnosisContext, life: BridgeLife): readonly Connection[] {
  const last = life.connections.at(-1);
  if (last === undefined) return NONE;
  const [host, guest] = endsOf(last);
  const { index, transport } = last.connection;
  const { dials, boots } = vainDials(context);
  const ofGuest = behind(dials.get(dialKey(transport, guest, host)), index);
  const reboot = behind(boots.get(guest.address), index)[0]?.index ?? Number.POSITIVE_INFINITY;
  return transport !== "vsock" ? ofGuest : ofGuest.filter((connection) => connection.index < reboot);
}

const NONE: readonly Connection[] = [];

/** By who dials whom, in vain, and by guest where it boots: in the order of the capture. */
interface VainDials {
  readonly dials: ReadonlyMap<string, readonly Connection[]>;
  readonly boots: ReadonlyMap<string, readonly Connection[]>;
}

const dialsOf = new WeakMap<DiagnosisContext, VainDials>();

/** Found once: each bridge asks, and there may be very many of both. */
function vainDials(context: DiagnosisContext): VainDials {
  const known = dialsOf.get(context);
  if (known !== undefined) return known;
  const dials = new Map<string, Connection[]>();
  const boots = new Map<string, Connection[]>();
  for (const connection of context.capture.connections) {
    const [from, to] = connection.endpoints;
    if (beginsBoot(connection)) addTo(boots, from.address, connection);
    if (connection.eventCounts["syn-ack"] !== undefined || context.capture.bridgeOf(connection.index) !== 0) continue;
    addTo(dials, dialKey(connection.transport, from, to), connection);
  }
  const found = { dials, boots };
  dialsOf.set(context, found);
  return found;
}

function dialKey(transport: string, from: Endpoint, to: Endpoint): string {
  return `${transport} ${from.address} ${to.port} ${to.address}`;
}

function addTo<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

/** Those that come after the connection of an index. */
function behind(connections: readonly Connection[] = NONE, index: number): readonly Connection[] {
  let low = 0;
  for (let high = connections.length; low < high;) {
    const middle = (low + high) >>> 1;
    if (connections[middle]!.index <= index) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? connections : connections.slice(low);
}

/** The host's and the guest's end of a connection of a bridge. */
export function endsOf({ connection: { endpoints }, hostStream }: ConnectionLife): readonly [Endpoint, Endpoint] {
  const [first, second] = endpoints;
  return (hostStream & 1) === 0 ? [first, second] : [second, first];
}

/** Whether the guest is seen not to dial again, or to dial no more, as one that is gone. */
export function staysAway(context: DiagnosisContext, life: BridgeLife): boolean {
  const last = life.connections.at(-1);
  if (last === undefined || life.end === null || !last.connection.sawStart) return false;
  const lastTry = laterDials(context, life).at(-1)?.lastTime ?? life.end.time;
  return context.capture.lastTime - Math.max(lastTry, life.end.time) >= REDIAL_SEEN_NS;
}
