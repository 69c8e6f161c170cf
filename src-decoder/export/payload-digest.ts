import { HEADER_BYTES } from "../bridge/header.ts";
import type { Capture } from "../model/capture.ts";
import { FRAME } from "../model/capture.ts";
import { readFrame } from "../model/read-stream.ts";

/** SHA-256 of some bytes in hexadecimal: the platform's, as each has a fast one and they are called differently. */
export type Sha256 = (bytes: Uint8Array<ArrayBuffer>) => string | Promise<string>;

/**
 * SHA-256 of a frame's payload, in hexadecimal; null where the capture lacks bytes of it or the frame has none of its own (a log).
 * Cheap for rows in capture order, as their bytes then follow each other in the file and one read brings in many of them.
 */
export async function payloadDigest(capture: Capture, row: number, sha256: Sha256): Promise<string | null> {
  const flags = capture.frames.flags.get(row);
  if ((flags & FRAME.complete) === 0 || (flags & FRAME.fromLog) !== 0) return null;
  const { bytes } = await readFrame(capture, row, HEADER_BYTES, capture.frames.size.get(row) - HEADER_BYTES);
  return sha256(bytes);
}
