/**
 * Where the bytes of a stream lie in its files: the map from stream offset to file offset that lets payloads stay in the file.
 * A piece takes 12 bytes: offsets are differences to the base of their chunk, lengths have 16 bits (longer runs are cut).
 */

/** Where a run of stream bytes lies. */
export interface FilePiece {
  /** Offset in the range that was asked for. */
  readonly at: number;
  readonly length: number;
  /** Index of the file among those opened together. */
  readonly file: number;
  readonly fileOffset: number;
  /** Packet number from 0; `NO_ROW` for a file without packets. */
  readonly packet: number;
}

/** Where a run of stream bytes lies that one piece holds. */
export interface FilePlace {
  file: number;
  fileOffset: number;
}

const MAX_PIECE = 0xffff;
const MAX_PACKET_DELTA = 0xffff;
/** Rows of a full chunk. The first chunk of a stream starts small, as a capture may hold very many tiny connections. */
const CHUNK_PIECES = 4096;
const FIRST_PIECES = 4;
/** Words of a piece: stream offset and file offset behind the chunk's base; packet number behind it and length in one. */
const WORDS = 3;

class Chunk {
  readonly file: number;
  readonly streamBase: number;
  readonly fileBase: number;
  readonly packetBase: number;
  length = 0;
  #words: Uint32Array<ArrayBuffer>;

  constructor(file: number, streamBase: number, fileBase: number, packetBase: number, rows: number) {
    this.file = file;
    this.streamBase = streamBase;
    this.fileBase = fileBase;
    this.packetBase = packetBase;
    this.#words = new Uint32Array(WORDS * rows);
  }

