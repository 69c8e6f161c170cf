/** When each bridge and each of its connections began and ended, by whom, and which frames it had. */
import type { Bridge, Capture } from "../model/capture.ts";
import type { Connection, ConnectionEvent } from "../stream/stream-sink.ts";
import { NO_ROW } from "../stream/stream-sink.ts";
import type { MessageIndex } from "./message-index.ts";

/** Packets of one clock stand at most so far out of their order, ns: network adapters hand them over in bundles. */
export const OUT_OF_ORDER_NS = 1e6;

/** The two ends of a bridge. */
export type Party = "host" | "guest";

/** How a connection ended: the first FIN or RST that the capture has, but for an RST whose sender sent more bytes after it. */
export interface ConnectionEnd {
  /** ns since time zero. */
  readonly time: number;
  readonly by: Party;
  readonly how: "FIN" | "RST";
}

/** A connection of a bridge from its first packet to its last: which end is which, and how it ended. */
export interface ConnectionLife {
  readonly connection: Connection;
  readonly bridge: Bridge;
  readonly hostStream: number;
  readonly guestStream: number;
  readonly end: ConnectionEnd | null;
  /** First and last rows; `NO_ROW` where the connection has no frame. */
  readonly firstRow: number;
  readonly lastRow: number;
  /** Last row of each direction. */
  readonly lastHostRow: number;
  readonly lastGuestRow: number;
  readonly firstRequestRow: number;
  /** The guest's first request: only hosts send any. */
  readonly firstGuestRequestRow: number;
}

/** A bridge over all its connections, in their order. */
export interface BridgeLife {
  readonly bridge: Bridge;
  readonly connections: readonly ConnectionLife[];
  /** The end of its last connection; null while the capture ends with it open, or does not show the end. */
  readonly end: ConnectionEnd | null;
}

/** The lives of all bridges. */
export function bridgeLives(capture: Capture, rows: MessageIndex): BridgeLife[] {
  return capture.bridges.map((bridge) => {
    const connections = bridge.connections.map((index) => connectionLife(capture, bridge, index, rows));
    return { bridge, connections, end: connections.at(-1)?.end ?? null };
  });
}

/**
 * How long a request had waited, ns, when its bridge ended, or the capture where that shows no end: no answer can have come later. NaN where
 * its time is not known. Of requests that have none.
 */
export function openTimes(capture: Capture): (row: number) => number {
  const { bridges, connections, lastTime, bridgeOf } = capture;
  const { stream, time } = capture.frames;
  const ends = new Map(
    bridges.map((bridge) => {
      const last = connections[bridge.connections.at(-1) ?? -1];
      return [bridge.number, (last === undefined ? undefined : endingOf(capture, last))?.time ?? lastTime];
    }),
  );
  return (row) => {
    const sent = time.get(row);
    return Math.max(ends.get(bridgeOf(stream.get(row) >>> 1)) ?? lastTime, sent) - sent;
  };
}

/**
 * The FIN or RST that ended a connection; undefined where the capture has none. An RST ends nothing where its sender sends bytes behind its
 * number or its FIN after it: it was of an earlier connection between the same ports, or not its own, and the other end drops it (RFC 9293,
 * 3.10.7.4).
 */
export function endingOf({ streams }: Pick<Capture, "streams">, connection: Connection): ConnectionEvent | undefined {
  const first = connection.events.find(({ kind, by, time, streamOffset }) => {
    if (kind !== "rst") return kind === "fin";
    const stream = streams[2 * connection.index + by];
    const later = time + OUT_OF_ORDER_NS;
    if (stream !== undefined && stream.bytes > streamOffset && stream.lastByteTime > later) return false;
    return !connection.events.some((other) => other.kind === "fin" && other.by === by && other.time > later);
  });
  if (first?.acknowledged === undefined) return first;
  // A FIN that acknowledges the other end's is its answer, whatever the clocks say by which the two were captured.
  const sent = streams[2 * connection.index + 1 - first.by]?.bytes ?? Number.POSITIVE_INFINITY;
  if (first.acknowledged <= sent) return first;
  return connection.events.find(({ kind, by }) => kind === "fin" && by !== first.by) ?? first;
}

function connectionLife(capture: Capture, bridge: Bridge, index: number, rows: MessageIndex): ConnectionLife {
  const connection = capture.connections[index]!;
  const hostEnd = capture.streams[2 * index]?.direction === "host-to-guest" ? 0 : 1;
  const ending = endingOf(capture, connection);
  const hostStream = 2 * index + hostEnd;
  const guestStream = 2 * index + 1 - hostEnd;
  const lastHostRow = rows.lastOf[hostStream] ?? NO_ROW;
  const lastGuestRow = rows.lastOf[guestStream] ?? NO_ROW;
  return {
    connection,
    bridge,
    hostStream,
    guestStream,
    end:
      ending === undefined
        ? null
        : {
            time: ending.time,
            by: ending.by === hostEnd ? "host" : "guest",
            how: ending.kind === "fin" ? "FIN" : "RST",
          },
    firstRow: Math.min(rows.firstOf[hostStream] ?? NO_ROW, rows.firstOf[guestStream] ?? NO_ROW),
    lastRow:
      lastHostRow === NO_ROW || lastGuestRow === NO_ROW
        ? Math.min(lastHostRow, lastGuestRow)
        : Math.max(lastHostRow, lastGuestRow),
    lastHostRow,
    lastGuestRow,
    firstRequestRow: rows.firstRequestOf[hostStream] ?? NO_ROW,
    firstGuestRequestRow: rows.firstRequestOf[guestStream] ?? NO_ROW,
  };
}
