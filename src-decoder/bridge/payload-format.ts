/**
 * Writes a payload tree as indented text, a value a line, and knows which line shows which value. Keys and values stand as they were
 * written, so the text is valid JSON where the payload is; JSON in a string stands as the structure it is, and the caller marks
 * those lines (`stringLines`), since JSON has no notation for it.
 */
import { NO_NODE, type PayloadTree } from "./payload-tree.ts";
import { COLON, COMMA, NEWLINE, SPACE } from "../bytes/json-bytes.ts";

/** `: ` behind a key. */
const KEY_END = 2;
/** Two spaces a level. */
const INDENT = 2;
/** Levels that are indented; deeper ones stand at the same column, so that hostile nesting cannot blow the text up. */
const MOST_INDENTED = 32;
const INDENT_RUN = new Uint8Array(INDENT * MOST_INDENTED).fill(0x20);
const REPLACEMENT = [0xef, 0xbf, 0xbd];
/** What is shown of a broken rest; all of it is in the bytes. */
const MOST_BROKEN = 2000;

const BRACKETS = {
  object: [0x7b, 0x7d],
  array: [0x5b, 0x5d],
} as const;

/** A place in the text; lines and columns count from 1, columns in UTF-16 units, the end behind the last character. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A payload as people read it, and which line each value begins on. */
export interface FormattedPayload {
  readonly text: string;
  /** Lines of the text. */
  readonly lines: number;
  /** By line from 0: the row whose value begins there, or whose container ends there. */
  readonly rowOfLine: Uint32Array;
  /** By row: the line from 0 where it begins and where it ends. */
  readonly lineOfRow: Uint32Array;
  readonly endLineOfRow: Uint32Array;
  /** Rows of the strings whose content is shown as structure, in order. */
  readonly stringRows: readonly number[];
}

/** The text of the tree. The text has one line for each value and each end of a container that is not empty. */
export function formatPayload(tree: PayloadTree): FormattedPayload {
  const out = new TextOutput(tree.bytes.length * 2 + 64);
  const rows = tree.length;
  const lineOfRow = new Uint32Array(rows);
  const endLineOfRow = new Uint32Array(rows);
  // Each row has at most its own line and, for a container, that of its end.
  const rowOfLine = new Uint32Array(rows * 2 + 1);
  const stringRows: number[] = [];
  const { next } = tree.parts;
  let line = 0;
  let depth = 0;
  /** Containers whose end is still to be written; strings stand in for what they hold. */
  const open: number[] = [];
  let first = true;

  const closeUntil = (row: number): void => {
    for (let top = open.at(-1); top !== undefined && next[top]! <= row; top = open.at(-1)) {
      open.pop();
      const kind = tree.kind(top);
      if (kind === "object" || kind === "array") {
        depth--;
        line++;
        out.newLine(depth);
        out.byte(BRACKETS[kind][1]);
        rowOfLine[line] = top;
        first = false;
      }
      endLineOfRow[top] = line;
    }
  };

  for (let row = 0; row < rows; row++) {
    closeUntil(row);
    if (!tree.isInString(row)) {
      if (row > 0) {
        if (!first) out.byte(COMMA);
        line++;
        out.newLine(depth);
      }
      const key = tree.keyBytes(row);
      if (key.length > 0) {
        out.safe(key);
        out.byte(COLON);
        out.byte(SPACE);
      }
      rowOfLine[line] = row;
    }
    lineOfRow[row] = line;
    endLineOfRow[row] = line;
    first = false;
    const kind = tree.kind(row);
    if (kind === "object" || kind === "array") {
      out.byte(BRACKETS[kind][0]);
      if (tree.hasChildren(row)) {
        open.push(row);
        depth++;
        first = true;
      } else {
        out.byte(BRACKETS[kind][1]);
      }
    } else if (tree.hasChildren(row)) {
      stringRows.push(row);
      open.push(row);
    } else {
      const lexeme = tree.lexemeBytes(row);
      out.safe(kind === "broken" ? lexeme.subarray(0, MOST_BROKEN) : lexeme);
    }
  }
  closeUntil(rows);
  return {
    text: out.text(),
    lines: line + 1,
    rowOfLine: rowOfLine.subarray(0, line + 1),
    lineOfRow,
    endLineOfRow,
    stringRows,
  };
}

