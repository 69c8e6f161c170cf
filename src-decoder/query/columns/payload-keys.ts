/** What rows are ordered by where it must be made from payloads: read once for each row, and kept. */
import { BACKSLASH, QUOTE } from "../../bytes/json-bytes.ts";
import type { ByteRun } from "../../bytes/byte-run.ts";
import { StringTable } from "../../bytes/string-table.ts";
import { viewOf } from "../../bytes/same-bytes.ts";
import type { Capture } from "../../model/capture.ts";
import { splitPath } from "../language/resolve.ts";
import { NO_ROW } from "../../stream/stream-sink.ts";
import { payloadPath } from "./column-reader.ts";
import { fieldOf } from "../fields/fields.ts";
import { InfoMaker } from "../info/info.ts";
import { payloadHint } from "../payload/payload-hints.ts";
import { PayloadReader } from "../payload/payload-reader.ts";
import { valueFinder } from "../payload/payload-values.ts";
import { numberKey, sortByKeys } from "./sort-rows.ts";
import type { PutKey } from "./sort-rows.ts";
import { textRanks } from "./text-ranks.ts";
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

/** Puts the value of a payload, which is that of the frame `asked`, into the keys of a row. */
type ReadKey = (keys: PayloadKeys, row: number, payload: ByteRun, asked: number) => void;

/**
 * Waits for what is made elsewhere: by row, the place of its text among all, from 1, or 0 where it has none. Null where it will not come, and where
 * `pause`, which is awaited now and then, says that it is not wanted any more.
 */
export type Arrival = (pause: () => Promise<boolean>) => Promise<Uint32Array | null>;

export class PayloadKeys {
  readonly #capture: Capture;
  readonly #readKey: ReadKey;
  /** Whether the payload of a row is that of its paired frame. */
  readonly #ofPeer: boolean;
  readonly #states: Uint8Array;
  /** By row; made for the first number. */
  #numbers: Float64Array | null = null;
  /** By row: the number of its text in `#texts`, or once all rows are read the place of its text among all. */
  readonly #codes: Uint32Array;
  /** Null once all rows are read: what their order needs is in `#codes` then. */
  #texts: StringTable | null = new StringTable();
  /** By the number of a text: its place among all of them, of as many as there were when it was made. */
  #ranks: Uint32Array = new Uint32Array();
  /** The bytes that texts were put from last: many payloads lie in the same. */
  #viewed: Uint8Array = new Uint8Array(0);
  #view = viewOf(this.#viewed);
  #arrival: Arrival | null = null;

  constructor(capture: Capture, readKey: ReadKey, ofPeer: boolean) {
    this.#capture = capture;
    this.#readKey = readKey;
    this.#ofPeer = ofPeer;
    this.#states = new Uint8Array(capture.frames.length);
    this.#codes = new Uint32Array(capture.frames.length);
  }

