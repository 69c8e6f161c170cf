/** Values that a walk found, read from the bytes where they stand: as `PayloadTree` reads them, without a tree. */
import { decodedString } from "../../bridge/payload-tree.ts";
import { beginsContainer, isPlainInteger, mayBeginJson } from "../../bridge/payload-words.ts";
import { ODD, endOfString, skipSpace, skipValue } from "./payload-tokens.ts";
import { unescapeInto, unescaped } from "./unescape.ts";
import type { WalkedValue } from "./values-walk.ts";
import {
  BACKSLASH,
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  MINUS,
  NINE,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
  ZERO,
} from "../../bytes/json-bytes.ts";

/** Longer words are no numbers to the parser, unless they are digits only. */
const MOST_WORD = 400;
/** Digits that a number holds exactly. */
const MOST_DIGITS = 15;
/** Longer texts are decoded by the platform's means. */
const MOST_SHORT = 20;
const NUMBER = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;
const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

type WalkedKind = "object" | "array" | "string" | "number" | "true" | "false" | "null" | "broken";

/** What kind of value it is, as `PayloadTree.kind`. */
export function walkedKind({ bytes, start, end }: WalkedValue): WalkedKind {
  const first = bytes[start];
  if (first === QUOTE) return "string";
  if (first === OPEN_OBJECT) return "object";
  if (first === OPEN_ARRAY) return "array";
  if (isPlainInteger(bytes, start, end)) return "number";
  const word = decoded(bytes, start, end);
  if (word === "true" || word === "false" || word === "null") return word;
  return word.length <= MOST_WORD && NUMBER.test(word) ? "number" : "broken";
}

/** The number that digits say as a number is written back; NaN for others. */
export function walkedInteger(bytes: Uint8Array, start: number, end: number): number {
  const isNegative = bytes[start] === MINUS;
  const first = isNegative ? start + 1 : start;
  const digits = end - first;
  if (digits === 0 || digits > MOST_DIGITS || (bytes[first] === ZERO && (digits > 1 || isNegative))) return Number.NaN;
  let number = 0;
  for (let at = first; at < end; at++) {
    const byte = bytes[at]!;
    if (byte < ZERO || byte > NINE) return Number.NaN;
    number = 10 * number + byte - ZERO;
  }
  return isNegative ? -number : number;
}

/** The text of a string without quotes and escapes; of other values as they are written. */
export function walkedText({ bytes, start, end }: WalkedValue): string {
  if (bytes[start] !== QUOTE) return decoded(bytes, start, end);
  for (let at = start + 1; at < end - 1; at++) {
    if (bytes[at] === BACKSLASH) return decodedString(utf8.decode(bytes.subarray(start, end)));
  }
  return decoded(bytes, start + 1, end - 1);
}

/** Tells `take` the elements of a list, of lists in it too; another value stands for itself. */
export function eachElement(value: WalkedValue, take: (element: WalkedValue) => void): void {
  const { bytes, start, end } = value;
  if (bytes[start] !== OPEN_ARRAY) {
    take(value);
    return;
  }
  for (let at = skipSpace(bytes, start + 1, end); bytes[at] !== CLOSE_ARRAY;) {
    const behind = skipValue(bytes, at, end);
    eachElement({ bytes, start: at, end: behind }, take);
    at = behindComma(bytes, behind, end);
  }
}

/** A member of an object. */
export interface Member {
  readonly name: string;
  /** Of a single value; null for lists and objects. */
  readonly text: string | null;
  /** How many a list has; null for what is none. */
  readonly elements: number | null;
}

/** What a string holds whose members are told; their texts are made at once, so that the next may use it again. */
let scratch = new Uint8Array(1 << 12);

/**
 * The members of the object that a value is, or that it holds as text, in the order of their bytes; null for other values, undefined where
 * the payload must be parsed to know.
 */
export function walkedMembers({ bytes, start, end }: WalkedValue): readonly Member[] | null | undefined {
  const first = bytes[start];
  if (first === OPEN_OBJECT) return membersIn(bytes, start, end);
  if (first === OPEN_ARRAY) return undefined;
  if (first !== QUOTE || !mayBeginJson(bytes, start + 1, end - 1)) return null;
  if (end - start > scratch.length) scratch = new Uint8Array(2 * (end - start));
  const to = unescapeInto(scratch, 0, bytes, start + 1, end - 1);
  if (to < 0) return undefined;
  const from = skipSpace(scratch, 0, to);
  if (scratch[from] === OPEN_ARRAY) return undefined;
  return scratch[from] === OPEN_OBJECT ? membersIn(scratch, from, to) : null;
}

