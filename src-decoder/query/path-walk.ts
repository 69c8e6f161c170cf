/**
 * Looks along a path through the bytes of a payload and passes over the rest, without making a tree of it: several times as fast. It reads
 * only what is well-formed and plain; of anything odd (faults, a name twice, Base64, escaped names) it says so, and the payload is parsed.
 */
import { decodedString } from "../bridge/payload-tree.ts";
import { beginsContainer, endOfWord, isPlainInteger, mayBeginJson } from "../bridge/payload-words.ts";
import { unescaped } from "./unescape.ts";

/** A test of one scalar of a payload, given as text and as number, NaN where it is none; strings are told from `true`, `false` and `null`. */
export type ScalarTest = (text: string, number: number, isString: boolean) => boolean;

/** A test of how many elements or members a list or object has. */
export type CountTest = (count: number) => boolean;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;

/** Containers within containers, and JSON in strings in strings; real payloads have about twelve, and two. */
const MOST_DEPTH = 64;
const MOST_LAYERS = 4;
/** Larger payloads may have more values than a tree holds. */
const MOST_BYTES = 1_000_000;
/** What an offset is where something is odd. */
const ODD = -1;

const NUMBER = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;
const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });
const latin1 = new TextDecoder("latin1");
const encoder = new TextEncoder();

export class PathWalk {
  readonly #names: readonly Uint8Array[];
  /** The value of this name may be Base64 of JSON. */
  readonly #mayBeBase64: readonly boolean[];
  readonly #isPlain: boolean;
  /** By container: 1 for an object. */
  readonly #open = new Uint8Array(MOST_DEPTH + 1);
  #bytes: Uint8Array = new Uint8Array(0);
  /** Null asks only whether there is a value. */
  #test: ScalarTest | null = null;
  /** Lists and objects at the end of the path are counted, nothing else is looked at; null where they are not. */
  #countTest: CountTest | null = null;
  /** Between the members of the container that was passed over last. */
  #commas = 0;
  #found = false;
  #passedOther = false;
  #layers = 0;

  constructor(path: readonly string[]) {
    this.#names = path.map((name) => encoder.encode(name));
    this.#mayBeBase64 = path.map((name) => name === "Settings");
    // Bytes that are no UTF-8 read as this character.
    this.#isPlain = !path.some((name) => name.includes("\ufffd"));
  }

  /** Whether the last walk came to an object or a broken value at the end of the path, which no test is asked about. */
  get passedOther(): boolean {
    return this.#passedOther;
  }

  /** Whether a value that the path reaches passes the test, or is there at all; null where the payload must be parsed to know. */
  some(bytes: Uint8Array, test: ScalarTest | null): boolean | null {
    this.#test = test;
    this.#countTest = null;
    return this.#walk(bytes);
  }

  /** Whether a list or object that the path reaches, be it in a string, passes the test; null where the payload must be parsed to know. */
  someCount(bytes: Uint8Array, test: CountTest): boolean | null {
    this.#countTest = test;
    return this.#walk(bytes);
  }

  #walk(bytes: Uint8Array): boolean | null {
    if (!this.#isPlain || bytes.length > MOST_BYTES) return null;
    this.#bytes = bytes;
    this.#found = false;
    this.#passedOther = false;
    this.#layers = 0;
    return this.#value(0, 0, false, 0) === ODD ? null : this.#found;
  }

  /** Reads the value behind `at`, of which the names from `next` on lead further; the offset behind it. */
  #value(at: number, next: number, isElement: boolean, depth: number): number {
    const start = this.#skipSpace(at);
    const byte = this.#bytes[start];
    if (next === this.#names.length) return this.#reached(start, isElement, depth);
    if (byte === OPEN_OBJECT) return this.#object(start, next, depth + 1);
    if (byte === OPEN_ARRAY) return this.#array(start, next, depth + 1);
    if (byte !== QUOTE) return this.#skip(start);
    const end = this.#endOfString(start);
    return end === ODD || this.#string(start + 1, end - 1, next, isElement, depth) ? end : ODD;
  }

