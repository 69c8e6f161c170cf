/**
 * The values of a payload as rows in preorder: a container's row is followed by those of its contents, so that a subtree is a run of
 * rows. Columns, not objects, because a payload of a few megabytes holds hundreds of thousands of values and the page shows thirty.
 * All parts are plain typed arrays and strings: a tree can cross to another thread by structured clone of `parts`.
 */
import { base64Layer, outerEnd, outerStart, stringLayer, type PayloadLayer } from "./payload-layers.ts";

/** Kinds of values; the `kind` column holds the place in this list. */
export const PAYLOAD_KINDS = ["object", "array", "string", "number", "true", "false", "null", "broken"] as const;
/** `broken` is a token that is no JSON value, or the rest behind the place where reading ended. */
export type PayloadKind = (typeof PAYLOAD_KINDS)[number];

/** No row: the parent of the root, the key of an array's element. */
export const NO_NODE = 0xffff_ffff;

/** Something wrong with a payload. */
export interface PayloadProblem {
  /** The row it concerns. */
  readonly node: number;
  /** Byte offset in the payload. */
  readonly at: number;
  /** One sentence. */
  readonly text: string;
  /** True where reading ended: what lies behind it is in one `broken` row. */
  readonly fatal: boolean;
}

/** What a tree is made of. Offsets in the columns count in the layer's text, which for all but JSON in strings is the payload. */
export interface PayloadParts {
  readonly count: number;
  readonly kind: Uint8Array;
  readonly layer: Uint32Array;
  readonly start: Uint32Array;
  readonly end: Uint32Array;
  /** The key's lexeme with its quotes, in the parent's layer; `NO_NODE` where there is none. */
  readonly keyStart: Uint32Array;
  readonly keyEnd: Uint32Array;
  readonly parent: Uint32Array;
  /** The row behind the last one of the subtree. */
  readonly next: Uint32Array;
  readonly layers: readonly PayloadLayer[];
  readonly problems: readonly PayloadProblem[];
  /** Bytes behind the first value and its white space (rule H38: two messages glued together). */
  readonly behind: { readonly start: number; readonly end: number } | null;
}

/** One value as an object, made on demand for what is shown or printed. */
export interface PayloadNode {
  readonly row: number;
  readonly kind: PayloadKind;
  /** Decoded; null for elements of arrays, for the root and for the value inside a string. */
  readonly key: string | null;
  /** Bytes of the value in the payload as it was sent, quotes included. */
  readonly start: number;
  readonly end: number;
  /** The lexeme as written, after undoing the strings it lies in; a container's is its whole text. */
  readonly text: string;
  readonly children: readonly number[];
  readonly problem: string | null;
}

const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });
const encoder = new TextEncoder();

/** What a string holds, with the place of each of its bytes in the payload, through escapes. */
export class StringContent {
  readonly bytes: Uint8Array;
  readonly #layer: PayloadLayer;

  constructor(layer: PayloadLayer) {
    this.bytes = layer.bytes;
    this.#layer = layer;
  }

