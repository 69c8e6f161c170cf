/** Fields of a frame as a part of an exchange: its peer, how long the answer took, what waits. */
import { procedureOf } from "../../bridge/procedures.ts";
import { openTimes } from "../../correlate/bridge-life.ts";
import type { Capture } from "../../model/capture.ts";
import { FRAME } from "../../model/capture.ts";
import { NO_ROW } from "../../stream/stream-sink.ts";
import { COLUMN_HINTS, interned } from "./field.ts";
import type { Field } from "./field.ts";

const REQUEST = 1;
const RESPONSE = 2;
/** An answer that takes longer is slow: the guest's own work takes milliseconds. */
const SLOW_NS = 1e9;
const SOURCES = ["wire", "log"] as const;

/** Whether a row is a request without an answer in the capture. */
function pendingReader({ frames: { type, peer } }: Capture): (row: number) => boolean {
  // Nearly all have a peer: few are asked for their type.
  return (row) => peer.get(row) === NO_ROW && type.get(row) >>> 28 === REQUEST;
}

/** Nanoseconds from the request of a response to it; NaN for all else and where a time is not known. */
function latencyReader({ frames: { type, peer, time } }: Capture): (row: number) => number {
  return (row) => {
    const request = type.get(row) >>> 28 === RESPONSE ? peer.get(row) : NO_ROW;
    return request === NO_ROW ? Number.NaN : time.get(row) - time.get(request);
  };
}

/**
 * What tables show as latency: of either frame of an exchange how long the answer took, less than nothing where it stands before its request, and
 * of a request without one how long it waited.
 */
function waitReader(capture: Capture): (row: number) => number {
  const { peer, time, type } = capture.frames;
  const pending = pendingReader(capture);
  const openFor = openTimes(capture);
  return (row) => {
    const other = peer.get(row);
    if (other !== NO_ROW) {
      const since = time.get(row) - time.get(other);
      return type.get(row) >>> 28 === REQUEST ? -since : since;
    }
    return pending(row) ? openFor(row) : Number.NaN;
  };
}

export const EXCHANGE_FIELDS: readonly Field[] = [
  {
    key: "peer",
    aliases: [],
    label: "Peer",
    type: "number",
    description: "Number of the frame it is paired with; peer.FIELD reads a field of that frame.",
    column: { width: 64, align: "end", shown: false },
    exported: true,
    bind:
      ({ frames: { peer } }) =>
      (row) => {
        const other = peer.get(row);
        return other === NO_ROW ? Number.NaN : other + 1;
      },
  },
  {
    key: "latencyNs",
    aliases: ["latency"],
    label: "Latency",
    type: "duration",
    description: "Of a response: how long after its request it came. A unit is needed: 5s, 10ms.",
    column: { width: 90, align: "end", shown: true },
    exported: true,
    bind: latencyReader,
    bindOrder: waitReader,
  },
  {
    key: "end",
    aliases: [],
    label: "End",
    type: "time",
    description:
      "When the exchange of a request was over: the time of its answer, or of the end of its bridge, or of the capture. Of other frames their own.",
    column: { width: 116, align: "end", shown: false },
    exported: false,
    bind: (capture) => {
      const { type, peer, time } = capture.frames;
      const openFor = openTimes(capture);
      return (row) => {
        if (type.get(row) >>> 28 !== REQUEST) return time.get(row);
        const answer = peer.get(row);
        return answer === NO_ROW ? time.get(row) + openFor(row) : time.get(answer);
      };
    },
  },
  {
    key: "slow",
    aliases: [],
    label: "Slow",
    type: "boolean",
    predicate: "takes over a second to answer",
    description: "A response that came over 1 s after its request; those of long polls are left out.",
    column: COLUMN_HINTS.flag,
    exported: false,
    bind: (capture) => {
      const latency = latencyReader(capture);
      const { type } = capture.frames;
      return (row) => latency(row) > SLOW_NS && procedureOf(type.get(row))?.waits !== true;
    },
  },
  {
    key: "source",
    aliases: [],
    label: "Source",
    type: "enum",
    description: "Whether the frame was captured on the wire or rebuilt from a log.",
    values: SOURCES,
    open: null,
    column: COLUMN_HINTS.text,
    exported: true,
    bind: ({ frames: { flags } }) =>
      interned(
        (row) => ((flags.get(row) & FRAME.fromLog) === 0 ? 0 : 1),
        (source) => SOURCES[source] ?? null,
      ),
  },
  {
    key: "pending",
    aliases: ["unanswered"],
    label: "Pending",
    type: "boolean",
    predicate: "is pending",
    description: "A request that has no answer in the capture.",
    column: COLUMN_HINTS.flag,
    exported: false,
    bind: pendingReader,
  },
  {
    key: "answered",
    aliases: [],
    label: "Answered",
    type: "boolean",
    predicate: "is answered",
    description: "A request that has an answer in the capture.",
    column: COLUMN_HINTS.flag,
    exported: false,
    bind:
      ({ frames: { type, peer } }) =>
      (row) =>
        type.get(row) >>> 28 === REQUEST && peer.get(row) !== NO_ROW,
  },
  {
    key: "age",
    aliases: [],
    label: "Age",
    type: "duration",
    description: "Of a pending request: how long it had waited when its bridge ended, or the capture.",
    column: { width: 90, align: "end", shown: false },
    exported: false,
    bind: (capture) => {
      const pending = pendingReader(capture);
      const openFor = openTimes(capture);
      return (row) => (pending(row) ? openFor(row) : Number.NaN);
    },
  },
];
