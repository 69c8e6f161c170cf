/**
 * Steps from token to token of JSON text within other bytes. What is cut may be read on into what follows: then the offset that is told
 * lies behind `end`, and the text is not whole. No step looks further than `end` for the end of a string.
 */
import { endOfWord } from "../../bridge/payload-words.ts";
import {
  BACKSLASH,
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
} from "../../bytes/json-bytes.ts";

/** What an offset is where something is odd. */
export const ODD = -1;
/** Containers within containers; real payloads have about twelve. */
export const MOST_DEPTH = 64;

/** By container that a skip is in: 1 for an object. */
const open = new Uint8Array(MOST_DEPTH + 1);

/** Offset of the next byte that is no white space. */
export function skipSpace(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end) {
    const byte = bytes[at]!;
    if (byte > 0x20 || (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09)) break;
    at++;
  }
  return at;
}

/** Offset behind the string that begins at `start`; `ODD` where it does not end. */
export function endOfString(bytes: Uint8Array, start: number, end: number): number {
  for (let at = start + 1; at < end; at++) {
    const byte = bytes[at]!;
    if (byte === QUOTE) return at + 1;
    if (byte === BACKSLASH) at++;
  }
  return ODD;
}

/** Offset behind the value that begins at `start`; `ODD` where its containers are not well-formed. */
export function skipValue(bytes: Uint8Array, start: number, end: number): number {
  let depth = 0;
  let at = start;
  for (;;) {
    if (at >= end) return ODD;
    let byte = bytes[at]!;
    if (byte === QUOTE) {
      at = endOfString(bytes, at, end);
      if (at === ODD) return ODD;
    } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      if (++depth > MOST_DEPTH) return ODD;
      const isObject = byte === OPEN_OBJECT;
      open[depth] = isObject ? 1 : 0;
      at = skipSpace(bytes, at + 1, end);
      if (bytes[at] === (isObject ? CLOSE_OBJECT : CLOSE_ARRAY)) {
        depth--;
        at++;
      } else {
        if (isObject) at = behindKey(bytes, at, end);
        if (at === ODD) return ODD;
        continue;
      }
    } else {
      const behind = endOfWord(bytes, at, end);
      if (behind === at) return ODD;
      at = behind;
    }
    // Behind a value: a comma and the next one, or the ends of containers.
    for (;;) {
      if (depth === 0) return at;
      at = skipSpace(bytes, at, end);
      byte = bytes[at]!;
      const isObject = open[depth] === 1;
      if (byte === COMMA) {
        at = skipSpace(bytes, at + 1, end);
        if (isObject) at = behindKey(bytes, at, end);
        if (at === ODD) return ODD;
        break;
      }
      if (byte !== (isObject ? CLOSE_OBJECT : CLOSE_ARRAY)) return ODD;
      depth--;
      at++;
    }
  }
}

/** Offset of the value behind the key at `at`. */
function behindKey(bytes: Uint8Array, at: number, end: number): number {
  if (bytes[at] !== QUOTE) return ODD;
  const behind = endOfString(bytes, at, end);
  if (behind === ODD) return ODD;
  const colon = skipSpace(bytes, behind, end);
  return bytes[colon] === COLON ? skipSpace(bytes, colon + 1, end) : ODD;
}