/** The row that the line (from 1) shows; `NO_NODE` outside the text. */
export function rowAtLine(formatted: FormattedPayload, line: number): number {
  return formatted.rowOfLine[line - 1] ?? NO_NODE;
}

/** What of a row is meant: its key and value, or one of them. A row without key has only a value. */
export type RowPart = "all" | "key" | "value";

/** Where the value of `row` stands in the text, or its key, or both; of what takes several lines, its first sign. */
export function placeOfRow(
  tree: PayloadTree,
  formatted: FormattedPayload,
  row: number,
  part: RowPart = "all",
): TextPlace {
  const owner = tree.isInString(row) ? tree.parent(row) : row;
  const first = 1 + INDENT * Math.min(depthOf(tree, owner), MOST_INDENTED);
  const keyBytes = tree.keyBytes(owner);
  const key = keyBytes.length === 0 ? 0 : shownLength(keyBytes);
  const line = (formatted.lineOfRow[row] ?? 0) + 1;
  if (part === "key" && key > 0) return { line, column: first, endLine: line, endColumn: first + key };
  const behindKey = first + (key === 0 ? 0 : key + KEY_END);
  const column = part === "all" ? first : behindKey;
  const endLine = (formatted.endLineOfRow[row] ?? 0) + 1;
  if (endLine > line) {
    return { line, column, endLine: part === "all" ? endLine : line, endColumn: column + 1 };
  }
  const value = innermost(tree, row);
  const kind = tree.kind(value);
  const lexeme = tree.lexemeBytes(value);
  const length =
    kind === "object" || kind === "array"
      ? 2
      : shownLength(kind === "broken" ? lexeme.subarray(0, MOST_BROKEN) : lexeme);
  return { line, column, endLine, endColumn: behindKey + length };
}

/** The value that stands for `row` on its line: what a string holds, if it holds JSON. */
function innermost(tree: PayloadTree, row: number): number {
  let value = row;
  while (tree.embedding(value) !== null) value++;
  return value;
}

/** Containers around `row`. */
function depthOf(tree: PayloadTree, row: number): number {
  let depth = 0;
  for (let at = tree.parent(row); at !== NO_NODE; at = tree.parent(at)) {
    const kind = tree.kind(at);
    if (kind === "object" || kind === "array") depth++;
  }
  return depth;
}

/** UTF-16 length of lexeme bytes as `TextOutput.safe` writes them. */
export function shownLength(bytes: Uint8Array): number {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes).length;
}

/** UTF-8 text that grows; lexemes are copied as bytes and decoded once. */
class TextOutput {
  #bytes: Uint8Array<ArrayBuffer>;
  #length = 0;

  constructor(size: number) {
    this.#bytes = new Uint8Array(size);
  }

  byte(byte: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = byte;
  }

  newLine(depth: number): void {
    const spaces = INDENT * Math.min(depth, MOST_INDENTED);
    this.#reserve(spaces + 1);
    this.#bytes[this.#length++] = NEWLINE;
    this.#bytes.set(INDENT_RUN.subarray(0, spaces), this.#length);
    this.#length += spaces;
  }

  /** Writes a lexeme; raw control bytes, which would break the line, become U+FFFD. */
  safe(lexeme: Uint8Array): void {
    this.#reserve(lexeme.length * REPLACEMENT.length);
    const bytes = this.#bytes;
    let length = this.#length;
    for (let i = 0; i < lexeme.length; i++) {
      const byte = lexeme[i]!;
      if (byte >= SPACE) {
        bytes[length++] = byte;
      } else {
        bytes.set(REPLACEMENT, length);
        length += REPLACEMENT.length;
      }
    }
    this.#length = length;
  }

  text(): string {
    return new TextDecoder("utf-8", { ignoreBOM: true }).decode(this.#bytes.subarray(0, this.#length));
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const bytes = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + more));
    bytes.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = bytes;
  }
}
