/**
 * What a header is known by where no frame before it tells its place: its own bytes, and what stands behind it. No JSON text can hold a header's
 * bytes, as JSON escapes control characters.
 */
import { HEADER_BYTES, MAX_FRAME_BYTES, isBridgeType } from "../bytes/bridge-header.ts";
import { messageKind } from "./header.ts";
import { CLOSE_OBJECT, OPEN_OBJECT, QUOTE } from "../bytes/json-bytes.ts";

/** A header and the first two bytes of its payload, which must be the beginning of an object. */
export const SIGNATURE_BYTES = HEADER_BYTES + 2;

/** Type and Size: the bytes by which a header behind a frame is known. */
const TYPE_AND_SIZE = 8;
/** `{`, with which every payload begins. */

/**
 * Whether a frame surely begins at `bytes[at]`, of which `SIGNATURE_BYTES` must be there: its payload begins as an object does, or the next header
 * stands where its Size says, before `end`. `fromHost`: which end sent it, null where not known.
 */
export function isHeader(bytes: Uint8Array, at: number, end: number, fromHost: boolean | null): boolean {
  // Nearly all bytes are no first byte of a type.
  if (bytes[at]! > 1 || !startsHeader(bytes, at, fromHost)) return false;
  const size = u32(bytes, at + 4);
  if (size >= SIGNATURE_BYTES && bytes[at + HEADER_BYTES] === OPEN_OBJECT) {
    const second = bytes[at + HEADER_BYTES + 1]!;
    if (second === QUOTE || second === CLOSE_OBJECT) return true;
  }
  const next = at + size;
  return next + TYPE_AND_SIZE <= end && startsHeader(bytes, next, fromHost);
}

/** Whether type and size at `bytes[at]` are those of a message that this end may send. */
export function startsHeader(bytes: Uint8Array, at: number, fromHost: boolean | null): boolean {
  const type = u32(bytes, at);
  if (!isBridgeType(type)) return false;
  if (fromHost !== null && (messageKind(type) === "request") !== fromHost) return false;
  const size = u32(bytes, at + 4);
  return size >= HEADER_BYTES && size <= MAX_FRAME_BYTES;
}

/** Little-endian. */
export function u32(bytes: Uint8Array, at: number): number {
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;
}
