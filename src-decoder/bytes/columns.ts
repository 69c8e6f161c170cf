/**
 * Growable typed columns. A column is a list of chunks of 65,536 rows: growing never copies more than one of them. A full chunk in which every
 * row has the same value takes a single element (most captures have no high id half, one activity id), and one of small values is kept in one
 * or two bytes a row. Row numbers are the identity of things (rule 3 of the design).
 *
 * One class keeps all chunks, in 32-bit words while they are filled, and the other kinds of number are read and written through it: an
 * array store that sees several kinds of typed array is some twenty times slower in V8 than one that sees a single kind.
 */

const CHUNK_BITS = 16;
/** Rows of one chunk. */
export const CHUNK_ROWS = 1 << CHUNK_BITS;
const CHUNK_MASK = CHUNK_ROWS - 1;
/** Rows that the first chunk has room for at first: most columns of a small capture, or of a test, stay short. */
const FIRST_ROWS = 256;

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

const NO_ROWS = new Uint32Array(0);

class WordColumn implements Column {
  /** The length of each is a power of two: that of the last is what it has room for, that of a chunk whose rows all agree is 1. */
  readonly #chunks: ChunkArray[] = [];
  /** The last chunk, which `push` writes to, and the row that it begins with. */
  #tail: Uint32Array<ArrayBuffer> = NO_ROWS;
  #tailStart = 0;
  #length = 0;
  /** The length at which `push` needs more room. */
  #room = 0;

  get length(): number {
    return this.#length;
  }

  get(row: number): number {
    const chunk = this.#chunks[row >>> CHUNK_BITS]!;
    return chunk[row & (chunk.length - 1)]!;
  }

  push(value: number): void {
    if (this.#length === this.#room) this.#grow();
    this.#tail[this.#length++ & CHUNK_MASK] = value;
  }

  set(row: number, value: number): void {
    if (row >= this.#tailStart) this.#tail[row & CHUNK_MASK] = value;
    else this.#setInFullChunk(row, value >>> 0);
  }

  permuted(order: Uint32Array): WordColumn {
    const result = new WordColumn();
    for (let i = 0; i < this.#length; i++) result.push(this.get(order[i]!));
    return result;
  }

  get byteLength(): number {
    return this.#chunks.reduce((sum, chunk) => sum + 8 + chunk.byteLength, 0);
  }

  /** Makes room behind the last row: in the last chunk, or in a new one when that is full. */
  #grow(): void {
    const old = this.#tail;
    if (this.#length === 0 || old.length === CHUNK_ROWS) {
      const full = this.#chunks.length - 1;
      if (full >= 0) this.#chunks[full] = narrowed(old);
      // A chunk that was kept in another form leaves its array to the next: what was never written to again need not be zero.
      if (full < 0) this.#tail = new Uint32Array(FIRST_ROWS);
      else if (this.#chunks[full] === old) this.#tail = new Uint32Array(CHUNK_ROWS);
      this.#chunks.push(this.#tail);
      this.#tailStart = this.#length;
    } else {
      this.#tail = new Uint32Array(Math.min(8 * old.length, CHUNK_ROWS));
      this.#tail.set(old);
      this.#chunks[this.#chunks.length - 1] = this.#tail;
    }
    this.#room = this.#tailStart + this.#tail.length;
  }

  #setInFullChunk(row: number, word: number): void {
    const index = row >>> CHUNK_BITS;
    let chunk = this.#chunks[index]!;
    if (chunk.length === 1) {
      if (chunk[0] === word) return;
      chunk = emptyChunk(word | chunk[0]!).fill(chunk[0]!);
    } else if (word >= 2 ** (8 * chunk.BYTES_PER_ELEMENT)) {
      chunk = new Uint32Array(chunk);
    }
    this.#chunks[index] = chunk;
    chunk[row & CHUNK_MASK] = word;
  }
}

/** Rows looked at by one call of `look`: short calls let the engine optimise it as a whole, once. */
const BLOCK_ROWS = 1024;
/** All bits that are set in any row that was looked at, and all in which any differs from the chunk's first. */
const seen = { bits: 0, differing: 0 };

/** A full chunk in as few bytes as its values allow; the chunk itself where it needs them all. */
function narrowed(chunk: Uint32Array<ArrayBuffer>): ChunkArray {
  seen.bits = 0;
  seen.differing = 0;
  for (let from = 0; from < CHUNK_ROWS; from += BLOCK_ROWS) look(chunk, from);
  if (seen.differing === 0) return chunk.slice(0, 1);
  if (seen.bits >>> 0 >= 0x1_0000) return chunk;
  const narrow = emptyChunk(seen.bits);
  narrow.set(chunk);
  return narrow;
}

function look(chunk: Uint32Array, from: number): void {
  const first = chunk[0]!;
  let { bits, differing } = seen;
  for (let i = from; i < from + BLOCK_ROWS; i++) {
    const value = chunk[i]!;
    bits |= value;
    differing |= value ^ first;
  }
  seen.bits = bits;
  seen.differing = differing;
}

/** A chunk that can hold values of these bits. */
function emptyChunk(bits: number): ChunkArray {
  if (bits >>> 0 < 0x100) return new Uint8Array(CHUNK_ROWS);
  return bits >>> 0 < 0x1_0000 ? new Uint16Array(CHUNK_ROWS) : new Uint32Array(CHUNK_ROWS);
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
    this.#lower.push(value >>> 0);
    this.#upper.push(upperOf(value));
  }
  set(row: number, value: number): void {
    this.#lower.set(row, value >>> 0);
    this.#upper.set(row, upperOf(value));
  }
  permuted(order: Uint32Array): Column {
    return new WideColumn(this.#lower.permuted(order), this.#upper.permuted(order));
  }
  get byteLength(): number {
    return this.#lower.byteLength + this.#upper.byteLength;
  }
}

function upperOf(value: number): number {
  return Number.isNaN(value) ? NAN_UPPER : Math.floor(value / TWO_32) >>> 0;
}

/** Numbers of a coded column that are found without its map; the shift leaves as many bits of a hash. */
const RECENT = 64;
const RECENT_SHIFT = 32 - 6;

/** Any numbers of which few differ: a row holds the place of its value in a list. */
class CodedColumn implements Column {
  readonly #codes: WordColumn;
  readonly #values: number[];
  readonly #codeOf: Map<number, number>;
  /** Of the numbers that came last, one for each hash: most rows have one of a few, and the map costs more than all else of a row. */
  readonly #recent = new Float64Array(RECENT).fill(Number.NaN);
  readonly #recentCodes = new Uint32Array(RECENT);

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
    const slot = Math.imul(value, 0x9e37_79b1) >>> RECENT_SHIFT;
    if (this.#recent[slot] === value) return this.#recentCodes[slot]!;
    const code = this.#codeOf.get(value) ?? this.#add(value);
    this.#recent[slot] = value;
    this.#recentCodes[slot] = code;
    return code;
  }

  #add(value: number): number {
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
