import { fieldOf } from "../fields/fields.ts";
import type { Expression } from "../language/syntax.ts";

const PEER = /^peer\./iu;

/** Whether a filter names a field, be it the paired frame's; null is the empty filter. */
export function asksFor(expression: Expression | null, key: string): boolean {
  switch (expression?.kind) {
    case "and":
    case "or":
      return expression.parts.some((part) => asksFor(part, key));
    case "not":
      return asksFor(expression.part, key);
    case "bare":
    case "compare":
    case "in":
      return fieldOf(expression.operand.path.replace(PEER, ""))?.key === key;
    case "after":
    case "before":
    case undefined:
      return false;
  }
}
