/** Fields of a frame's place and header. */
import { CATEGORY_NAMES, formatType, messageKind, typeParts } from "../../bridge/header.ts";
import { PROCEDURES, SIDECAR_ERROR_NAME, procedureName, procedureOf } from "../../bridge/procedures.ts";
import { SIDECAR_ERROR_TYPE } from "../../bridge/header.ts";
import { FRAME } from "../../model/capture.ts";
import type { Capture, Direction } from "../../model/capture.ts";
import { packetComments } from "../../model/packet-comments.ts";
import { NO_ROW } from "../../stream/stream-sink.ts";
import { COLUMN_HINTS, interned } from "./field.ts";
import type { Field } from "./field.ts";

const DIRECTIONS: readonly Direction[] = ["host-to-guest", "guest-to-host"];
const FROM_HOST = 1;
const FROM_GUEST = 2;

/** 1 for the host's frames, 2 for the guest's, NaN where it is not known. */
function senderReader({ frames, streams }: Capture): (row: number) => number {
  return (row) => {
    const direction = streams[frames.stream.get(row)]?.direction ?? null;
    if (direction === null) return Number.NaN;
    return direction === "host-to-guest" ? FROM_HOST : FROM_GUEST;
  };
}

/** A reader of whether a bit of the `flags` column is set. */
export function flagReader(bit: number): (capture: Capture) => (row: number) => boolean {
  return ({ frames: { flags } }) =>
    (row) =>
      (flags.get(row) & bit) !== 0;
}

/** The value of a column but for frames rebuilt from a log, which have no bytes. */
function wireOnly({ frames }: Capture, column: { get(row: number): number }): (row: number) => number {
  return (row) => ((frames.flags.get(row) & FRAME.fromLog) === 0 ? column.get(row) : Number.NaN);
}

