/**
 * A bare byte stream: what one end of a bridge wrote, with nothing around it (`.bin`). It has no magic number; the headers of its frames
 * are what it is known by.
 */
import { HEADER_BYTES, MAX_FRAME_BYTES, isBridgeType } from "../bytes/bridge-header.ts";
import type { CaptureFormat } from "./packet.ts";
import { SliceWindow } from "./slice-window.ts";
import { CLOSE_OBJECT, NEWLINE, OPEN_OBJECT } from "../bytes/json-bytes.ts";

/** How sure two headers in a row, a single header, and a header somewhere behind a beginning of another frame make us. */
const SCORE_CHAIN = 0.9;
const SCORE_SINGLE = 0.7;
const SCORE_LATER = 0.3;

export const byteStream: CaptureFormat = {
  id: "byte-stream",
  label: "byte stream",
  score,
  defect: () => null,
  async read(source, sink, sliceBytes) {
    const window = new SliceWindow(source, sink, sliceBytes);
    for (let at = 0; at < window.size; at = window.end) {
      await window.cover(at, 1);
      if (window.bytes.length > 0) sink.streamBytes(window.bytes, 0, window.bytes.length, at);
    }
    await window.finish();
  },
};

function score(head: Uint8Array, size: number): number {
  return firstHeader(head, size)?.score ?? 0;
}

/**
 * Type of the first message of a byte stream that begins with `head`: its kind tells which end wrote the stream, also where the stream begins
 * inside a message or behind something foreign, such as a byte order mark. Null where no header is found.
 */
export function firstType(head: Uint8Array, size: number): number | null {
  return firstHeader(head, size)?.type ?? null;
}

/** The first header in `head` that what follows bears out, and how sure it makes us; null where there is none. */
function firstHeader(head: Uint8Array, size: number): { readonly type: number; readonly score: number } | null {
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  for (let at = 0; at + HEADER_BYTES <= head.length; at++) {
    const frameBytes = headerAt(view, at);
    if (frameBytes === 0) continue;
    const type = view.getUint32(at, true);
    const next = at + frameBytes;
    const canSeeNext = next + HEADER_BYTES <= head.length;
    if (!isObject(view, at, frameBytes) || (canSeeNext && frameAt(view, next) === 0)) {
      // A whole message to begin with: what is wrong with the stream is what follows. Or two headers, one where the other says: their payloads are.
      if (at === 0 && canSeeNext && (isClosed(view, at, next) || headerAt(view, next) > 0))
        return { type, score: SCORE_SINGLE };
      continue;
    }
    if (at > 0) return { type, score: SCORE_LATER };
    return { type, score: canSeeNext || next === size ? SCORE_CHAIN : SCORE_SINGLE };
  }
  return null;
}

/** Whether the payload of the frame `at .. end` is a JSON object by its ends, with the line feed of a host behind it or without. */
function isClosed(view: DataView, at: number, end: number): boolean {
  if (end - at < HEADER_BYTES + 2 || !isObject(view, at, end - at)) return false;
  const last = view.getUint8(end - 1);
  return last === CLOSE_OBJECT || (last === NEWLINE && view.getUint8(end - 2) === CLOSE_OBJECT);
}

/** Size of the frame whose header is at `at`, as far as the bytes that are there can tell; 0 where there is none. */
function frameAt(view: DataView, at: number): number {
  const size = headerAt(view, at);
  return size > 0 && isObject(view, at, size) ? size : 0;
}

/** Size of a frame as its header at `at` says it, whatever the payload is; 0 where there is none. */
function headerAt(view: DataView, at: number): number {
  if (!isBridgeType(view.getUint32(at, true))) return 0;
  const size = view.getUint32(at + 4, true);
  return size < HEADER_BYTES || size > MAX_FRAME_BYTES ? 0 : size;
}

/** Whether the payload of a frame at `at` begins as an object does, if there is any and it is there. */
function isObject(view: DataView, at: number, size: number): boolean {
  const payload = at + HEADER_BYTES;
  return size === HEADER_BYTES || payload >= view.byteLength || view.getUint8(payload) === OPEN_OBJECT;
}
