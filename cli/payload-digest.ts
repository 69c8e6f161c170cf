import { hash } from "node:crypto";
import { FRAME, HEADER_BYTES, readFrame } from "../src-decoder/index.ts";
import type { Capture } from "../src-decoder/index.ts";

/**
 * SHA-256 of a frame's payload, in hexadecimal; null where the capture lacks bytes of it or the frame has none of its own (a log).
 * Cheap for rows in capture order, as their bytes then follow each other in the file and one read brings in many of them.
 */
export async function payloadDigest(capture: Capture, row: number): Promise<string | null> {
  const flags = capture.frames.flags.get(row);
  if ((flags & FRAME.complete) === 0 || (flags & FRAME.fromLog) !== 0) return null;
  const { bytes } = await readFrame(capture, row, HEADER_BYTES, capture.frames.size.get(row) - HEADER_BYTES);
  return hash("sha256", bytes);
}