export const HEADER_FIELDS: readonly Field[] = [
  {
    key: "number",
    aliases: ["no", "frame"],
    label: "No.",
    type: "number",
    description: "The frame's number in the capture, from 1.",
    column: { width: 64, align: "end", shown: true },
    exported: true,
    bind: () => (row) => row + 1,
  },
  {
    key: "time",
    aliases: ["t"],
    label: "Time",
    type: "time",
    description:
      "When the frame's first byte was seen; 10:15:02.5 is a time of day (UTC), 5s is five seconds after the first packet.",
    column: { width: 116, align: "end", shown: true },
    exported: true,
    bind:
      ({ frames }) =>
      (row) =>
        frames.time.get(row),
  },
  {
    key: "timeDelta",
    aliases: ["delta"],
    label: "Time delta",
    type: "duration",
    description:
      "How long after the frame before it in the capture it came, be that shown or not. A unit is needed: 1s, 10ms.",
    column: { width: 104, align: "end", shown: false },
    exported: false,
    bind:
      ({ frames: { time } }) =>
      (row) =>
        row === 0 ? Number.NaN : time.get(row) - time.get(row - 1),
  },
  {
    key: "bridge",
    aliases: [],
    label: "Bridge",
    type: "number",
    description: "Number of the bridge, the conversation of one utility VM, from 1.",
    column: { width: 60, align: "end", shown: false },
    exported: true,
    bind: (capture) => (row) => capture.bridgeOf(capture.frames.stream.get(row) >>> 1),
  },
  {
    key: "connection",
    aliases: ["conn"],
    label: "Conn.",
    type: "number",
    description: "Number of the connection, from 1.",
    column: { width: 60, align: "end", shown: false },
    exported: true,
    bind:
      ({ frames }) =>
      (row) =>
        (frames.stream.get(row) >>> 1) + 1,
  },
  {
    key: "direction",
    aliases: ["dir"],
    label: "Direction",
    type: "enum",
    description: "Who sent the frame to whom.",
    values: DIRECTIONS,
    open: null,
    column: { width: 40, align: "start", shown: true },
    exported: true,
    bind: (capture) => interned(senderReader(capture), (sender) => DIRECTIONS[sender - 1] ?? null),
  },
  {
    key: "streamOffset",
    aliases: ["offset"],
    label: "Offset",
    type: "size",
    description: "Offset of the header in its direction of the connection; absent for a frame from a log.",
    column: { width: 90, align: "end", shown: false },
    exported: true,
    bind: (capture) => wireOnly(capture, capture.frames.streamOffset),
  },
  {
    key: "type",
    aliases: [],
    label: "Type",
    type: "type",
    description: "The header's message type as a number: kind, category, procedure and version.",
    column: { width: 96, align: "start", shown: false },
    exported: true,
    bind:
      ({ frames }) =>
      (row) =>
        frames.type.get(row),
  },
  {
    key: "kind",
    aliases: [],
    label: "Kind",
    type: "enum",
    description: "Whether the frame is a request, a response or a notification.",
    values: ["request", "response", "notification", "unknown"],
    open: null,
    column: { width: 90, align: "start", shown: false },
    exported: true,
    bind: ({ frames }) =>
      interned(
        (row) => frames.type.get(row) >>> 28,
        (nibble) => messageKind(nibble << 28),
      ),
  },
  {
    key: "category",
    aliases: [],
    label: "Category",
    type: "enum",
    description:
      "The group of procedures that the header's type names by its bits 27 to 20; hexadecimal where it is not known.",
    values: CATEGORY_NAMES,
    open: /^0x[\da-f]{2}$/,
    column: { width: 120, align: "start", shown: false },
    exported: false,
    bind: ({ frames }) =>
      interned(
        (row) => typeParts(frames.type.get(row)).category,
        (category) => CATEGORY_NAMES[category - 1] ?? `0x${category.toString(16).padStart(2, "0")}`,
      ),
  },
  {
    key: "typeVersion",
    aliases: [],
    label: "Type version",
    type: "number",
    description:
      "The version of the message that the header's type names by its lowest eight bits; 1 in all known messages.",
    column: { width: 90, align: "end", shown: false },
    exported: false,
    bind:
      ({ frames }) =>
      (row) =>
        typeParts(frames.type.get(row)).version,
  },
  {
    key: "name",
    aliases: ["procedure", "message"],
    label: "Name",
    type: "enum",
    description: "The procedure, the same for a request and its response; hexadecimal where it is not known.",
    values: [...PROCEDURES.map(({ name }) => name), SIDECAR_ERROR_NAME],
    open: /^0x[\da-f]{3}$/,
    column: { width: 160, align: "start", shown: true },
    exported: true,
    bind({ frames }) {
      // A sidecar's error response has the name of its request, so the number to name it by is the request's type.
      const namedBy = (row: number): number => {
        const type = frames.type.get(row);
        if (type !== SIDECAR_ERROR_TYPE) return type;
        const peer = frames.peer.get(row);
        return peer === NO_ROW ? type : frames.type.get(peer);
      };
      return interned(namedBy, (type) => procedureName(type));
    },
  },
  {
    key: "id",
    aliases: [],
    label: "ID",
    type: "id",
    description: "The header's 64-bit id: a response repeats its request's, a notification has 0.",
    column: { width: 64, align: "end", shown: true },
    exported: true,
    bind: ({ frames }) => ({ low: (row) => frames.idLow.get(row), high: (row) => frames.idHigh.get(row) }),
  },
  {
    key: "size",
    aliases: ["length"],
    label: "Size",
    type: "size",
    description: "The header's Size: bytes of the frame with its 16 bytes of header; absent for a frame from a log.",
    column: { width: 72, align: "end", shown: true },
    exported: true,
    bind: (capture) => wireOnly(capture, capture.frames.size),
  },
  {
    key: "complete",
    aliases: [],
    label: "Complete",
    type: "boolean",
    predicate: "is complete",
    description: "The capture has all bytes of the frame.",
    column: COLUMN_HINTS.flag,
    exported: true,
    bind: flagReader(FRAME.complete),
  },
  {
    key: "duration",
    aliases: [],
    label: "On wire",
    type: "duration",
    description: "From the frame's first byte to its last.",
    column: { width: 90, align: "end", shown: false },
    exported: false,
    bind:
      ({ frames }) =>
      (row) =>
        frames.duration.get(row),
  },
  {
    key: "packetComment",
    aliases: ["pkt_comment"],
    label: "Packet comment",
    type: "text",
    description: "What the capture file says of the packets that brought the frame: comments of pcapng, a line each.",
    values: [],
    open: null,
    column: COLUMN_HINTS.text,
    exported: false,
    // Looked up at each call: a column may be there before reading ends, and comments are not.
    bind: (capture) => ({
      code: (row) => packetComments(capture).texts.codes.get(row) ?? 0,
      text: (code) => packetComments(capture).texts.texts[code] ?? "",
    }),
  },
  {
    key: "host",
    aliases: [],
    label: "From host",
    type: "boolean",
    predicate: "comes from the host",
    description: "The host sent the frame.",
    column: COLUMN_HINTS.flag,
    exported: false,
    bind(capture) {
      const sender = senderReader(capture);
      return (row) => sender(row) === FROM_HOST;
    },
  },
  {
    key: "guest",
    aliases: [],
    label: "From guest",
    type: "boolean",
    predicate: "comes from the guest",
    description: "The guest sent the frame.",
    column: COLUMN_HINTS.flag,
    exported: false,
    bind(capture) {
      const sender = senderReader(capture);
      return (row) => sender(row) === FROM_GUEST;
    },
  },
  ...(["request", "response", "notification"] as const).map((kind, index): Field => ({
    key: kind,
    aliases: [],
    label: kind,
    type: "boolean",
    predicate: `is a ${kind}`,
    description: `The frame is a ${kind}.`,
    column: COLUMN_HINTS.flag,
    exported: false,
    bind:
      ({ frames }) =>
      (row) =>
        frames.type.get(row) >>> 28 === index + 1,
  })),
  {
    key: "waits",
    aliases: ["longpoll"],
    label: "Waits",
    type: "boolean",
    predicate: "is a long poll",
    description: "A long poll, WaitForProcess: it may stay unanswered for hours.",
    column: COLUMN_HINTS.flag,
    exported: false,
    bind: ({ frames }) => {
      const waiting = interned(
        (row) => frames.type.get(row),
        (type) => (procedureOf(type)?.waits ? formatType(type) : null),
      );
      return (row) => waiting.code(row) !== 0;
    },
  },
];
