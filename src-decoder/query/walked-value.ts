/** Values that a walk found, read from the bytes where they stand: as `PayloadTree` reads them, without a tree. */
import { decodedString } from "../bridge/payload-tree.ts";
import { beginsContainer, isPlainInteger, mayBeginJson } from "../bridge/payload-words.ts";
import {
  BACKSLASH,
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  ODD,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
  endOfString,
  skipSpace,
  skipValue,
} from "./payload-tokens.ts";
import { unescaped } from "./unescape.ts";
import type { WalkedValue } from "./values-walk.ts";

/** Longer words are no numbers to the parser, unless they are digits only. */
const MOST_WORD = 400;
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

/**
 * The members of the object that a value is, or that it holds as text, in the order of their bytes; null for other values, undefined where
 * the payload must be parsed to know.
 */
export function walkedMembers(value: WalkedValue): readonly Member[] | null | undefined {
  const container = containerIn(value, false);
  if (container === null || container === undefined) return container;
  const { bytes, start, end } = container;
  if (bytes[start] !== OPEN_OBJECT) return undefined;
  const members: Member[] = [];
  for (let at = skipSpace(bytes, start + 1, end); bytes[at] !== CLOSE_OBJECT;) {
    const behindKey = endOfString(bytes, at, end);
    const name = walkedText({ bytes, start: at, end: behindKey });
    const from = skipSpace(bytes, skipSpace(bytes, behindKey, end) + 1, end);
    const member = { bytes, start: from, end: skipValue(bytes, from, end) };
    const inner = containerIn(member, name === "Settings");
    if (inner === undefined) return undefined;
    members.push({
      name,
      text: inner === null ? walkedText(member) : null,
      elements: inner === null ? null : elementsOf(inner),
    });
    at = behindComma(bytes, member.end, end);
  }
  return members;
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

function elementsOf({ bytes, start, end }: WalkedValue): number | null {
  if (bytes[start] === OPEN_OBJECT) return null;
  let elements = 0;
  for (let at = skipSpace(bytes, start + 1, end); bytes[at] !== CLOSE_ARRAY;) {
    elements++;
    at = behindComma(bytes, skipValue(bytes, at, end), end);
  }
  return elements;
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
