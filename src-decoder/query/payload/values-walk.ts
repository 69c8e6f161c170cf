/**
 * Finds what several paths reach in a payload, in one pass over its bytes and without making a tree of it. It reads only what is
 * well-formed and plain; of anything odd (faults, a name twice, Base64, escaped names) it says so, and the payload is parsed.
 */
import type { ByteRun } from "../../bytes/byte-run.ts";
import { mayBeginJson } from "../../bridge/payload-words.ts";
import { MOST_DEPTH, ODD, endOfString, skipSpace, skipValue } from "./payload-tokens.ts";
import { unescapeInto } from "./unescape.ts";
import {
  BACKSLASH,
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
  SPACE,
} from "../../bytes/json-bytes.ts";

/** JSON in strings in strings; real payloads have two. */
const MOST_LAYERS = 4;
const FIRST_SCRATCH = 1 << 12;
/** Larger payloads may have more values than a tree holds. */
const MOST_BYTES = 1_000_000;

/** Bytes of length and path before each value that is copied. */
const VALUE_HEAD = 6;
const encoder = new TextEncoder();

/** A name on the way of a path. */
interface Step {
  readonly name: Uint8Array;
  /** Number of the path that ends here; -1 where none does. */
  path: number;
  /** Its value may be Base64 of JSON. */
  readonly mayBeBase64: boolean;
  readonly next: Step[];
  /** Places in `next` by the length of the name. */
  readonly ofLength: number[][];
}

/** A value within some bytes: the payload's, or those of a string in it. */
export interface WalkedValue {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
}

/** Of a path that reaches nothing; never pushed to. */
const NO_VALUES: WalkedValue[] = [];

export class ValuesWalk {
  readonly #isPlain: boolean;
  readonly #root: Step;
  /** By path: its values of the last payload, in the order of their bytes. */
  readonly #values: WalkedValue[][];
  /** Paths that reached something in the last payload, some maybe twice; as many as are counted. */
  readonly #touched: number[] = [];
  #touches = 0;
  /** What strings hold, one behind the other. */
  #scratch = new Uint8Array(FIRST_SCRATCH);
  #used = 0;
  #bytes: Uint8Array = this.#scratch;
  #end = 0;
  #layers = 0;

  constructor(paths: readonly (readonly string[])[]) {
    // Bytes that are no UTF-8 read as this character.
    this.#isPlain = !paths.flat().some((name) => name.includes("\ufffd"));
    this.#root = rootOf(paths);
    this.#values = paths.map(() => NO_VALUES);
  }

