/** What rows are ordered by where it must be made from payloads: read once for each row, and kept. */
import type { ByteRun } from "../../bytes/byte-run.ts";
import { StringTable } from "../../bytes/string-table.ts";
import { viewOf } from "../../bytes/same-bytes.ts";
import type { Capture } from "../../model/capture.ts";
import { payloadPath } from "./column-reader.ts";
import { fieldOf } from "../fields/fields.ts";
import { infoOf } from "../info/info.ts";
import { payloadHint } from "../payload/payload-hints.ts";
import { PayloadReader } from "../payload/payload-reader.ts";
import { BACKSLASH, QUOTE } from "../payload/payload-tokens.ts";
import { valueFinder } from "../payload/payload-values.ts";
import { numberKey, sortByKeys } from "./sort-rows.ts";
import type { PutKey } from "./sort-rows.ts";
import { ValuesWalk } from "../payload/values-walk.ts";
import type { WalkedValue } from "../payload/values-walk.ts";
import { walkedInteger } from "../payload/walked-value.ts";
import type { FieldValue } from "../fields/values.ts";

/** Payloads read between two looks at whether the caller still wants the answer. */
const SLICE_BYTES = 1 << 20;
const SLICE_ROWS = 1 << 14;
/** Longer strings are cut, which `valueFinder` does. */
const MOST_STRING = 1024;

/** What is known of a row. */
const UNREAD = 0;
const NO_VALUE = 1;
const NUMBER = 2;
const TEXT = 3;

/** Puts the value of a payload into the keys of a row. */
type ReadKey = (keys: PayloadKeys, row: number, payload: ByteRun) => void;

export class PayloadKeys {
  readonly name: string;
  readonly #capture: Capture;
  readonly #readKey: ReadKey;
  readonly #states: Uint8Array;
  /** By row; made for the first number. */
  #numbers: Float64Array | null = null;
  /** Numbers of texts, by row. */
  readonly #codes: Uint32Array;
  readonly #texts = new StringTable();
  /** By the number of a text: its place among all of them; of as many as there were when it was made. */
  #ranks = new Uint32Array();
  /** The bytes that texts were put from last: many payloads lie in the same. */
  #viewed: Uint8Array = new Uint8Array(0);
  #view = viewOf(this.#viewed);

  constructor(name: string, capture: Capture, readKey: ReadKey) {
    this.name = name;
    this.#capture = capture;
    this.#readKey = readKey;
    this.#states = new Uint8Array(capture.frames.length);
    this.#codes = new Uint32Array(capture.frames.length);
  }

  /** Reads the payloads of rows that are not read yet; false where `pause` says that the answer is not wanted any more. */
  async read(rows: Uint32Array, pause: (bytesRead: number) => Promise<boolean>): Promise<boolean> {
    const payloads = new PayloadReader(this.#capture);
    const states = this.#states;
    let paused = 0;
    for (let at = 0; at < rows.length; at++) {
      if (at % SLICE_ROWS === 0 || payloads.bytesRead - paused >= SLICE_BYTES) {
        paused = payloads.bytesRead;
        if (!(await pause(paused))) return false;
      }
      const row = rows[at]!;
      if (states[row] !== UNREAD) continue;
      const payload = payloads.read(row);
      this.#readKey(this, row, payload instanceof Promise ? await payload : payload);
    }
    return true;
  }

  put(row: number, value: FieldValue, text: string): void {
    if (value === null) this.#states[row] = NO_VALUE;
    else if (typeof value === "number") this.putNumber(row, value);
    else this.#putCode(row, this.#texts.intern(text));
  }

  putNumber(row: number, value: number): void {
    this.#states[row] = NUMBER;
    this.#numbers ??= new Float64Array(this.#states.length);
    this.#numbers[row] = value;
  }

  /** A text by its bytes in UTF-8. */
  putBytes(row: number, bytes: Uint8Array, start: number, end: number): void {
    if (bytes !== this.#viewed) {
      this.#viewed = bytes;
      this.#view = viewOf(bytes);
    }
    this.#putCode(row, this.#texts.internBytes(this.#view, start, end));
  }

  #putCode(row: number, code: number): void {
    this.#states[row] = TEXT;
    this.#codes[row] = code;
  }

