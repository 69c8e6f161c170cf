/**
 * Growable typed columns. A column is a list of chunks of 65,536 rows: growing never copies what is there. A chunk in which every row has the
 * same value takes no memory but that value (most captures have no high id half, one activity id), and a full chunk of small values is kept in
 * one or two bytes a row. Row numbers are the identity of things (rule 3 of the design).
 *
 * One class keeps all chunks, in 32-bit words while they are filled, and the other kinds of number are read and written through it: an
 * array store that sees several kinds of typed array is some twenty times slower in V8 than one that sees a single kind.
 */

const CHUNK_BITS = 16;
/** Rows of one chunk. */
export const CHUNK_ROWS = 1 << CHUNK_BITS;
const CHUNK_MASK = CHUNK_ROWS - 1;

/** What consumers of a column need; also what a test's plain array can stand in for. */
export interface ReadonlyColumn {
  readonly length: number;
  /** The value of `row`; rows outside `0 .. length - 1` are a bug of the caller and give an unspecified number. */
  get(row: number): number;
}

export interface Column extends ReadonlyColumn {
  /** Appends a row. The value is taken as is: who pushes keeps it inside the column's type. */
  push(value: number): void;
  /** Overwrites a row that is there. */
  set(row: number, value: number): void;
  /** A column with the rows of this one in the order that `order` names them. */
  permuted(order: Uint32Array): Column;
  /** Bytes held, for the bench and for tests of the memory bound. */
  readonly byteLength: number;
}

type ChunkArray = Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;

