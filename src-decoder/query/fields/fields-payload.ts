/** Fields that a frame's payload carries and the columns keep, and what is odd about the frame. */
import { SIDECAR_ERROR_TYPE } from "../../bridge/header.ts";
import { NULL_GUID } from "../../bridge/shapes/addresses.ts";
import { RESULT_CODES, resultName, resultsNamed } from "../../bridge/result-codes.ts";
import type { ReadonlyColumn } from "../../bytes/columns.ts";
import { NO_STRING } from "../../bytes/string-table.ts";
import { FRAME } from "../../model/capture.ts";
import type { Capture } from "../../model/capture.ts";
import { NO_ROW } from "../../stream/stream-sink.ts";
import { COLUMN_HINTS, flagReader, interned } from "./field.ts";
import type { Field, FlagField, NumberReader, TextReader } from "./field.ts";

const UTILITY_VM = "utility VM";

/** What tables call the null container, for who writes what they read. */
const OF_CONTAINERS = {
  named: (name: string): readonly string[] => (name.toLowerCase() === UTILITY_VM.toLowerCase() ? [NULL_GUID] : []),
  meaning: (id: string): string => (id === NULL_GUID ? UTILITY_VM : ""),
};

function stringReader({ strings }: Capture, code: (row: number) => number): TextReader {
  return { code, text: (number) => strings.get(number) ?? "" };
}

/** A column's value where a flag says that it has one. */
function whereFlagged({ frames }: Capture, column: ReadonlyColumn, bit: number): NumberReader {
  return (row) => ((frames.flags.get(row) & bit) === 0 ? Number.NaN : column.get(row));
}

function resultReader(capture: Capture): NumberReader {
  return whereFlagged(capture, capture.frames.result, FRAME.hasResult);
}

/** A boolean field of one bit of the `flags` column. */
function remark(
  bit: number,
  names: readonly [key: string, ...aliases: string[]],
  label: string,
  predicate: string,
  description: string,
): FlagField {
  const [key, ...aliases] = names;
  const column = COLUMN_HINTS.flag;
  const bind = flagReader(bit);
  return { key, aliases, label, type: "boolean", predicate, description, column, exported: false, bind };
}

