/**
 * Reads payloads: JSON (RFC 8259) as the two ends wrote it, whole or not. Unlike `JSON.parse` it keeps the place of each value, all
 * digits of numbers, the order of keys and repeated ones; it opens JSON inside strings; and where the text is cut or wrong it gives
 * what was read, where that ended and why.
 */
import { hexEscape, shortEscape } from "../bytes/json-escape.ts";
import { NO_KEY, PayloadBuilder } from "./payload-columns.ts";
import { base64Layer, outerStart, stringLayer, type PayloadLayer } from "./payload-layers.ts";
import { beginsContainer, endOfWord, isPlainInteger, mayBeginJson, shortened, shownByte } from "./payload-words.ts";
import { NO_NODE, PayloadTree, type PayloadKind } from "./payload-tree.ts";
import {
  BACKSLASH,
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
} from "../bytes/json-bytes.ts";

/** Containers within containers; real payloads have about twelve. */
const MOST_DEPTH = 1000;
/** JSON in a string in a string: quotes double with every level, so honest payloads have two or three. */
const MOST_LAYERS_DEEP = 16;
/** Values read; what lies behind stays text. Bounds memory at about 60 MB. */
const MOST_VALUES = 1_000_000;

/** Keys whose strings are JSON by the protocol (hcsshim internal/gcs/prot): opened even where that JSON is broken. */
const JSON_STRING_KEYS = new Set(["ContainerConfig", "ProcessParameters", "Query", "Properties", "ResultInfo"]);
/** Key whose string is Base64 of JSON (LogForwardService, hcsshim internal/vm/vmutils). */
const BASE64_KEY = "Settings";

const NUMBER = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;
const latin1 = new TextDecoder("latin1");
const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

/** What may come next. */
type Expected = "value" | "value or ]" | "key" | "key or }" | "comma or end" | "nothing";

const EXPECTED_WORDS: Record<Expected, string> = {
  value: "a value",
  "value or ]": 'a value or "]"',
  key: "a key in quotes",
  "key or }": 'a key in quotes or "}"',
  "comma or end": "a comma or the end of the container",
  nothing: "nothing",
};

/** How reading of one layer ended. */
type Outcome = "whole" | "cut" | "wrong";

/** Reads a payload. Never throws, whatever the bytes; the work is bounded by their number. */
export function parsePayload(bytes: Uint8Array): PayloadTree {
  const builder = new PayloadBuilder({ bytes, coding: "none", starts: null, ends: null });
  const reader = new LayerReader(builder, 0, NO_NODE, 0, 0);
  const outcome = reader.read();
  let behind: { start: number; end: number } | null = null;
  if (outcome === "whole") {
    const start = reader.skipSpace();
    if (start < bytes.length) behind = { start, end: bytes.length };
  }
  return new PayloadTree(builder.parts(behind));
}

/** Reads one value of one layer into the builder. */
class LayerReader {
  readonly #builder: PayloadBuilder;
  readonly #number: number;
  readonly #layer: PayloadLayer;
  readonly #bytes: Uint8Array;
  /** The string that holds this layer. */
  readonly #owner: number;
  readonly #layersDeep: number;
  #depth: number;
  #at = 0;
  #open: number;
  #keyStart = NO_KEY;
  #keyEnd = 0;
  /** What `#endOfString` found wrong first. */
  #stringFault: { readonly at: number; readonly text: string } | null = null;

  constructor(builder: PayloadBuilder, number: number, owner: number, layersDeep: number, depth: number) {
    this.#builder = builder;
    this.#number = number;
    this.#layer = builder.layers[number]!;
    this.#bytes = this.#layer.bytes;
    this.#owner = owner;
    this.#open = owner;
    this.#layersDeep = layersDeep;
    this.#depth = depth;
  }

