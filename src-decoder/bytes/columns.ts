/**
 * Growable typed columns. A column is a list of chunks of 65,536 rows: growing never copies what is there, and a chunk in
 * which every row has the same value takes no memory but that value (most captures have one activity id, no high id half,
 * no error results). Row numbers are the identity of things (rule 3 of the design).
 *
 * One class keeps all chunks, in 32-bit words, and the other kinds of number are read and written through it: an array store that
 * sees several kinds of typed array is some twenty times slower in V8 than one that sees a single kind.
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

class WordColumn implements Column {
  /** The chunks that have an array; null where all rows agree. */
  readonly #arrays: (Uint32Array<ArrayBuffer> | null)[] = [];
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
    if (index === 0) {
      this.#arrays.push(null);
      this.#values.push(value >>> 0);
      this.#tail = null;
      return;
    }
    if (this.#tail === null) {
      if (this.#values[row >>> CHUNK_BITS] === value >>> 0) return;
      this.#tail = this.#spread(row >>> CHUNK_BITS);
    }
    this.#tail[index] = value;
  }

  set(row: number, value: number): void {
    const chunk = row >>> CHUNK_BITS;
    let array = this.#arrays[chunk];
    if (array === undefined) return;
    if (array === null) {
      if (this.#values[chunk] === value >>> 0) return;
      array = this.#spread(chunk);
      if (chunk === this.#arrays.length - 1) this.#tail = array;
    }
    array[row & CHUNK_MASK] = value;
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

class SignedColumn implements Column {
  readonly #words: WordColumn;

  constructor(words: WordColumn) {
    this.#words = words;
  }
  get length(): number {
    return this.#words.length;
  }
  get(row: number): number {
    return this.#words.get(row) | 0;
  }
  push(value: number): void {
    this.#words.push(value);
  }
  set(row: number, value: number): void {
    this.#words.set(row, value);
  }
  permuted(order: Uint32Array): Column {
    return new SignedColumn(this.#words.permuted(order));
  }
  get byteLength(): number {
    return this.#words.byteLength;
  }
}

/** The same bytes as numbers and as words, to take a number apart without allocating. */
const float32 = new Float32Array(1);
const float32Word = new Uint32Array(float32.buffer);
const float64 = new Float64Array(1);
const float64Words = new Uint32Array(float64.buffer);

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

class DoubleColumn implements Column {
  readonly #first: WordColumn;
  readonly #second: WordColumn;

  constructor(first: WordColumn, second: WordColumn) {
    this.#first = first;
    this.#second = second;
  }
  get length(): number {
    return this.#first.length;
  }
  get(row: number): number {
    float64Words[0] = this.#first.get(row);
    float64Words[1] = this.#second.get(row);
    return float64[0]!;
  }
  push(value: number): void {
    float64[0] = value;
    this.#first.push(float64Words[0]!);
    this.#second.push(float64Words[1]!);
  }
  set(row: number, value: number): void {
    float64[0] = value;
    this.#first.set(row, float64Words[0]!);
    this.#second.set(row, float64Words[1]!);
  }
  permuted(order: Uint32Array): Column {
    return new DoubleColumn(this.#first.permuted(order), this.#second.permuted(order));
  }
  get byteLength(): number {
    return this.#first.byteLength + this.#second.byteLength;
  }
}

/** Makes columns: of unsigned and signed 32-bit integers, of single and of double precision numbers. */
export const Column = {
  u32: (): Column => new WordColumn(),
  i32: (): Column => new SignedColumn(new WordColumn()),
  f32: (): Column => new FloatColumn(new WordColumn()),
  f64: (): Column => new DoubleColumn(new WordColumn(), new WordColumn()),
};
