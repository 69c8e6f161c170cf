/** What proves a finding: a kind for each sort of place in a capture. Who shows them leads to each; a further kind is one more member here. */
import { endingOf } from "../correlate/bridge-life.ts";
import type { ConnectionLife } from "../correlate/bridge-life.ts";
import type { Range } from "../model/capture.ts";
import { CONNECTION_EVENTS } from "../stream/stream-sink.ts";
import type { Connection, ConnectionEvent, ConnectionEventKind } from "../stream/stream-sink.ts";
import type { DiagnosisContext } from "./context.ts";
import { counted, formatCount } from "../bytes/count-text.ts";
import { formatAge } from "./words.ts";

/** What a finding is proved by: a frame, a connection, bytes, or a stretch of time. */
export type Evidence =
  | { readonly kind: "frame"; readonly row: number }
  | {
      /** Something that happened to a connection, or the connection itself. */
      readonly kind: "connection";
      /** Connection index. */
      readonly connection: number;
      readonly event: ConnectionEventKind | null;
      /** ns since time zero; NaN where not known. */
      readonly time: number;
      readonly text: string;
    }
  | {
      /** Bytes of a stream that the capture lacks, or that are in no frame. */
      readonly kind: "bytes";
      readonly stream: number;
      readonly offset: number;
      readonly length: number;
      /** When the message before them was sent, ns since time zero; NaN where not known. */
      readonly time: number;
      readonly text: string;
    }
  | {
      /** A stretch in which something did not happen, ns since time zero. */
      readonly kind: "time";
      readonly from: number;
      readonly until: number;
      readonly text: string;
    };

/** Places of one kind that a finding names; what is beyond is in its text as a number. */
const MOST_PLACES = 20;

/** A connection's opening, as it was tried. */
export function tries(context: DiagnosisContext, connections: readonly Connection[]): Evidence[] {
  return connections.slice(0, MOST_PLACES).map((connection) => {
    const event = connection.events.find(({ kind }) => kind === "syn-unanswered" || kind === "syn");
    return ofConnection(context, connection, event);
  });
}

/** How connections ended; of one that did not, the connection itself. */
export function endings(context: DiagnosisContext, connections: readonly Connection[]): Evidence[] {
  return connections.slice(0, MOST_PLACES).map((connection) => {
    return ofConnection(context, connection, endingOf(context.capture, connection));
  });
}

/** How a bridge's connection ended; nothing where the capture does not show it. */
export function endOf(context: DiagnosisContext, life: ConnectionLife | undefined): Evidence[] {
  return life === undefined || life.end === null ? [] : endings(context, [life.connection]);
}

/** The last time that an end said that it had no room to receive. */
export function closedWindow(context: DiagnosisContext, connection: Connection, by: 0 | 1): Evidence[] {
  const event = connection.events.findLast((one) => one.kind === "window-closed" && one.by === by);
  return event === undefined ? [] : [ofConnection(context, connection, event)];
}

function ofConnection(context: DiagnosisContext, connection: Connection, event: ConnectionEvent | undefined): Evidence {
  const { index, endpoints, firstTime } = connection;
  const name = `connection ${index + 1}`;
  const text =
    event === undefined ? name : `${name}: ${CONNECTION_EVENTS[event.kind]} by ${senderOf(context, connection, event)}`;
  const [, { address, port }] = endpoints;
  const isBridge = context.lifeOfConnection(index) !== undefined;
  return {
    kind: "connection",
    connection: index,
    event: event?.kind ?? null,
    time: event?.time ?? firstTime,
    text: isBridge || port === null ? text : `${text}, to port ${port} of ${address}`,
  };
}

function senderOf(context: DiagnosisContext, { index, endpoints }: Connection, { by }: ConnectionEvent): string {
  const life = context.lifeOfConnection(index);
  if (life !== undefined) return (life.hostStream & 1) === by ? "the host" : "the guest";
  return endpoints[by].address;
}

/** The first ranges of a stream that the capture lacks, or that are in no frame; `what` says which. */
export function byteRanges(
  context: DiagnosisContext,
  stream: number,
  ranges: readonly Range[],
  what: "missing" | "in no frame",
): Evidence[] {
  const shown = ranges.slice(0, MOST_PLACES).toSorted((a, b) => a.offset - b.offset);
  const last = shown.at(-1);
  if (last === undefined) return [];
  const { frames, capture } = context;
  const sender = capture.streams[stream]?.direction === "host-to-guest" ? "the host" : "the guest";
  const times: number[] = [];
  let time = capture.connections[stream >>> 1]?.firstTime ?? Number.NaN;
  for (let row = 0; row < frames.length && times.length < shown.length; row++) {
    if (frames.stream.get(row) !== stream) continue;
    while (times.length < shown.length && frames.streamOffset.get(row) >= shown[times.length]!.offset) times.push(time);
    time = frames.time.get(row);
  }
  return shown.map(({ offset, length }, at) => ({
    kind: "bytes",
    stream,
    offset,
    length,
    time: times[at] ?? time,
    text: `${counted(length, "byte")} ${what}, at offset ${formatCount(offset)} of what ${sender} sent on connection ${(stream >>> 1) + 1}`,
  }));
}

/** A stretch of time without something; nothing where its ends are not known. */
export function stretch(from: number, until: number, without: string): Evidence[] {
  if (!Number.isFinite(from) || !Number.isFinite(until)) return [];
  return [{ kind: "time", from, until, text: `${formatAge(until - from)} without ${without}` }];
}

export function frameEvidence(rows: readonly number[]): Evidence[] {
  return rows.map((row) => ({ kind: "frame", row }));
}
