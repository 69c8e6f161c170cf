/**
 * The columns of the table, a row each; menus, sorting, copying and what is remembered follow from this table.
 * `text` is the whole value as it is copied and shown on hover; `cell` draws it where that is not just the text.
 */
import type { ReactNode } from "react";
import {
  fieldOf,
  formatType,
  writeLiteral,
  type FieldValue,
  type ValueSubject,
  secondsText,
} from "../../../src-decoder/index.ts";
import type { FrameRow, TableRow } from "../../worker/contract/rows.ts";
import type { ViewSpec } from "../../worker/contract/view.ts";
import { ContainerCell, DirectionCell, NameCell, NumberCell, ProcessCell, ResultCell, TimeCell } from "./cells.tsx";
import { LatencyCell, latencyText } from "./latency-cell.tsx";
import {
  mainOf,
  requestOf,
  responseOf,
  resultFrameOf,
  infoText,
  frameNumber,
  numberOf,
  latencyOf,
  numberText,
  resultText,
} from "./row-parts.ts";
import { fieldColumn, plainField } from "./field-column.tsx";
import { timeText, type TimeFormat } from "./time-format.ts";

export interface ColumnSpec {
  readonly id: string;
  /** In the table's head. */
  readonly label: string;
  /** In menus, where the short label would not do. */
  readonly title: string;
  readonly views: readonly ViewSpec["kind"][];
  /** Pixels until the user changes it. */
  readonly width: number;
  readonly align: "start" | "end";
  /** The field that the worker sorts by; null where sorting means nothing. */
  readonly field: string | null;
  /** A sentence, whose beginning says most: it ends at its end where values end in their middle. */
  readonly isSentence?: true;
  /** Its cells say more where they have room for it. */
  readonly growsWithRoom?: true;
  /** Of a field that the user made a column: hiding it takes it away. */
  readonly made?: true;
  readonly text: (row: TableRow, format: TimeFormat) => string;
  /** The filter field that the cell shows, with its raw value. Absent where no filter can ask for it. */
  readonly value?: (row: TableRow, format: TimeFormat) => readonly [field: string, value: FieldValue] | null;
  /** Whether a filter can ask for the value as it stands in the cell; of the others it asks whether there is one. It can, where absent. */
  readonly isOne?: (row: TableRow) => boolean;
  /** `room` is how many characters there is room for. */
  readonly cell?: (row: TableRow, format: TimeFormat, room: number) => ReactNode;
}

const BOTH = ["frames", "exchanges"] as const;

/** In an exchange only the response has a result. */
const RESULT = {
  id: "result",
  label: "Result",
  title: "Result",
  width: 58,
  align: "start",
  text: (row: TableRow) => resultText(resultFrameOf(row)),
  value: (row: TableRow): readonly [string, FieldValue] => ["result", resultFrameOf(row)?.result ?? null],
  cell: (row: TableRow, _format: TimeFormat, room: number) => (
    <ResultCell frame={resultFrameOf(row)} text={resultText(resultFrameOf(row))} room={room} />
  ),
} as const;

