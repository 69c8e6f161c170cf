import { viewOfRun, wholeRun } from "../../bytes/byte-run.ts";
import type { ByteRun } from "../../bytes/byte-run.ts";
import { viewOf } from "../../bytes/same-bytes.ts";
import { HEADER_BYTES } from "../../bridge/header.ts";
import type { Capture } from "../../model/capture.ts";
import type { FilePiece, FilePlace } from "../../stream/pieces.ts";

/** Bytes of a file that one read brings in: payloads of neighbouring rows lie next to each other. */
const WINDOW_BYTES = 4 << 20;
const SMALL_WINDOW_BYTES = 64 << 10;
/** Of a larger payload only this much is looked at; the protocol's own limit is 64 KiB towards the host. */
const MOST_PAYLOAD = 4 << 20;

const NOTHING = new Uint8Array(0);
const NO_RUN = wholeRun(NOTHING);

/** A part of a file in memory: the first bytes of a buffer that is filled again and again, as new memory costs more than the copy into it. */
interface Window {
  readonly start: number;
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly buffer: Uint8Array;
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/** Reads payloads of rows in capture order. Most lie in what is in memory already, and are given without a promise. */
export class PayloadReader {
  bytesRead = 0;
  readonly #capture: Capture;
  readonly #windowBytes: number;
  /** Then nothing that was handed out is filled anew. */
  readonly #isShared: boolean;
  readonly #windows = new Map<number, Window>();
  /** Filled anew for each payload. */
  readonly #place: FilePlace = { file: 0, fileOffset: 0 };
  readonly #run: Writable<ByteRun> = { ...NO_RUN };

  /** @param forFewRows for rows that lie apart and whoever asks for them, several at a time; else for one who reads many rows in their order */
  constructor(capture: Capture, forFewRows = false) {
    this.#capture = capture;
    this.#windowBytes = forFewRows ? SMALL_WINDOW_BYTES : WINDOW_BYTES;
    this.#isShared = forFewRows;
  }

  /** The payload up to its first hole. Valid until the next call. Fails where a file cannot be read. */
  read(row: number): ByteRun | Promise<ByteRun> {
    const { frames, streams } = this.#capture;
    const length = Math.min(frames.size.get(row) - HEADER_BYTES, MOST_PAYLOAD);
    const stream = streams[frames.stream.get(row)];
    if (length <= 0 || stream === undefined) return NO_RUN;
    const offset = frames.streamOffset.get(row) + HEADER_BYTES;
    if (stream.placeOf(offset, length, this.#place)) {
      this.bytesRead += length;
      return this.#runAt(this.#place, length) ?? this.#fetchedRun(this.#place, length);
    }
    const pieces = stream.locate(offset, length);
    if (pieces[0]?.at !== 0) return NO_RUN;
    const end = wholeLength(pieces);
    this.bytesRead += end;
    const joined = this.#joined(pieces, end);
    return joined instanceof Promise ? joined.then(wholeRun) : wholeRun(joined);
  }

  /** The run where it is in memory. */
  #runAt({ file, fileOffset }: FilePlace, length: number): ByteRun | null {
    const window = this.#windows.get(file);
    if (window === undefined) return null;
    const from = fileOffset - window.start;
    if (from < 0 || from + length > window.bytes.length) return null;
    const { bytes, view } = window;
    if (this.#isShared) return { bytes, view, start: from, end: from + length };
    const run = this.#run;
    run.bytes = bytes;
    run.view = view;
    run.start = from;
    run.end = from + length;
    return run;
  }

  async #fetchedRun({ file, fileOffset }: FilePlace, length: number): Promise<ByteRun> {
    const { bytes, view } = await this.#fetch(file, fileOffset, length);
    return { bytes, view, start: 0, end: Math.min(length, bytes.length) };
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
      const { at, file, fileOffset, length } = piece;
      bytes.set(this.#held(piece) ?? (await this.#fetch(file, fileOffset, length)).bytes.subarray(0, length), at);
    }
    return bytes;
  }

  #held(piece: FilePiece): Uint8Array | null {
    const run = this.#runAt(piece, piece.length);
    return run === null ? null : viewOfRun(run);
  }

  /** The bytes of a file from `fileOffset` on, `length` of them or more where the file has them. */
  async #fetch(file: number, fileOffset: number, length: number): Promise<Window> {
    const wanted = Math.max(length, this.#windowBytes);
    const read = (await this.#capture.sources[file]?.source.read(fileOffset, wanted)) ?? NOTHING;
    const before = this.#isShared ? undefined : this.#windows.get(file);
    const isEnough = before !== undefined && before.buffer.length >= read.length;
    const buffer = isEnough ? before.buffer : new Uint8Array(read.length);
    // The source may use its own buffer again for who else reads.
    buffer.set(read);
    const bytes = buffer.subarray(0, read.length);
    const window = { start: fileOffset, bytes, view: viewOf(bytes), buffer };
    this.#windows.set(file, window);
    return window;
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
