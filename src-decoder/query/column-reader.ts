/** Any field of the filter language and any payload path as a column: values of chosen rows, and rows in the order of those values. */
import type { Capture } from "../model/capture.ts";
import { NO_ROW } from "../stream/stream-sink.ts";
import { COLUMN_HINTS } from "./field.ts";
import type { ColumnField, ColumnHints, Field, NumberField, TextField } from "./field.ts";
import { fieldOf } from "./fields.ts";
import { infoOf, readInfo } from "./info.ts";
import { parse } from "./parse.ts";
import { pathNames } from "./path-names.ts";
import { PayloadReader } from "./payload-reader.ts";
import { valueFinder } from "./payload-values.ts";
import type { FoundValue } from "./payload-values.ts";
import { isPayloadPath, splitPath } from "./resolve.ts";
import { sortRows } from "./sort-rows.ts";
import { textReader, valueReader } from "./values.ts";
import type { FieldValue } from "./values.ts";

/** A column whose values may have to be read from the files. */
export interface ColumnReader {
  /** The field's key, `peer.` and the field's key, or the path as it was asked for. */
  readonly key: string;
  /** Head of a table column. */
  readonly label: string;
  readonly hints: ColumnHints;
  /** What its values are made from: payloads must be read from the files. */
  readonly needs: "columns" | "payload";
  /** Values as people read them, in the order of `rows`; empty where a frame has none. Fails where a file cannot be read. */
  texts(rows: Iterable<number>): Promise<string[]>;
  /** Values as scripts get them. */
  values(rows: Iterable<number>): Promise<FieldValue[]>;
}

/** Few rows are asked for at once, and they may lie apart. */
const WINDOW_BYTES = 64 * 1024;

/**
 * The column that a name stands for: a key or alias of the table of fields, one of them behind `peer.`, or a path into the payload
 * (`Settings.ProcessParameters.CommandArgs`), through JSON in strings, the elements of lists joined by commas. Null for other names, and
 * for the payload's digest, which needs the platform's means.
 */
export function columnReader(name: string, capture: Capture): ColumnReader | null {
  const { name: plain, ofPeer } = splitPath(name);
  const field = fieldOf(plain);
  if (field === null) return payloadColumn(name, capture);
  if (field.type !== "payload") return fieldColumn(field, ofPeer, capture);
  if (field.value === "digest" || ofPeer) return null;
  const lines = (rows: Iterable<number>): Promise<string[]> =>
    Promise.all(Array.from(rows, (row) => readInfo(capture, row)));
  return { key: field.key, label: field.label, hints: field.column, needs: "payload", texts: lines, values: lines };
}

/** Whether `columnReader` knows the name, in any capture. */
export function isColumn(name: string): boolean {
  const { name: plain, ofPeer } = splitPath(name);
  const field = fieldOf(plain);
  if (field === null) return payloadPath(name) !== null;
  return field.type !== "payload" || (field.value === "info" && !ofPeer);
}

function fieldColumn(field: ColumnField, ofPeer: boolean, capture: Capture): ColumnReader {
  const text = textReader(field, capture);
  const value = valueReader(field, capture);
  const { peer } = capture.frames;
  const over = <T>(rows: Iterable<number>, read: (row: number) => T, none: T): Promise<T[]> =>
    Promise.resolve(
      Array.from(rows, (row) => {
        const asked = ofPeer ? peer.get(row) : row;
        return asked === NO_ROW ? none : read(asked);
      }),
    );
  return {
    key: ofPeer ? `peer.${field.key}` : field.key,
    label: ofPeer ? `Peer ${field.label}` : field.label,
    hints: field.column,
    needs: "columns",
    texts: (rows) => over(rows, text, ""),
    values: (rows) => over<FieldValue>(rows, value, null),
  };
}

/** The names of a path into payloads, none for the payload as a whole; null for what is no path. */
export function payloadPath(name: string): readonly string[] | null {
  const { expression, faults } = parse(name);
  if (faults.length > 0 || expression?.kind !== "bare") return null;
  const { path, functions } = expression.operand;
  return functions.length > 0 || !isPayloadPath(path) ? null : pathNames(path);
}

function payloadColumn(name: string, capture: Capture): ColumnReader | null {
  const path = payloadPath(name);
  if (path === null) return null;
  const payloads = new PayloadReader(capture, WINDOW_BYTES);
  const valueAt = valueFinder(path);
  const read = async <T>(rows: Iterable<number>, valueOf: (found: FoundValue) => T): Promise<T[]> => {
    const values: T[] = [];
    for (const row of rows) values.push(valueOf(valueAt(await payloads.read(row))));
    return values;
  };
  return {
    key: name,
    label: path.at(-1) ?? "Payload",
    hints: COLUMN_HINTS.text,
    needs: "payload",
    texts: (rows) => read(rows, ({ text }) => text),
    values: (rows) => read(rows, ({ value }) => value),
  };
}

