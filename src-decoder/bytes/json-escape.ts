/** The escapes of JSON strings, byte by byte (RFC 8259 section 7). */
import { BACKSLASH } from "./json-bytes.ts";

/** What stands behind a backslash, and the byte it means. */
const SHORT = [
  [0x22, 0x22],
  [0x5c, 0x5c],
  [0x2f, 0x2f],
  [0x62, 0x08],
  [0x66, 0x0c],
  [0x6e, 0x0a],
  [0x72, 0x0d],
  [0x74, 0x09],
] as const;
const MEANT = new Uint8Array(256);
for (const [written, meant] of SHORT) MEANT[written] = meant;

/** The byte that `byte` means behind a backslash; 0 where it means none, as `u` does, whose digits follow. */
export function shortEscape(byte: number): number {
  return MEANT[byte]!;
}

/** The code unit of the `\uXXXX` at `at`; -1 where there is none. */
export function hexEscape(bytes: Uint8Array, at: number, end: number): number {
  if (at + 6 > end || bytes[at] !== BACKSLASH || bytes[at + 1] !== 0x75) return -1;
  let code = 0;
  for (let i = at + 2; i < at + 6; i++) {
    const digit = hexDigit(bytes[i]!);
    if (digit < 0) return -1;
    code = code * 16 + digit;
  }
  return code;
}

function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x61 + 10 : -1;
}