  /** Bytes in the payload of the content's bytes `from .. to`. */
  range(from: number, to: number): { readonly start: number; readonly end: number } {
    const start = outerStart(this.#layer, from);
    return { start, end: to > from ? outerEnd(this.#layer, to) : start };
  }

  /** Bytes in the payload of a part of the text: `from .. to` in UTF-16 units. */
  rangeOfText(from: number, to: number): { readonly start: number; readonly end: number } {
    const text = utf8.decode(this.bytes);
    const first = encoder.encode(text.slice(0, from)).length;
    return this.range(first, first + encoder.encode(text.slice(from, to)).length);
  }
}

/** A parsed payload as rows in the order of its text, JSON inside strings included. Offsets are bytes of the payload; what is no JSON is among `problems`. */
export class PayloadTree {
  readonly parts: PayloadParts;
  readonly #problems = new Map<number, string>();

  constructor(parts: PayloadParts) {
    this.parts = parts;
    for (const { node, text } of parts.problems) {
      const known = this.#problems.get(node);
      this.#problems.set(node, known === undefined ? text : `${known} ${text}`);
    }
  }

  /** Number of rows; 0 for a payload without bytes. The root is row 0. */
  get length(): number {
    return this.parts.count;
  }

  get problems(): readonly PayloadProblem[] {
    return this.parts.problems;
  }

  get behind(): PayloadParts["behind"] {
    return this.parts.behind;
  }

  /** The payload's own bytes. */
  get bytes(): Uint8Array {
    return this.parts.layers[0]!.bytes;
  }

  kind(row: number): PayloadKind {
    return PAYLOAD_KINDS[this.parts.kind[row]!] ?? "broken";
  }

  /** The row of the container, or of the string that holds the value as text; `NO_NODE` for the root. */
  parent(row: number): number {
    return this.parts.parent[row]!;
  }

  /** The row behind the subtree: the next sibling, when it has the same parent. */
  next(row: number): number {
    return this.parts.next[row]!;
  }

  hasChildren(row: number): boolean {
    return this.parts.next[row]! > row + 1;
  }

  /** Rows of the values directly inside. */
  *children(row: number): Generator<number> {
    const end = this.parts.next[row]!;
    for (let child = row + 1; child < end; child = this.parts.next[child]!) yield child;
  }

  /** True where the value is text of a string (or of Base64 in one) and its parent is that string. */
  isInString(row: number): boolean {
    const parent = this.parts.parent[row]!;
    return parent !== NO_NODE && this.parts.layer[parent] !== this.parts.layer[row];
  }

  /** How the text of the string `row` was written, when JSON was found in it; null otherwise. */
  embedding(row: number): PayloadLayer["coding"] | null {
    if (!this.hasChildren(row) || !this.isInString(row + 1)) return null;
    return this.parts.layers[this.parts.layer[row + 1]!]!.coding;
  }

  /** Offset in the payload of the value's first byte. */
  start(row: number): number {
    return outerStart(this.parts.layers[this.parts.layer[row]!]!, this.parts.start[row]!);
  }

  /** Offset in the payload behind the value's last byte. */
  end(row: number): number {
    const start = this.parts.start[row]!;
    const end = this.parts.end[row]!;
    return end === start ? this.start(row) : outerEnd(this.parts.layers[this.parts.layer[row]!]!, end);
  }

  /** Bytes of the key's lexeme in the payload; null where there is no key. */
  keyRange(row: number): { readonly start: number; readonly end: number } | null {
    const start = this.parts.keyStart[row]!;
    if (start === NO_NODE) return null;
    const layer = this.parts.layers[this.parts.layer[row]!]!;
    return { start: outerStart(layer, start), end: outerEnd(layer, this.parts.keyEnd[row]!) };
  }

  /** Bytes of the value's lexeme in its layer: what a formatter copies. */
  lexemeBytes(row: number): Uint8Array {
    const layer = this.parts.layers[this.parts.layer[row]!]!;
    return layer.bytes.subarray(this.parts.start[row], this.parts.end[row]);
  }

  /** Bytes of the key's lexeme, quotes included; empty where there is no key. */
  keyBytes(row: number): Uint8Array {
    const start = this.parts.keyStart[row]!;
    const layer = this.parts.layers[this.parts.layer[row]!]!;
    return start === NO_NODE ? layer.bytes.subarray(0, 0) : layer.bytes.subarray(start, this.parts.keyEnd[row]);
  }

  text(row: number): string {
    return utf8.decode(this.lexemeBytes(row));
  }

  key(row: number): string | null {
    const bytes = this.keyBytes(row);
    return bytes.length === 0 ? null : decodedString(utf8.decode(bytes));
  }

  /** The text of a string value without quotes and escapes; for other kinds the lexeme. */
  stringValue(row: number): string {
    const text = this.text(row);
    return this.kind(row) === "string" ? decodedString(text) : text;
  }

  /** What the string at `row` holds as text, or as Base64; null for other kinds and where it is no Base64. */
  content(row: number, coding: "text" | "base64"): StringContent | null {
    if (this.kind(row) !== "string") return null;
    const outer = this.parts.layers[this.parts.layer[row]!]!;
    const start = this.parts.start[row]! + 1;
    const end = this.parts.end[row]! - 1;
    const layer = coding === "text" ? stringLayer(outer, start, end) : base64Layer(outer, start, end);
    return layer === null ? null : new StringContent(layer);
  }

  problem(row: number): string | null {
    return this.#problems.get(row) ?? null;
  }

  node(row: number): PayloadNode {
    return {
      row,
      kind: this.kind(row),
      key: this.key(row),
      start: this.start(row),
      end: this.end(row),
      text: this.text(row),
      children: [...this.children(row)],
      problem: this.problem(row),
    };
  }

  /**
   * The innermost row whose key or value covers the payload's byte `offset`; `NO_NODE` where none does.
   * Siblings are walked one by one, so a look-up costs as much as the widest container on the way.
   */
  at(offset: number): number {
    let found = NO_NODE;
    let row = 0;
    let end = this.length;
    while (row < end) {
      const first = this.keyRange(row)?.start ?? this.start(row);
      if (offset < first) break;
      if (offset < this.end(row)) {
        found = row;
        end = this.parts.next[row]!;
        row += 1;
      } else {
        row = this.parts.next[row]!;
      }
    }
    return found;
  }
}

/** The content of a string's lexeme; one with a fault in it keeps its escapes as written. */
export function decodedString(lexeme: string): string {
  try {
    const value: unknown = JSON.parse(lexeme);
    if (typeof value === "string") return value;
  } catch {
    // A raw control byte or an escape that does not exist: shown as written, the problem is reported with the row.
  }
  return lexeme.slice(1, lexeme.length > 1 && lexeme.endsWith('"') ? -1 : lexeme.length);
}
