/**
 * The display filter's parser: Pratt's way over the tokens. It never throws and always gives faults for what it could not read, with
 * the tree of what it could.
 */
import { isMeasure, tokenize } from "./lexer.ts";
import type { Token } from "./lexer.ts";
import { FUNCTIONS } from "./syntax.ts";
import type { Expression, Fault, FunctionName, Operand, Place, SetMember, Value } from "./syntax.ts";

import {
  CONNECTIVES,
  NEGATION_POWER,
  RESERVED,
  SLIPS,
  comparisonOf,
  isFunction,
  isOperandToken,
  isSign,
  isWord,
  own,
} from "./words.ts";
import type { Connective } from "./words.ts";

/** What was read of a filter. */
export interface Parsed {
  /** Null for an empty filter, which shows all, and for one of which nothing could be read. */
  readonly expression: Expression | null;
  /** In the order of their place; empty when the text is a filter. */
  readonly faults: readonly Fault[];
}

/** Parentheses, negations and calls within each other; more is no filter of a person, and would end the stack. */
const MAX_DEPTH = 100;
const MAX_FAULTS = 10;

/** Parses a display filter. */
export function parse(text: string): Parsed {
  const { tokens, faults } = tokenize(text);
  return parseTokens(tokens, faults);
}

/** Parses what the lexer made, the last token of which is `end`; what is wrong is added to the lexer's `faults`. */
export function parseTokens(tokens: readonly Token[], faults: Fault[]): Parsed {
  const parser = new Parser(tokens, faults);
  const expression = parser.whole();
  return { expression, faults: faults.toSorted((a, b) => a.at - b.at).slice(0, MAX_FAULTS) };
}

class Parser {
  readonly #tokens: readonly Token[];
  readonly #faults: Fault[];
  #next = 0;
  #depth = 0;

  constructor(tokens: readonly Token[], faults: Fault[]) {
    this.#tokens = tokens;
    this.#faults = faults;
  }

  whole(): Expression | null {
    const parts: Expression[] = [];
    while (this.#peek().kind !== "end") {
      const before = this.#next;
      const part = this.#expression(0);
      if (part !== null) parts.push(part);
      if (this.#peek().kind === "end") break;
      const token = this.#peek();
      const startsOne = isOperandToken(token) || isSign(token, "(") || isSign(token, "!");
      const measure = `${this.#tokens[this.#next - 1]?.text}${token.text}`;
      if (part !== null && isMeasure(measure))
        this.#fault(token, "A unit stands right behind its number.", `Write ${measure}`);
      else if (part !== null && startsOne)
        this.#fault(token, "Two conditions stand side by side.", "Write && or || between them.");
      else if (part !== null) this.#fault(token, `${shown(token)} is not expected here.`, hintBehind(part, token));
      if (!startsOne || this.#next === before) this.#next++;
    }
    return parts.length === 0 ? null : join("and", parts);
  }

  #expression(power: number): Expression | null {
    if (this.#depth >= MAX_DEPTH) {
      this.#fault(this.#peek(), `This is nested deeper than ${MAX_DEPTH}.`, null);
      this.#next = this.#tokens.length - 1;
      return null;
    }
    this.#depth++;
    let left = this.#primary();
    for (;;) {
      const token = this.#peek();
      const connective = own(CONNECTIVES, token);
      if (connective === undefined || connective.power <= power) break;
      left = this.#run(left, connective);
    }
    this.#depth--;
    return left;
  }

  /** What the same connective joins becomes one node, so that a long filter makes no deep tree. */
  #run(first: Expression | null, { kind, power }: Connective): Expression | null {
    const parts = first === null ? [] : [first];
    while (own(CONNECTIVES, this.#peek())?.kind === kind) {
      this.#slip(this.#peek());
      this.#next++;
      const part = this.#expression(power);
      if (part !== null) parts.push(part);
    }
    return parts.length === 0 ? null : join(kind, parts);
  }

  #primary(): Expression | null {
    const token = this.#peek();
    if (isSign(token, "(")) return this.#parenthesis(token);
    if (isSign(token, "!") || (token.text === "not" && token.kind === "word")) {
      this.#next++;
      const part = this.#expression(NEGATION_POWER);
      return part === null ? null : { kind: "not", part, at: token.at, end: part.end };
    }
    if (!isOperandToken(token) || RESERVED.has(token.text)) {
      const hint = token.kind === "string" ? `Write FIELD contains "${token.text}"` : "Name a field.";
      this.#fault(token, token.kind === "end" ? "The filter ends too early." : "A field is expected here.", hint);
      return null;
    }
    const following = this.#tokens[this.#next + 1];
    if (token.text === "is" && isSign(following, ":")) {
      this.#next += 2;
      const name = this.#peek();
      if (name.kind !== "word" || RESERVED.has(name.text)) {
        this.#fault(name, "is: is followed by the name of a property.", "Write is:error or is:pending");
        return null;
      }
      this.#next++;
      return {
        kind: "bare",
        operand: { path: name.text, functions: [], at: name.at, end: name.end },
        ...span(token, name),
      };
    }
    if ((token.text === "after" || token.text === "before") && isSign(following, "(")) return this.#bound(token.text);
    const operand = this.#operand();
    return operand === null ? null : this.#condition(operand);
  }