  /** Reads the first value; `skipSpace` then tells what lies behind it. */
  read(): Outcome {
    const bytes = this.#bytes;
    let expected: Expected = "value";
    while (expected !== "nothing") {
      const at = this.skipSpace();
      if (at >= bytes.length) return this.#stop(at, this.#cutText(expected), "cut");
      const byte = bytes[at]!;
      if (expected === "comma or end") {
        if (byte === COMMA) {
          this.#at = at + 1;
          expected = this.#builder.isObject(this.#open) ? "key" : "value";
        } else if (byte === (this.#builder.isObject(this.#open) ? CLOSE_OBJECT : CLOSE_ARRAY)) {
          expected = this.#close(at);
        } else {
          return this.#stop(at, this.#wrongText(at, expected), "wrong");
        }
      } else if (expected === "key" || expected === "key or }") {
        if (byte === CLOSE_OBJECT && expected === "key or }") {
          expected = this.#close(at);
          continue;
        }
        if (byte !== QUOTE) return this.#stop(at, this.#wrongText(at, expected), "wrong");
        const end = this.#endOfString(at);
        if (end < 0) return this.#stop(at, "the text ends inside a key", "cut");
        this.#at = end;
        const colon = this.skipSpace();
        if (colon >= bytes.length) return this.#stop(at, "the text ends behind a key", "cut");
        if (bytes[colon] !== COLON) return this.#stop(at, `${this.#place(colon)}, where ":" is expected`, "wrong");
        this.#keyStart = at;
        this.#keyEnd = end;
        this.#at = colon + 1;
        expected = "value";
      } else if (this.#builder.count >= MOST_VALUES) {
        return this.#stop(at, `more than ${MOST_VALUES.toLocaleString("en")} values`, "wrong");
      } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
        if (this.#depth >= MOST_DEPTH) {
          return this.#stop(at, `nested deeper than ${MOST_DEPTH.toLocaleString("en")} levels`, "wrong");
        }
        this.#depth++;
        this.#open = this.#add(byte === OPEN_OBJECT ? "object" : "array", at, at + 1);
        expected = byte === OPEN_OBJECT ? "key or }" : "value or ]";
      } else if (byte === CLOSE_ARRAY && expected === "value or ]") {
        expected = this.#close(at);
      } else if (byte === QUOTE) {
        if (!this.#string(at)) return "cut";
        expected = this.#behindValue();
      } else {
        const end = endOfWord(bytes, at);
        if (end === at) return this.#stop(at, this.#wrongText(at, expected), "wrong");
        this.#word(at, end);
        expected = this.#behindValue();
      }
    }
    return "whole";
  }

  /** Offset of the next byte that is no white space. */
  skipSpace(): number {
    const bytes = this.#bytes;
    let at = this.#at;
    while (at < bytes.length) {
      const byte = bytes[at]!;
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) break;
      at++;
    }
    this.#at = at;
    return at;
  }

