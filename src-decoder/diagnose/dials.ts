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
export function laterDials(context: DiagnosisContext, life: BridgeLife): Connection[] {
  const last = life.connections.at(-1);
  if (last === undefined) return [];
  const [host, guest] = endsOf(last);
  const { index: lastIndex, transport } = last.connection;
  const later = context.capture.connections
    .slice(lastIndex + 1)
    .filter((connection) => connection.transport === transport && connection.endpoints[0].address === guest.address);
  const reboot = later.findIndex(beginsBoot);
  return (reboot === -1 ? later : later.slice(0, reboot)).filter(
    ({ index, endpoints: [, to], eventCounts }) =>
      to.port === host.port &&
      to.address === host.address &&
      context.capture.bridgeOf(index) === 0 &&
      eventCounts["syn-ack"] === undefined,
  );
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
