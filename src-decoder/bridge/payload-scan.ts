import type { StringTable } from "../bytes/string-table.ts";
import { sameBytes, viewOf } from "../bytes/same-bytes.ts";
import { hexEscape, shortEscape } from "../bytes/json-escape.ts";
import { NO_STRING } from "../bytes/string-table.ts";
import { looksWhole } from "./one-line.ts";
import { NO_BEGINNING, PayloadBeginnings } from "./payload-beginnings.ts";
import {
  FIELD,
  FIELD_BYTES,
  NO_KEY,
  OTHER_KEY,
  decodedFields,
  emptyFacts,
  fieldsOf,
  type Field,
  type PayloadFacts,
} from "./payload-fields.ts";
import {
  BACKSLASH,
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  DOT,
  MINUS,
  NINE,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
  ZERO,
} from "../bytes/json-bytes.ts";

/**
 * Picks from a payload's bytes the few base fields that every frame has a column for, without building a value. It runs once for each
 * frame of a capture, so it allocates nothing, and it stops as soon as it has all that a message of its type can hold: both ends put the
 * base fields first (they are embedded structs, internal/gcs/prot/protocol.go), and the bulk of a payload stands behind them.
 *
 * What is not read is still checked where that is cheap: Go's encoders write one line, so a payload with its closing brace elsewhere or with a
 * line break inside is read whole, as strictly as RFC 8259. Other faults behind the base fields are found when the payload is looked at.
 */

/** Go's encoding/json gives up at this depth (`maxNestingDepth` in scanner.go); so do both ends of the bridge. */
const MAX_DEPTH = 10_000;

const LETTER_N = 0x6e;

/** 1 for bytes that end the plain run of a string: quote, backslash, control characters. */
const ENDS_RUN = new Uint8Array(256).fill(1, 0, 0x20);
ENDS_RUN[QUOTE] = 1;
ENDS_RUN[BACKSLASH] = 1;

const encoder = new TextEncoder();

/** A bit of no field: what misses it is read to the end. */
const READ_ALL = 16;

/** Bytes that are looked for. Their number stands beside their view: to ask a view for it costs a call. */
interface Expected {
  readonly view: DataView;
  readonly length: number;
}

const CONTAINER_FIRST = expected('{"ContainerId":"');
const RESULT_FIRST = expected('{"Result":');
const ACTIVITY_NEXT = expected(',"ActivityId":"');
/** The span of a distributed trace, which requests may carry behind the ids (internal/gcs/prot/protocol.go, RequestBase). */
const TRACE_NEXT = expected(',"otsc":{');
const PROCESS_NEXT = expected(',"ProcessId":');

/** One class, and so one long file: its steps share the place in the bytes as a field, so that none of them allocates. */
export class PayloadScanner {
  readonly #strings: StringTable;
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  /** 1 where the container at that depth is an object. */
  readonly #inObject = new Uint8Array(MAX_DEPTH + 1);
  readonly #beginnings = new PayloadBeginnings();
  readonly facts: PayloadFacts = emptyFacts();
  #bytes: Uint8Array = new Uint8Array(0);
  /** Over the same bytes as `#bytes`. */
  #view = viewOf(this.#bytes);
  #at = 0;
  #end = 0;
  #escaped = false;
  /** Bits of `FIELD` still to find. */
  #missing = 0;
  #type = 0;

  constructor(strings: StringTable) {
    this.#strings = strings;
  }

