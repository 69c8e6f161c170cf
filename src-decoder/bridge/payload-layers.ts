/**
 * JSON inside a JSON string is text of its own: a layer. A layer knows for each of its bytes where it stands in the payload as it was
 * sent, so that a value three strings deep still has its bytes on the wire.
 */
import { hexEscape, shortEscape } from "../bytes/json-escape.ts";
import { BACKSLASH } from "../bytes/json-bytes.ts";

/** How a layer is written in the string that holds it; `none` for the payload itself. */
type LayerCoding = "none" | "json-string" | "base64";

/** A text and where each of its bytes stands in the payload. Plain data: it can cross to another thread. */
export interface PayloadLayer {
  readonly bytes: Uint8Array;
  readonly coding: LayerCoding;
  /** Offset in the payload where each byte's escape (or the byte itself) begins, and where it ends; null for the payload. */
  readonly starts: Uint32Array | null;
  readonly ends: Uint32Array | null;
}

/** Offset in the payload where the byte at `at` begins; `at` may be the layer's length. */
export function outerStart({ starts, ends }: PayloadLayer, at: number): number {
  if (starts === null || ends === null) return at;
  if (at < starts.length) return starts[at]!;
  return ends[ends.length - 1] ?? 0;
}

/** Offset in the payload behind the byte before `at`, for `at` over 0. */
export function outerEnd({ ends }: PayloadLayer, at: number): number {
  return ends === null ? at : (ends[at - 1] ?? 0);
}

const REPLACEMENT = 0xfffd;
/** Undoes the escapes of the string content `start .. end` of `outer`. An escape that does not exist stays as written. */
export function stringLayer(outer: PayloadLayer, start: number, end: number): PayloadLayer {
  const source = outer.bytes;
  const bytes = new Uint8Array(end - start);
  const starts = new Uint32Array(end - start);
  const ends = new Uint32Array(end - start);
  let length = 0;
  const put = (byte: number, from: number, to: number): void => {
    bytes[length] = byte;
    starts[length] = outerStart(outer, from);
    ends[length] = outerEnd(outer, to);
    length++;
  };
  // Most bytes by far are no escapes: these are written without a call.
  const outerStarts = outer.starts;
  const outerEnds = outer.ends;
  for (let at = start; at < end;) {
    const byte = source[at]!;
    if (byte !== BACKSLASH) {
      bytes[length] = byte;
      starts[length] = outerStarts === null ? at : outerStarts[at]!;
      ends[length] = outerEnds === null ? at + 1 : outerEnds[at]!;
      length++;
      at++;
      continue;
    }
    const plain = at + 1 < end ? shortEscape(source[at + 1]!) : 0;
    if (plain !== 0) {
      put(plain, at, at + 2);
      at += 2;
      continue;
    }
    let code = hexEscape(source, at, end);
    if (code < 0) {
      put(byte, at, at + 1);
      at++;
      continue;
    }
    const from = at;
    at += 6;
    if (code >= 0xd800 && code < 0xe000) {
      const low = code < 0xdc00 ? hexEscape(source, at, end) : -1;
      if (low >= 0xdc00 && low < 0xe000) {
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        at += 6;
      } else {
        code = REPLACEMENT;
      }
    }
    // An escape takes 6 or 12 bytes and its UTF-8 at most 4: the arrays are long enough.
    if (code < 0x80) put(code, from, at);
    else if (code < 0x800) {
      put(0xc0 | (code >>> 6), from, at);
      put(0x80 | (code & 0x3f), from, at);
    } else if (code < 0x10000) {
      put(0xe0 | (code >>> 12), from, at);
      put(0x80 | ((code >>> 6) & 0x3f), from, at);
      put(0x80 | (code & 0x3f), from, at);
    } else {
      put(0xf0 | (code >>> 18), from, at);
      put(0x80 | ((code >>> 12) & 0x3f), from, at);
      put(0x80 | ((code >>> 6) & 0x3f), from, at);
      put(0x80 | (code & 0x3f), from, at);
    }
  }
  return {
    bytes: bytes.subarray(0, length),
    coding: "json-string",
    starts: starts.subarray(0, length),
    ends: ends.subarray(0, length),
  };
}

/** Decodes the Base64 of `start .. end` of `outer` (RFC 4648 section 4, padded or not); null where it is not Base64. */
export function base64Layer(outer: PayloadLayer, start: number, end: number): PayloadLayer | null {
  const source = outer.bytes;
  let last = end;
  while (last > start && end - last < 2 && source[last - 1] === 0x3d) last--;
  const symbols = last - start;
  const length = Math.floor((symbols * 3) / 4);
  if (symbols % 4 === 1 || length === 0) return null;
  const bytes = new Uint8Array(length);
  const starts = new Uint32Array(length);
  const ends = new Uint32Array(length);
  let bits = 0;
  let held = 0;
  for (let i = 0, out = 0; i < symbols; i++) {
    const value = base64Value(source[start + i]!);
    if (value < 0) return null;
    bits = ((bits << 6) | value) & 0xffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes[out] = (bits >>> held) & 0xff;
    // A byte spreads over two symbols: this one and the one before.
    starts[out] = outerStart(outer, start + i - 1);
    ends[out] = outerEnd(outer, start + i + 1);
    out++;
  }
  return { bytes, coding: "base64", starts, ends };
}

function base64Value(byte: number): number {
  if (byte >= 0x41 && byte <= 0x5a) return byte - 0x41;
  if (byte >= 0x61 && byte <= 0x7a) return byte - 0x61 + 26;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30 + 52;
  if (byte === 0x2b) return 62;
  return byte === 0x2f ? 63 : -1;
}