/** Of the object that begins at `start` and should end at `end`, white space aside; undefined where it does not, or is odd. */
function membersIn(bytes: Uint8Array, start: number, end: number): readonly Member[] | undefined {
  const members: Member[] = [];
  let at = skipSpace(bytes, start + 1, end);
  while (bytes[at] !== CLOSE_OBJECT || members.length > 0) {
    const behindKey = bytes[at] === QUOTE ? endOfString(bytes, at, end) : ODD;
    const colon = behindKey === ODD ? ODD : skipSpace(bytes, behindKey, end);
    if (bytes[colon] !== COLON) return undefined;
    const from = skipSpace(bytes, colon + 1, end);
    const member = { bytes, start: from, end: skipValue(bytes, from, end) };
    if (member.end === ODD) return undefined;
    const name = walkedText({ bytes, start: at, end: behindKey });
    const inner = containerIn(member, name === "Settings");
    if (inner === undefined) return undefined;
    members.push({
      name,
      text: inner === null ? walkedText(member) : null,
      elements: inner === null || inner.bytes[inner.start] === OPEN_OBJECT ? null : countIn(inner),
    });
    at = skipSpace(bytes, member.end, end);
    if (bytes[at] === CLOSE_OBJECT) break;
    if (bytes[at] !== COMMA) return undefined;
    at = skipSpace(bytes, at + 1, end);
  }
  return skipSpace(bytes, at + 1, end) === end ? members : undefined;
}

/** The list or object that a value is, or that it holds as text; null for other values, undefined where the payload must be parsed to know. */
function containerIn(value: WalkedValue, mayBeBase64: boolean): WalkedValue | null | undefined {
  const { bytes, start, end } = value;
  const first = bytes[start];
  if (first === OPEN_OBJECT || first === OPEN_ARRAY) return value;
  if (first !== QUOTE) return null;
  if (!mayBeginJson(bytes, start + 1, end - 1)) return mayBeBase64 && end - start > 2 ? undefined : null;
  const inner = unescaped(bytes, start + 1, end - 1);
  if (inner === null) return undefined;
  if (!beginsContainer(inner)) return null;
  const from = skipSpace(inner, 0, inner.length);
  const behind = skipValue(inner, from, inner.length);
  const isWhole = behind !== ODD && skipSpace(inner, behind, inner.length) === inner.length;
  return isWhole ? { bytes: inner, start: from, end: behind } : undefined;
}

/** A test of one scalar of a payload, given as text and as number, NaN where it is none; strings are told from `true`, `false` and `null`. */
export type ScalarTest = (text: string, number: number, isString: boolean) => boolean;

/** What the test says of a single value; null of objects and of what is broken, which it is not asked about. */
export function walkedScalar(value: WalkedValue, test: ScalarTest): boolean | null {
  const { bytes, start, end } = value;
  if (bytes[start] === QUOTE) return test(walkedText(value), Number.NaN, true);
  const integer = walkedInteger(bytes, start, end);
  if (!Number.isNaN(integer)) return test(String(integer), integer, false);
  switch (walkedKind(value)) {
    case "object":
    case "array":
    case "broken":
      return null;
    case "number": {
      const text = walkedText(value);
      return test(text, Number(text), false);
    }
    case "string":
    case "true":
    case "false":
    case "null":
      return test(walkedText(value), Number.NaN, false);
  }
}

/**
 * How many members or elements the list or object has that a value is, or that it holds as text; null for other values, undefined where the
 * payload must be parsed to know. `mayBeBase64` is of the value's name.
 */
export function walkedCount(value: WalkedValue, mayBeBase64: boolean): number | null | undefined {
  const container = containerIn(value, mayBeBase64);
  return container === null || container === undefined ? container : countIn(container);
}

function countIn({ bytes, start, end }: WalkedValue): number {
  const isObject = bytes[start] === OPEN_OBJECT;
  const close = isObject ? CLOSE_OBJECT : CLOSE_ARRAY;
  let count = 0;
  for (let at = skipSpace(bytes, start + 1, end); bytes[at] !== close; count++) {
    const value = isObject ? skipSpace(bytes, skipSpace(bytes, endOfString(bytes, at, end), end) + 1, end) : at;
    at = behindComma(bytes, skipValue(bytes, value, end), end);
  }
  return count;
}

/** Offset of the next value or key of a container, or of its end. */
function behindComma(bytes: Uint8Array, at: number, end: number): number {
  const next = skipSpace(bytes, at, end);
  return bytes[next] === CLOSE_ARRAY || bytes[next] === CLOSE_OBJECT ? next : skipSpace(bytes, next + 1, end);
}

/** Many are short and ASCII: these are put together faster than a decoder is called. */
function decoded(bytes: Uint8Array, start: number, end: number): string {
  if (end - start > MOST_SHORT) return utf8.decode(bytes.subarray(start, end));
  for (let at = start; at < end; at++) if (bytes[at]! >= 0x80) return utf8.decode(bytes.subarray(start, end));
  let text = "";
  let at = start;
  for (; at + 4 <= end; at += 4) {
    text += String.fromCharCode(bytes[at]!, bytes[at + 1]!, bytes[at + 2]!, bytes[at + 3]!);
  }
  for (; at < end; at++) text += String.fromCharCode(bytes[at]!);
  return text;
}
