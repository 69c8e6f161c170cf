/** Resolves the words of a filter and checks its types. Every fault has its place and says what to write instead. */
import { RESULT_CODES, resultsNamed } from "../../bridge/result-codes.ts";
import type { Condition, Range, Ranges } from "../payload/condition.ts";
import { isIn, rangesOf } from "../payload/condition.ts";
import type { ColumnField, NumberField, TextField } from "../fields/field.ts";
import { fieldOf } from "../fields/fields.ts";
import { integerOf, numberOf, shown } from "../language/literals.ts";
import { payloadTest } from "./check-payload.ts";
import { textTest } from "./check-text.ts";
import { nearest } from "../language/nearest.ts";
import {
  backwards,
  didYouMean,
  fault,
  isFault,
  payloadPathOf,
  resolveField,
  resolveVariable,
  splitPath,
} from "../language/resolve.ts";
import type { Scope } from "../language/resolve.ts";
import type { Comparison, Expression, Fault, Literal, Operand, Place, SetMember, Value } from "../language/syntax.ts";

/** What becomes of a filter whose words were looked up. */
export interface Checked {
  /** Null where there are faults. */
  readonly condition: Condition | null;
  readonly faults: readonly Fault[];
}

/** Faults that are looked for; a person mends one at a time. */
const MAX_FAULTS = 10;

/** Values that are compared with, as they were written: one with its comparison, or the members of a set. */
type Wanted = { readonly comparison: Comparison; readonly value: Value } | { readonly members: readonly SetMember[] };

export function check(expression: Expression, scope: Scope): Checked {
  const faults: Fault[] = [];
  const condition = new Checker(scope, faults).expression(expression);
  return { condition: faults.length === 0 ? condition : null, faults };
}

class Checker {
  readonly #scope: Scope;
  readonly #faults: Fault[];

  constructor(scope: Scope, faults: Fault[]) {
    this.#scope = scope;
    this.#faults = faults;
  }

