/** Growable columns of numbers, by kind of number. Row numbers are the identity of things (rule 3 of the design). */
import { Codes } from "./codes.ts";
import { Rows, WordColumn } from "./word-column.ts";

/** What consumers of a column need; also what a test's plain array can stand in for. */
export interface ReadonlyColumn {
  readonly length: number;
  /** The value of `row`; rows outside `0 .. length - 1` are a bug of the caller and give an unspecified number. */
  get(row: number): number;
  /**
   * Copies the rows from `from` on into `into`, as many as it takes: all must be there, and its kind of array must hold what the column does. Who goes
   * over all rows reads them so, block by block: asking for one at a time costs many times as much until the engine has seen enough of it.
   */
  read(from: number, into: Block): void;
}

/** A column that keeps numbers of which few differ as small codes. */
export interface CodedRows extends ReadonlyColumn {
  /** The number of each code; more may come while rows do. */
  readonly values: readonly number[];
  /** Copies the codes of the rows from `from` on, as `read` copies what they stand for. */
  readCodes(from: number, into: Uint32Array<ArrayBuffer>): void;
  /** The code of a number; undefined where no row has it. */
  codeOf(value: number): number | undefined;
}

/** What rows are read into. */
export type Block = Uint32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

/** How many rows are copied at a time. */
const BLOCK_ROWS = 4096;
/** What a column is read from before it is put together; no call of `read` leaves anything in them. */
const lowerWords = new Uint32Array(BLOCK_ROWS);
const upperWords = new Uint32Array(BLOCK_ROWS);

/** A column that can be filled. */
export interface Column extends ReadonlyColumn {
  /** Appends a row to a column of its own. The value is taken as is: who pushes keeps it inside the column's type. */
  push(value: number): void;
  /** Overwrites a row that is there. */
  set(row: number, value: number): void;
  /** A column with the rows of this one in the order that `order` names them: of its own, or one of a table whose other columns have as many. */
  permuted(order: Uint32Array, rows?: Rows): Column;
  /** Bytes held, for the bench and for tests of the memory bound. */
  readonly byteLength: number;
}

/** The same bytes as a number and as a word, to take a number apart without allocating. */
const float32 = new Float32Array(1);
const float32Word = new Uint32Array(float32.buffer);

/** Single precision numbers. */
class FloatColumn implements Column {
  readonly #words: WordColumn;

  constructor(words: WordColumn) {
    this.#words = words;
  }
  get length(): number {
    return this.#words.length;
  }
  get(row: number): number {
    float32Word[0] = this.#words.get(row);
    return float32[0]!;
  }
  read(from: number, into: Block): void {
    const floats = new Float32Array(lowerWords.buffer);
    for (let at = 0; at < into.length; at += BLOCK_ROWS) {
      const count = Math.min(BLOCK_ROWS, into.length - at);
      this.#words.read(from + at, lowerWords.subarray(0, count));
      into.set(floats.subarray(0, count), at);
    }
  }
  push(value: number): void {
    float32[0] = value;
    this.#words.push(float32Word[0]!);
  }
  set(row: number, value: number): void {
    float32[0] = value;
    this.#words.set(row, float32Word[0]!);
  }
  permuted(order: Uint32Array, rows = new Rows()): Column {
    return new FloatColumn(this.#words.permuted(order, rows));
  }
  get byteLength(): number {
    return this.#words.byteLength;
  }
}

const TWO_32 = 0x1_0000_0000;
/** Upper words of numbers from 0 up and of negative ones; between them `NaN`. */
const HIGHEST_UPPER = 0x7fff_ffff;
const NAN_UPPER = 0x8000_0000;

/**
 * Whole numbers of up to 62 bits as a double has them, with either sign, and NaN. The upper word is that of two's complement: it hardly changes
 * from row to row, so that mostly only the lower one takes memory.
 */
class WideColumn implements Column {
  readonly #rows: Rows;
  readonly #lower: WordColumn;
  readonly #upper: WordColumn;

