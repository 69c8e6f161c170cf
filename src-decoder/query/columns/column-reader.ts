/** Any field of the filter language and any payload path as a column: values of chosen rows. */
import type { Capture } from "../../model/capture.ts";
import { NO_ROW } from "../../stream/stream-sink.ts";
import { COLUMN_HINTS } from "../fields/field.ts";
import type { ColumnHints, Field } from "../fields/field.ts";
import { fieldOf } from "../fields/fields.ts";
import { readInfo } from "../info/info.ts";
import { parse } from "../language/parse.ts";
import { pathNames } from "../language/path-names.ts";
import { PayloadReader } from "../payload/payload-reader.ts";
import { NO_VALUE, valueFinder } from "../payload/payload-values.ts";
import type { FoundValue } from "../payload/payload-values.ts";
import { isPayloadPath, splitPath } from "../language/resolve.ts";
import { textReader, valueReader } from "../fields/values.ts";
import type { FieldValue } from "../fields/values.ts";

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
  /** Both, and whether a filter can ask for the value as it is. */
  cells(rows: Iterable<number>): Promise<FoundValue[]>;
}

/**
 * The column that a name stands for: a key or alias of the table of fields, or a path into the payload
 * (`Settings.ProcessParameters.CommandArgs`), through JSON in strings, the elements of lists joined by commas; behind `peer.` the paired
 * frame's. Null for other names, and for the payload's digest, which needs the platform's means.
 */
export function columnReader(name: string, capture: Capture): ColumnReader | null {
  const { name: plain, ofPeer } = splitPath(name);
  const field = fieldOf(plain);
  const own = field === null ? payloadColumn(plain, capture) : fieldColumn(field, capture);
  return own === null || !ofPeer ? own : columnOfPeers(own, capture);
}

/** Whether `columnReader` knows the name, in any capture. */
export function isColumn(name: string): boolean {
  const { name: plain } = splitPath(name);
  const field = fieldOf(plain);
  return field === null ? payloadPath(plain) !== null : field.type !== "payload" || field.value === "info";
}

/** Names of the paired frame's columns, from those of its own. */
export const PEER_COLUMN = { key: (key: string) => `peer.${key}`, label: (label: string) => `Peer ${label}` } as const;

function fieldColumn(field: Field, capture: Capture): ColumnReader | null {
  const { key, label, column: hints } = field;
  if (field.type !== "payload") {
    const text = textReader(field, capture);
    const value = valueReader(field, capture);
    return {
      key,
      label,
      hints,
      needs: "columns",
      texts: (rows) => Promise.resolve(Array.from(rows, text)),
      values: (rows) => Promise.resolve(Array.from(rows, value)),
      cells: (rows) =>
        Promise.resolve(
          Array.from(rows, (row) => {
            const found = text(row);
            // Where a frame can have several, they stand between blanks.
            return { text: found, value: value(row), isOne: !("several" in field && found.includes(" ")) };
          }),
        ),
    };
  }
  if (field.value === "digest") return null;
  const lines = (rows: Iterable<number>): Promise<string[]> =>
    Promise.all(Array.from(rows, (row) => readInfo(capture, row)));
  const cells = async (rows: Iterable<number>): Promise<FoundValue[]> =>
    (await lines(rows)).map((text) => ({ text, value: text, isOne: true }));
  return { key, label, hints, needs: "payload", texts: lines, values: lines, cells };
}

function columnOfPeers(own: ColumnReader, { frames: { peer } }: Capture): ColumnReader {
  const over = async <T>(
    rows: Iterable<number>,
    read: (rows: Iterable<number>) => Promise<T[]>,
    none: T,
  ): Promise<T[]> => {
    const asked = Array.from(rows, (row) => peer.get(row));
    const values = (await read(asked.filter((row) => row !== NO_ROW))).values();
    return asked.map((row) => (row === NO_ROW ? none : (values.next().value ?? none)));
  };
  return {
    ...own,
    key: PEER_COLUMN.key(own.key),
    label: PEER_COLUMN.label(own.label),
    texts: (rows) => over(rows, (asked) => own.texts(asked), ""),
    values: (rows) => over<FieldValue>(rows, (asked) => own.values(asked), null),
    cells: (rows) => over(rows, (asked) => own.cells(asked), NO_VALUE),
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
  const payloads = new PayloadReader(capture, true);
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
    cells: (rows) => read(rows, (found) => found),
  };
}
