/** A filter's tree as text again, in one form: `print(parse(text))` parses to the same tree, and is what saved filters and links hold. */
import { quote } from "./quoted.ts";
import type { Expression, Operand, SetMember, Value } from "./syntax.ts";

/** The text of a tree; it parses to the same tree. */
export function print(expression: Expression): string {
  switch (expression.kind) {
    case "and":
      return expression.parts.map((part) => (part.kind === "or" ? `(${print(part)})` : print(part))).join(" && ");
    case "or":
      return expression.parts.map(print).join(" || ");
    case "not":
      return isGroup(expression.part) ? `!(${print(expression.part)})` : `!${print(expression.part)}`;
    case "bare":
      return printOperand(expression.operand);
    case "compare":
      return `${printOperand(expression.operand)} ${expression.comparison} ${printValue(expression.value)}`;
    case "in":
      return `${printOperand(expression.operand)} in {${expression.members.map(printMember).join(", ")}}`;
    case "after":
    case "before":
      return `${expression.kind}(${printValue(expression.value)})`;
  }
}

/** What needs parentheses behind `!`, for the parser or for the eye. */
function isGroup({ kind }: Expression): boolean {
  return kind === "and" || kind === "or" || kind === "compare" || kind === "in";
}

function printOperand({ path, functions }: Operand): string {
  return `${functions.map((name) => `${name}(`).join("")}${path}${")".repeat(functions.length)}`;
}

export function printMember({ low, high }: SetMember): string {
  return high === null ? printValue(low) : `${printValue(low)}..${printValue(high)}`;
}

export function printValue(value: Value): string {
  switch (value.kind) {
    case "regex":
      return `/${value.source}/${value.flags}`;
    case "string":
      return quote(value.text);
    case "variable":
      return `\${${value.text}}`;
    case "integer":
    case "decimal":
    case "duration":
    case "size":
    case "clock":
    case "instant":
    case "word":
      return value.text;
  }
}
