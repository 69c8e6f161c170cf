import { FRAME } from "../../model/capture.ts";
import type { Capture } from "../../model/capture.ts";

/**
 * What a field is: a row of the table in fields.ts, read from the columns of a capture. A reader is bound to a capture once and then
 * called for very many rows, so it takes and gives numbers.
 */

/** Gives a number; NaN where the frame has none. */
export type NumberReader = (row: number) => number;

/** Gives texts by small numbers, so that a text is judged once however many rows have it; 0 where the frame has none. */
export interface TextReader {
  code(row: number): number;
  text(code: number): string;
}

/** A 64-bit number in two halves. */
export interface IdReader {
  low(row: number): number;
  high(row: number): number;
}

/** What a field stands for when it is shown as a column of the page's table. */
export interface ColumnHints {
  /** First width in CSS pixels. */
  readonly width: number;
  readonly align: "start" | "end";
  /** Whether the table shows it before the user chose columns. */
  readonly shown: boolean;
}

interface FieldCommon {
  /** The canonical name: the key of `frames --format ndjson` where the field has one (cli.md). */
  readonly key: string;
  /** Other names that filters may use. */
  readonly aliases: readonly string[];
  /** Head of a table column. */
  readonly label: string;
  /** One sentence for help and completion. */
  readonly description: string;
  readonly column: ColumnHints;
  /** Whether `frames --format ndjson` writes it. */
  readonly exported: boolean;
}

/** Units of number fields: `time` is ns since time zero, `duration` ns, `size` bytes, `type` a message type, `result` an HRESULT. */
export type NumberUnit = "number" | "duration" | "time" | "size" | "type" | "result";

/** A field that is a number; its type says in which unit it is written. */
export interface NumberField extends FieldCommon {
  readonly type: NumberUnit;
  bind(capture: Capture): NumberReader;
  /** What rows are put in order by, where tables show a number also of frames that have no value. */
  readonly bindOrder?: (capture: Capture) => NumberReader;
}

/** A field that is a text: any, or one of an enumeration. */
export interface TextField extends FieldCommon {
  readonly type: "text" | "enum";
  /** All texts that an `enum` has by definition; a capture may hold others where `open`. */
  readonly values: readonly string[];
  /** All values of an `enum` that has an order, the least first: they can be compared by it, and rows are sorted by it. */
  readonly ascending?: readonly string[];
  /** The values that go by another name, in any case; a name may be that of several. */
  readonly named?: (name: string) => readonly string[];
  /** What a value means, where that is known; else empty. */
  readonly meaning?: (text: string) => string;
  /** What other texts of an `enum` look like; null where there are none. */
  readonly open: RegExp | null;
  /** True where a text is several words with a space between two, and a test holds of the whole that holds of one. */
  readonly several?: true;
  /** True where it is read from the capture's diagnosis, and has no value before that is made. */
  readonly ofDiagnosis?: true;
  bind(capture: Capture): TextReader;
}

/** A field that is so or not. */
export interface FlagField extends FieldCommon {
  readonly type: "boolean";
  /** What is said of a frame of which it is true, behind "the frame": `is pending`. */
  readonly predicate: string;
  bind(capture: Capture): (row: number) => boolean;
}

/** A field of 64 bits, which a double does not hold. */
export interface IdField extends FieldCommon {
  readonly type: "id";
  bind(capture: Capture): IdReader;
}

/** A field that is not in the columns: its value is made from the payload's bytes, which must be read for it. */
interface PayloadField extends FieldCommon {
  readonly type: "payload";
  /** How: the digest of all bytes, which who can read them makes by its platform's means, or the line of `readInfo`. */
  readonly value: "digest" | "info";
}

/** Anything that filters, columns and exports can name. */
export type Field = NumberField | TextField | FlagField | IdField | PayloadField;

/** A field that columns answer. */
export type ColumnField = Exclude<Field, PayloadField>;

export const COLUMN_HINTS: Readonly<Record<"number" | "text" | "flag", ColumnHints>> = {
  number: { width: 80, align: "end", shown: false },
  text: { width: 140, align: "start", shown: false },
  flag: { width: 70, align: "start", shown: false },
};

/** Slots of the cache before the map: kinds, types and results are few, and rows of them alternate. */
const CACHE_SLOTS = 256;

/** A text reader over texts that are made from a number of each row; equal numbers are turned into text once. NaN has no text. */
export function interned(key: NumberReader, textOf: (key: number) => string | null): TextReader {
  const cachedKeys = new Float64Array(CACHE_SLOTS).fill(Number.NaN);
  const cachedCodes = new Uint32Array(CACHE_SLOTS);
  const codes = new Map<number, number>();
  const texts: string[] = [""];
  const codeOfText = new Map<string, number>();

  const codeOf = (value: number): number => {
    const known = codes.get(value);
    if (known !== undefined) return known;
    const text = textOf(value);
    let code = 0;
    if (text !== null) {
      code = codeOfText.get(text) ?? texts.length;
      if (code === texts.length) texts.push(text);
      codeOfText.set(text, code);
    }
    codes.set(value, code);
    return code;
  };

  return {
    code(row) {
      const value = key(row);
      const slot = (value ^ (value >>> 8) ^ (value >>> 24)) & (CACHE_SLOTS - 1);
      if (cachedKeys[slot] === value) return cachedCodes[slot]!;
      if (Number.isNaN(value)) return 0;
      const code = codeOf(value);
      cachedKeys[slot] = value;
      cachedCodes[slot] = code;
      return code;
    },
    text: (code) => texts[code] ?? "",
  };
}

/** A reader of whether a bit of the `flags` column is set. */
export function flagReader(bit: number): (capture: Capture) => (row: number) => boolean {
  return ({ frames: { flags } }) =>
    (row) =>
      (flags.get(row) & bit) !== 0;
}

/** The value of a column but for frames rebuilt from a log, which have no bytes. */
export function wireOnly({ frames }: Capture, column: { get(row: number): number }): (row: number) => number {
  return (row) => ((frames.flags.get(row) & FRAME.fromLog) === 0 ? column.get(row) : Number.NaN);
}