  expression(expression: Expression): Condition | null {
    if (this.#faults.length >= MAX_FAULTS) return null;
    switch (expression.kind) {
      case "and":
      case "or": {
        const parts = expression.parts.map((part) => this.expression(part)).filter((part) => part !== null);
        return { kind: expression.kind === "and" ? "all" : "any", parts };
      }
      case "not": {
        const part = this.expression(expression.part);
        return part === null ? null : { kind: "not", part };
      }
      case "bare":
        return this.#bare(expression.operand);
      case "compare":
        return this.#compared(expression.operand, expression);
      case "in":
        return this.#compared(expression.operand, expression);
      case "after":
      case "before":
        return this.#bound(expression.kind, expression.value);
    }
  }

  #bare(operand: Operand): Condition | null {
    const path = payloadPathOf(operand.path);
    if (path !== null) return this.#payload(operand, path, null);
    const line = infoPathOf(operand.path);
    if (line !== null && operand.functions.length === 0) return { kind: "info", ofPeer: line.ofPeer, test: () => true };
    const resolved = this.#field(operand);
    if (resolved === null) return null;
    const { field, ofPeer } = resolved;
    if (operand.functions.length > 0) {
      return this.#reject(
        operand,
        "A function's value is compared.",
        `Write ${operand.functions[0]}(${operand.path}) == ...`,
      );
    }
    return field.type === "boolean"
      ? { kind: "flag", field, ofPeer, wanted: true }
      : { kind: "present", field, ofPeer };
  }

  #bound(kind: "after" | "before", value: Value): Condition | null {
    const literal = this.#literal(value);
    if (literal === null) return null;
    const field = fieldOf(literal.kind === "integer" ? "number" : "time");
    if (field === null || (field.type !== "number" && field.type !== "time")) return null;
    const number = this.#number(literal, field);
    const ranges = number === null ? null : rangesOf(kind === "after" ? ">" : "<", number);
    return ranges === null ? null : { kind: "number", field, ofPeer: false, ranges };
  }

  #payload(operand: Operand, { name, ofPeer }: PeerPath, wanted: Wanted | null): Condition | null {
    const test = payloadTest({ ...operand, path: name }, wanted, this.#scope);
    return isFault(test) ? this.#add(test) : { kind: "payload", ofPeer, test };
  }

  #compared(operand: Operand, wanted: Wanted): Condition | null {
    const path = payloadPathOf(operand.path);
    if (path !== null) return this.#payload(operand, path, wanted);
    const line = infoPathOf(operand.path);
    if (line !== null) {
      const test =
        operand.functions.length > 0 ? this.#functionTest(operand, wanted) : this.#textTest(operand, null, wanted);
      return test === null ? null : { kind: "info", ofPeer: line.ofPeer, test };
    }
    const resolved = this.#field(operand);
    if (resolved === null) return null;
    const { field, ofPeer } = resolved;
    if (operand.functions.length > 0) return this.#throughFunctions(operand, field, ofPeer, wanted);
    switch (field.type) {
      case "text":
      case "enum": {
        const test = this.#textTest(operand, field, wanted);
        return test === null ? null : { kind: "text", field, ofPeer, test };
      }
      case "boolean":
        return this.#flag(operand, field, ofPeer, wanted);
      case "id": {
        const ranges = this.#ranges(operand, wanted, (literal) => this.#integer(literal));
        return ranges === null ? null : { kind: "id", field, ofPeer, ranges };
      }
      case "result": {
        const ranges = this.#results(operand, field, wanted);
        return ranges === null ? null : { kind: "number", field, ofPeer, ranges };
      }
      case "number":
      case "duration":
      case "time":
      case "size":
      case "type": {
        const ranges = this.#numbers(operand, field, wanted);
        return ranges === null ? null : { kind: "number", field, ofPeer, ranges };
      }
    }
  }

  /** `len(lower(container)) > 3`: every function is one of texts here, so the whole is a test of a text. */
  #throughFunctions(operand: Operand, field: ColumnField, ofPeer: boolean, wanted: Wanted): Condition | null {
    const { functions, path } = operand;
    if (field.type !== "text" && field.type !== "enum" && !functions.includes("count")) {
      return this.#reject(operand, `${path} is no text; ${functions[0]}() needs one.`, null);
    }
    const test = this.#functionTest(operand, wanted);
    return test === null || (field.type !== "text" && field.type !== "enum")
      ? null
      : { kind: "text", field, ofPeer, test };
  }

  #functionTest(operand: Operand, wanted: Wanted): ((text: string) => boolean) | null {
    const { functions, path } = operand;
    if (functions.includes("count")) {
      return this.#reject(operand, `${path} is no list; count() counts the members of one.`, null);
    }
    if (functions.lastIndexOf("len") > 0) {
      return this.#reject(operand, "len() is a number, which no function takes.", `Write len(${path})`);
    }
    const lowered = functions.includes("lower");
    if (functions[0] !== "len") {
      const test = this.#textTest(operand, null, wanted);
      return test === null ? null : (text) => test(text.toLowerCase());
    }
    const ranges = this.#ranges(operand, wanted, (literal) => this.#numberOf(literal, "number"));
    if (ranges === null) return null;
    return lowered ? (text) => isIn(text.toLowerCase().length, ranges) : (text) => isIn(text.length, ranges);
  }

  #flag(
    operand: Operand,
    field: Extract<ColumnField, { type: "boolean" }>,
    ofPeer: boolean,
    wanted: Wanted,
  ): Condition | null {
    const value = "value" in wanted ? this.#literal(wanted.value) : null;
    const known = value?.kind === "word" && (value.text === "true" || value.text === "false");
    if (!("comparison" in wanted) || !known || (wanted.comparison !== "==" && wanted.comparison !== "!=")) {
      return this.#reject(operand, `${operand.path} is true or false.`, `Write ${operand.path} or !${operand.path}`);
    }
    return { kind: "flag", field, ofPeer, wanted: (value.text === "true") === (wanted.comparison === "==") };
  }

  #textTest(operand: Operand, field: TextField | null, wanted: Wanted): ((text: string) => boolean) | null {
    const test = textTest(operand, field, wanted, this.#scope);
    return isFault(test) ? this.#add(test) : test;
  }

  /** A name may be that of several results: a set has all of them, and so does what is equal to it. */
  #results(operand: Operand, field: NumberField, wanted: Wanted): Ranges<number> | null {
    if (!("members" in wanted)) {
      const { value, comparison } = wanted;
      const named = comparison === "==" || comparison === "!=" ? namedResults(value) : [];
      if (named.length === 0) return this.#numbers(operand, field, wanted);
      return { ranges: named, negated: comparison === "!=" };
    }
    const ranges: Range<number>[] = [];
    for (const member of wanted.members) {
      const named = member.high === null ? namedResults(member.low) : [];
      const found = named.length > 0 ? named : this.#numbers(operand, field, { members: [member] })?.ranges;
      if (found === undefined) return null;
      ranges.push(...found);
    }
    return { ranges, negated: false };
  }

  #numbers(operand: Operand, field: NumberField, wanted: Wanted): Ranges<number> | null {
    return this.#ranges(operand, wanted, (literal) => this.#number(literal, field));
  }

  #ranges<T extends number | bigint>(
    operand: Operand,
    wanted: Wanted,
    read: (literal: Literal) => T | null,
  ): Ranges<T> | null {
    if ("members" in wanted) {
      const ranges = wanted.members.map(({ low, high }): Range<T> | null => {
        const from = this.#read(low, read);
        const to = high === null ? from : this.#read(high, read);
        if (from === null || to === null) return null;
        const empty = high !== null && from > to ? backwards(low, high) : null;
        return empty === null ? { low: from, high: to } : this.#add(empty);
      });
      return { ranges: ranges.filter((range) => range !== null), negated: false };
    }
    const { comparison, value } = wanted;
    if (comparison === "contains" || comparison === "matches") {
      return this.#reject(
        operand,
        `${written(operand)} is a number; ${comparison} needs a text.`,
        `Write ${written(operand)} == ...`,
      );
    }
    const number = this.#read(value, read);
    return number === null ? null : rangesOf(comparison, number);
  }

  #read<T extends number | bigint>(value: Value, read: (literal: Literal) => T | null): T | null {
    const literal = this.#literal(value);
    return literal === null ? null : read(literal);
  }

  #number(literal: Literal, field: NumberField): number | null {
    if (field.type === "result" && (literal.kind === "word" || literal.kind === "string")) {
      const [first] = resultsNamed(literal.text);
      if (first !== undefined) return first;
      const hint = didYouMean(
        nearest(
          literal.text,
          RESULT_CODES.map(({ symbol }) => symbol),
        ),
      );
      return this.#reject(literal, `There is no result named ${literal.text}.`, hint ?? "Write result == 0xC037010E");
    }
    return this.#numberOf(literal, field.type);
  }

  #numberOf(literal: Literal, unit: NumberField["type"]): number | null {
    const number = numberOf(literal, unit, this.#scope.capture);
    return typeof number === "number" ? number : this.#reject(literal, number.text, number.hint);
  }

  #integer(literal: Literal): bigint | null {
    if (literal.kind === "integer") return integerOf(literal.text);
    return this.#reject(literal, `An id cannot be compared with ${shown(literal)}.`, "Write a whole number.");
  }

  #literal(value: Value): Literal | null {
    if (value.kind === "regex") {
      return this.#reject(value, "A regular expression is compared by matches.", "Write FIELD matches /.../");
    }
    const literal = resolveVariable(value, this.#scope);
    return isFault(literal) ? this.#add(literal) : literal;
  }

  #field(operand: Operand): { readonly field: ColumnField; readonly ofPeer: boolean } | null {
    const resolved = resolveField(operand.path, operand);
    return isFault(resolved) ? this.#add(resolved) : resolved;
  }

  #reject(place: Place, text: string, hint: string | null): null {
    return this.#add(fault(place, text, hint));
  }

  #add(found: Fault): null {
    this.#faults.push(found);
    return null;
  }
}

/** An operand as it is written. */
function written({ path, functions }: Operand): string {
  return functions.reduceRight((inner, called) => `${called}(${inner})`, path);
}

/** The results that a value names; none where it is no name, or no known one. */
function namedResults(value: Value): readonly Range<number>[] {
  const values = value.kind === "word" || value.kind === "string" ? resultsNamed(value.text) : [];
  return values.map((number) => ({ low: number, high: number }));
}

type PeerPath = ReturnType<typeof splitPath>;

/** What a frame says in one line is a field, and made from its payload. */
function infoPathOf(path: string): PeerPath | null {
  const split = splitPath(path);
  const field = fieldOf(split.name);
  return field?.type === "payload" && field.value === "info" ? split : null;
}
