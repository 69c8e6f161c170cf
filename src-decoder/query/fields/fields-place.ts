/** Fields of a frame's place: in the capture, in time, and between which ends. */
import type { Capture, Direction } from "../../model/capture.ts";
import { packetComments } from "../../model/packet-comments.ts";
import { COLUMN_HINTS, interned, wireOnly } from "./field.ts";
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

export const PLACE_FIELDS: readonly Field[] = [
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
];
