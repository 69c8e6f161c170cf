import {
  decodePolicyDecision,
  describeValue,
  parsePayload,
  policyMemberText,
  type PayloadTree,
  type Shape,
} from "../../../../src-decoder/index.ts";
import { counted } from "../../../format/numbers.ts";
import type { ByteRange } from "./field-model.ts";

/** A part of a value that has a meaning of its own. */
export interface ValuePart {
  readonly label: string;
  readonly value: string;
  readonly meaning: string;
  /** Bytes in the payload. */
  readonly range: ByteRange;
}

/** What a value says beyond what is written. */
export interface ValueParts {
  /** In words; empty where there is no more to say than the value itself. */
  readonly meaning: string;
  readonly parts: readonly ValuePart[];
  /** The parts are what the value is for: they are on show from the start. */
  readonly open: boolean;
}

export const NO_PARTS: ValueParts = { meaning: "", parts: [], open: false };

/** Longer lexemes are texts, in which nothing is looked for. */
const LONGEST = 2 * 1024 * 1024;
const MOST_PARTS = 400;

/** What the scalar at `row` means where `shape` is expected, and its parts. */
export function partsOf(tree: PayloadTree, row: number, shape: Shape): ValueParts {
  const kind = tree.kind(row);
  if (kind === "object" || kind === "array" || kind === "broken" || tree.lexemeBytes(row).length > LONGEST) {
    return NO_PARTS;
  }
  if (shape.kind === "base64") return kind === "string" ? base64Parts(tree, row) : NO_PARTS;
  const value = scalarOf(tree, row);
  const meaning = describeValue(shape, value);
  if (meaning === null) return NO_PARTS;
  const decision = typeof value === "string" ? decodePolicyDecision(value) : null;
  if (decision !== null) {
    const content = tree.content(row, "text");
    const { start, end, json } = decision;
    const parts = decisionParts(json, (from, to) => {
      const first = start + Math.floor(from / 3) * SYMBOLS;
      return content?.rangeOfText(first, Math.min(start + Math.ceil(to / 3) * SYMBOLS, end)) ?? rangeOf(tree, row);
    });
    return { meaning: meaning.text, parts, open: true };
  }
  const content = meaning.parts.length === 0 ? null : tree.content(row, "text");
  const parts = meaning.parts.map(({ start, end, name, value: text, text: says }) => ({
    label: name,
    value: text,
    meaning: says,
    range: (end > start ? content?.rangeOfText(start, end) : undefined) ?? rangeOf(tree, row),
  }));
  return { meaning: meaning.text, parts, open: shape.kind === "flags" };
}

function rangeOf(tree: PayloadTree, row: number): ByteRange {
  return { start: tree.start(row), end: tree.end(row) };
}

function scalarOf(tree: PayloadTree, row: number): string | number | bigint | boolean | null {
  const text = tree.text(row);
  switch (tree.kind(row)) {
    case "string":
      return tree.stringValue(row);
    case "number":
      return /^-?\d{16,20}$/.test(text) ? BigInt(text) : Number(text);
    case "true":
      return true;
    case "false":
      return false;
    case "null":
    case "object":
    case "array":
    case "broken":
      return null;
  }
}

/** The values of a decision's JSON by their paths, each with the symbols of the Base64 that hold it. */
function decisionParts(json: string, rangeInText: (start: number, end: number) => ByteRange): readonly ValuePart[] {
  if (json === "") return [];
  const tree = parsePayload(new TextEncoder().encode(json));
  const parts: ValuePart[] = [];
  const rest = [{ path: "", row: 0 }];
  for (let next = rest.pop(); next !== undefined && parts.length < MOST_PARTS; next = rest.pop()) {
    const { path, row } = next;
    const below = [...tree.children(row)].slice(0, MOST_PARTS).map((child, place) => {
      const key = tree.key(child);
      return { path: key === null ? `${path}[${place}]` : path === "" ? key : `${path}.${key}`, row: child };
    });
    // Reversed, as the last one is taken next.
    rest.push(...below.toReversed());
    if (below.length > 0) continue;
    const range = rangeInText(tree.start(row), tree.end(row));
    parts.push({
      label: path === "" ? "decoded" : path,
      value: tree.text(row),
      meaning: policyMemberText(path),
      range,
    });
  }
  return parts;
}

/** Symbols of Base64 that hold three bytes. */
const SYMBOLS = 4;

/** Base64 of text line by line; of other bytes their number. */
function base64Parts(tree: PayloadTree, row: number): ValueParts {
  const content = tree.content(row, "base64");
  if (content === null) return NO_PARTS;
  const { bytes } = content;
  const size = counted(bytes.length, "byte");
  const text = textOf(bytes);
  if (text === null) return { ...NO_PARTS, meaning: `${size} that are no text.` };
  const lines = text.split("\n");
  const parts: ValuePart[] = [];
  let at = 0;
  for (const [index, line] of lines.slice(0, MOST_PARTS).entries()) {
    const length = new TextEncoder().encode(line).length;
    parts.push({
      label: String(index + 1),
      value: line,
      meaning: "",
      range: content.range(at, at + length),
    });
    at += length + 1;
  }
  return { meaning: `Text of ${size} in ${counted(lines.length, "line")}.`, parts, open: false };
}

/** UTF-8 without control characters but those of text; null for other bytes. */
function textOf(bytes: Uint8Array): string | null {
  if (bytes.some((byte) => byte < 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09)) return null;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