  #parenthesis(open: Token): Expression | null {
    this.#next++;
    const inner = this.#expression(0);
    const close = this.#peek();
    this.#closing(close, `It was opened at ${open.at + 1}.`);
    return inner;
  }

  /** `after(412)`. */
  #bound(kind: "after" | "before"): Expression | null {
    const name = this.#peek();
    this.#next += 2;
    const value = this.#value(`${kind}() takes a frame number or a time.`);
    const close = this.#peek();
    this.#closing(close);
    return value === null ? null : { kind, value, ...span(name, close) };
  }

  #closing(close: Token, hint: string | null = null): void {
    if (isSign(close, ")")) this.#next++;
    else this.#fault(close, "A closing parenthesis is missing.", hint);
  }

  #operand(): Operand | null {
    const functions: FunctionName[] = [];
    const first = this.#peek();
    for (;;) {
      const name = this.#peek();
      const isCall = isSign(this.#tokens[this.#next + 1], "(");
      if (!isOperandToken(name) || RESERVED.has(name.text)) {
        this.#fault(name, "A field is expected here.", null);
        return null;
      }
      this.#next++;
      if (!isCall) {
        for (const _ of functions) this.#closing(this.#peek());
        const last = this.#tokens[this.#next - 1]!;
        return { path: name.text, functions, ...span(first, last) };
      }
      const called = name.text.toLowerCase();
      if (!isFunction(called)) {
        this.#fault(name, `There is no function ${name.text}().`, `There are ${Object.keys(FUNCTIONS).join(", ")}.`);
        return null;
      }
      if (functions.length >= MAX_DEPTH) {
        this.#fault(name, `This is nested deeper than ${MAX_DEPTH}.`, null);
        return null;
      }
      functions.push(called);
      this.#next++;
    }
  }

  #condition(operand: Operand): Expression | null {
    const token = this.#peek();
    const comparison = comparisonOf(token);
    if (comparison !== null) {
      this.#slip(token);
      this.#next++;
      this.#overlong(token);
      const value = this.#value(`Write a value: ${operand.path} ${comparison} ...`);
      return value === null ? null : { kind: "compare", operand, comparison, value, ...span(operand, value) };
    }
    if (isWord(token, "in")) {
      this.#next++;
      return this.#set(operand);
    }
    if (isWord(token, "not") && isWord(this.#tokens[this.#next + 1], "in")) {
      this.#next += 2;
      const part = this.#set(operand);
      return part === null ? null : { kind: "not", part, at: part.at, end: part.end };
    }
    return { kind: "bare", operand, at: operand.at, end: operand.end };
  }

  #set(operand: Operand): Expression | null {
    const open = this.#peek();
    if (!isSign(open, "{")) {
      this.#fault(open, "A set is expected here.", `Write ${operand.path} in {3, 7..12}`);
      return null;
    }
    this.#next++;
    const members: SetMember[] = [];
    for (;;) {
      const token = this.#peek();
      if (isSign(token, "}")) break;
      if (isSign(token, ",")) {
        this.#next++;
        continue;
      }
      if (token.kind === "end") {
        this.#fault(token, "The set is not closed.", "End it with }");
        return null;
      }
      const low = this.#value("A set holds values and ranges.");
      if (low === null) return null;
      let high: Value | null = null;
      if (isSign(this.#peek(), "..")) {
        this.#next++;
        high = this.#value("A range has an end: 7..12");
        if (high === null) return null;
      }
      members.push({ low, high, ...span(low, high ?? low) });
    }
    const close = this.#peek();
    this.#next++;
    if (members.length === 0) this.#fault(open, "The set is empty.", `Write ${operand.path} in {3, 7..12}`);
    return { kind: "in", operand, members, ...span(operand, close) };
  }

  #value(hint: string): Value | null {
    const token = this.#peek();
    const { kind, at, end, text, flags } = token;
    if (kind === "symbol" || kind === "end" || (kind === "word" && RESERVED.has(text))) {
      this.#fault(token, "A value is expected here.", hint);
      return null;
    }
    this.#next++;
    if (kind === "path") {
      this.#fault(token, "A field cannot be compared with another.", "Write the value between quotes.");
      return null;
    }
    return kind === "regex" ? { kind, source: text, flags, at, end } : { kind, text, at, end };
  }

  #slip(token: Token): void {
    const right = own(SLIPS, token);
    if (right !== undefined) this.#fault(token, `${token.text} alone has no meaning.`, `Write ${right}`);
  }

  /** A comparison of JavaScript or of Wireshark that is one sign longer: `===`. */
  #overlong(comparison: Token): void {
    const more = this.#peek();
    if (!isSign(more, "=") || more.at !== comparison.end) return;
    this.#next++;
    const text = `${comparison.text}= has no meaning here.`;
    this.#fault({ at: comparison.at, end: more.end }, text, `Write ${comparison.text}`);
  }

  #peek(): Token {
    return this.#tokens[Math.min(this.#next, this.#tokens.length - 1)]!;
  }

  #fault(place: Place, text: string, hint: string | null): void {
    if (this.#faults.length < MAX_FAULTS * 2) {
      this.#faults.push({ at: place.at, length: Math.max(place.end - place.at, 1), text, hint });
    }
  }
}

/** What lacks between a condition and what follows it; null where a sign follows that no condition begins with. */
function hintBehind(part: Expression, token: Token): string | null {
  if (isSign(token, ",")) return "Write && or || between two conditions.";
  if (token.kind === "symbol") return null;
  const last = part.kind === "and" || part.kind === "or" ? part.parts.at(-1) : part;
  // Behind a name alone, a value may be meant to be compared with it.
  const isName = last?.kind === "bare" || (last?.kind === "not" && last.part.kind === "bare");
  const conditions = "Write && or || between two conditions";
  return isName ? `${conditions}, == or another comparison before a value.` : `${conditions}.`;
}

function join(kind: "and" | "or", parts: readonly Expression[]): Expression {
  const flat = parts.flatMap((part) => (part.kind === kind ? part.parts : [part]));
  const first = flat[0]!;
  return flat.length === 1 ? first : { kind, parts: flat, ...span(first, flat.at(-1) ?? first) };
}

function span(first: Place, last: Place): Place {
  return { at: first.at, end: last.end };
}

function shown(token: Token): string {
  return token.text === "" ? "The end" : token.text;
}
