/** What a filter means, in words, for the line under its input. */
import { resultName } from "../../bridge/result-codes.ts";
import { fieldOf } from "../fields/fields.ts";
import { isPayloadPath, splitPath } from "./resolve.ts";
import { printMember, printValue } from "./print.ts";
import { COMPARISONS } from "./syntax.ts";
import type { Comparison, Expression, Operand, Value } from "./syntax.ts";

/** A sentence that says which frames, or which exchanges, the filter shows. */
export function describe(expression: Expression | null, rows: "Frames" | "Exchanges" = "Frames"): string {
  if (expression === null) return `All ${rows.toLowerCase()}.`;
  const follows = usesSelection(expression) ? "; the rows follow the selection" : "";
  return `${rows} where ${phrase(expression)}${follows}.`;
}

/** Whether what a filter shows depends on the selected row. */
export function usesSelection(expression: Expression | null): boolean {
  switch (expression?.kind) {
    case "and":
    case "or":
      return expression.parts.some(usesSelection);
    case "not":
      return usesSelection(expression.part);
    case "bare":
    case undefined:
      return false;
    case "compare":
    case "after":
    case "before":
      return expression.value.kind === "variable";
    case "in":
      return expression.members.some(({ low, high }) => low.kind === "variable" || high?.kind === "variable");
  }
}

function phrase(expression: Expression): string {
  switch (expression.kind) {
    case "and":
      return expression.parts.map((part) => (part.kind === "or" ? `(${phrase(part)})` : phrase(part))).join(", and ");
    case "or":
      return expression.parts.map((part) => (part.kind === "and" ? `(${phrase(part)})` : phrase(part))).join(", or ");
    case "not":
      return negation(expression.part);
    case "bare": {
      const flag = flagPhrase(expression.operand, true);
      return flag ?? presence(expression.operand, true);
    }
    case "compare": {
      const { operand, comparison, value } = expression;
      return `${operandWords(operand)} ${verbFor(operand, comparison)} ${valueWords(value, operand)}`;
    }
    case "in": {
      const { operand } = expression;
      const members = expression.members.map(({ low, high, ...place }) =>
        high === null
          ? valueWords(low, operand)
          : `from ${printMember({ low, high: null, ...place })} to ${printValue(high)}`,
      );
      return `${operandWords(operand)} is ${members.join(" or ")}`;
    }
    case "after":
    case "before": {
      const verb = expression.kind === "after" ? "comes after" : "comes before";
      const place = expression.value.kind === "integer" ? "frame " : "";
      return `the frame ${verb} ${place}${valueWords(expression.value, null)}`;
    }
  }
}

function negation(part: Expression): string {
  if (part.kind === "not") return phrase(part.part);
  if (part.kind === "bare") return flagPhrase(part.operand, false) ?? presence(part.operand, false);
  const inner = phrase(part);
  return `it is not so that ${part.kind === "and" || part.kind === "or" ? `(${inner})` : inner}`;
}

/** What is said of a frame with a boolean field; null for other operands. */
function flagPhrase({ path, functions }: Operand, isSo: boolean): string | null {
  const { name, ofPeer } = splitPath(path);
  const field = fieldOf(name);
  if (field?.type !== "boolean" || functions.length > 0) return null;
  if (ofPeer) return `${isSo ? "the" : "no"} paired frame ${field.predicate}`;
  return `the frame ${isSo ? field.predicate : negated(field.predicate)}`;
}

/** Whether there is a value. Without a paired frame there is none of it, which a negation says too. */
function presence({ path }: Operand, isThere: boolean): string {
  const { name, ofPeer } = splitPath(path);
  if (name !== "payload" && isPayloadPath(name)) {
    const member = memberOf(name);
    if (!ofPeer) return `the payload has ${isThere ? "" : "no "}${member}`;
    return `${isThere ? "the" : "no"} paired frame's payload has ${member}`;
  }
  const one = `${/^[aeio]/u.test(name) ? "an" : "a"} ${name}`;
  if (ofPeer) return `${isThere ? "the" : "no"} paired frame has ${one}`;
  return `there is ${isThere ? one : `no ${name}`}`;
}

/** `is pending` is not pending, `has trailing bytes` does not have them, `reports an error` does not report one. */
function negated(predicate: string): string {
  if (predicate.startsWith("is ")) return `is not ${predicate.slice(3)}`;
  if (predicate.startsWith("has ")) return `does not have ${predicate.slice(4)}`;
  return `does not ${predicate.replace(/^(\w+?)s\b/u, "$1")}`;
}

const FUNCTION_WORDS = {
  len: "the length of",
  lower: "in lower case",
  count: "the number of members of",
} as const;

function operandWords(operand: Operand): string {
  const words = splitPath(operand.path).ofPeer ? bareWords(operand) : `the ${bareWords(operand)}`;
  return operand.functions.reduceRight((inner, called) => `${FUNCTION_WORDS[called]} ${inner}`, words);
}

function bareWords({ path }: Operand): string {
  const { name, ofPeer } = splitPath(path);
  const words = name !== "payload" && isPayloadPath(name) ? `payload's ${memberOf(name)}` : name;
  return ofPeer ? `the paired frame's ${words}` : words;
}

/** A path without the word that may stand before it. */
function memberOf(path: string): string {
  return path.replace(/^payload\.?/u, "");
}

const TIME_VERBS: Readonly<Partial<Record<Comparison, string>>> = {
  "<": "is before",
  "<=": "is at or before",
  ">": "is after",
  ">=": "is at or after",
};

const ORDER_VERBS: Readonly<Partial<Record<Comparison, string>>> = { "<": "is below", ">": "is above" };

function verbFor({ path, functions }: Operand, comparison: Comparison): string {
  const type = functions.length === 0 ? fieldOf(splitPath(path).name)?.type : undefined;
  const verbs = type === "time" ? TIME_VERBS : type === "enum" ? ORDER_VERBS : {};
  return verbs[comparison] ?? COMPARISONS[comparison];
}

function valueWords(value: Value, operand: Operand | null): string {
  switch (value.kind) {
    case "variable":
      return variableWords(value.text.replace(/^selected\./u, ""), operand);
    case "regex":
      return `the regular expression ${printValue(value)}`;
    case "clock":
      return `${value.text} UTC`;
    case "integer": {
      const isResult = operand !== null && fieldOf(splitPath(operand.path).name)?.type === "result";
      const name = isResult && Number(value.text) !== 0 ? resultName(Number(value.text) | 0) : null;
      return name === null ? value.text : `${value.text} (${name})`;
    }
    case "string":
    case "decimal":
    case "duration":
    case "size":
    case "instant":
    case "word":
      return printValue(value);
  }
}

/** `the container is that of the selected frame`; the field is named where it is another. */
function variableWords(name: string, operand: Operand | null): string {
  return operand?.path === name ? "that of the selected frame" : `the selected frame's ${name}`;
}
