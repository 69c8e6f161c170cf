/** What a filter means, in words, for the line under its input. */
import { fieldOf } from "./fields.ts";
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
      const isFlag = functions.length === 0 && fieldOf(withoutPeer(path))?.type === "boolean";
      return isFlag ? `${subject(path)} ${flagWords(path)}` : `${operandWords(expression.operand)} is present`;
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

function withoutPeer(path: string): string {
  return isOfPeer(path) ? path.slice("peer.".length) : path;
}

function isOfPeer(path: string): boolean {
  return path.toLowerCase().startsWith("peer.");
}

function subject(path: string): string {
  return isOfPeer(path) ? "the paired frame is" : "the frame is";
}

function flagWords(path: string): string {
  const field = fieldOf(withoutPeer(path));
  return (field?.label ?? path).toLowerCase();
}

const FUNCTION_WORDS = {
  len: "the length of",
  lower: "in lower case",
  count: "the number of members of",
} as const;

function operandWords({ path, functions }: Operand): string {
  const field = fieldOf(withoutPeer(path));
  const name = field === null ? path : field.label.replace(/\.$/, "").toLowerCase();
  const words = isOfPeer(path) ? `the paired frame's ${name}` : `the ${name}`;
  return functions.reduceRight((inner, name_) => `${FUNCTION_WORDS[name_]} ${inner}`, words);
}

function valueWords(value: Value): string {
  if (value.kind === "variable") return `the selected row's ${value.text.replace(/^selected\./, "")}`;
  return value.kind === "regex" ? `the regular expression ${printValue(value)}` : printValue(value);
}
