/** Captures made of plain frames with payloads: their bytes lie in a file in memory, in pieces, with a hole where some are missing. */
import { HEADER_BYTES } from "../../src-decoder/bridge/header.ts";
import { MemorySource } from "../../src-decoder/index.ts";
import type { Capture } from "../../src-decoder/model/capture.ts";
import type { FilePiece } from "../../src-decoder/stream/pieces.ts";
import { captureOf } from "./random-capture.ts";
import type { PlainFrame } from "./random-capture.ts";

/** A run of stream bytes and where they lie in the file. */
interface Run {
  readonly from: number;
  readonly to: number;
  readonly fileOffset: number;
}

/**
 * The capture, and the frames as they lie in it: sizes and offsets are those of their payloads.
 *
 * @param pieceBytes how long a piece may be: packets cut frames anywhere
 */
export function captureWithPayloads(
  frames: readonly PlainFrame[],
  pieceBytes: number,
): { readonly capture: Capture; readonly frames: readonly PlainFrame[] } {
  const file: number[] = [];
  const runs: Run[][] = [[], [], [], []];
  const ends = [0, 0, 0, 0];
  const placed = frames.map((frame): PlainFrame => {
    const stream = frame.stream ?? 0;
    const streamOffset = ends[stream]!;
    const { text = "", captured = 0 } = frame.payload ?? {};
    const size = HEADER_BYTES + text.length;
    ends[stream]! += size;
    const bytes = [...new Uint8Array(HEADER_BYTES), ...Buffer.from(text.slice(0, captured), "latin1")];
    for (let at = 0; at < bytes.length; at += pieceBytes) {
      const part = bytes.slice(at, at + pieceBytes);
      // Between two pieces lies what else a file has.
      file.push(0xff);
      runs[stream]!.push({ from: streamOffset + at, to: streamOffset + at + part.length, fileOffset: file.length });
      file.push(...part);
    }
    return { ...frame, streamOffset, size };
  });
  const empty = captureOf(placed);
  const source = new MemorySource("memory", Uint8Array.from(file));
  const capture = {
    ...empty,
    sources: [{ source, format: "pcap", formatLabel: "pcap", interfaces: [], packets: 0, comments: [] }],
    streams: empty.streams.map((stream) => ({
      ...stream,
      bytes: ends[stream.index]!,
      locate: (offset: number, length: number) => located(runs[stream.index]!, offset, length),
    })),
  };
  return { capture, frames: placed };
}

function located(runs: readonly Run[], offset: number, length: number): FilePiece[] {
  return runs.flatMap(({ from, to, fileOffset }) => {
    const start = Math.max(from, offset);
    const end = Math.min(to, offset + length);
    if (start >= end) return [];
    return [{ at: start - offset, length: end - start, file: 0, fileOffset: fileOffset + start - from, packet: 0 }];
  });
}
