/**
 * Growable columns of 32-bit words. A column is a list of chunks of 65,536 rows: growing never copies more than one of them. A full chunk in which every
 * row has the same value takes a single element (most captures have no high id half, one activity id), and one of small values is kept in one
 * or two bytes a row. Row numbers are the identity of things (rule 3 of the design).
 *
 * One class keeps all chunks, in 32-bit words while they are filled, and the other kinds of number (columns.ts) are read and written through it: an
 * array store that sees several kinds of typed array is some twenty times slower in V8 than one that sees a single kind.
 */

const CHUNK_BITS = 16;
/** Rows of one chunk. */
export const CHUNK_ROWS = 1 << CHUNK_BITS;
const CHUNK_MASK = CHUNK_ROWS - 1;
/** Rows that the first chunk has room for at first: most columns of a small capture, or of a test, stay short. */
const FIRST_ROWS = 256;

/** After so many calls the engine takes notes of what a function meets. */
const NOTED_CALLS = 300;

type ChunkArray = Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;

const NO_ROWS = new Uint32Array(0);

/**
 * The rows that columns have in common: those of a table grow together, so that one look tells whether there is room in all of them. A column
 * of its own has its rows for itself.
 */
export class Rows {
  #length = 0;
  #room = 0;
  readonly #columns: WordColumn[] = [];

  get length(): number {
    return this.#length;
  }

  /** A column that has as many rows as the others, from now on. */
  attach(column: WordColumn): void {
    this.#columns.push(column);
  }

  /** Appends a row to all columns; what they hold there is for the caller to set. Returns its number. */
  append(): number {
    if (this.#length === this.#room) this.#grow();
    return this.#length++;
  }

  /** A column made itself so many rows, with room for so many. */
  filled(length: number, room: number): void {
    this.#length = length;
    this.#room = room;
  }

  #grow(): void {
    for (const column of this.#columns) {
      column.grow();
      this.#room = column.room;
    }
  }
}

/** 32-bit words, a row each: what all kinds of column are made of. */
export class WordColumn {
  /** The length of each is a power of two: that of the last is what it has room for, that of a chunk whose rows all agree is 1. */
  readonly #chunks: ChunkArray[] = [];
  /** The last chunk, which new rows are in, and the row that it begins with. */
  #tail: Uint32Array<ArrayBuffer> = NO_ROWS;
  #tailStart = 0;
  readonly #rows: Rows;
  readonly #blank: number;

  constructor(rows: Rows, blank = 0) {
    this.#rows = rows;
    this.#blank = blank;
    rows.attach(this);
  }

  get length(): number {
    return this.#rows.length;
  }

  /** How many rows there can be before `grow` must make more room. */
  get room(): number {
    return this.#tailStart + this.#tail.length;
  }

  get(row: number): number {
    const chunk = this.#chunks[row >>> CHUNK_BITS]!;
    return chunk[row & (chunk.length - 1)]!;
  }

  /** Copies rows from `from` on, as many as `into` takes; all must be there. */
  read(from: number, into: Uint32Array | Float64Array): void {
    for (let at = 0; at < into.length;) {
      const chunk = this.#chunks[(from + at) >>> CHUNK_BITS]!;
      const start = (from + at) & CHUNK_MASK;
      const count = Math.min(CHUNK_ROWS - start, into.length - at);
      if (chunk.length === 1) into.fill(chunk[0]!, at, at + count);
      else into.set(chunk.subarray(start, start + count), at);
      at += count;
    }
  }

  /** Appends a row to a column that has its rows for itself. */
  push(value: number): void {
    const row = this.#rows.append();
    this.#tail[row & CHUNK_MASK] = value;
  }

  set(row: number, value: number): void {
    if (row >= this.#tailStart) this.#tail[row & CHUNK_MASK] = value;
    else this.#setInFullChunk(row, value >>> 0);
  }

  /** The rows in the order that `order` names them. */
  permuted(order: Uint32Array, rows = new Rows()): WordColumn {
    const result = new WordColumn(rows, this.#blank);
    for (let row = 0; row < order.length; row++) {
      if (row === result.room) result.grow();
      result.#tail[row & CHUNK_MASK] = this.get(order[row]!);
    }
    rows.filled(order.length, result.room);
    return result;
  }

  get byteLength(): number {
    return this.#chunks.reduce((sum, chunk) => sum + 8 + chunk.byteLength, 0);
  }

  /** Makes room where there is none: in the last chunk, or in a new one when that is full. */
  grow(): void {
    const old = this.#tail;
    if (old.length === 0 || old.length === CHUNK_ROWS) {
      const full = this.#chunks.length - 1;
      if (full >= 0) this.#chunks[full] = narrowed(old);
      // A chunk that was kept in another form leaves its array to the next.
      if (full < 0) this.#tail = new Uint32Array(FIRST_ROWS);
      else if (this.#chunks[full] === old) this.#tail = new Uint32Array(CHUNK_ROWS);
      this.#tail.fill(this.#blank);
      this.#chunks.push(this.#tail);
      this.#tailStart = (full + 1) * CHUNK_ROWS;
    } else {
      this.#tail = new Uint32Array(Math.min(8 * old.length, CHUNK_ROWS)).fill(this.#blank, old.length);
      this.#tail.set(old);
      this.#chunks[this.#chunks.length - 1] = this.#tail;
    }
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

  static {
    // Chunks of every kind are read and written before a capture has one: code is made for the kinds that were met, and the first narrow chunk, which
    // comes after 65,536 rows, had all that works on columns thrown away and made again in the midst of a file.
    const column = new WordColumn(new Rows());
    column.#chunks.push(new Uint32Array(2), new Uint16Array(2), new Uint8Array(2));
    column.#tailStart = column.#chunks.length * CHUNK_ROWS;
    for (let call = 0; call < NOTED_CALLS; call++) {
      const row = (call % column.#chunks.length) * CHUNK_ROWS;
      column.set(row, column.get(row) ^ 1);
    }
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
