/** Rules on ends that do not read: what the other sends then stands still, without a trace on the wire. */
import type { ConnectionLife } from "../../correlate/bridge-life.ts";
import { NO_ROW } from "../../stream/stream-sink.ts";
import type { DiagnosisContext } from "../context.ts";
import { byteRanges, closedWindow, stretch } from "../evidence.ts";
import type { Draft, Rule } from "../rule.ts";
import { cutHeaderOf, isCutOff } from "../rows.ts";
import { formatAge } from "../words.ts";

/** An end that does not read for less than this is busy. */
const SHORTEST_STAND_NS = 2e9;
/** What was sent before the sender heard of a closed window is on its way no longer than this. */
const IN_FLIGHT_NS = 1e9;
/** So many requests wait for a guest that stands still. */
const FEWEST_WAITING = 3;

const guestNotReading: Rule = {
  id: "H11",
  title: "Guest does not read",
  severity: "error",
  endsBridge: false,
  find: (context) => blockedWriter(context, "host"),
};

const hostNotReading: Rule = {
  id: "H12",
  title: "Host does not read",
  severity: "error",
  endsBridge: false,
  find: (context) => blockedWriter(context, "guest"),
};

/** A direction that stands still: the other end closed its window for good, or the last message is cut off with the bridge open. */
function blockedWriter(context: DiagnosisContext, writer: "host" | "guest"): Draft[] {
  const reader = writer === "host" ? "guest" : "host";
  return context.connections.flatMap((life) => {
    const lastRow = writer === "host" ? life.lastHostRow : life.lastGuestRow;
    const closed = closedWindowSince(context, life, reader);
    const stream = writer === "host" ? life.hostStream : life.guestStream;
    const mayBeCut = life.end === null && !context.coverage.losesUnseen(life) && showsStall(context, life, writer);
    const header = mayBeCut ? cutHeaderOf(context, stream) : null;
    const partly = mayBeCut && lastRow !== NO_ROW && isCutOff(context, lastRow);
    if (closed === null && header === null && !partly) return [];
    const since = closed ?? context.capture.streams[stream]!.lastByteTime;
    const stood = context.aliveUntil(life) - since;
    // A capture may end at any packet, between the two writes of a message too.
    if (stood < SHORTEST_STAND_NS) return [];
    const standing = formatAge(stood);
    const draft: Draft = {
      title: closed === null ? `The ${writer}'s last message is cut off` : `The ${reader} does not read`,
      text:
        closed === null
          ? `${header === null ? `The ${writer}'s last message, ${context.call(lastRow)}, is cut off` : `The ${writer} sent ${header.length} of the 16 bytes of a message's header`} and nothing follows${context.timed ? ` for ${standing}` : ""}: the ${writer} cannot send, or what it sends does not arrive.`
          : `The ${reader} has had no room to receive for ${standing}: the ${writer} cannot send, and its calls wait without a trace on the wire.`,
      rows: lastRow === NO_ROW ? [] : [lastRow],
      places: [
        ...(closed === null
          ? header === null
            ? []
            : byteRanges(context, stream, [header], "in no frame")
          : closedWindow(context, life.connection, reader === "host" ? hostEnd(life) : guestEnd(life))),
        ...stretch(since, context.aliveUntil(life), `a byte of the ${writer}'s`),
      ],
      connection: life.connection.index,
      time: since,
      certainty: closed === null ? "inferred" : "seen",
      because:
        closed === null
          ? "The bridge is open and the message is not whole."
          : "Its receive window is closed and does not open again.",
      causes:
        reader === "guest"
          ? [
              "The guest reads the next request only when the one before is taken up (sequential mode).",
              "The guest agent is stopped.",
            ]
          : ["The host's receive loop is parked (migration) or its process is stopped."],
      next: [
        reader === "guest"
          ? "Take the guest's stacks and look at its bridge read loop: `shimdiag list`, then `shimdiag stacks SHIM`."
          : "Take the shim's stacks and look at its bridge's recvLoop: `shimdiag list`, then `shimdiag stacks SHIM`.",
      ],
    };
    return [draft];
  });
}

const hostEnd = ({ hostStream }: ConnectionLife): 0 | 1 => ((hostStream & 1) === 0 ? 0 : 1);
const guestEnd = ({ guestStream }: ConnectionLife): 0 | 1 => ((guestStream & 1) === 0 ? 0 : 1);

/** A file without times may end anywhere: only requests that wait for a guest that has begun to answer show that it stands still. */
function showsStall(context: DiagnosisContext, { bridge }: ConnectionLife, writer: "host" | "guest"): boolean {
  return context.timed || (writer === "guest" && context.pendingOf(bridge.number).length >= FEWEST_WAITING);
}

/** Since when an end's receive window is closed, ns; null while it is open. Who sends on in spite of it has room. */
function closedWindowSince(context: DiagnosisContext, life: ConnectionLife, reader: "host" | "guest"): number | null {
  const end = reader === "host" ? hostEnd(life) : guestEnd(life);
  const last = life.connection.events.findLast(
    ({ kind, by }) => by === end && (kind === "window-closed" || kind === "window-opened"),
  );
  if (last?.kind !== "window-closed") return null;
  const { lastByteTime } = context.capture.streams[reader === "host" ? life.guestStream : life.hostStream]!;
  return lastByteTime - last.time > IN_FLIGHT_NS ? null : last.time;
}

export const BLOCKED_RULES: readonly Rule[] = [guestNotReading, hostNotReading];
