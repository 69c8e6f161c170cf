/** The pieces of a filter's text by what they are, for the colours of its input. */
import { fieldOf } from "../fields/fields.ts";
import { tokenize } from "./lexer.ts";
import type { Token } from "./lexer.ts";
import { comparisonOf } from "./words.ts";
import { payloadPathOf, splitPath } from "./resolve.ts";
import { isConnective, slotsOf } from "./slots.ts";
import type { Slot } from "./slots.ts";

/** What a piece of a filter is, for its colour. */
export type PieceKind =
  | "field"
  | "payload"
  | "function"
  | "operator"
  | "connective"
  | "text"
  | "number"
  | "word"
  | "regex"
  | "variable"
  | "other";

/** A piece of a filter as it is shown. */
export interface Piece {
  readonly text: string;
  readonly kind: PieceKind;
}

/** The whole text in pieces, in order, what lies between tokens included. */
export function highlight(text: string): readonly Piece[] {
  const tokens = tokenize(text).tokens.slice(0, -1);
  const slots = slotsOf(tokens);
  const pieces: Piece[] = [];
  let at = 0;
  for (const [index, token] of tokens.entries()) {
    if (token.at > at) pieces.push({ text: text.slice(at, token.at), kind: "other" });
    pieces.push({ text: text.slice(token.at, token.end), kind: kindOf(token, slots[index]!, tokens[index + 1]) });
    at = token.end;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), kind: "other" });
  return pieces;
}

function kindOf(token: Token, slot: Slot, next: Token | undefined): PieceKind {
  switch (token.kind) {
    case "string":
      return "text";
    case "regex":
    case "variable":
      return token.kind;
    case "integer":
    case "decimal":
    case "duration":
    case "size":
    case "clock":
    case "instant":
      return "number";
    case "symbol":
      if (isConnective(token) || token.text === "!") return "connective";
      return comparisonOf(token) === null ? "other" : "operator";
    case "end":
      return "other";
    case "path":
    case "word":
      return wordKind(token, slot, next);
  }
}

function wordKind(token: Token, slot: Slot, next: Token | undefined): PieceKind {
  if (isConnective(token) || token.text === "not") return "connective";
  if (slot.takes === "operator" && (comparisonOf(token) !== null || token.text === "in")) return "operator";
  if (slot.takes !== "operand" && slot.takes !== "flag") return "word";
  if (next?.kind === "symbol" && (next.text === "(" || (token.text === "is" && next.text === ":"))) return "function";
  if (payloadPathOf(token.text) !== null) return "payload";
  return fieldOf(splitPath(token.text).name) === null ? "other" : "field";
}
