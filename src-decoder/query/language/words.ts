/** Which words and signs of a display filter join, compare and call, in all the ways that they are written. */
import type { Token } from "./lexer.ts";
import { COMPARISONS, FUNCTIONS } from "./syntax.ts";
import type { Comparison, FunctionName } from "./syntax.ts";

/** What joins two conditions. */
export interface Connective {
  readonly kind: "and" | "or";
  /** How tightly it binds. */
  readonly power: number;
}

export const CONNECTIVES: Readonly<Record<string, Connective>> = {
  "||": { kind: "or", power: 1 },
  or: { kind: "or", power: 1 },
  "|": { kind: "or", power: 1 },
  "&&": { kind: "and", power: 2 },
  and: { kind: "and", power: 2 },
  "&": { kind: "and", power: 2 },
};
/** How tightly a negation binds: more than what joins. */
export const NEGATION_POWER = 3;

/** Other ways to write a comparison: Wireshark's words; `=` is a slip that is told. */
const COMPARISON_WORDS: Readonly<Record<string, Comparison>> = {
  eq: "==",
  ne: "!=",
  lt: "<",
  le: "<=",
  gt: ">",
  ge: ">=",
  "=": "==",
};

/** Slips that are understood but must be mended, with what to write. */
export const SLIPS: Readonly<Record<string, string>> = { "=": "==", "&": "&&", "|": "||" };

/** Words that are no field. */
export const RESERVED: ReadonlySet<string> = new Set("and or not in contains matches eq ne lt le gt ge".split(" "));

/** A word may name a field, a path always does. */
export function isOperandToken({ kind }: Token): boolean {
  return kind === "word" || kind === "path";
}

/** The comparison that a token stands for; null where it is none. */
export function comparisonOf(token: Token): Comparison | null {
  if (token.kind !== "word" && token.kind !== "symbol") return null;
  return isComparison(token.text) ? token.text : (own(COMPARISON_WORDS, token) ?? null);
}

export function isSign(token: Token | undefined, sign: string): boolean {
  return token?.kind === "symbol" && token.text === sign;
}

export function isWord(token: Token | undefined, word: string): boolean {
  return token?.kind === "word" && token.text === word;
}

function isComparison(text: string): text is Comparison {
  return Object.hasOwn(COMPARISONS, text);
}

export function isFunction(text: string): text is FunctionName {
  return Object.hasOwn(FUNCTIONS, text);
}

/** What a table has for a token that is a word or a sign; undefined for other tokens, whatever their text. */
export function own<T>(table: Readonly<Record<string, T>>, token: Token): T | undefined {
  const plain = token.kind === "word" || token.kind === "symbol";
  return plain && Object.hasOwn(table, token.text) ? table[token.text] : undefined;
}
