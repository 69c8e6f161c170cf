/** Fields of a frame's header. */
import { CATEGORY_NAMES, SIDECAR_ERROR_TYPE, formatType, messageKind, typeParts } from "../../bridge/header.ts";
import { PROCEDURES, SIDECAR_ERROR_NAME, procedureName, procedureOf } from "../../bridge/procedures.ts";
import { FRAME } from "../../model/capture.ts";
import { NO_ROW } from "../../stream/stream-sink.ts";
import { COLUMN_HINTS, flagReader, interned, wireOnly } from "./field.ts";
import type { Field } from "./field.ts";

export const HEADER_FIELDS: readonly Field[] = [
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