  /** Adds a piece; false where its differences to the bases do not fit, or there is no room. One is made for every packet with bytes. */
  add(streamOffset: number, fileOffset: number, size: number, file: number, packet: number): boolean {
    const streamDelta = streamOffset - this.streamBase;
    const fileDelta = fileOffset - this.fileBase;
    const packetDelta = packet - this.packetBase;
    const row = this.length;
    const fits =
      row < CHUNK_PIECES &&
      file === this.file &&
      // As unsigned words of 32 and of 16 bits.
      fileDelta >>> 0 === fileDelta &&
      streamDelta >>> 0 === streamDelta &&
      (packetDelta & MAX_PACKET_DELTA) === packetDelta;
    if (!fits) return false;
    const at = WORDS * row;
    let words = this.#words;
    if (at === words.length) {
      words = new Uint32Array(Math.min(4 * at, WORDS * CHUNK_PIECES));
      words.set(this.#words);
      this.#words = words;
    }
    words[at] = streamDelta;
    words[at + 1] = fileDelta;
    words[at + 2] = (packetDelta << 16) | size;
    this.length = row + 1;
    return true;
  }

  /** Stream offset of a piece. */
  start(piece: number): number {
    return this.streamBase + this.#words[WORDS * piece]!;
  }

  fileOffset(piece: number): number {
    return this.fileBase + this.#words[WORDS * piece + 1]!;
  }

  size(piece: number): number {
    return this.#words[WORDS * piece + 2]! & MAX_PIECE;
  }

  packet(piece: number): number {
    return this.packetBase + (this.#words[WORDS * piece + 2]! >>> 16);
  }
}

/** Never pushed to: an array that grows by `push` reserves room that a stream of one chunk does not need. */
const NO_CHUNKS: Chunk[] = [];

/** The pieces of one stream, in stream order without overlap. */
export class PieceList {
  #chunks: Chunk[] = NO_CHUNKS;
  #last: Chunk | null = null;
  /** The chunk and the piece that the last look-up began with: the next one often begins there too, or a little behind. */
  #recentChunk = 0;
  #recentPiece = 0;

  /** Adds a run of `length` bytes that follows all runs added before; `streamOffset` may leave a hole behind the last. */
  add(streamOffset: number, length: number, file: number, fileOffset: number, packet: number): void {
    for (let done = 0; done < length;) {
      const size = Math.min(length - done, MAX_PIECE);
      const isAdded = this.#last?.add(streamOffset + done, fileOffset + done, size, file, packet) === true;
      if (isAdded) done += size;
      else this.#addChunk(streamOffset + done, fileOffset + done, file, packet);
    }
  }

  /** The pieces that cover `offset .. offset + length`, cut to it; what the capture lacks is missing from the list. */
  locate(offset: number, length: number): FilePiece[] {
    const found: FilePiece[] = [];
    const end = offset + length;
    const firstChunk = this.#chunkAt(offset);
    for (let c = firstChunk; c < this.#chunks.length; c++) {
      const chunk = this.#chunks[c]!;
      if (chunk.streamBase >= end) break;
      let i = pieceAt(chunk, offset, c === this.#recentChunk ? this.#recentPiece : 0);
      if (c === firstChunk) {
        this.#recentChunk = c;
        this.#recentPiece = i;
      }
      for (; i < chunk.length; i++) {
        const start = chunk.start(i);
        if (start >= end) return found;
        const from = Math.max(start, offset);
        const to = Math.min(start + chunk.size(i), end);
        if (to <= from) continue;
        found.push({
          at: from - offset,
          length: to - from,
          file: chunk.file,
          fileOffset: chunk.fileOffset(i) + (from - start),
          packet: chunk.packet(i),
        });
      }
    }
    return found;
  }

  /** Tells `place` where `offset .. offset + length` lies; false where no piece holds it whole. Makes nothing, as very many are asked for. */
  placeOf(offset: number, length: number, place: FilePlace): boolean {
    const at = this.#chunkAt(offset);
    const chunk = this.#chunks[at];
    if (chunk === undefined) return false;
    const piece = pieceAt(chunk, offset, at === this.#recentChunk ? this.#recentPiece : 0);
    this.#recentChunk = at;
    this.#recentPiece = piece;
    const from = offset - chunk.start(piece);
    if (from < 0 || from + length > chunk.size(piece)) return false;
    place.file = chunk.file;
    place.fileOffset = chunk.fileOffset(piece) + from;
    return true;
  }

  /** All pieces that one of these packets brought, in stream order; `at` counts in the stream. */
  ofPackets(packets: { has(packet: number): boolean }): FilePiece[] {
    const found: FilePiece[] = [];
    for (const chunk of this.#chunks) {
      for (let i = 0; i < chunk.length; i++) {
        const packet = chunk.packet(i);
        if (!packets.has(packet)) continue;
        const { file } = chunk;
        found.push({ at: chunk.start(i), length: chunk.size(i), file, fileOffset: chunk.fileOffset(i), packet });
      }
    }
    return found;
  }

  /** A chunk that begins there, so that any piece which does fits into it. */
  #addChunk(streamOffset: number, fileOffset: number, file: number, packet: number): void {
    const last = this.#last;
    const rows = last === null ? FIRST_PIECES : Math.min(4 * last.length, CHUNK_PIECES);
    const chunk = new Chunk(file, streamOffset, fileOffset, packet, rows);
    if (last === null) this.#chunks = [chunk];
    else this.#chunks.push(chunk);
    this.#last = chunk;
  }

  /** Index of the last chunk that begins at or before `offset`; 0 where none does. */
  #chunkAt(offset: number): number {
    const recent = this.#chunks[this.#recentChunk];
    const behind = this.#chunks[this.#recentChunk + 1];
    if (recent !== undefined && recent.streamBase <= offset && (behind === undefined || behind.streamBase > offset)) {
      return this.#recentChunk;
    }
    let low = 0;
    let high = this.#chunks.length;
    while (low + 1 < high) {
      const middle = (low + high) >>> 1;
      if (this.#chunks[middle]!.streamBase <= offset) low = middle;
      else high = middle;
    }
    return low;
  }
}

/** Pieces that are looked at one after the other before the look begins in the middle. */
const NEAR_PIECES = 8;

/** Index of the last piece of the chunk that begins at or before `offset`, 0 where none does; maybe it is one of those behind `near`. */
function pieceAt(chunk: Chunk, offset: number, near: number): number {
  if (near < chunk.length && chunk.start(near) <= offset) {
    for (let next = near + 1; next <= near + NEAR_PIECES; next++) {
      if (next >= chunk.length || chunk.start(next) > offset) return next - 1;
    }
  }
  let low = 0;
  let high = chunk.length;
  while (low + 1 < high) {
    const middle = (low + high) >>> 1;
    if (chunk.start(middle) <= offset) low = middle;
    else high = middle;
  }
  return low;
}
