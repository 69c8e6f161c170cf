import { hexEscape, shortEscape } from "../../bytes/json-escape.ts";
import { BACKSLASH } from "../../bytes/json-bytes.ts";

/** The content `start .. end` of a JSON string without its escapes; null where one means no ASCII character, or nothing. */
export function unescaped(bytes: Uint8Array, start: number, end: number): Uint8Array | null {
  const out = new Uint8Array(end - start);
  const length = unescapeInto(out, 0, bytes, start, end);
  return length < 0 ? null : out.subarray(0, length);
}

/** The same, written to `out` from `from` on, which has room for as many bytes; the offset behind it, -1 where `unescaped` gives null. */
export function unescapeInto(out: Uint8Array, from: number, bytes: Uint8Array, start: number, end: number): number {
  let to = from;
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    if (byte !== BACKSLASH) {
      out[to++] = byte;
      continue;
    }
    const meant = at + 1 < end ? shortEscape(bytes[at + 1]!) : 0;
    if (meant !== 0) {
      out[to++] = meant;
      at++;
      continue;
    }
    const code = hexEscape(bytes, at, end);
    if (code < 0 || code >= 0x80) return -1;
    out[to++] = code;
    at += 5;
  }
  return to;
}
