import { hexEscape } from "../bridge/payload-layers.ts";

const BACKSLASH = 0x5c;
/** What stands behind a backslash, and the byte it means (RFC 8259 section 7); 0 where nothing plain is meant. */
const MEANT = new Uint8Array(256);
for (const [written, meant] of [
  [0x22, 0x22],
  [0x5c, 0x5c],
  [0x2f, 0x2f],
  [0x62, 0x08],
  [0x66, 0x0c],
  [0x6e, 0x0a],
  [0x72, 0x0d],
  [0x74, 0x09],
] as const) {
  MEANT[written] = meant;
}

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
    const meant = at + 1 < end ? MEANT[bytes[at + 1]!]! : 0;
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
