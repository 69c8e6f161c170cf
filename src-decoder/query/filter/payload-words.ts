/** What a member of a payload is compared with, read by what the protocol says of the member: durations in its unit, and names of what it numbers. */
import { resultsNamed } from "../../bridge/result-codes.ts";
import type { FlagsShape, Shape } from "../../bridge/shapes/shape.ts";
import { exitCodesNamed, signalNamed } from "../../bridge/shapes/signals.ts";
import { numberOf, shown } from "../language/literals.ts";
import type { Clock } from "../language/literals.ts";
import { nearest } from "../language/nearest.ts";
import { didYouMean, fault, oneOf } from "../language/resolve.ts";
import type { Fault, Literal, Operand } from "../language/syntax.ts";
import { INFINITE, numberNames } from "../payload/number-names.ts";
import { payloadName, scalarShapes } from "../payload/payload-names.ts";
import type { PayloadName } from "../payload/payload-names.ts";

/** Nanoseconds of the units that members have. */
const UNIT_NS: Readonly<Record<string, number>> = {
  ns: 1,
  "100 ns": 100,
  µs: 1e3,
  ms: 1e6,
  s: 1e9,
  min: 60e9,
};

/**
 * The numbers that a literal stands for where the member is measured or numbered: `10s` of milliseconds, `HrFail`, `SIGTERM`, flags; of a name that
 * two results have both. Null where it stands for itself, and a fault where the member is never that. Words between quotes stand for themselves.
 */
export function numbersMeant(operand: Operand, literal: Literal, clock: Clock): readonly number[] | Fault | null {
  const name = operand.functions.length > 0 ? null : payloadName(operand.path);
  if (name === null) return null;
  if (literal.kind === "duration") return inUnit(name, literal, clock);
  if (literal.kind === "size" && (name.field.unit ?? "") in UNIT_NS)
    return fault(literal, `${operand.path} is a time.`, hintFor(name, literal.text));
  if (literal.kind !== "word") return null;
  const numbers = scalarShapes(name).flatMap((shape) => numbersNamed(shape, literal.text));
  if (numbers.length > 0) return [...new Set(numbers)];
  if (name.shapes.some((shape) => mayBe(shape, literal.text))) return null;
  return fault(literal, `${operand.path} is never ${shown(literal)}.`, hintFor(name, literal.text));
}

/** The bits that a word names where the member is a set of flags: what `contains` asks for. Null where it is none, or asks for a text. */
export function bitsMeant(operand: Operand, literal: Literal): number | Fault | null {
  const name = operand.functions.length > 0 || literal.kind !== "word" ? null : payloadName(operand.path);
  const flags = name === null ? [] : scalarShapes(name).filter((shape) => shape.kind === "flags");
  if (name === null || flags.length === 0) return null;
  const [mask] = flags.flatMap((shape) => numbersNamed(shape, literal.text));
  return mask ?? fault(literal, `${operand.path} has no flag ${literal.text}.`, hintFor(name, literal.text));
}

/** Whether a member is an HRESULT, wherever it is one. */
export function isResult(path: string): boolean {
  const name = payloadName(path);
  return name !== null && scalarShapes(name).some((shape) => shape.kind === "integer" && shape.role === "result");
}

function inUnit({ field }: PayloadName, literal: Literal, clock: Clock): readonly number[] | null {
  const unit = field.unit === null ? undefined : UNIT_NS[field.unit];
  const ns = numberOf(literal, "duration", clock);
  return unit === undefined || typeof ns !== "number" ? null : [ns / unit];
}

function numbersNamed(shape: Shape, word: string): readonly number[] {
  if (shape.kind === "flags") return flagNamed(shape.flags, word);
  if (shape.kind !== "integer") return [];
  const { role } = shape;
  if (role === "result") return resultsNamed(word);
  if (role === "signal") return signalNamed(word) ?? [];
  if (role === "exit-code") return exitCodesNamed(word) ?? [];
  return role === "timeout" && word.toLowerCase() === INFINITE.name ? [INFINITE.ms] : [];
}

function flagNamed(flags: FlagsShape["flags"], word: string): readonly number[] {
  return flags.filter(({ name }) => name.toLowerCase() === word.toLowerCase()).map(({ mask }) => mask);
}

/** Whether a value of this shape may be written so. */
function mayBe(shape: Shape, word: string): boolean {
  switch (shape.kind) {
    case "array":
      return mayBe(shape.items, word);
    case "choice":
      return shape.variants.some((variant) => mayBe(variant.shape, word));
    case "integer":
    case "number":
    case "flags":
      return false;
    case "boolean":
      return word === "true" || word === "false";
    case "enumeration":
      return shape.open || shape.values.some(({ value }) => value === word);
    case "object":
    case "map":
    case "string":
    case "json-string":
    case "base64":
    case "any":
      return true;
  }
}

function hintFor(name: PayloadName, word: string): string {
  const shapes = scalarShapes(name);
  const values = shapes.flatMap((shape) => {
    if (shape.kind === "boolean") return ["true", "false"];
    return shape.kind === "enumeration" ? shape.values.map(({ value }) => String(value)) : [];
  });
  const named = shapes.flatMap((shape) => numberNames(shape).map(({ name: known }) => known));
  const meant = didYouMean(nearest(word, [...values, ...named]));
  if (meant !== null) return meant;
  if (values.length > 0) return oneOf(values);
  const unit = name.field.unit ?? "";
  return unit in UNIT_NS ? `Write a number of ${unit}, or a duration: 5s, 10ms` : "Write a number: 412 or 0x19c";
}
