import type { Expression, Operand } from "./syntax.ts";

/** The expression with each of its operands, in the order of their place, as `change` gives it back. */
export function withOperands(expression: Expression, change: (operand: Operand) => Operand): Expression {
  switch (expression.kind) {
    case "and":
    case "or":
      return { ...expression, parts: expression.parts.map((part) => withOperands(part, change)) };
    case "not":
      return { ...expression, part: withOperands(expression.part, change) };
    case "bare":
    case "compare":
    case "in":
      return { ...expression, operand: change(expression.operand) };
    case "after":
    case "before":
      return expression;
  }
}
