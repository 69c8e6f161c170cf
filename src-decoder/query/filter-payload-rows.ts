import { HEADER_BYTES } from "../bridge/header.ts";
import type { Capture } from "../model/capture.ts";
import type { FilePiece } from "../stream/pieces.ts";
import type { PayloadFilter } from "./filter.ts";

/** Rows, and bytes of payloads, looked at between two looks at whether the caller still wants the answer; some milliseconds. */
const SLICE_ROWS = 1 << 15;
const SLICE_BYTES = 1 << 20;
/** Bytes of a file that one read brings in: payloads of neighbouring rows lie next to each other. */
const WINDOW_BYTES = 1 << 20;
/** Of a larger payload only this much is looked at; the protocol's own limit is 64 KiB towards the host. */
const MOST_PAYLOAD = 4 << 20;

/** What a slice of the search found. */
export interface PayloadHits {
  /** Rows that pass, in the order of the source. */
  readonly rows: Uint32Array<ArrayBuffer>;
  /** How many rows of the source are looked at so far. */
  readonly looked: number;
}

/**
 * Runs a filter that looks into payloads, slice by slice. The caller may show the hits of a slice at once, let other work run between two
 * slices, and cancel by not asking for the next. `source` is a count of rows (all of a capture) or rows in their order. Of a payload that
 * the capture does not have in full, the bytes before its first hole are looked at. Fails where a file cannot be read.
 */
export async function* filterPayloadRows(
  capture: Capture,
  filter: PayloadFilter,
  source: number | Uint32Array,
): AsyncGenerator<PayloadHits, void> {
  const payloads = new PayloadReader(capture);
  const length = typeof source === "number" ? source : source.length;
  for (let at = 0; at < length;) {
    const hits: number[] = [];
    const last = Math.min(at + SLICE_ROWS, length);
    const before = payloads.bytesRead;
    for (; at < last && payloads.bytesRead - before < SLICE_BYTES; at++) {
      const row = typeof source === "number" ? at : source[at]!;
      if (!filter.mayPass(row)) continue;
      if (filter.passesAnyway(row)) {
        hits.push(row);
        continue;
      }
      const payload = payloads.read(row);
      if (filter.testPayload(row, payload instanceof Promise ? await payload : payload)) hits.push(row);
    }
    yield { rows: Uint32Array.from(hits), looked: at };
  }
}

/** A part of a file in memory. */
interface Window {
  readonly start: number;
  readonly bytes: Uint8Array;
}

/** Reads payloads of rows in capture order. Most lie in what is in memory already, and are given without a promise. */
class PayloadReader {
  bytesRead = 0;
  readonly #capture: Capture;
  readonly #windows = new Map<number, Window>();

  constructor(capture: Capture) {
    this.#capture = capture;
  }

  /** The payload up to its first hole. Valid until the next call. */
  read(row: number): Uint8Array | Promise<Uint8Array> {
    const { frames, streams } = this.#capture;
    const length = Math.min(frames.size.get(row) - HEADER_BYTES, MOST_PAYLOAD);
    const stream = streams[frames.stream.get(row)];
    if (length <= 0 || stream === undefined) return new Uint8Array(0);
    const pieces = stream.locate(frames.streamOffset.get(row) + HEADER_BYTES, length);
    const [only] = pieces;
    if (only === undefined || only.at > 0) return new Uint8Array(0);
    const end = wholeLength(pieces);
    this.bytesRead += end;
    if (pieces.length > 1) return this.#joined(pieces, end);
    return this.#held(only) ?? this.#fetched(only);
  }

  async #joined(pieces: readonly FilePiece[], end: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(end);
    for (const piece of pieces) {
      if (piece.at >= end) break;
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
    const read = await this.#capture.sources[file]?.source.read(fileOffset, Math.max(length, WINDOW_BYTES));
    // The source may use its buffer again for who else reads.
    const bytes = read?.slice() ?? new Uint8Array(0);
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
