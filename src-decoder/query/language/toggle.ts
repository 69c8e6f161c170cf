/** Parts of a filter that are switched on and off: each a condition that all rows shown must meet, or one of several of which one must hold. */
import { expressionOf, joined } from "./combine.ts";
import { print } from "./print.ts";
import type { Expression } from "./syntax.ts";

/** The conditions of a filter that must all hold; none for the empty filter and for one that cannot be parsed. */
function partsOf(filter: string): readonly Expression[] {
  const expression = expressionOf(filter);
  if (expression === null) return [];
  return expression.kind === "and" ? expression.parts : [expression];
}

function choicesOf(part: Expression): readonly Expression[] {
  return part.kind === "or" ? part.parts : [part];
}

/** A condition in the form in which parts are compared. */
function normal(condition: string): string {
  const expression = expressionOf(condition);
  return expression === null ? condition : print(expression);
}

/** The part that is made of alternatives alone. */
function choiceAmong(parts: readonly Expression[], alternatives: ReadonlySet<string>): Expression | undefined {
  return parts.find((part) => choicesOf(part).every((choice) => alternatives.has(print(choice))));
}

/** Whether a condition is a part of the filter, alone or among its alternatives. */
export function hasCondition(filter: string, condition: string, alternatives: readonly string[] = []): boolean {
  const parts = partsOf(filter);
  if (parts.length === 0) return false;
  const wanted = normal(condition);
  const choice = choiceAmong(parts, new Set([condition, ...alternatives].map(normal)));
  return choice !== undefined && choicesOf(choice).some((each) => print(each) === wanted);
}

/**
 * Switches a condition of a filter. Of several alternatives that are on one must hold (`pending || error`); with all else in the filter the
 * condition is joined by `&&`. A filter that cannot be parsed is replaced.
 */
export function toggleCondition(filter: string, condition: string, alternatives: readonly string[] = []): string {
  const added = expressionOf(condition);
  if (added === null) return filter;
  const parts = partsOf(filter);
  const choice = choiceAmong(parts, new Set([condition, ...alternatives].map(normal)));
  const others = parts.filter((part) => part !== choice);
  const chosen = choice === undefined ? [] : choicesOf(choice);
  const without = chosen.filter((each) => print(each) !== print(added));
  const next = without.length < chosen.length ? without : [...chosen, added];
  const all = next.length === 0 ? others : withChoice(parts, choice, joined("or", next));
  return all.length === 0 ? "" : print(joined("and", all));
}

/** The changed choice stands where it stood, a new one at the end. */
function withChoice(parts: readonly Expression[], choice: Expression | undefined, next: Expression): Expression[] {
  return choice === undefined ? [...parts, next] : parts.map((part) => (part === choice ? next : part));
}
