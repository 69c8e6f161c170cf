/** Makes conditions out of values and puts them into filters, through the parser and the printer: parentheses are always right. */
import { formatType } from "../../bridge/header.ts";
import { formatResult, resultName } from "../../bridge/result-codes.ts";
import { fieldOf } from "../fields/fields.ts";
import { parse } from "./parse.ts";
import { isPlainName, writePath } from "./path-names.ts";
import { print } from "./print.ts";
import { quote } from "./quoted.ts";
import { isPayloadPath, splitPath } from "./resolve.ts";
import type { Field } from "../fields/field.ts";
import type { Expression } from "./syntax.ts";
import type { FieldValue } from "../fields/values.ts";

/** A value of a frame that a filter can ask for. */
export interface ValueSubject {
  /** A filter field, or a path into the payload. */
  readonly field: string;
  /** The value as the filter language writes it; null where the frame has none. */
  readonly literal: string | null;
  /** The value as it is copied. */
  readonly text: string;
  /** Only that there is a value is asked for: of lists, objects and long texts. */
  readonly present?: true;
}

/** How a condition goes into a filter: in place of it, or behind it. */
export type FilterJoin = "replace" | "replace-not" | "and" | "or" | "and-not" | "or-not";

/** The filter that asks for a value: `container == "a1b2"`, `pending`, `!result` where a frame has none; of the whole payload that it contains the text. */
export function subjectFilter(subject: Pick<ValueSubject, "field" | "literal" | "present">): string {
  const { field, literal } = subject;
  if (subject.present === true) return field;
  if (literal === null) return `!${field}`;
  if (fieldOf(splitPath(field).name)?.type === "boolean") return literal === "false" ? `!${field}` : field;
  return `${field} ${field === "payload" ? "contains" : "=="} ${literal}`;
}

/** Puts a condition into a filter. A filter that is empty or cannot be parsed is replaced, a condition that it has already is not repeated. */
export function joinFilter(filter: string, condition: string, how: FilterJoin): string {
  const added = expressionOf(condition);
  if (added === null) return filter;
  const wanted = how.endsWith("not") ? negated(added) : added;
  const current = how.startsWith("replace") ? null : expressionOf(filter);
  if (current === null) return print(wanted);
  return print(joined(how.startsWith("or") ? "or" : "and", [current, wanted]));
}

/** The tree of a filter that parses; null for all others and for the empty one. */
export function expressionOf(filter: string): Expression | null {
  const { expression, faults } = parse(filter);
  return faults.length === 0 ? expression : null;
}

function negated(expression: Expression): Expression {
  if (expression.kind === "not") return expression.part;
  return { kind: "not", part: expression, at: expression.at, end: expression.end };
}

/** Conditions under one connective, each once. */
export function joined(kind: "and" | "or", parts: readonly Expression[]): Expression {
  const flat = parts.flatMap((part) => (part.kind === kind ? part.parts : [part]));
  const distinct = [...new Map(flat.map((part) => [print(part), part])).values()];
  const [only] = distinct;
  return distinct.length === 1 && only !== undefined ? only : { kind, parts: distinct, at: 0, end: 0 };
}

/** Words of an enumeration need no quotes. */
const PLAIN_WORD = /^[A-Za-z][\w]*(?:-[A-Za-z]\w*)*$/;

const DURATIONS = [
  ["s", 1e9],
  ["ms", 1e6],
  ["us", 1e3],
] as const;

/**
 * A field's raw value as the filter language writes it, so that it is equal to that very value; null where there is none. Times and
 * durations are given in ns, results as signed numbers, values of a payload (`field` null) as they are.
 */
export function writeLiteral(field: Field | null, value: FieldValue): string | null {
  if (value === null || (typeof value === "number" && Number.isNaN(value))) return null;
  if (typeof value === "boolean") return String(value);
  if (typeof value === "string") {
    if (field?.type === "id" || field?.type === "type") return value;
    return field?.type === "enum" && PLAIN_WORD.test(value) ? value : quote(value);
  }
  if (field?.type === "time" || field?.type === "duration") return durationLiteral(value);
  if (field?.type === "result" && value !== 0) return resultName(value) ?? formatResult(value);
  return field?.type === "type" ? formatType(value) : String(value);
}

/** The largest unit in which the number of ns comes out exactly. */
function durationLiteral(ns: number): string {
  const unit = DURATIONS.find(([, factor]) => Math.abs(ns) >= factor && Number(String(ns / factor)) * factor === ns);
  return unit === undefined ? `${ns}ns` : `${ns / unit[1]}${unit[0]}`;
}

/** A longer path is no filter that a person reads. */
const LONGEST_PATH = 500;

/**
 * How a filter names a member of payloads by the keys that lead to it; places in lists (numbers) are left out, as a path stands for all
 * elements. Null for the payload as a whole, and where the path would be too long to be read.
 */
export function payloadField(keys: readonly (string | number)[]): string | null {
  const names = keys.filter((key) => typeof key === "string");
  const [first, ...others] = names;
  if (first === undefined) return null;
  const short = isPlainName(first) && first !== "payload" ? writePath(first, others) : null;
  const path = short !== null && isPayloadPath(short) ? short : writePath("payload", names);
  return path.length > LONGEST_PATH ? null : path;
}