/** Payloads read between two looks at whether the caller still wants the answer. */
const SLICE_BYTES = 1 << 20;
const SLICE_ROWS = 1 << 14;

/**
 * Rows in the order of any column that `columnReader` knows; of what it does not know, in the order they came in. A payload path reads all
 * payloads once, and `pause` is awaited between slices with the bytes read so far: false ends it, and the answer is null. Values of a path are ordered as numbers
 * where all are numbers, else as texts; rows without a value come last. Fails where a file cannot be read.
 */
export async function sortRowsBy(
  rows: Uint32Array,
  name: string,
  capture: Capture,
  descending: boolean,
  pause: (bytesRead: number) => Promise<boolean>,
): Promise<Uint32Array | null> {
  const { name: plain, ofPeer } = splitPath(name);
  const field = fieldOf(plain);
  if (field !== null && field.type !== "payload") {
    return sortRows(rows, ofPeer ? fieldOfPeer(field) : field, capture, descending);
  }
  const valueOf = valueOfPayload(name, field, capture);
  if (valueOf === null) return rows;
  const numbers = new Float64Array(rows.length).fill(Number.NaN);
  const codes = new Uint32Array(rows.length);
  const texts = [""];
  const known = new Map<string, number>();
  let allNumbers = true;
  const payloads = new PayloadReader(capture);
  let paused = 0;
  for (let at = 0; at < rows.length; at++) {
    if (at % SLICE_ROWS === 0 || payloads.bytesRead - paused >= SLICE_BYTES) {
      paused = payloads.bytesRead;
      if (!(await pause(paused))) return null;
    }
    const row = rows[at]!;
    const payload = payloads.read(row);
    const { text, value } = valueOf(row, payload instanceof Promise ? await payload : payload);
    // Text 0 is no value; an empty one is.
    let code = value === null ? 0 : known.get(text);
    if (code === undefined) {
      code = texts.length;
      texts.push(text);
      known.set(text, code);
    }
    codes[at] = code;
    if (typeof value === "number") numbers[at] = value;
    else if (code !== 0) allNumbers = false;
  }
  const places = Uint32Array.from(rows, (_, place) => place);
  const common = { key: name, aliases: [], label: name, description: "", column: COLUMN_HINTS.text, exported: false };
  const byNumber: NumberField = { ...common, type: "number", bind: () => (place) => numbers[place]! };
  const byText: TextField = {
    ...common,
    type: "text",
    values: [],
    open: null,
    bind: () => ({ code: (place) => codes[place]!, text: (code) => texts[code]! }),
  };
  return sortRows(places, allNumbers ? byNumber : byText, capture, descending).map((place) => rows[place]!);
}

/** What rows are ordered by where it must be made from payloads; null where nothing is known by that name. */
function valueOfPayload(
  name: string,
  field: Field | null,
  capture: Capture,
): ((row: number, payload: Uint8Array) => FoundValue) | null {
  if (field !== null) {
    if (field.type !== "payload" || field.value !== "info") return null;
    return (row, payload) => {
      const text = infoOf(capture, row, payload);
      return { text, value: text === "" ? null : text };
    };
  }
  const path = payloadPath(name);
  if (path === null) return null;
  const valueAt = valueFinder(path);
  return (_, payload) => valueAt(payload);
}

/** A field that reads the paired frame's value, for sorting; a frame without a pair has none. */
function fieldOfPeer(field: ColumnField): ColumnField {
  switch (field.type) {
    case "boolean":
      return {
        ...field,
        bind: (capture: Capture) => {
          const flag = field.bind(capture);
          return (row: number) => withPeer(capture, row, flag, false);
        },
      };
    case "id": {
      // The paired frame has the same id.
      return field;
    }
    case "text":
    case "enum":
      return {
        ...field,
        bind: (capture: Capture) => {
          const texts = field.bind(capture);
          return {
            code: (row: number) => withPeer(capture, row, (peer) => texts.code(peer), 0),
            text: (code: number) => texts.text(code),
          };
        },
      };
    case "number":
    case "duration":
    case "time":
    case "size":
    case "type":
    case "result":
      return {
        ...field,
        bind: (capture: Capture) => {
          const read = field.bind(capture);
          return (row: number) => withPeer(capture, row, read, Number.NaN);
        },
      };
  }
}

function withPeer<T>(capture: Capture, row: number, read: (row: number) => T, none: T): T {
  const peer = capture.frames.peer.get(row);
  return peer === NO_ROW ? none : read(peer);
}
