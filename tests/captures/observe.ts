/** What a decoded capture shows, in the terms of the truth files. */
import { createHash } from "node:crypto";
import { CaptureReader, FRAME, NO_ROW, readFrame } from "../../src-decoder/index.ts";
import type { ByteSource, Capture, Range } from "../../src-decoder/index.ts";

const HEADER_BYTES = 16;

/** Reads the sources to their end as one capture; none of them may fail. */
export async function readCapture(sources: readonly ByteSource[]): Promise<Capture> {
  const reader = new CaptureReader(sources);
  const { finished, failures } = await reader.run();
  if (!finished || failures.length > 0) throw new Error(`not read: ${JSON.stringify(failures)}`);
  return reader.capture;
}

/** The frames of one direction: whole ones with payload hash and result, broken ones by their header. */
interface ShownFrames {
  readonly whole: string[];
  readonly broken: string[];
}

/** As in the truth files. */
export function payloadHash(payload: Uint8Array): string {
  return createHash("sha256").update(payload).digest("hex");
}

/** Frames by connection, in order of its first frame, and direction. */
export async function framesByConnection(capture: Capture): Promise<{ h2g: ShownFrames; g2h: ShownFrames }[]> {
  const connections = new Map<number, { h2g: ShownFrames; g2h: ShownFrames }>();
  for (let row = 0; row < capture.frames.length; row++) {
    const stream = capture.streams[capture.frames.stream.get(row)]!;
    let shown = connections.get(stream.connection);
    if (shown === undefined) {
      shown = { h2g: { whole: [], broken: [] }, g2h: { whole: [], broken: [] } };
      connections.set(stream.connection, shown);
    }
    const { whole, broken } = stream.direction === "host-to-guest" ? shown.h2g : shown.g2h;
    if (isComplete(capture, row)) whole.push(`${headerLine(capture, row)} ${await payloadLine(capture, row)}`);
    else broken.push(headerLine(capture, row));
  }
  return [...connections.values()];
}

/** Ids of requests without an answer, in row order. */
export function unansweredIds(capture: Capture): string[] {
  const ids: string[] = [];
  for (let row = 0; row < capture.frames.length; row++) {
    if (capture.frames.type.get(row) >>> 28 !== 1) continue;
    if (capture.frames.peer.get(row) === NO_ROW) ids.push(idOf(capture, row));
  }
  return ids;
}

/**
 * Streams whose bytes are not all in frames, gaps and unframed ranges, or whose ranges do not add up to their totals; none, where the
 * decoder is right.
 */
export function unaccounted(capture: Capture): string[] {
  return capture.streams
    .filter(
      ({ bytes, framedBytes, gaps, gapBytes, unframed, unframedBytes }) =>
        framedBytes + gapBytes + unframedBytes !== bytes ||
        total(gaps) !== gapBytes ||
        total(unframed) !== unframedBytes,
    )
    .map((stream) => `stream ${stream.index}: ${JSON.stringify(stream)}`);
}

function total(ranges: readonly Range[]): number {
  return ranges.reduce((sum, range) => sum + range.length, 0);
}

function isComplete(capture: Capture, row: number): boolean {
  return (capture.frames.flags.get(row) & FRAME.complete) !== 0;
}

function idOf({ frames }: Capture, row: number): string {
  return ((BigInt(frames.idHigh.get(row)) << 32n) | BigInt(frames.idLow.get(row))).toString();
}

function headerLine(capture: Capture, row: number): string {
  const type = capture.frames.type.get(row).toString(16).padStart(8, "0");
  return `0x${type} ${idOf(capture, row)} ${capture.frames.size.get(row)}`;
}

async function payloadLine(capture: Capture, row: number): Promise<string> {
  const { frames } = capture;
  const { bytes } = await readFrame(capture, row, HEADER_BYTES, frames.size.get(row) - HEADER_BYTES);
  // The truth files have no result for notifications.
  const isResponse = frames.type.get(row) >>> 28 === 2;
  return `${payloadHash(bytes)} ${isResponse && frames.flags.get(row) & FRAME.hasResult ? frames.result.get(row) : "-"}`;
}
