/** Checks what the text of a field is compared with: any text, or the values of an enumeration, which may have an order. */
import type { TextField } from "../fields/field.ts";
import { shown } from "../language/literals.ts";
import { nearest } from "../language/nearest.ts";
import { regexTest } from "./regex.ts";
import { backwards, didYouMean, fault, isFault, resolveVariable, oneOf } from "../language/resolve.ts";
import type { Scope } from "../language/resolve.ts";
import type { Comparison, Fault, Operand, SetMember, Value } from "../language/syntax.ts";

type TextTest = (text: string) => boolean;

/** A value with its comparison, or the members of a set. */
type Wanted = { readonly comparison: Comparison; readonly value: Value } | { readonly members: readonly SetMember[] };

/** The test of a text, or the first thing that is wrong with it. `field` is null for a text that a function made: any other may be meant. */
export function textTest(operand: Operand, field: TextField | null, wanted: Wanted, scope: Scope): TextTest | Fault {
  const capitals = capitalsUnderLower(operand, wanted);
  if (capitals !== null) return capitals;
  if ("members" in wanted) return memberTest(field, wanted.members, scope);
  const { comparison, value } = wanted;
  if (comparison === "matches") return regexTest(value, scope);
  if (isOrder(comparison) && field?.type === "enum" && field.ascending === undefined) {
    const written = value.kind === "regex" ? "..." : value.text;
    const { key } = field;
    return fault(
      operand,
      `The values of ${key} have no order.`,
      `Write ${key} == ${written} or ${key} in {${written}}`,
    );
  }
  const texts = textsOf(value, comparison === "contains" ? null : field, scope);
  if (isFault(texts)) return texts;
  const [text] = texts;
  switch (comparison) {
    case "==":
      return texts.length === 1 ? (other) => other === text : (other) => texts.includes(other);
    case "!=":
      return texts.length === 1 ? (other) => other !== text : (other) => !texts.includes(other);
    case "contains":
      return (other) => other.includes(text);
    case "<":
    case "<=":
    case ">":
    case ">=":
      break;
  }
  const ascending = field?.type === "enum" ? field.ascending : undefined;
  if (ascending === undefined) return orderedTexts(comparison, text);
  const place = ascending.indexOf(text);
  const above = ascending.slice(comparison === ">=" || comparison === "<" ? place : place + 1);
  const passing = new Set(comparison.startsWith(">") ? above : ascending.filter((each) => !above.includes(each)));
  return (other) => passing.has(other);
}

/** A value with capitals, which a text in lower case never equals or has; null where there is none. What a variable stands for is not known beforehand. */
export function capitalsUnderLower(operand: Operand, wanted: Wanted): Fault | null {
  if (operand.functions[0] !== "lower") return null;
  // In a regular expression a capital may stand for a class.
  if ("comparison" in wanted && wanted.comparison === "matches") return null;
  const values = "members" in wanted ? wanted.members.flatMap(({ low, high }) => [low, high]) : [wanted.value];
  for (const value of values) {
    if (value === null || (value.kind !== "word" && value.kind !== "string")) continue;
    const text = value.text.toLowerCase();
    if (text === value.text) continue;
    return fault(value, `lower() has no capitals, and ${shown(value)} has.`, `Write ${shown({ ...value, text })}`);
  }
  return null;
}

function memberTest(field: TextField | null, members: readonly SetMember[], scope: Scope): TextTest | Fault {
  const ascending = field?.ascending;
  const passing = new Set<string>();
  for (const { low, high, ...place } of members) {
    const from = textsOf(low, field, scope);
    if (isFault(from)) return from;
    if (high === null) {
      for (const each of from) passing.add(each);
      continue;
    }
    if (ascending === undefined) return fault(place, "Texts have no ranges.", "Name each text.");
    const to = textsOf(high, field, scope);
    if (isFault(to)) return to;
    const [first, last] = [ascending.indexOf(from[0]), ascending.indexOf(to[0])];
    const empty = first > last ? backwards(low, high) : null;
    if (empty !== null) return empty;
    for (const each of ascending.slice(first, last + 1)) passing.add(each);
  }
  return (text) => passing.has(text);
}

function isOrder(comparison: Comparison): boolean {
  return comparison.startsWith("<") || comparison.startsWith(">");
}

function orderedTexts(comparison: "<" | "<=" | ">" | ">=", text: string): TextTest {
  switch (comparison) {
    case "<":
      return (other) => other < text;
    case "<=":
      return (other) => other <= text;
    case ">":
      return (other) => other > text;
    case ">=":
      return (other) => other >= text;
  }
}

/** The texts that a value stands for: one, or those values of an enumeration that have it for a name, as the field spells them. */
function textsOf(value: Value, field: TextField | null, scope: Scope): readonly [string, ...string[]] | Fault {
  if (value.kind === "regex")
    return fault(value, "A regular expression is compared by matches.", "Write matches /.../");
  const literal = resolveVariable(value, scope);
  if (isFault(literal)) return literal;
  const known = field?.values.find((candidate) => candidate.toLowerCase() === literal.text.toLowerCase());
  if (known !== undefined) return [known];
  const [named, ...more] = field?.named?.(literal.text) ?? [];
  if (named !== undefined) return [named, ...more];
  if (field?.type !== "enum") return [literal.text];
  if (field.open?.test(literal.text)) return [literal.text];
  const hint = didYouMean(nearest(literal.text, field.values)) ?? oneOf(field.values);
  return fault(value, `${field.key} is never ${shown(literal)}.`, hint);
}