  #object(start: number, next: number, depth: number): number {
    if (depth > MOST_DEPTH) return ODD;
    const bytes = this.#bytes;
    const name = this.#names[next]!;
    let isSeen = false;
    let at = this.#skipSpace(start + 1);
    if (bytes[at] === CLOSE_OBJECT) return at + 1;
    for (;;) {
      if (bytes[at] !== QUOTE) return ODD;
      const keyStart = at + 1;
      for (at = keyStart; bytes[at] !== QUOTE; at++) if (bytes[at] === BACKSLASH || at >= bytes.length) return ODD;
      const isNamed = at - keyStart === name.length && isAt(bytes, keyStart, name);
      at = this.#skipSpace(at + 1);
      if (bytes[at] !== COLON) return ODD;
      if (isNamed) {
        if (isSeen) return ODD;
        isSeen = true;
        at = this.#value(at + 1, next + 1, false, depth);
      } else {
        at = this.#skip(this.#skipSpace(at + 1));
      }
      if (at === ODD) return ODD;
      at = this.#skipSpace(at);
      if (bytes[at] === CLOSE_OBJECT) return at + 1;
      if (bytes[at] !== COMMA) return ODD;
      at = this.#skipSpace(at + 1);
    }
  }

  #array(start: number, next: number, depth: number): number {
    if (depth > MOST_DEPTH) return ODD;
    const bytes = this.#bytes;
    let at = this.#skipSpace(start + 1);
    if (bytes[at] === CLOSE_ARRAY) return at + 1;
    for (;;) {
      at = this.#value(at, next, true, depth);
      if (at === ODD) return ODD;
      at = this.#skipSpace(at);
      if (bytes[at] === CLOSE_ARRAY) return at + 1;
      if (bytes[at] !== COMMA) return ODD;
      at++;
    }
  }

  /** Looks into JSON in a string; false where that is odd. */
  #string(start: number, end: number, next: number, isElement: boolean, depth: number): boolean {
    const outer = this.#bytes;
    if (!mayBeginJson(outer, start, end)) {
      return isElement || next === 0 || end === start || this.#mayBeBase64[next - 1] === false;
    }
    if (this.#layers >= MOST_LAYERS) return false;
    const inner = unescaped(outer, start, end);
    if (inner === null) return false;
    if (!beginsContainer(inner)) return true;
    this.#layers++;
    this.#bytes = inner;
    const first = this.#skipSpace(0);
    // A list in a string that is itself an element leads nowhere, but only one that can be read is a list.
    const isList = isElement && inner[first] === OPEN_ARRAY;
    const behind = isList ? this.#skip(first) : this.#value(first, next, false, depth);
    const isWhole = behind !== ODD && this.#skipSpace(behind) === inner.length;
    this.#layers--;
    this.#bytes = outer;
    return isWhole;
  }

  /** A value at the end of the path: it, or each element of a list, is tested. */
  #reached(start: number, isElement: boolean, depth: number): number {
    const bytes = this.#bytes;
    const byte = bytes[start];
    if (this.#countTest !== null) return this.#counted(start, depth, this.#countTest);
    if (this.#test === null && !isElement) {
      this.#found = true;
      return this.#skip(start);
    }
    if (byte === OPEN_ARRAY) return this.#array(start, this.#names.length, depth + 1);
    if (byte === OPEN_OBJECT) {
      this.#passedOther = true;
      return this.#skip(start);
    }
    const end = this.#skip(start);
    if (end !== ODD && !this.#found && this.#test !== null) this.#found = this.#passes(start, end, this.#test);
    return end;
  }

  #counted(start: number, depth: number, test: CountTest): number {
    const byte = this.#bytes[start];
    if (byte === QUOTE) {
      const end = this.#endOfString(start);
      return end === ODD || this.#string(start + 1, end - 1, this.#names.length, false, depth) ? end : ODD;
    }
    this.#commas = 0;
    const end = this.#skip(start);
    const isContainer = byte === OPEN_ARRAY || byte === OPEN_OBJECT;
    if (end === ODD || this.#found || !isContainer) return end;
    const isEmpty = this.#skipSpace(start + 1) === end - 1;
    this.#found = test(isEmpty ? 0 : this.#commas + 1);
    return end;
  }

  #passes(start: number, end: number, test: ScalarTest): boolean {
    const bytes = this.#bytes;
    if (bytes[start] === QUOTE) {
      for (let at = start + 1; at < end - 1; at++) {
        if (bytes[at] === BACKSLASH) {
          return test(decodedString(utf8.decode(bytes.subarray(start, end))), Number.NaN, true);
        }
      }
      return test(utf8.decode(bytes.subarray(start + 1, end - 1)), Number.NaN, true);
    }
    const text = latin1.decode(bytes.subarray(start, end));
    if (isPlainInteger(bytes, start, end) || NUMBER.test(text)) return test(text, Number(text), false);
    if (text === "true" || text === "false" || text === "null") return test(text, Number.NaN, false);
    this.#passedOther = true;
    return false;
  }

  /** Offset behind the value that begins at `start`. */
  #skip(start: number): number {
    const bytes = this.#bytes;
    const open = this.#open;
    let depth = 0;
    let at = start;
    for (;;) {
      let byte = bytes[at]!;
      if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
        if (++depth > MOST_DEPTH) return ODD;
        const isObject = byte === OPEN_OBJECT;
        open[depth] = isObject ? 1 : 0;
        at = this.#skipSpace(at + 1);
        if (bytes[at] === (isObject ? CLOSE_OBJECT : CLOSE_ARRAY)) {
          depth--;
          at++;
        } else {
          if (isObject) at = this.#behindKey(at);
          if (at === ODD) return ODD;
          continue;
        }
      } else if (byte === QUOTE) {
        at = this.#endOfString(at);
        if (at === ODD) return ODD;
      } else {
        const end = endOfWord(bytes, at);
        if (end === at) return ODD;
        at = end;
      }
      // Behind a value: a comma and the next one, or the ends of containers.
      for (;;) {
        if (depth === 0) return at;
        at = this.#skipSpace(at);
        byte = bytes[at]!;
        const isObject = open[depth] === 1;
        if (byte === COMMA) {
          if (depth === 1) this.#commas++;
          at = this.#skipSpace(at + 1);
          if (isObject) at = this.#behindKey(at);
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
  #behindKey(at: number): number {
    if (this.#bytes[at] !== QUOTE) return ODD;
    const end = this.#endOfString(at);
    if (end === ODD) return ODD;
    const colon = this.#skipSpace(end);
    return this.#bytes[colon] === COLON ? this.#skipSpace(colon + 1) : ODD;
  }

  #endOfString(start: number): number {
    const bytes = this.#bytes;
    const { length } = bytes;
    for (let at = start + 1; at < length; at++) {
      const byte = bytes[at]!;
      if (byte === QUOTE) return at + 1;
      if (byte === BACKSLASH) at++;
    }
    return ODD;
  }

  #skipSpace(from: number): number {
    const bytes = this.#bytes;
    let at = from;
    while (at < bytes.length) {
      const byte = bytes[at]!;
      if (byte > 0x20 || (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09)) break;
      at++;
    }
    return at;
  }
}

function isAt(bytes: Uint8Array, at: number, wanted: Uint8Array): boolean {
  for (let i = 0; i < wanted.length; i++) if (bytes[at + i] !== wanted[i]) return false;
  return true;
}