  #add(kind: PayloadKind, from: number, to: number): number {
    const row = this.#builder.add(kind, this.#number, this.#open, this.#keyStart, this.#keyEnd, from, to);
    this.#keyStart = NO_KEY;
    this.#keyEnd = 0;
    this.#at = to;
    return row;
  }

  #behindValue(): Expected {
    return this.#open === this.#owner ? "nothing" : "comma or end";
  }

  #close(at: number): Expected {
    this.#at = at + 1;
    this.#builder.close(this.#open, at + 1);
    this.#open = this.#builder.parentOf(this.#open);
    this.#depth--;
    return this.#behindValue();
  }

  /** Ends reading at `from`: the rest becomes one `broken` row, and the containers that are open end there. */
  #stop(from: number, reason: string, outcome: Outcome): Outcome {
    const end = this.#bytes.length;
    let row = this.#open;
    if (from < end || row === this.#owner) row = this.#add("broken", from, end);
    this.#builder.problem(row, this.#number, from, sentence(reason), true);
    this.#closeAll(end);
    return outcome;
  }

  #closeAll(end: number): void {
    while (this.#open !== this.#owner) {
      this.#builder.close(this.#open, end);
      this.#open = this.#builder.parentOf(this.#open);
    }
  }

  /** Reads the string at `at`; false where the text ends inside it. */
  #string(at: number): boolean {
    const keyStart = this.#keyStart;
    const keyEnd = this.#keyEnd;
    const end = this.#endOfString(at);
    const fault = this.#stringFault;
    if (end < 0) {
      const row = this.#add("broken", at, this.#bytes.length);
      this.#builder.problem(row, this.#number, at, "The text ends inside a string.", true);
      this.#openString(row, keyStart, keyEnd, at + 1, this.#bytes.length, true);
      this.#closeAll(this.#bytes.length);
      return false;
    }
    const row = this.#add("string", at, end);
    if (fault !== null) this.#builder.problem(row, this.#number, fault.at, sentence(fault.text), false);
    this.#openString(row, keyStart, keyEnd, at + 1, end - 1, false);
    return true;
  }

  /** Reads the content of a string as JSON where it is that; else the string stays a string. */
  #openString(row: number, keyStart: number, keyEnd: number, start: number, end: number, cut: boolean): void {
    if (this.#layersDeep >= MOST_LAYERS_DEEP || this.#builder.count >= MOST_VALUES) return;
    const asText = mayBeginJson(this.#bytes, start, end);
    if (!asText && (cut || keyEnd - keyStart !== BASE64_KEY.length + 2)) return;
    const key = keyStart === NO_KEY ? "" : utf8.decode(this.#bytes.subarray(keyStart + 1, keyEnd - 1));
    if (!asText && key !== BASE64_KEY) return;
    const inner = asText ? stringLayer(this.#layer, start, end) : base64Layer(this.#layer, start, end);
    if (inner === null || !beginsContainer(inner.bytes)) return;
    const known = JSON_STRING_KEYS.has(key);
    const mark = this.#builder.mark();
    this.#builder.layers.push(inner);
    const reader = new LayerReader(this.#builder, mark.layers, row, this.#layersDeep + 1, this.#depth);
    const outcome = reader.read();
    const whole = outcome === "whole" && reader.skipSpace() === inner.bytes.length;
    if (whole || (known && outcome !== "whole") || (cut && outcome === "cut")) this.#builder.adopt(row);
    else this.#builder.rewind(mark);
  }

  /** Reads a token that is neither string nor container: what is no literal and no number becomes a `broken` row by itself. */
  #word(at: number, end: number): void {
    if (isPlainInteger(this.#bytes, at, end)) {
      this.#add("number", at, end);
      return;
    }
    const text = latin1.decode(this.#bytes.subarray(at, Math.min(end, at + 400)));
    if (text === "true" || text === "false" || text === "null") this.#add(text, at, end);
    else if (NUMBER.test(text) && end - at === text.length) this.#add("number", at, end);
    else {
      const row = this.#add("broken", at, end);
      this.#builder.problem(row, this.#number, at, `"${shortened(text)}" is no JSON value.`, false);
    }
  }

  /** Offset behind the string that begins at `start`; -1 where it does not end. */
  #endOfString(start: number): number {
    const bytes = this.#bytes;
    this.#stringFault = null;
    for (let at = start + 1; at < bytes.length; at++) {
      const byte = bytes[at]!;
      if (byte === QUOTE) return at + 1;
      if (byte === BACKSLASH) {
        at++;
        const behind = bytes[at];
        if (behind === undefined) return -1;
        if (shortEscape(behind) !== 0 || hexEscape(bytes, at - 1, bytes.length) >= 0) continue;
        this.#stringFault ??= { at: at - 1, text: `\\${shownByte(behind)} is no escape of JSON` };
      } else if (byte < 0x20) {
        this.#stringFault ??= { at, text: `byte 0x${byte.toString(16).padStart(2, "0")} stands raw in a string` };
      }
    }
    return -1;
  }

  #cutText(expected: Expected): string {
    if (this.#bytes.length === 0) return "the text is empty";
    return `the text ends where ${EXPECTED_WORDS[expected]} is expected`;
  }

  #wrongText(at: number, expected: Expected): string {
    return `${this.#place(at)}, where ${EXPECTED_WORDS[expected]} is expected`;
  }

  #place(at: number): string {
    return `${shownByte(this.#bytes[at] ?? 0)} stands at byte ${outerStart(this.#layer, at).toLocaleString("en")}`;
  }
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