  /** Rows that are read, in the order of their values: of numbers where all are numbers, else of texts. */
  sorted(rows: Uint32Array, descending: boolean): Uint32Array {
    const states = this.#states;
    const numbers = this.#numbers;
    if (numbers !== null && !rows.some((row) => states[row] === TEXT)) {
      return sortByKeys(
        rows,
        numberKey((row) => (states[row] === NUMBER ? numbers[row]! : Number.NaN)),
        descending,
      );
    }
    return sortByKeys(rows, this.#textKey(rows), descending);
  }

  #textKey(rows: Uint32Array): PutKey {
    const states = this.#states;
    const codes = this.#codes;
    const numbers = this.#numbers;
    if (numbers !== null) {
      for (const row of rows) if (states[row] === NUMBER) codes[row] = this.#texts.intern(String(numbers[row]));
    }
    const ranks = this.#ranked();
    return (row, { low }, at) => {
      low[at] = ranks[codes[row]!]!;
      return states[row] !== NO_VALUE;
    };
  }

  #ranked(): Uint32Array {
    const { size } = this.#texts;
    if (this.#ranks.length === size) return this.#ranks;
    const texts = Array.from({ length: size - 1 }, (_, index) => this.#texts.get(index + 1) ?? "");
    // The order of code units, which the platform sorts by faster than by any function.
    texts.sort();
    this.#ranks = new Uint32Array(size);
    for (const [rank, text] of texts.entries()) this.#ranks[this.#texts.find(text)] = rank;
    return this.#ranks;
  }
}

/** By capture, the keys of the column that was sorted by last. */
const kept = new WeakMap<Capture, PayloadKeys>();

/** The keys of the column that a name stands for; null where it is none that needs payloads. */
export function payloadKeys(name: string, capture: Capture): PayloadKeys | null {
  const known = kept.get(capture);
  if (known?.name === name) return known;
  const readKey = keyReader(name, capture);
  if (readKey === null) return null;
  const keys = new PayloadKeys(name, capture, readKey);
  // Until the capture is read, rows may still move to their last place.
  if (capture.finished) kept.set(capture, keys);
  return keys;
}

function keyReader(name: string, capture: Capture): ReadKey | null {
  const field = fieldOf(name);
  if (field !== null) {
    if (field.type !== "payload" || field.value !== "info") return null;
    return (keys, row, payload) => {
      const text = infoOf(capture, row, payload);
      keys.put(row, text === "" ? null : text, text);
    };
  }
  const path = payloadPath(name);
  return path === null ? null : pathKeyReader(path);
}

/** Most values are one number or one string, which are taken from the bytes as they are; `valueFinder` has the rule for all. */
function pathKeyReader(path: readonly string[]): ReadKey {
  const mayHave = payloadHint(path, null);
  const valueAt = valueFinder(path);
  const walk = new ValuesWalk([path]);
  return (keys, row, payload) => {
    if (!mayHave(payload)) {
      keys.put(row, null, "");
      return;
    }
    if (path.length > 0 && walk.walk(payload)) {
      const [first, second] = walk.reached(0);
      if (first === undefined) {
        keys.put(row, null, "");
        return;
      }
      if (second === undefined && putPlain(keys, row, first)) return;
    }
    const { value, text } = valueAt(payload);
    keys.put(row, value, text);
  };
}

/** Puts a whole number, or a string without escapes; false for other values. */
function putPlain(keys: PayloadKeys, row: number, { bytes, start, end }: WalkedValue): boolean {
  if (bytes[start] !== QUOTE) {
    const number = walkedInteger(bytes, start, end);
    if (Number.isNaN(number)) return false;
    keys.putNumber(row, number);
    return true;
  }
  if (end - start > MOST_STRING) return false;
  for (let at = start + 1; at < end - 1; at++) if (bytes[at] === BACKSLASH) return false;
  keys.putBytes(row, bytes, start + 1, end - 1);
  return true;
}
