/** What a filter means, in words, for the line under its input. */
import { fieldOf } from "./fields.ts";
import { splitPath } from "./resolve.ts";
import { printMember, printValue } from "./print.ts";
import { COMPARISONS } from "./syntax.ts";
import type { Expression, Operand, Value } from "./syntax.ts";

/** A sentence that says which frames the filter shows. */
export function describe(expression: Expression | null): string {
  return expression === null ? "All frames." : `Frames where ${phrase(expression)}.`;
}

function phrase(expression: Expression): string {
  switch (expression.kind) {
    case "and":
      return expression.parts.map((part) => (part.kind === "or" ? `(${phrase(part)})` : phrase(part))).join(", and ");
    case "or":
      return expression.parts.map((part) => (part.kind === "and" ? `(${phrase(part)})` : phrase(part))).join(", or ");
    case "not":
      return `it is not so that ${expression.part.kind === "bare" ? phrase(expression.part) : `(${phrase(expression.part)})`}`;
    case "bare": {
      const { path, functions } = expression.operand;
      const { name, ofPeer } = splitPath(path);
      const field = fieldOf(name);
      if (field?.type !== "boolean" || functions.length > 0) return `${operandWords(expression.operand)} is present`;
      return `${ofPeer ? "the paired frame" : "the frame"} ${field.predicate}`;
    }
    case "compare": {
      const verb = COMPARISONS[expression.comparison];
      return `${operandWords(expression.operand)} ${verb} ${valueWords(expression.value)}`;
    }
    case "in": {
      const members = expression.members.map(({ low, high, ...place }) =>
        high === null ? valueWords(low) : `from ${printMember({ low, high: null, ...place })} to ${printValue(high)}`,
      );
      return `${operandWords(expression.operand)} is ${members.join(" or ")}`;
    }
    case "after":
    case "before": {
      const verb = expression.kind === "after" ? "comes after" : "comes before";
      return `the frame ${verb} ${expression.value.kind === "integer" ? "frame " : ""}${valueWords(expression.value)}`;
    }
  }
}

const FUNCTION_WORDS = {
  len: "the length of",
  lower: "in lower case",
  count: "the number of members of",
} as const;

function operandWords({ path, functions }: Operand): string {
  const { name, ofPeer } = splitPath(path);
  const words = `${ofPeer ? "the paired frame's" : "the"} ${name}`;
  return functions.reduceRight((inner, called) => `${FUNCTION_WORDS[called]} ${inner}`, words);
}

function valueWords(value: Value): string {
  if (value.kind === "variable") return `the selected row's ${value.text.replace(/^selected\./, "")}`;
  return value.kind === "regex" ? `the regular expression ${printValue(value)}` : printValue(value);
}
