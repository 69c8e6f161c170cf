import { fieldOf } from "../fields/fields.ts";
import type { Field } from "../fields/field.ts";
import type { Expression } from "../language/syntax.ts";

const PEER = /^peer\./i;

/** Whether a field is read from the diagnosis of the capture, which must then be made before. */
export function isOfDiagnosis(field: Field | null): boolean {
  return field?.type === "enum" && field.ofDiagnosis === true;
}

/** Whether a filter asks for what the diagnosis says; null is the empty filter. */
export function needsDiagnosis(expression: Expression | null): boolean {
  switch (expression?.kind) {
    case "and":
    case "or":
      return expression.parts.some(needsDiagnosis);
    case "not":
      return needsDiagnosis(expression.part);
    case "bare":
    case "compare":
    case "in":
      return isOfDiagnosis(fieldOf(expression.operand.path.replace(PEER, "")));
    case "after":
    case "before":
    case undefined:
      return false;
  }
}
