/** When each bridge and each of its connections began and ended, by whom, and which frames it had. */
import { messageKind } from "../bridge/header.ts";
import type { Bridge, Capture } from "../model/capture.ts";
import type { Connection } from "../stream/stream-sink.ts";
import { NO_ROW } from "../stream/stream-sink.ts";

export type Party = "host" | "guest";

/** How a connection ended: the first FIN or RST that the capture has. */
export interface ConnectionEnd {
  /** ns since time zero. */
  readonly time: number;
  readonly by: Party;
  readonly how: "FIN" | "RST";
}

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
}

export interface BridgeLife {
  readonly bridge: Bridge;
  readonly connections: readonly ConnectionLife[];
  /** The end of its last connection; null while the capture ends with it open, or does not show the end. */
  readonly end: ConnectionEnd | null;
}

interface Rows {
  first: number;
  last: number;
  lastHost: number;
  lastGuest: number;
  firstRequest: number;
}

/** The lives of all bridges, by one pass over the frames. */
export function bridgeLives(capture: Capture): BridgeLife[] {
  const { frames, streams } = capture;
  const rows = new Map<number, Rows>();
  let current = -1;
  let of: Rows | undefined;
  for (let row = 0; row < frames.length; row++) {
    const stream = frames.stream.get(row);
    if (stream >>> 1 !== current || of === undefined) {
      current = stream >>> 1;
      of = rows.get(current);
      if (of === undefined) {
        of = { first: row, last: row, lastHost: NO_ROW, lastGuest: NO_ROW, firstRequest: NO_ROW };
        rows.set(current, of);
      }
    }
    of.last = row;
    if (streams[stream]?.direction === "host-to-guest") {
      of.lastHost = row;
      if (of.firstRequest === NO_ROW && messageKind(frames.type.get(row)) === "request") of.firstRequest = row;
    } else {
      of.lastGuest = row;
    }
  }
  return capture.bridges.map((bridge) => {
    const connections = bridge.connections.map((index) => connectionLife(capture, bridge, index, rows.get(index)));
    return { bridge, connections, end: connections.at(-1)?.end ?? null };
  });
}

function connectionLife(capture: Capture, bridge: Bridge, index: number, rows: Rows | undefined): ConnectionLife {
  const connection = capture.connections[index]!;
  const hostEnd = capture.streams[2 * index]?.direction === "host-to-guest" ? 0 : 1;
  const ending = connection.events.find(({ kind }) => kind === "fin" || kind === "rst");
  return {
    connection,
    bridge,
    hostStream: 2 * index + hostEnd,
    guestStream: 2 * index + 1 - hostEnd,
    end:
      ending === undefined
        ? null
        : {
            time: ending.time,
            by: ending.by === hostEnd ? "host" : "guest",
            how: ending.kind === "fin" ? "FIN" : "RST",
          },
    firstRow: rows?.first ?? NO_ROW,
    lastRow: rows?.last ?? NO_ROW,
    lastHostRow: rows?.lastHost ?? NO_ROW,
    lastGuestRow: rows?.lastGuest ?? NO_ROW,
    firstRequestRow: rows?.firstRequest ?? NO_ROW,
  };
}