  /** Looks through a payload; false where it must be parsed instead. */
  walk({ bytes, start, end }: ByteRun): boolean {
    if (!this.#isPlain || end - start > MOST_BYTES) return false;
    for (let i = 0; i < this.#touches; i++) this.#values[this.#touched[i]!] = NO_VALUES;
    this.#touches = 0;
    this.#used = 0;
    this.#bytes = bytes;
    this.#end = end;
    this.#layers = 0;
    const behind = this.#inside(skipSpace(bytes, start, end), this.#root, false, 0);
    return behind !== ODD && behind <= end;
  }

  /** What a path, by its number, reached in the payload that was walked last; valid as long as its bytes. */
  reached(path: number): readonly WalkedValue[] {
    return this.#values[path]!;
  }

  /**
   * Writes what was reached in the payload that was walked last: the same bytes only for payloads in which the paths reach the same. Returns
   * the offset behind; -1 where there is not room for all.
   */
  copyReached(into: Uint8Array, view: DataView, start: number): number {
    let at = start;
    for (let i = 0; i < this.#touches; i++) {
      const path = this.#touched[i]!;
      for (const value of this.#values[path]!) {
        const length = value.end - value.start;
        if (at + VALUE_HEAD + length > into.length) return -1;
        view.setUint32(at, length, true);
        view.setUint16(at + 4, path, true);
        at += VALUE_HEAD;
        for (let from = value.start; from < value.end; from++) into[at++] = value.bytes[from]!;
      }
    }
    return at;
  }

  /** Looks on in the value at `start`, which the names before led to; the offset behind it. */
  #inside(start: number, step: Step, isElement: boolean, depth: number): number {
    const bytes = this.#bytes;
    if (step.next.length === 0) return skipValue(bytes, start, this.#end);
    const byte = bytes[start];
    if (byte === OPEN_OBJECT) return this.#object(start, step, depth + 1);
    if (byte === OPEN_ARRAY) return this.#array(start, step, depth + 1);
    if (byte !== QUOTE) return skipValue(bytes, start, this.#end);
    const behind = endOfString(bytes, start, this.#end);
    return behind === ODD || this.#string(start + 1, behind - 1, step, isElement, depth) ? behind : ODD;
  }

  #object(start: number, step: Step, depth: number): number {
    if (depth > MOST_DEPTH) return ODD;
    const bytes = this.#bytes;
    const end = this.#end;
    let seen = 0;
    let at = skipSpace(bytes, start + 1, end);
    if (bytes[at] === CLOSE_OBJECT) return at + 1;
    for (;;) {
      if (bytes[at] !== QUOTE || at >= end) return ODD;
      const key = at + 1;
      for (at = key; bytes[at] !== QUOTE; at++) if (at >= end || bytes[at] === BACKSLASH) return ODD;
      const place = placeOf(step, bytes, key, at - key);
      if (bytes[++at] !== COLON) at = skipSpace(bytes, at, end);
      if (bytes[at] !== COLON) return ODD;
      const value = bytes[at + 1]! > SPACE ? at + 1 : skipSpace(bytes, at + 1, end);
      if (place < 0) {
        at = bytes[value] === QUOTE ? endOfString(bytes, value, end) : skipValue(bytes, value, end);
      } else {
        const bit = 1 << place;
        if ((seen & bit) !== 0) return ODD;
        seen |= bit;
        at = this.#member(value, step.next[place]!, depth);
      }
      if (at === ODD) return ODD;
      if (bytes[at] !== COMMA) {
        at = skipSpace(bytes, at, end);
        if (bytes[at] === CLOSE_OBJECT) return at + 1;
        if (bytes[at] !== COMMA) return ODD;
      }
      if (bytes[++at] !== QUOTE) at = skipSpace(bytes, at, end);
    }
  }

  #member(start: number, step: Step, depth: number): number {
    const behind = this.#inside(start, step, false, depth);
    const { path } = step;
    if (path >= 0 && behind !== ODD) {
      const value = { bytes: this.#bytes, start, end: behind };
      const known = this.#values[path]!;
      if (known === NO_VALUES) this.#values[path] = [value];
      else known.push(value);
      this.#touched[this.#touches++] = path;
    }
    return behind;
  }

  #array(start: number, step: Step, depth: number): number {
    if (depth > MOST_DEPTH) return ODD;
    const bytes = this.#bytes;
    const end = this.#end;
    let at = skipSpace(bytes, start + 1, end);
    if (bytes[at] === CLOSE_ARRAY) return at + 1;
    for (;;) {
      at = this.#inside(skipSpace(bytes, at, end), step, true, depth);
      if (at === ODD || at >= end) return ODD;
      at = skipSpace(bytes, at, end);
      if (bytes[at] === CLOSE_ARRAY) return at + 1;
      if (bytes[at] !== COMMA) return ODD;
      at++;
    }
  }

  /** Looks into JSON in a string; false where that is odd. */
  #string(start: number, end: number, step: Step, isElement: boolean, depth: number): boolean {
    const outer = this.#bytes;
    const outerEnd = this.#end;
    if (!mayBeginJson(outer, start, end)) return isElement || end === start || !step.mayBeBase64;
    if (this.#layers >= MOST_LAYERS) return false;
    const from = this.#used;
    const scratch = this.#room(end - start);
    const to = unescapeInto(scratch, from, outer, start, end);
    if (to < 0) return false;
    this.#used = to;
    const first = skipSpace(scratch, from, to);
    if (scratch[first] !== OPEN_OBJECT && scratch[first] !== OPEN_ARRAY) return true;
    this.#layers++;
    this.#bytes = scratch;
    this.#end = to;
    // A list in a string that is itself an element leads nowhere, but only one that can be read is a list.
    const isList = isElement && scratch[first] === OPEN_ARRAY;
    const behind = isList ? skipValue(scratch, first, to) : this.#inside(first, step, false, depth);
    const isWhole = behind !== ODD && skipSpace(scratch, behind, to) === to;
    this.#layers--;
    this.#bytes = outer;
    this.#end = outerEnd;
    return isWhole;
  }

  /** Room for so many bytes more. Values found so far keep the room that they are in. */
  #room(length: number): Uint8Array {
    if (this.#used + length > this.#scratch.length) {
      this.#scratch = new Uint8Array(2 * (this.#used + length));
    }
    return this.#scratch;
  }
}

function rootOf(paths: readonly (readonly string[])[]): Step {
  const root = newStep("");
  for (const [path, names] of paths.entries()) {
    let step = root;
    for (const name of names) step = stepTo(step, name);
    step.path = path;
  }
  return root;
}

function stepTo(step: Step, name: string): Step {
  const bytes = encoder.encode(name);
  const known = step.next[placeOf(step, bytes, 0, bytes.length)];
  if (known !== undefined) return known;
  const added = newStep(name);
  (step.ofLength[bytes.length] ??= []).push(step.next.length);
  step.next.push(added);
  return added;
}

function newStep(name: string): Step {
  return { name: encoder.encode(name), path: -1, mayBeBase64: name === "Settings", next: [], ofLength: [] };
}

/** Which of the next steps a name takes; -1 for none. */
function placeOf({ next, ofLength }: Step, bytes: Uint8Array, start: number, length: number): number {
  const places = ofLength[length];
  if (places === undefined) return -1;
  for (const place of places) {
    const { name } = next[place]!;
    let i = 0;
    while (i < length && bytes[start + i] === name[i]) i++;
    if (i === length) return place;
  }
  return -1;
}