const COLUMNS: readonly ColumnSpec[] = [
  {
    id: "number",
    label: "No.",
    title: "Frame number",
    views: ["frames"],
    width: 48,
    align: "end",
    field: "number",
    text: (row) => String(row.row + 1),
    value: (row) => ["number", row.row + 1],
    cell: (row) => <NumberCell frame={mainOf(row)} />,
  },
  {
    id: "request",
    label: "Req.",
    title: "Number of the request",
    views: ["exchanges"],
    width: 54,
    align: "end",
    field: "number",
    text: (row) => frameNumber(requestOf(row)),
    value: (row) => ofFrame("number", numberOf(requestOf(row))),
    cell: (row) => <NumberCell frame={requestOf(row)} />,
  },
  {
    id: "response",
    label: "Resp.",
    title: "Number of the response",
    views: ["exchanges"],
    width: 54,
    align: "end",
    field: "peer.number",
    text: (row) => frameNumber(responseOf(row)),
    value: (row) => ofFrame("number", numberOf(responseOf(row))) ?? ["pending", true],
    cell: (row) => <NumberCell frame={responseOf(row)} />,
  },
  {
    id: "bridge",
    label: "Bridge",
    title: "Bridge",
    views: BOTH,
    width: 56,
    align: "end",
    field: "bridge",
    text: (row) => String(mainOf(row).bridge),
    value: (row) => ["bridge", mainOf(row).bridge],
  },
  {
    id: "time",
    label: "Time",
    title: "Time",
    views: BOTH,
    width: 76,
    align: "end",
    field: "time",
    text: (row, format) => timeText(mainOf(row), format),
    value: (row, { mode }) => (mode === "delta" ? deltaOf(mainOf(row)) : ["time", mainOf(row).time]),
    cell: (row, format) => <TimeCell text={timeText(mainOf(row), format)} decimals={format.decimals} />,
  },
  {
    id: "delta",
    label: "Delta",
    title: "Time since the row above",
    views: BOTH,
    width: 104,
    align: "end",
    field: null,
    text: (row) => secondsText(mainOf(row).delta),
    value: (row) => deltaOf(mainOf(row)),
    cell: (row, { decimals }) => <TimeCell text={secondsText(mainOf(row).delta)} decimals={decimals} />,
  },
  {
    id: "direction",
    label: "Dir",
    title: "Direction",
    views: BOTH,
    width: 36,
    align: "start",
    field: "direction",
    text: (row) => (mainOf(row).direction === "host-to-guest" ? "host to guest" : "guest to host"),
    value: (row) => ["direction", mainOf(row).direction],
    cell: (row) => <DirectionCell direction={mainOf(row).direction} />,
  },
  {
    id: "name",
    label: "Name",
    title: "Name",
    views: BOTH,
    width: 148,
    align: "start",
    field: "name",
    text: (row) => mainOf(row).name,
    value: (row) => ["name", mainOf(row).name],
    cell: (row, _format, room) => <NameCell row={row} frame={mainOf(row)} room={room} />,
  },
  {
    id: "id",
    label: "ID",
    title: "Message id",
    views: BOTH,
    width: 44,
    align: "end",
    field: "id",
    text: (row) => mainOf(row).id,
    value: (row) => ["id", mainOf(row).id],
  },
  {
    id: "container",
    label: "Container",
    title: "Container",
    views: BOTH,
    width: 96,
    align: "start",
    field: "container",
    text: (row) => mainOf(row).containerId ?? "",
    value: (row) => ["container", mainOf(row).containerId],
    cell: (row, _format, room) => <ContainerCell frame={mainOf(row)} room={room} />,
  },
  {
    id: "process",
    label: "Process",
    title: "Process",
    views: BOTH,
    width: 60,
    align: "end",
    field: "process",
    text: (row) => numberText(mainOf(row).processId),
    value: (row) => ["process", mainOf(row).processId],
    cell: (row) => <ProcessCell row={row} />,
  },
  {
    id: "info",
    label: "Info",
    title: "What the frame says",
    views: BOTH,
    width: 178,
    align: "start",
    field: "info",
    isSentence: true,
    text: (row) => infoText(row),
    value: (row) => ["info", mainOf(row).info ?? null],
  },
  { ...RESULT, views: ["frames"], field: "result" },
  { ...RESULT, views: ["exchanges"], field: "peer.result" },
  {
    id: "latency",
    label: "Latency",
    title: "Time from request to response",
    views: BOTH,
    width: 94,
    align: "end",
    field: "latency",
    growsWithRoom: true,
    text: (row, format) => latencyText(mainOf(row), format),
    value: (row) => latencyOf(mainOf(row)),
    cell: (row, format, room) => <LatencyCell frame={mainOf(row)} format={format} room={room} />,
  },
  {
    id: "size",
    label: "Size",
    title: "Size in bytes, header included",
    views: BOTH,
    width: 61,
    align: "end",
    field: "size",
    text: (row) => String(mainOf(row).size),
    value: (row) => ["size", mainOf(row).size],
  },
  {
    id: "response-size",
    label: "Resp. size",
    title: "Size of the response in bytes",
    views: ["exchanges"],
    width: 78,
    align: "end",
    field: "peer.size",
    text: (row) => numberText(responseOf(row)?.size),
    value: (row) => ofFrame("size", responseOf(row)?.size ?? null) ?? ["pending", true],
  },
  {
    id: "connection",
    label: "Conn.",
    title: "Connection",
    views: BOTH,
    width: 56,
    align: "end",
    field: "connection",
    text: (row) => String(mainOf(row).connection + 1),
    value: (row) => ["connection", mainOf(row).connection + 1],
  },
  {
    id: "type",
    label: "Type",
    title: "Message type",
    views: BOTH,
    width: 90,
    align: "start",
    field: "type",
    text: (row) => formatType(mainOf(row).type),
    value: (row) => ["type", mainOf(row).type],
  },
  {
    id: "activity",
    label: "Activity",
    title: "Activity id",
    views: BOTH,
    width: 280,
    align: "start",
    field: "activity",
    text: (row) => mainOf(row).activityId ?? "",
    value: (row) => ["activity", mainOf(row).activityId],
  },
];

/** Numbers keep their first digits where their column is too narrow, sentences their first words; all else both ends. */
export function endsInMiddle({ align, isSentence }: ColumnSpec): boolean {
  return align === "start" && isSentence !== true;
}

/** The columns that a view can show: those of the table above, then the fields that were made columns. */
export function columnsOf(view: ViewSpec["kind"], fields: readonly string[]): readonly ColumnSpec[] {
  return [...COLUMNS.filter((column) => column.views.includes(view)), ...fields.flatMap((name) => fieldColumn(name))];
}

/** The column that a field is without being made one: what shows the same value. */
export function usualColumnOf(view: ViewSpec["kind"], field: string): ColumnSpec | undefined {
  return COLUMNS.find((column) => column.views.includes(view) && column.field !== null && isSame(column.field, field));
}

function isSame(a: string, b: string): boolean {
  const plain = fieldOf(a);
  return a === b || (plain !== null && plain === fieldOf(b));
}

/** A filter can ask how long after the frame before it one came, and not after whichever row stands above it. */
function deltaOf({ delta, isNext }: FrameRow): readonly [field: string, value: FieldValue] | null {
  return isNext ? ["timeDelta", delta] : null;
}

/** Every frame has these: that an exchange lacks the frame is no lack of the field, which no row has. */
function ofFrame(field: "number" | "size", value: number | null): readonly [field: string, value: FieldValue] | null {
  return value === null ? null : [field, value];
}

/** The value of a cell for the menu of values; null where no filter can ask for it. */
export function subjectOf(column: ColumnSpec, row: TableRow, format: TimeFormat): ValueSubject | null {
  if (column.value === undefined) return null;
  const told = column.value(row, format);
  if (told === null) return null;
  const [field, value] = told;
  const text = column.text(row, format);
  if (column.isOne?.(row) === false) return { field, literal: null, text, present: true };
  return { field, literal: writeLiteral(plainField(field), value), text };
}
