/** Small looks at JSON text: what a token is, what a string may hold, how a byte is named. */
import { BACKSLASH, OPEN_ARRAY, OPEN_OBJECT } from "../bytes/json-bytes.ts";

/** Offset behind the letters, digits and signs that begin at `at` and lie before `to`. */
export function endOfWord(bytes: Uint8Array, at: number, to: number = bytes.length): number {
  let end = at;
  while (end < to) {
    const byte = bytes[end]!;
    const letter = byte | 0x20;
    const inWord =
      (letter >= 0x61 && letter <= 0x7a) ||
      (byte >= 0x30 && byte <= 0x39) ||
      byte === 0x2b ||
      byte === 0x2d ||
      byte === 0x2e ||
      byte === 0x5f;
    if (!inWord) break;
    end++;
  }
  return end;
}

/** Most numbers are that, and need no text to be made of them. */
export function isPlainInteger(bytes: Uint8Array, start: number, end: number): boolean {
  if (bytes[start] === 0x30) return end === start + 1;
  for (let at = start; at < end; at++) if (bytes[at]! < 0x30 || bytes[at]! > 0x39) return false;
  return true;
}

/** A cheap look at the first bytes of a string's content, before it is copied: could a container begin here? */
export function mayBeginJson(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < 2) return false;
  const first = bytes[start]!;
  if (first === OPEN_OBJECT || first === OPEN_ARRAY || first === 0x20) return true;
  const second = bytes[start + 1]!;
  // An escaped white space or \u007b; not a Windows path, which begins with two backslashes.
  return first === BACKSLASH && (second === 0x6e || second === 0x72 || second === 0x74 || second === 0x75);
}

/** True where the first byte that is no white space opens a container. */
export function beginsContainer(bytes: Uint8Array): boolean {
  for (const byte of bytes) {
    if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) return true;
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return false;
  }
  return false;
}

/** A byte for people: its character where it has one. */
export function shownByte(byte: number): string {
  return byte > 0x20 && byte < 0x7f ? `"${String.fromCharCode(byte)}"` : `byte 0x${byte.toString(16).padStart(2, "0")}`;
}

/** Enough of a text to know it by. */
export function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
