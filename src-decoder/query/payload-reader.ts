import { HEADER_BYTES } from "../bridge/header.ts";
import type { Capture } from "../model/capture.ts";
import type { FilePiece } from "../stream/pieces.ts";

/** Bytes of a file that one read brings in: payloads of neighbouring rows lie next to each other. */
const WINDOW_BYTES = 4 << 20;
/** Of a larger payload only this much is looked at; the protocol's own limit is 64 KiB towards the host. */
const MOST_PAYLOAD = 4 << 20;

const NOTHING = new Uint8Array(0);

/** A part of a file in memory. */
interface Window {
  readonly start: number;
  readonly bytes: Uint8Array;
}

/** Reads payloads of rows in capture order. Most lie in what is in memory already, and are given without a promise. */
export class PayloadReader {
  bytesRead = 0;
  readonly #capture: Capture;
  readonly #windowBytes: number;
  readonly #windows = new Map<number, Window>();

  /** @param windowBytes read at once: less where a few rows are read that lie apart */
  constructor(capture: Capture, windowBytes: number = WINDOW_BYTES) {
    this.#capture = capture;
    this.#windowBytes = windowBytes;
  }

  /** The payload up to its first hole. Valid until the next call. Fails where a file cannot be read. */
  read(row: number): Uint8Array | Promise<Uint8Array> {
    const { frames, streams } = this.#capture;
    const length = Math.min(frames.size.get(row) - HEADER_BYTES, MOST_PAYLOAD);
    const stream = streams[frames.stream.get(row)];
    if (length <= 0 || stream === undefined) return NOTHING;
    const pieces = stream.locate(frames.streamOffset.get(row) + HEADER_BYTES, length);
    const [only] = pieces;
    if (only === undefined || only.at > 0) return NOTHING;
    const end = wholeLength(pieces);
    this.bytesRead += end;
    if (pieces.length > 1) return this.#joined(pieces, end);
    return this.#held(only) ?? this.#fetched(only);
  }

  #joined(pieces: readonly FilePiece[], end: number): Uint8Array | Promise<Uint8Array> {
    const bytes = new Uint8Array(end);
    for (const [index, piece] of pieces.entries()) {
      if (piece.at >= end) break;
      const held = this.#held(piece);
      if (held === null) return this.#joinedLater(pieces.slice(index), bytes);
      bytes.set(held, piece.at);
    }
    return bytes;
  }

  async #joinedLater(pieces: readonly FilePiece[], bytes: Uint8Array): Promise<Uint8Array> {
    for (const piece of pieces) {
      if (piece.at >= bytes.length) break;
      bytes.set(this.#held(piece) ?? (await this.#fetched(piece)), piece.at);
    }
    return bytes;
  }

  #held({ file, fileOffset, length }: FilePiece): Uint8Array | null {
    const window = this.#windows.get(file);
    if (window === undefined) return null;
    const from = fileOffset - window.start;
    return from >= 0 && from + length <= window.bytes.length ? window.bytes.subarray(from, from + length) : null;
  }

  async #fetched({ file, fileOffset, length }: FilePiece): Promise<Uint8Array> {
    const read = await this.#capture.sources[file]?.source.read(fileOffset, Math.max(length, this.#windowBytes));
    // The source may use its buffer again for who else reads.
    const bytes = read?.slice() ?? NOTHING;
    this.#windows.set(file, { start: fileOffset, bytes });
    return bytes.subarray(0, length);
  }
}

/** Bytes before the first hole. */
function wholeLength(pieces: readonly FilePiece[]): number {
  let end = 0;
  for (const { at, length } of pieces) {
    if (at > end) break;
    end = at + length;
  }
  return end;
}
