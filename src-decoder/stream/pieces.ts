/**
 * Where the bytes of a stream lie in its files: the map from stream offset to file offset that lets payloads stay in the file.
 * A piece takes 14 bytes: offsets are differences to the base of their chunk, lengths have 16 bits (longer runs are cut).
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

const MAX_PIECE = 0xffff;
const MAX_DELTA = 0xffff_ffff;
/** Rows of a full chunk. The first chunk of a stream starts small, as a capture may hold very many tiny connections. */
const CHUNK_PIECES = 4096;
const FIRST_PIECES = 16;

class Chunk {
  readonly file: number;
  readonly streamBase: number;
  readonly fileBase: number;
  length = 0;
  streamDelta: Uint32Array<ArrayBuffer>;
  fileDelta: Uint32Array<ArrayBuffer>;
  size: Uint16Array<ArrayBuffer>;
  packet: Uint32Array<ArrayBuffer>;

  constructor(file: number, streamBase: number, fileBase: number, rows: number) {
    this.file = file;
    this.streamBase = streamBase;
    this.fileBase = fileBase;
    this.streamDelta = new Uint32Array(rows);
    this.fileDelta = new Uint32Array(rows);
    this.size = new Uint16Array(rows);
    this.packet = new Uint32Array(rows);
  }

  push(streamDelta: number, fileDelta: number, size: number, packet: number): void {
    if (this.length === this.size.length) this.#grow();
    this.streamDelta[this.length] = streamDelta;
    this.fileDelta[this.length] = fileDelta;
    this.size[this.length] = size;
    this.packet[this.length] = packet;
    this.length++;
  }

  #grow(): void {
    const rows = Math.min(this.length * 4, CHUNK_PIECES);
    const { streamDelta, fileDelta, size, packet } = this;
    this.streamDelta = new Uint32Array(rows);
    this.fileDelta = new Uint32Array(rows);
    this.size = new Uint16Array(rows);
    this.packet = new Uint32Array(rows);
    this.streamDelta.set(streamDelta);
    this.fileDelta.set(fileDelta);
    this.size.set(size);
    this.packet.set(packet);
  }
}

/** The pieces of one stream, in stream order without overlap. */
export class PieceList {
  readonly #chunks: Chunk[] = [];

  /** Adds a run of `length` bytes that follows all runs added before; `streamOffset` may leave a hole behind the last. */
  add(streamOffset: number, length: number, file: number, fileOffset: number, packet: number): void {
    for (let done = 0; done < length;) {
      const size = Math.min(length - done, MAX_PIECE);
      const chunk = this.#chunkFor(streamOffset + done, file, fileOffset + done);
      chunk.push(streamOffset + done - chunk.streamBase, fileOffset + done - chunk.fileBase, size, packet);
      done += size;
    }
  }

  /** The pieces that cover `offset .. offset + length`, cut to it; what the capture lacks is missing from the list. */
  locate(offset: number, length: number): FilePiece[] {
    const found: FilePiece[] = [];
    const end = offset + length;
    for (let c = this.#chunkAt(offset); c < this.#chunks.length; c++) {
      const chunk = this.#chunks[c]!;
      if (chunk.streamBase >= end) break;
      for (let i = pieceAt(chunk, offset); i < chunk.length; i++) {
        const start = chunk.streamBase + chunk.streamDelta[i]!;
        if (start >= end) return found;
        const from = Math.max(start, offset);
        const to = Math.min(start + chunk.size[i]!, end);
        if (to <= from) continue;
        found.push({
          at: from - offset,
          length: to - from,
          file: chunk.file,
          fileOffset: chunk.fileBase + chunk.fileDelta[i]! + (from - start),
          packet: chunk.packet[i]!,
        });
      }
    }
    return found;
  }

  #chunkFor(streamOffset: number, file: number, fileOffset: number): Chunk {
    const last = this.#chunks[this.#chunks.length - 1];
    if (
      last !== undefined &&
      last.length < CHUNK_PIECES &&
      last.file === file &&
      fileOffset >= last.fileBase &&
      fileOffset - last.fileBase <= MAX_DELTA &&
      streamOffset - last.streamBase <= MAX_DELTA
    ) {
      return last;
    }
    const chunk = new Chunk(file, streamOffset, fileOffset, last === undefined ? FIRST_PIECES : CHUNK_PIECES);
    this.#chunks.push(chunk);
    return chunk;
  }

  /** Index of the last chunk that begins at or before `offset`; 0 where none does. */
  #chunkAt(offset: number): number {
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

/** Index of the last piece of the chunk that begins at or before `offset`; 0 where none does. */
function pieceAt(chunk: Chunk, offset: number): number {
  const wanted = offset - chunk.streamBase;
  let low = 0;
  let high = chunk.length;
  while (low + 1 < high) {
    const middle = (low + high) >>> 1;
    if (chunk.streamDelta[middle]! <= wanted) low = middle;
    else high = middle;
  }
  return low;
}