class WordColumn implements Column {
  /** The chunks that have an array; null where all rows agree. */
  readonly #arrays: (ChunkArray | null)[] = [];
  /** The value of all rows of a chunk without an array. */
  readonly #values: number[] = [];
  /** The array that `push` writes to, when the last chunk has one: saves the look-up on the hot path. */
  #tail: Uint32Array<ArrayBuffer> | null = null;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  get(row: number): number {
    const chunk = row >>> CHUNK_BITS;
    const array = this.#arrays[chunk];
    return array === null || array === undefined ? this.#values[chunk]! : array[row & CHUNK_MASK]!;
  }

  push(value: number): void {
    const row = this.#length++;
    const index = row & CHUNK_MASK;
    const tail = this.#tail;
    if (index !== 0 && tail !== null) tail[index] = value;
    else this.#pushSlowly(row, value);
  }

  /** The first row of a chunk, or one of a chunk whose rows all agree so far. */
  #pushSlowly(row: number, value: number): void {
    const index = row & CHUNK_MASK;
    if (index === 0) {
      if (this.#tail !== null) this.#arrays[this.#arrays.length - 1] = narrowed(this.#tail);
      this.#arrays.push(null);
      this.#values.push(value >>> 0);
      this.#tail = null;
      return;
    }
    if (this.#values[row >>> CHUNK_BITS] === value >>> 0) return;
    this.#tail = this.#spread(row >>> CHUNK_BITS);
    this.#tail[index] = value;
  }

  set(row: number, value: number): void {
    const chunk = row >>> CHUNK_BITS;
    const tail = this.#tail;
    if (tail !== null && chunk === this.#arrays.length - 1) tail[row & CHUNK_MASK] = value;
    else this.#setSlowly(row, chunk, value);
  }

  #setSlowly(row: number, chunk: number, value: number): void {
    let array = this.#arrays[chunk];
    if (array === undefined) return;
    const word = value >>> 0;
    if (array === null) {
      if (this.#values[chunk] === word) return;
      array = this.#spread(chunk);
      if (chunk === this.#arrays.length - 1) this.#tail = array;
    } else if (array.BYTES_PER_ELEMENT < 4 && word >= 2 ** (8 * array.BYTES_PER_ELEMENT)) {
      array = new Uint32Array(array);
      this.#arrays[chunk] = array;
    }
    array[row & CHUNK_MASK] = word;
  }

  permuted(order: Uint32Array): WordColumn {
    const result = new WordColumn();
    for (let i = 0; i < this.#length; i++) result.push(this.get(order[i]!));
    return result;
  }

  get byteLength(): number {
    return this.#arrays.reduce((sum, array) => sum + 8 + (array?.byteLength ?? 0), 0);
  }

  #spread(chunk: number): Uint32Array<ArrayBuffer> {
    const array = new Uint32Array(CHUNK_ROWS);
    const value = this.#values[chunk]!;
    if (value !== 0) array.fill(value);
    this.#arrays[chunk] = array;
    return array;
  }
}

/** Rows looked at by one call of `bitsOf`: short calls let the engine optimise it as a whole, once. */
const BLOCK_ROWS = 1024;

/** A full chunk in as few bytes a row as its largest value needs. */
function narrowed(array: Uint32Array<ArrayBuffer>): ChunkArray {
  let bits = 0;
  for (let from = 0; from < CHUNK_ROWS; from += BLOCK_ROWS) bits |= bitsOf(array, from);
  if (bits >>> 0 < 0x100) return new Uint8Array(array);
  return bits >>> 0 < 0x1_0000 ? new Uint16Array(array) : array;
}

/** All bits that are set in any row of a block. */
function bitsOf(array: Uint32Array, from: number): number {
  let bits = 0;
  for (let i = from; i < from + BLOCK_ROWS; i++) bits |= array[i]!;
  return bits;
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
  push(value: number): void {
    float32[0] = value;
    this.#words.push(float32Word[0]!);
  }
  set(row: number, value: number): void {
    float32[0] = value;
    this.#words.set(row, float32Word[0]!);
  }
  permuted(order: Uint32Array): Column {
    return new FloatColumn(this.#words.permuted(order));
  }
  get byteLength(): number {
    return this.#words.byteLength;
  }
}

const TWO_32 = 0x1_0000_0000;
/** Upper words of numbers from 0 up and of negative ones; between them `NaN`. */
const HIGHEST_UPPER = 0x001f_ffff;
const NAN_UPPER = 0x8000_0000;

/**
 * Whole numbers exact in a double, and NaN. The upper word is that of two's complement: it hardly changes from row to row, so that mostly
 * only the lower one takes memory.
 */
class WideColumn implements Column {
  readonly #lower: WordColumn;
  readonly #upper: WordColumn;

  constructor(lower: WordColumn, upper: WordColumn) {
    this.#lower = lower;
    this.#upper = upper;
  }
  get length(): number {
    return this.#lower.length;
  }
  get(row: number): number {
    const upper = this.#upper.get(row);
    if (upper === NAN_UPPER) return Number.NaN;
    return (upper <= HIGHEST_UPPER ? upper : upper - TWO_32) * TWO_32 + this.#lower.get(row);
  }
  push(value: number): void {
    this.#lower.push(value % TWO_32);
    this.#upper.push(Number.isNaN(value) ? NAN_UPPER : Math.floor(value / TWO_32));
  }
  set(row: number, value: number): void {
    this.#lower.set(row, value % TWO_32);
    this.#upper.set(row, Number.isNaN(value) ? NAN_UPPER : Math.floor(value / TWO_32));
  }
  permuted(order: Uint32Array): Column {
    return new WideColumn(this.#lower.permuted(order), this.#upper.permuted(order));
  }
  get byteLength(): number {
    return this.#lower.byteLength + this.#upper.byteLength;
  }
}

/** Any numbers of which few differ: a row holds the place of its value in a list. */
class CodedColumn implements Column {
  readonly #codes: WordColumn;
  readonly #values: number[];
  readonly #codeOf: Map<number, number>;

  constructor(codes: WordColumn, values: number[]) {
    this.#codes = codes;
    this.#values = values;
    this.#codeOf = new Map(values.map((value, code) => [value, code]));
  }
  get length(): number {
    return this.#codes.length;
  }
  get(row: number): number {
    return this.#values[this.#codes.get(row)]!;
  }
  push(value: number): void {
    this.#codes.push(this.#code(value));
  }
  set(row: number, value: number): void {
    this.#codes.set(row, this.#code(value));
  }
  permuted(order: Uint32Array): Column {
    return new CodedColumn(this.#codes.permuted(order), this.#values);
  }
  get byteLength(): number {
    return this.#codes.byteLength + 16 * this.#values.length;
  }

  #code(value: number): number {
    const known = this.#codeOf.get(value);
    if (known !== undefined) return known;
    const code = this.#values.push(value) - 1;
    this.#codeOf.set(value, code);
    return code;
  }
}

/** Makes columns. */
export const Column = {
  /** Whole numbers from 0 to 2^32 - 1. */
  u32: (): Column => new WordColumn(),
  /** Single precision numbers. */
  f32: (): Column => new FloatColumn(new WordColumn()),
  /** Whole numbers within 2^53 of 0, and NaN. */
  wide: (): Column => new WideColumn(new WordColumn(), new WordColumn()),
  /** Any numbers, few of them different. */
  coded: (): Column => new CodedColumn(new WordColumn(), []),
};
