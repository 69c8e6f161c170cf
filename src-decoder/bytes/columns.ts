/**
 * Growable typed columns. A column is a list of chunks of 65,536 rows: growing never copies what is there, and a chunk in
 * which every row has the same value takes no memory but that value (most captures have one activity id, no high id half,
 * no error results). Row numbers are the identity of things (rule 3 of the design).
 */

const CHUNK_BITS = 16;
/** Rows of one chunk. */
export const CHUNK_ROWS = 1 << CHUNK_BITS;
const CHUNK_MASK = CHUNK_ROWS - 1;

type NumericArray =
  | Uint8Array<ArrayBuffer>
  | Uint16Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | Float32Array<ArrayBuffer>
  | Float64Array<ArrayBuffer>;
type NumericArrayConstructor = new (length: number) => NumericArray;

/** What consumers of a column need; also what a test's plain array can stand in for. */
export interface ReadonlyColumn {
  readonly length: number;
  /** The value of `row`; rows outside `0 .. length - 1` are a bug of the caller and give an unspecified number. */
  get(row: number): number;
}

/** A chunk's value where all its rows agree, else its array. */
type Chunk = number | NumericArray;

export class Column implements ReadonlyColumn {
  readonly #create: NumericArrayConstructor;
  readonly #chunks: Chunk[] = [];
  /** The chunk that `push` writes to, when it has an array: saves the look-up on the hot path. */
  #tail: NumericArray | null = null;
  #length = 0;

  private constructor(create: NumericArrayConstructor) {
    this.#create = create;
  }

  static u8(): Column {
    return new Column(Uint8Array);
  }
  static u16(): Column {
    return new Column(Uint16Array);
  }
  static u32(): Column {
    return new Column(Uint32Array);
  }
  static i32(): Column {
    return new Column(Int32Array);
  }
  static f32(): Column {
    return new Column(Float32Array);
  }
  static f64(): Column {
    return new Column(Float64Array);
  }

  get length(): number {
    return this.#length;
  }

  get(row: number): number {
    const chunk = this.#chunks[row >>> CHUNK_BITS];
    if (typeof chunk === "number") return chunk;
    return chunk?.[row & CHUNK_MASK] ?? Number.NaN;
  }

  /** Appends a row. The value is taken as is: who pushes keeps it inside the column's type. */
  push(value: number): void {
    const row = this.#length++;
    const index = row & CHUNK_MASK;
    if (index === 0) {
      this.#chunks.push(value);
      this.#tail = null;
      return;
    }
    if (this.#tail === null) {
      const chunk = this.#chunks[row >>> CHUNK_BITS];
      if (typeof chunk !== "number" || Object.is(chunk, value)) return;
      this.#tail = this.#spread(row >>> CHUNK_BITS, chunk);
    }
    this.#tail[index] = value;
  }

  /** Overwrites a row that is there. */
  set(row: number, value: number): void {
    const number = row >>> CHUNK_BITS;
    const chunk = this.#chunks[number];
    if (chunk === undefined) return;
    if (typeof chunk !== "number") {
      chunk[row & CHUNK_MASK] = value;
      return;
    }
    if (Object.is(chunk, value)) return;
    const array = this.#spread(number, chunk);
    array[row & CHUNK_MASK] = value;
    if (number === this.#chunks.length - 1) this.#tail = array;
  }

  /** A column with the rows of this one in the order that `order` names them. */
  permuted(order: ReadonlyColumn | Uint32Array): Column {
    const result = new Column(this.#create);
    const at =
      order instanceof Uint32Array ? (i: number): number => order[i] ?? 0 : (i: number): number => order.get(i);
    for (let i = 0; i < this.#length; i++) result.push(this.get(at(i)));
    return result;
  }

  /** Bytes held, for the bench and for tests of the memory bound. */
  get byteLength(): number {
    return this.#chunks.reduce<number>((sum, chunk) => sum + (typeof chunk === "number" ? 8 : chunk.byteLength), 0);
  }

  #spread(number: number, value: number): NumericArray {
    const array = new this.#create(CHUNK_ROWS);
    if (value !== 0) array.fill(value);
    this.#chunks[number] = array;
    return array;
  }
}