export const PAYLOAD_FIELDS: readonly Field[] = [
  {
    key: "info",
    aliases: ["summary"],
    label: "Info",
    type: "payload",
    value: "info",
    description: "What the frame says, in one line.",
    column: { width: 420, align: "start", shown: true },
    exported: false,
  },
  {
    key: "payloadSha256",
    aliases: ["sha256"],
    label: "Payload SHA-256",
    type: "payload",
    value: "digest",
    description: "SHA-256 of the payload's bytes; absent where the capture lacks some of them.",
    column: { width: 160, align: "start", shown: false },
    exported: true,
  },
  {
    key: "containerId",
    aliases: [],
    label: "ContainerId",
    type: "text",
    description: "The payload's own ContainerId; responses carry none. The null one is the utility VM's.",
    values: [],
    ...OF_CONTAINERS,
    open: null,
    column: COLUMN_HINTS.text,
    exported: true,
    bind: (capture) => stringReader(capture, (row) => capture.frames.containerId.get(row)),
  },
  {
    key: "activityId",
    aliases: ["activity"],
    label: "ActivityId",
    type: "text",
    description: "The payload's ActivityId.",
    values: [],
    open: null,
    column: COLUMN_HINTS.text,
    exported: true,
    bind: (capture) => stringReader(capture, (row) => capture.frames.activityId.get(row)),
  },
  {
    key: "processId",
    aliases: [],
    label: "ProcessId",
    type: "number",
    description: "The payload's own ProcessId.",
    column: COLUMN_HINTS.number,
    exported: true,
    bind: (capture) => whereFlagged(capture, capture.frames.processId, FRAME.hasProcess),
  },
  {
    key: "result",
    aliases: ["hresult"],
    label: "Result",
    type: "result",
    description: "The payload's Result, an HRESULT: 0 is success; a number, hexadecimal or a name.",
    column: { width: 180, align: "start", shown: false },
    exported: true,
    bind: resultReader,
  },
  {
    key: "resultName",
    aliases: [],
    label: "Result name",
    type: "enum",
    description: "The name of the payload's Result where it is known.",
    values: RESULT_CODES.map(({ symbol }) => symbol),
    named: (name) => resultsNamed(name).flatMap((signed) => resultName(signed) ?? []),
    open: null,
    column: { width: 180, align: "start", shown: true },
    exported: true,
    bind: (capture) => interned(resultReader(capture), resultName),
  },
  {
    key: "container",
    aliases: ["cid"],
    label: "Container",
    type: "text",
    description: "The container that the frame is about: its own ContainerId, or for a response that of its request.",
    values: [],
    ...OF_CONTAINERS,
    open: null,
    column: { width: 130, align: "start", shown: true },
    exported: false,
    bind: (capture) => {
      const { containerId, peer } = capture.frames;
      return stringReader(capture, (row) => {
        const own = containerId.get(row);
        const paired = own === NO_STRING ? peer.get(row) : NO_ROW;
        const about = paired === NO_ROW ? own : containerId.get(paired);
        // The empty id, which a host sends before there is any, names none.
        return capture.strings.get(about) === "" ? NO_STRING : about;
      });
    },
  },
  {
    key: "process",
    aliases: ["pid"],
    label: "Process",
    type: "number",
    description: "The process that the frame is about: its own ProcessId, or that of the frame it is paired with.",
    column: { width: 72, align: "end", shown: true },
    exported: false,
    bind: (capture) => {
      const own = whereFlagged(capture, capture.frames.processId, FRAME.hasProcess);
      const { peer } = capture.frames;
      return (row) => {
        const value = own(row);
        const paired = Number.isNaN(value) ? peer.get(row) : NO_ROW;
        return paired === NO_ROW ? value : own(paired);
      };
    },
  },
  {
    key: "error",
    aliases: ["errors", "failed"],
    label: "Error",
    type: "boolean",
    predicate: "reports an error",
    description: "The frame reports an error: a Result that is not 0, or a sidecar's error response.",
    column: COLUMN_HINTS.flag,
    exported: false,
    bind: (capture) => {
      const result = resultReader(capture);
      const { type } = capture.frames;
      return (row) => {
        const value = result(row);
        return (!Number.isNaN(value) && value !== 0) || type.get(row) === SIDECAR_ERROR_TYPE;
      };
    },
  },
  remark(
    FRAME.notJson,
    ["notJson", "invalid"],
    "Not JSON",
    "is not JSON",
    "The payload is whole but is not one JSON value.",
  ),
  remark(
    FRAME.mistyped,
    ["mistyped"],
    "Mistyped",
    "has a base field of another type",
    "The payload is JSON that its receiver refuses: no object, or a base field of another type.",
  ),
  remark(
    FRAME.trailingBytes,
    ["trailingBytes"],
    "Trailing",
    "has trailing bytes",
    "Bytes follow the payload's JSON value.",
  ),
  remark(
    FRAME.oversize,
    ["oversize"],
    "Oversize",
    "is larger than the host accepts",
    "The guest sent more than the 65,536 bytes that the host accepts.",
  ),
  remark(
    FRAME.repeated,
    ["duplicate", "repeated"],
    "Duplicate",
    "answers once more",
    "A response whose request had been answered before.",
  ),
  remark(
    FRAME.unasked,
    ["unasked"],
    "Unasked",
    "answers no request",
    "A response to an id that no request of the bridge had.",
  ),
  remark(
    FRAME.otherType,
    ["otherType"],
    "Other type",
    "answers with another procedure",
    "A response whose procedure is not that of its request.",
  ),
  remark(
    FRAME.cutByGap,
    ["cutByGap", "cut"],
    "Cut",
    "is cut by a hole in the capture",
    "A hole in the capture took a part of the frame.",
  ),
];