  constructor(rows: Rows, lower: WordColumn, upper: WordColumn) {
    this.#rows = rows;
    this.#lower = lower;
    this.#upper = upper;
  }
  get length(): number {
    return this.#rows.length;
  }
  get(row: number): number {
    return wideOf(this.#upper.get(row), this.#lower.get(row));
  }
  read(from: number, into: Block): void {
    for (let at = 0; at < into.length; at += BLOCK_ROWS) {
      const count = Math.min(BLOCK_ROWS, into.length - at);
      this.#lower.read(from + at, lowerWords.subarray(0, count));
      this.#upper.read(from + at, upperWords.subarray(0, count));
      for (let i = 0; i < count; i++) into[at + i] = wideOf(upperWords[i]!, lowerWords[i]!);
    }
  }
  push(value: number): void {
    this.set(this.#rows.append(), value);
  }
  set(row: number, value: number): void {
    this.#lower.set(row, value >>> 0);
    this.#upper.set(row, upperOf(value));
  }
  permuted(order: Uint32Array, rows = new Rows()): Column {
    return new WideColumn(rows, this.#lower.permuted(order, rows), this.#upper.permuted(order, rows));
  }
  get byteLength(): number {
    return this.#lower.byteLength + this.#upper.byteLength;
  }
}

function wideOf(upper: number, lower: number): number {
  if (upper === NAN_UPPER) return Number.NaN;
  return (upper <= HIGHEST_UPPER ? upper : upper - TWO_32) * TWO_32 + lower;
}

function upperOf(value: number): number {
  return Number.isNaN(value) ? NAN_UPPER : Math.floor(value / TWO_32) >>> 0;
}

/** Any numbers of which few differ: a row holds the code of its value. */
class CodedColumn implements Column, CodedRows {
  readonly #words: WordColumn;
  readonly #codes: Codes;

  constructor(words: WordColumn, codes: Codes) {
    this.#words = words;
    this.#codes = codes;
  }
  get length(): number {
    return this.#words.length;
  }
  get values(): readonly number[] {
    return this.#codes.values;
  }
  readCodes(from: number, into: Uint32Array<ArrayBuffer>): void {
    this.#words.read(from, into);
  }
  codeOf(value: number): number | undefined {
    return this.#codes.known(value);
  }
  get(row: number): number {
    return this.#codes.values[this.#words.get(row)]!;
  }
  read(from: number, into: Block): void {
    const { values } = this.#codes;
    for (let at = 0; at < into.length; at += BLOCK_ROWS) {
      const count = Math.min(BLOCK_ROWS, into.length - at);
      this.#words.read(from + at, lowerWords.subarray(0, count));
      for (let i = 0; i < count; i++) into[at + i] = values[lowerWords[i]!]!;
    }
  }
  push(value: number): void {
    this.#words.push(this.#codes.of(value));
  }
  set(row: number, value: number): void {
    this.#words.set(row, this.#codes.of(value));
  }
  permuted(order: Uint32Array, rows = new Rows()): CodedColumn {
    return new CodedColumn(this.#words.permuted(order, rows), this.#codes);
  }
  get byteLength(): number {
    return this.#words.byteLength + 16 * this.#codes.values.length;
  }
}

/** Makes columns: each with rows of its own, or as one of a table's, whose rows are `blank` or 0 until they are set. */
export const Column = {
  /** Whole numbers from 0 to 2^32 - 1. */
  u32: (rows = new Rows(), blank = 0): Column => new WordColumn(rows, blank),
  /** Single precision numbers. */
  f32: (rows = new Rows()): Column => new FloatColumn(new WordColumn(rows)),
  /** Whole numbers within 2^53 of 0, and NaN. */
  wide: (rows = new Rows()): Column => new WideColumn(rows, new WordColumn(rows), new WordColumn(rows)),
  /** Any numbers, few of them different. */
  coded: (rows = new Rows()): CodedColumn => new CodedColumn(new WordColumn(rows), new Codes(0)),
};