  /** Scans the payload `bytes[start .. end)` of a message of this type; the answer is in `facts` until the next call. */
  scan(bytes: Uint8Array, start: number, end: number, type: number): PayloadFacts {
    const facts = this.facts;
    if (bytes !== this.#bytes) {
      this.#bytes = bytes;
      this.#view = viewOf(bytes);
    }
    this.#type = type;
    this.#missing = looksWhole(this.#view, start, end) ? fieldsOf(type) : READ_ALL;
    facts.containerId = NO_STRING;
    facts.activityId = NO_STRING;
    facts.hasProcess = false;
    facts.processId = 0;
    facts.hasResult = false;
    facts.result = 0;
    facts.trailingBytes = false;
    facts.mistyped = false;
    facts.notJson = false;
    this.#at = start;
    this.#end = end;
    if (this.#missing !== READ_ALL && this.#usualForm(this.#missing)) return facts;
    this.#at = start;
    facts.notJson = !this.#document();
    if (!facts.notJson && this.#missing !== 0) {
      this.#space();
      facts.trailingBytes = this.#at < end;
    }
    return facts;
  }

  /**
   * The base fields as both ends' encoders write them: in their order, without white space. Most payloads begin so, and comparing with what is
   * expected takes a fraction of the time that reading takes. False where this one begins otherwise, or holds more; then all is read anew.
   */
  #usualForm(wanted: number): boolean {
    const { facts } = this;
    const isAnswer = (wanted & FIELD.Result) !== 0;
    if (isAnswer && (wanted & FIELD.ContainerId) !== 0) return false;
    const beginnings = this.#beginnings;
    const known = beginnings.find(this.#view, this.#at, this.#end, isAnswer);
    let result = 0;
    if (known === NO_BEGINNING) {
      const read = this.#usualBeginning(isAnswer);
      if (read === null) return false;
      result = read;
    } else {
      facts.containerId = beginnings.containerId[known]!;
      facts.activityId = beginnings.activityId[known]!;
      result = beginnings.result[known]!;
      this.#at += beginnings.length[known]!;
    }
    if ((wanted & FIELD.ProcessId) !== 0) {
      if (this.#passes(TRACE_NEXT) && !this.#flatMembers()) return false;
      if (!this.#passes(PROCESS_NEXT)) return false;
      const process = this.#number();
      if (process === null) return false;
      this.#take(FIELD.ProcessId, process);
    }
    if (isAnswer) this.#take(FIELD.Result, result);
    return true;
  }

  /** What every message begins with, up to behind its activity: the result of an answer, 0 where it is none; null where this one begins otherwise. */
  #usualBeginning(isAnswer: boolean): number | null {
    const { facts } = this;
    const start = this.#at;
    let result: number | null = 0;
    if (isAnswer) {
      if (!this.#passes(RESULT_FIRST)) return null;
      result = this.#number();
    } else {
      if (!this.#passes(CONTAINER_FIRST)) return null;
      facts.containerId = this.#usualId();
      if (facts.containerId === NO_STRING) return null;
    }
    if (result === null || !this.#passes(ACTIVITY_NEXT)) return null;
    const known = this.#strings.size;
    facts.activityId = this.#usualId();
    if (facts.activityId === NO_STRING) return null;
    // An activity that was not seen before may well be that of a single message.
    if (facts.activityId < known && result === (result | 0)) this.#keepBeginning(start, isAnswer, result);
    return result;
  }

  #keepBeginning(start: number, isAnswer: boolean, result: number): void {
    const { facts } = this;
    const beginnings = this.#beginnings;
    const kept = beginnings.keep(this.#view, start, this.#at, isAnswer);
    if (kept === NO_BEGINNING) return;
    beginnings.containerId[kept] = facts.containerId;
    beginnings.activityId[kept] = facts.activityId;
    beginnings.result[kept] = result;
  }

  /** Steps over bytes that are as expected; stays where they are not. */
  #passes({ view, length }: Expected): boolean {
    if (this.#at + length > this.#end || !sameBytes(this.#view, this.#at, view, 0, length)) return false;
    this.#at += length;
    return true;
  }

  /** The id that begins here, without escapes, up to behind its closing quote. `NO_STRING` where it has any. */
  #usualId(): number {
    const bytes = this.#bytes;
    const start = this.#at;
    const recent = this.#strings.recentAt(this.#view, start, this.#end);
    let end = start + this.#strings.recentLength;
    if (recent !== NO_STRING && end < this.#end && bytes[end] === QUOTE) {
      this.#at = end + 1;
      return recent;
    }
    end = start;
    while (end < this.#end && ENDS_RUN[bytes[end]!] === 0) end++;
    if (end >= this.#end || bytes[end] !== QUOTE) return NO_STRING;
    this.#at = end + 1;
    return this.#strings.internBytes(this.#view, start, end);
  }

  /** The members of an object within the first whose brace was read, up to behind the closing one; false where a value is not a plain string. */
  #flatMembers(): boolean {
    const bytes = this.#bytes;
    for (;;) {
      if (this.#key(2) === NO_KEY || bytes[this.#at] !== QUOTE || !this.#string()) return false;
      if (this.#at >= this.#end) return false;
      const next = bytes[this.#at++]!;
      if (next !== COMMA) return next === CLOSE_OBJECT;
    }
  }

  /** One value, nesting kept in an array instead of calls so that depth costs no stack. */
  #document(): boolean {
    const bytes = this.#bytes;
    let depth = 0;
    let field: Field = OTHER_KEY;
    for (;;) {
      this.#space();
      if (this.#at >= this.#end) return false;
      const byte = bytes[this.#at]!;
      // A value, or the end of an empty container.
      if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
        if (depth === MAX_DEPTH) return false;
        this.#at++;
        depth++;
        const object = byte === OPEN_OBJECT;
        if (depth === 1 && !object) this.facts.mistyped = true;
        this.#refuse(field);
        this.#inObject[depth] = object ? 1 : 0;
        this.#space();
        if (this.#at < this.#end && bytes[this.#at] === (object ? CLOSE_OBJECT : CLOSE_ARRAY)) {
          this.#at++;
          depth--;
        } else {
          if (object) {
            const key = this.#key(depth);
            if (key === NO_KEY) return false;
            field = key;
          } else {
            field = OTHER_KEY;
          }
          continue;
        }
      } else {
        if (!this.#scalar(byte, field)) return false;
        if (depth === 0 && byte !== LETTER_N) this.facts.mistyped = true;
        if (field !== OTHER_KEY) {
          this.#missing &= ~field;
          if (this.#missing === 0) return true;
        }
      }
      // Behind a value: close what ends here, then a comma leads to the next.
      for (;;) {
        if (depth === 0) return true;
        this.#space();
        if (this.#at >= this.#end) return false;
        const next = bytes[this.#at++]!;
        if (next === COMMA) break;
        if (next !== (this.#inObject[depth] === 1 ? CLOSE_OBJECT : CLOSE_ARRAY)) return false;
        depth--;
      }
      field = OTHER_KEY;
      if (this.#inObject[depth] === 1) {
        const key = this.#key(depth);
        if (key === NO_KEY) return false;
        field = key;
      }
    }
  }

  /** A member's key and colon: its bit where it is a field of the top level, `NO_KEY` where the bytes are no key. */
  #key(depth: number): Field | typeof NO_KEY {
    this.#space();
    if (this.#at >= this.#end || this.#bytes[this.#at] !== QUOTE) return NO_KEY;
    const start = this.#at + 1;
    if (!this.#string()) return NO_KEY;
    const end = this.#at - 1;
    this.#space();
    if (this.#at >= this.#end || this.#bytes[this.#at] !== COLON) return NO_KEY;
    this.#at++;
    return depth === 1 ? this.#field(start, end) : OTHER_KEY;
  }

  #field(start: number, end: number): Field {
    const length = end - start;
    for (const { bit, bytes } of FIELD_BYTES) {
      if (bytes.length !== length) continue;
      let i = 0;
      while (i < length && this.#bytes[start + i] === bytes[i]) i++;
      if (i === length) return bit;
    }
    return OTHER_KEY;
  }

  #scalar(byte: number, field: Field): boolean {
    const start = this.#at;
    if (byte === QUOTE) {
      if (!this.#string()) return false;
      if (field === FIELD.ContainerId) {
        this.facts.containerId = this.#intern(start + 1, this.#at - 1);
      } else if (field === FIELD.ActivityId) {
        this.facts.activityId = this.#intern(start + 1, this.#at - 1);
      } else {
        this.#refuse(field);
      }
      return true;
    }
    if (byte === MINUS || (byte >= ZERO && byte <= NINE)) {
      const integer = this.#number();
      if (integer === null) return false;
      this.#take(field, integer);
      return true;
    }
    // Go takes null for any type, and leaves the field as it was.
    if (this.#literal("null")) return true;
    this.#refuse(field);
    return this.#literal("true") || this.#literal("false");
  }

  /** Takes a number for its field, where it is one that the field can hold. Go decodes no number with a fraction or an exponent into a whole one. */
  #take(field: Field, integer: number): void {
    if (field === FIELD.Result && integer >= -0x8000_0000 && integer <= 0x7fff_ffff) {
      this.facts.hasResult = true;
      this.facts.result = integer;
    } else if (field === FIELD.ProcessId && integer >= 0 && integer <= 0xffff_ffff) {
      this.facts.hasProcess = true;
      this.facts.processId = integer;
    } else {
      this.#refuse(field);
    }
  }

  /** A field has a value that is not of its type, which matters where the receiver decodes it. */
  #refuse(field: Field): void {
    if ((field & decodedFields(this.#type)) !== 0) this.facts.mistyped = true;
  }

  #intern(start: number, end: number): number {
    if (!this.#escaped) return this.#strings.internBytes(this.#view, start, end);
    // Rare: an id with an escape. The bytes are a valid JSON string already, so this cannot throw.
    const text: unknown = JSON.parse(`"${this.#decoder.decode(this.#bytes.subarray(start, end))}"`);
    return this.#strings.intern(String(text));
  }

  #space(): void {
    const bytes = this.#bytes;
    while (this.#at < this.#end) {
      const byte = bytes[this.#at]!;
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return;
      this.#at++;
    }
  }

  /** From the opening quote to behind the closing one. */
  #string(): boolean {
    const bytes = this.#bytes;
    const end = this.#end;
    let at = this.#at + 1;
    this.#escaped = false;
    for (;;) {
      while (at < end && ENDS_RUN[bytes[at]!] === 0) at++;
      if (at >= end) return false;
      const byte = bytes[at]!;
      if (byte === QUOTE) {
        this.#at = at + 1;
        return true;
      }
      if (byte !== BACKSLASH) return false;
      this.#escaped = true;
      const length = escapeLength(bytes, at, end);
      if (length === 0) return false;
      at += length;
    }
  }

  /** The integer that stands here, NaN for a number that is no integer, null where the bytes are no number. */
  #number(): number | null {
    const bytes = this.#bytes;
    let at = this.#at;
    const negative = bytes[at] === MINUS;
    if (negative) at++;
    const first = at;
    let value = 0;
    while (at < this.#end && bytes[at]! >= ZERO && bytes[at]! <= NINE) value = value * 10 + bytes[at++]! - ZERO;
    if (at === first || (bytes[first] === ZERO && at - first > 1)) return null;
    if (at < this.#end && bytes[at] === DOT) {
      const fraction = ++at;
      while (at < this.#end && bytes[at]! >= ZERO && bytes[at]! <= NINE) at++;
      if (at === fraction) return null;
      value = Number.NaN;
    }
    if (at < this.#end && (bytes[at] === 0x65 || bytes[at] === 0x45)) {
      at++;
      if (at < this.#end && (bytes[at] === MINUS || bytes[at] === 0x2b)) at++;
      const exponent = at;
      while (at < this.#end && bytes[at]! >= ZERO && bytes[at]! <= NINE) at++;
      if (at === exponent) return null;
      value = Number.NaN;
    }
    this.#at = at;
    // Taken from 0, so that there is no -0.
    return negative ? 0 - value : value;
  }

  #literal(word: string): boolean {
    if (this.#at + word.length > this.#end) return false;
    for (let i = 0; i < word.length; i++) if (this.#bytes[this.#at + i] !== word.charCodeAt(i)) return false;
    this.#at += word.length;
    return true;
  }
}

function expected(text: string): Expected {
  const bytes = encoder.encode(text);
  return { view: viewOf(bytes), length: bytes.length };
}

/** Length of the escape sequence at a backslash; 0 where it is none. */
function escapeLength(bytes: Uint8Array, at: number, end: number): number {
  if (at + 1 < end && shortEscape(bytes[at + 1]!) !== 0) return 2;
  return hexEscape(bytes, at, end) < 0 ? 0 : 6;
}
