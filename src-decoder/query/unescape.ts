import { hexEscape, shortEscape } from "../bytes/json-escape.ts";

const BACKSLASH = 0x5c;

/** The content `start .. end` of a JSON string without its escapes; null where one means no ASCII character, or nothing. */
export function unescaped(bytes: Uint8Array, start: number, end: number): Uint8Array | null {
  const out = new Uint8Array(end - start);
  let length = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    if (byte !== BACKSLASH) {
      out[length++] = byte;
      continue;
    }
    const meant = at + 1 < end ? shortEscape(bytes[at + 1]!) : 0;
    if (meant !== 0) {
      out[length++] = meant;
      at++;
      continue;
    }
    const code = hexEscape(bytes, at, end);
    if (code < 0 || code >= 0x80) return null;
    out[length++] = code;
    at += 5;
  }
  return out.subarray(0, length);
}
