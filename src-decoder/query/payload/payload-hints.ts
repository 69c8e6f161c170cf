/** Cheap looks at the bytes of a payload that tell whether names and texts can be in it at all, however they are written. */
import { placesOf } from "../../bytes/byte-places.ts";
import type { ByteRun } from "../../bytes/byte-run.ts";
import { Needle } from "./find-bytes.ts";
import { BACKSLASH, COLON, QUOTE } from "../../bytes/json-bytes.ts";

const utf8 = new TextEncoder();

/** Characters that are written as they are at any depth of strings, or else by `\u`; a slash may have a backslash before it. */
const PLAIN_RUN = /[A-Za-z0-9_ .:@,-]+/g;
const BASE64_KEY = new Needle(utf8.encode("Settings"));
const BACKSLASHES = 0x5c5c_5c5c;
const LETTER_U = 0x75;

/** The longest part of a text that is written as it is; null where there is none worth a search. */
function plainPart(text: string): string | null {
  const longest = (text.match(PLAIN_RUN) ?? []).reduce((best, run) => (run.length > best.length ? run : best), "");
  return longest.length < 2 ? null : longest;
}

/**
 * A test that says false only of payloads in which the path cannot reach a value that holds one of `texts`; null for any value. True where
 * `\u` may hide letters, or Base64 of JSON what lies behind `Settings`.
 */
export function payloadHint(path: readonly string[], texts: readonly string[] | null): (payload: ByteRun) => boolean {
  const [longestName] = path.filter((name) => plainPart(name) === name).toSorted((a, b) => b.length - a.length);
  const names = longestName === undefined ? [] : needlesOf([longestName]);
  const values = needlesOf(texts?.map(plainPart) ?? [null]);
  if (names.length === 0 && values.length === 0) return () => true;
  const hidesInBase64 = path.includes("Settings");
  return (payload) =>
    (hasOne(payload, names) && hasOne(payload, values)) ||
    hasUnicodeEscape(payload) ||
    (hidesInBase64 && mayHoldBase64(payload));
}

/** What to look for so that one of `parts` may be there; nothing where one of them is null, as no look can rule it out. */
function needlesOf(parts: readonly (string | null)[]): readonly Needle[] {
  return parts.includes(null) ? [] : parts.flatMap((part) => (part === null ? [] : [new Needle(utf8.encode(part))]));
}

function hasOne(payload: ByteRun, needles: readonly Needle[]): boolean {
  for (const needle of needles) if (needle.isIn(payload)) return true;
  return needles.length === 0;
}

/** Whether there is a `\u`, be it in a string in a string. Every other byte is enough to see one: it is the first or the second of two. */
function hasUnicodeEscape(payload: ByteRun): boolean {
  const { bytes, end } = payload;
  for (let at = firstBackslash(payload) + 1; at < end; at += 2) {
    const byte = bytes[at];
    if (byte === LETTER_U) {
      if (bytes[at - 1] === BACKSLASH) return true;
    } else if (byte === BACKSLASH && at + 1 < end && bytes[at + 1] === LETTER_U) {
      return true;
    }
  }
  return false;
}

/** Offset of the first backslash, or of one of the seven bytes before it; the run's end where there is none. */
function firstBackslash({ view, start, end }: ByteRun): number {
  let at = start;
  for (; at + 8 <= end; at += 8) {
    const inFirst = placesOf(view.getInt32(at, true), BACKSLASHES);
    if ((inFirst | placesOf(view.getInt32(at + 4, true), BACKSLASHES)) !== 0) break;
  }
  return at;
}

/** Whether a member `Settings` may be Base64: a string that begins with a letter, a digit, `+` or `/`. */
function mayHoldBase64({ bytes, start, end }: ByteRun): boolean {
  for (let at = BASE64_KEY.indexIn(bytes, start, end); at >= 0; at = BASE64_KEY.indexIn(bytes, at + 1, end)) {
    let next = behind(bytes, at + BASE64_KEY.length, BACKSLASH);
    if (bytes[next] !== QUOTE) continue;
    next = behindSpace(bytes, next + 1);
    if (bytes[next] !== COLON) continue;
    next = behind(bytes, behindSpace(bytes, next + 1), BACKSLASH);
    if (bytes[next] !== QUOTE) continue;
    const first = bytes[next + 1] ?? QUOTE;
    if (/[A-Za-z0-9+/]/.test(String.fromCharCode(first))) return true;
  }
  return false;
}

function behind(bytes: Uint8Array, from: number, byte: number): number {
  let at = from;
  while (bytes[at] === byte) at++;
  return at;
}

/** White space in a string may be written with backslashes before its letters. */
function behindSpace(bytes: Uint8Array, from: number): number {
  let at = from;
  for (;;) {
    const byte = bytes[at];
    if (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) at++;
    else if (byte === BACKSLASH && /[nrt\\]/.test(String.fromCharCode(bytes[at + 1] ?? 0))) at += 2;
    else return at;
  }
}

/** Strings in strings in strings: deeper ones are not made by anyone. */
const MOST_DEPTH = 3;

/**
 * A text as it may stand in a payload: as it is, and with the escapes of JSON of up to three strings in each other, as JavaScript and as
 * Go write them (which also escapes `<`, `>` and `&`), and as those do who escape slashes, or all that is not ASCII.
 */
export function writtenForms(text: string): Uint8Array[] {
  const forms = new Set([text]);
  for (const escape of [escaped, escapedByGo, withSlashes, inAscii, inLargeAscii]) {
    let form = text;
    for (let depth = 0; depth < MOST_DEPTH; depth++) {
      form = escape(form);
      forms.add(form);
    }
  }
  return [...forms].map((form) => utf8.encode(form));
}

function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

const GO_ESCAPED = /[<>&\u2028\u2029]/g;

function escapedByGo(text: string): string {
  return escaped(text).replaceAll(GO_ESCAPED, byNumber);
}

function withSlashes(text: string): string {
  return escaped(text).replaceAll("/", "\\/");
}

const NO_ASCII = /[\u0080-\uffff]/g;

function inAscii(text: string): string {
  return escaped(text).replaceAll(NO_ASCII, byNumber);
}

function inLargeAscii(text: string): string {
  return escaped(text).replaceAll(NO_ASCII, (unit) => `\\u${hexOf(unit).toUpperCase()}`);
}

function byNumber(unit: string): string {
  return `\\u${hexOf(unit)}`;
}

function hexOf(unit: string): string {
  return unit.charCodeAt(0).toString(16).padStart(4, "0");
}