  /** Reads what is needed to put rows into order; false where `pause` says that it is not wanted any more. */
  async read(rows: Uint32Array, pause: (bytesRead: number) => Promise<boolean>): Promise<boolean> {
    if (this.#arrival !== null) {
      const places = await this.#arrival(() => pause(0));
      if (places !== null) this.#take(places);
      else if (!(await pause(0))) return false;
      this.#arrival = null;
    }
    if (this.#texts === null) return true;
    const payloads = new PayloadReader(this.#capture);
    const inOrder = this.#ofPeer ? inOrderOfPeers(rows, this.#capture) : rows;
    return (await this.#readRows(inOrder, payloads, pause)) && this.#rank(() => pause(payloads.bytesRead));
  }

  /** What is needed for the order of all rows is made elsewhere. */
  expect(arrival: Arrival): void {
    this.#arrival = arrival;
  }

  /** The place of each row's text, 0 where it has none. */
  #take(places: Uint32Array): void {
    if (this.#texts === null) return;
    this.#codes.set(places);
    for (let row = 0; row < places.length; row++) this.#states[row] = places[row] === 0 ? NO_VALUE : TEXT;
    this.#forgetTexts();
  }

  async #readRows(
    rows: Uint32Array,
    payloads: PayloadReader,
    pause: (bytesRead: number) => Promise<boolean>,
  ): Promise<boolean> {
    const states = this.#states;
    const { peer } = this.#capture.frames;
    let paused = 0;
    for (let at = 0; at < rows.length; at++) {
      if (at % SLICE_ROWS === 0 || payloads.bytesRead - paused >= SLICE_BYTES) {
        paused = payloads.bytesRead;
        if (!(await pause(paused))) return false;
      }
      const row = rows[at]!;
      if (states[row] !== UNREAD) continue;
      const asked = this.#ofPeer ? peer.get(row) : row;
      if (asked === NO_ROW) {
        this.put(row, null, "");
        continue;
      }
      const payload = payloads.read(asked);
      const held = payload instanceof Promise ? await payload : payload;
      // Another may have read it meanwhile, and all others.
      if (states[row] === UNREAD) this.#readKey(this, row, held, asked);
    }
    return true;
  }

  put(row: number, value: FieldValue, text: string): void {
    if (value === null) this.#states[row] = NO_VALUE;
    else if (typeof value === "number") this.putNumber(row, value);
    else this.#putCode(row, this.#texts!.intern(text));
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
    this.#putCode(row, this.#texts!.internBytes(this.#view, start, end));
  }

  #putCode(row: number, code: number): void {
    this.#states[row] = TEXT;
    this.#codes[row] = code;
  }

  /** Finds the places of all texts, and of numbers as texts where there are both; false where it is not wanted any more. */
  async #rank(pause: () => Promise<boolean>): Promise<boolean> {
    this.#internNumbers();
    // Another may read more rows meanwhile, or have read all.
    while (this.#texts !== null && this.#ranks.length !== this.#texts.size) {
      const ranks = await textRanks(this.#texts, pause);
      if (ranks === null) return false;
      this.#ranks = ranks;
      this.#internNumbers();
    }
    if (this.#texts !== null && !this.#states.includes(UNREAD)) this.#settle();
    return true;
  }

  #internNumbers(): void {
    const states = this.#states;
    if (this.#texts === null || this.#texts.size === 1 || this.#numbers === null) return;
    for (let row = 0; row < states.length; row++) {
      if (states[row] === NUMBER) this.#codes[row] = this.#texts.intern(String(this.#numbers[row]));
    }
  }

  /** All rows are read: keeps what their order needs, which is far less. */
  #settle(): void {
    const codes = this.#codes;
    for (let row = 0; row < codes.length; row++) codes[row] = this.#ranks[codes[row]!]!;
    this.#forgetTexts();
  }

  #forgetTexts(): void {
    this.#texts = null;
    this.#ranks = new Uint32Array();
    this.#viewed = new Uint8Array(0);
    this.#view = viewOf(this.#viewed);
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
    return sortByKeys(rows, this.#textKey(), descending);
  }

  #textKey(): PutKey {
    const states = this.#states;
    const codes = this.#codes;
    const ranks = this.#texts === null ? null : this.#ranks;
    return (row, { low }, at) => {
      low[at] = ranks === null ? codes[row]! : ranks[codes[row]!]!;
      return states[row] !== NO_VALUE;
    };
  }
}

/** By capture, the keys of the columns that were sorted by last, the latest at the end. */
const kept = new WeakMap<Capture, Map<string, PayloadKeys>>();
const MOST_KEPT = 4;

/** The keys of the column that a name stands for; null where it is none that needs payloads. */
export function payloadKeys(name: string, capture: Capture): PayloadKeys | null {
  const ofCapture = kept.get(capture) ?? new Map<string, PayloadKeys>();
  const known = ofCapture.get(name);
  const { name: plain, ofPeer } = splitPath(name);
  const readKey = known === undefined ? keyReader(plain, capture) : null;
  const keys = known ?? (readKey === null ? null : new PayloadKeys(capture, readKey, ofPeer));
  // Until the capture is read, rows may still move to their last place.
  if (keys === null || !capture.finished) return keys;
  kept.set(capture, ofCapture);
  ofCapture.delete(name);
  ofCapture.set(name, keys);
  for (const oldest of ofCapture.keys()) if (ofCapture.size > MOST_KEPT) ofCapture.delete(oldest);
  return keys;
}

/**
 * Reads what sorting a whole capture by a column will ask of payloads, before it is asked; nothing for columns that need none. `pause` as for
 * `sortRowsBy`. Fails where a file cannot be read.
 */
export async function readAhead(
  name: string,
  capture: Capture,
  pause: (bytesRead: number) => Promise<boolean>,
): Promise<void> {
  const keys = capture.finished ? payloadKeys(name, capture) : null;
  if (keys === null) return;
  const rows = new Uint32Array(capture.frames.length);
  for (let row = 0; row < rows.length; row++) rows[row] = row;
  await keys.read(rows, pause);
}

/** Lets rows be put into the order of their lines by what is made elsewhere than where the capture is, as by `InfoOrder`. */
export function expectInfo(capture: Capture, arrival: Arrival): void {
  payloadKeys("info", capture)?.expect(arrival);
}

/** Rows by their paired frames, as payloads are read in the order of the file; those without a pair last. */
function inOrderOfPeers(rows: Uint32Array, { frames: { length, peer } }: Capture): Uint32Array {
  // Two rows in one number: numbers are sorted without a call for each two of them.
  const base = length + 1;
  const keys = Float64Array.from(rows, (row) => Math.min(peer.get(row), length) * base + row).toSorted();
  return Uint32Array.from(keys, (key) => key % base);
}

function keyReader(name: string, capture: Capture): ReadKey | null {
  const field = fieldOf(name);
  if (field !== null) {
    if (field.type !== "payload" || field.value !== "info") return null;
    const lines = new InfoMaker(capture.frames);
    return (keys, row, payload, asked) => {
      const text = lines.of(asked, payload);
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
