import type { FilePiece } from "../stream/pieces.ts";
import type { Capture, Range } from "./capture.ts";

/** Bytes read back from the files. What the capture lacks is zero in `bytes` and listed in `gaps`. */
export interface StreamBytes {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly gaps: readonly Range[];
  /** Where the bytes lie, in order. */
  readonly pieces: readonly FilePiece[];
}

/** Pieces of one packet run that lie this close together in a file are read with one call. */
const JOINED_READ_BYTES = 64 * 1024;

/**
 * Reads `length` bytes of a stream at `offset`; cut to the stream's length, so that no more is allocated than the capture can hold.
 */
export async function readStream(
  capture: Capture,
  stream: number,
  offset: number,
  length: number,
): Promise<StreamBytes> {
  const record = capture.streams[stream];
  const end = Math.min(offset + length, record?.bytes ?? 0);
  if (record === undefined || end <= offset) return { bytes: new Uint8Array(0), gaps: [], pieces: [] };
  const pieces = record.locate(offset, end - offset);
  const bytes = new Uint8Array(end - offset);
  for (let first = 0; first < pieces.length;) {
    const start = pieces[first]!;
    let next = first + 1;
    let fileEnd = start.fileOffset + start.length;
    for (; next < pieces.length; next++) {
      const piece = pieces[next]!;
      const near = piece.file === start.file && piece.fileOffset >= fileEnd;
      if (!near || piece.fileOffset + piece.length - start.fileOffset > JOINED_READ_BYTES) break;
      fileEnd = piece.fileOffset + piece.length;
    }
    const source = capture.sources[start.file]?.source;
    const run = (await source?.read(start.fileOffset, fileEnd - start.fileOffset)) ?? bytes.subarray(0, 0);
    for (; first < next; first++) {
      const piece = pieces[first]!;
      const from = piece.fileOffset - start.fileOffset;
      bytes.set(run.subarray(from, from + piece.length), piece.at);
    }
  }
  return { bytes, gaps: holesBetween(pieces, end - offset), pieces };
}

/** Reads `length` bytes of a frame at `offset` from its header's first byte. */
export async function readFrame(capture: Capture, row: number, offset: number, length: number): Promise<StreamBytes> {
  const { frames } = capture;
  const cut = Math.max(0, Math.min(length, frames.size.get(row) - offset));
  return readStream(capture, frames.stream.get(row), frames.streamOffset.get(row) + offset, cut);
}

function holesBetween(pieces: readonly FilePiece[], length: number): Range[] {
  const holes: Range[] = [];
  let covered = 0;
  for (const { at, length: size } of [...pieces, { at: length, length: 0 }]) {
    if (at > covered) holes.push({ offset: covered, length: at - covered });
    covered = at + size;
  }
  return holes;
}
