/** Checks the parts of a filter that look into payloads: `payload contains "x"`, and paths such as `Settings.ProcessParameters.CommandArgs`. */
import { capitalsUnderLower } from "./check-text.ts";
import { isIn, rangesOf } from "../payload/condition.ts";
import type { PayloadTest, Range, Ranges } from "../payload/condition.ts";
import { Needle } from "../payload/find-bytes.ts";
import { integerOf, numberOf, shown } from "../language/literals.ts";
import { payloadHint, writtenForms } from "../payload/payload-hints.ts";
import { bitsMeant, isResult, numbersMeant } from "./payload-words.ts";
import { pathNames } from "../language/path-names.ts";
import { anyCount, anyScalar, anyValue } from "../payload/path-tests.ts";
import type { ScalarTest } from "../payload/walked-value.ts";
import { regexTest } from "./regex.ts";
import { backwards, fault, isFault, resolveVariable } from "../language/resolve.ts";
import type { Scope } from "../language/resolve.ts";
import type { Comparison, Fault, Literal, Operand, SetMember, Value } from "../language/syntax.ts";

/** What a value is compared with; null asks only whether there is one. */
export type Wanted =
  | { readonly comparison: Comparison; readonly value: Value }
  | { readonly members: readonly SetMember[] }
  | null;

/** The test of a payload that an operand and what it is compared with stand for, or what is wrong with them. */
export function payloadTest(operand: Operand, wanted: Wanted, scope: Scope): PayloadTest | Fault {
  const path = pathNames(operand.path);
  if (path.length === 0) return wholeTest(operand, wanted, scope);
  const test = pathTest(operand, path, wanted, scope);
  if (isFault(test)) return test;
  const mayHold = payloadHint(path, operand.functions.length === 0 ? textsWanted(operand, wanted, scope) : null);
  return (payload) => mayHold(payload.run) && test(payload);
}

function wholeTest(operand: Operand, wanted: Wanted, scope: Scope): PayloadTest | Fault {
  const isText = wanted !== null && "comparison" in wanted;
  if (!isText || operand.functions.length > 0) {
    return fault(operand, "The payload as a whole is searched.", 'Write payload contains "x" or payload matches /x/');
  }
  const { comparison, value } = wanted;
  if (comparison === "matches") {
    const test = regexTest(value, scope);
    return isFault(test) ? test : (payload) => test(payload.text);
  }
  const literal = literalOf(value, scope);
  if (isFault(literal)) return literal;
  if (comparison !== "contains") {
    return fault(operand, "The payload as a whole is searched.", 'Write payload contains "x" or payload matches /x/');
  }
  const needles = writtenForms(literal.text).map((form) => new Needle(form));
  return ({ run }) => needles.some((needle) => needle.isIn(run));
}

function pathTest(operand: Operand, path: readonly string[], wanted: Wanted, scope: Scope): PayloadTest | Fault {
  const [called] = operand.functions;
  if (wanted === null) {
    if (called !== undefined) {
      return fault(operand, "A function's value is compared.", `Write ${called}(${operand.path}) > 3`);
    }
    return anyValue(path);
  }
  if (operand.functions.length > 1) {
    return fault(operand, "Only one function is used on a value of a payload.", `Write len(${operand.path})`);
  }
  if (called === "count" || called === "len") {
    const ranges = numbersOf(operand, wanted, scope);
    if (isFault(ranges)) return ranges;
    if (called === "len") return anyScalar(path, (text) => isIn(text.length, ranges));
    return anyCount(path, (count) => isIn(count, ranges));
  }
  const test = capitalsUnderLower(operand, wanted) ?? scalarTest(operand, wanted, scope);
  if (isFault(test)) return test;
  return anyScalar(path, called === "lower" ? (text, ...kind) => test(text.toLowerCase(), ...kind) : test);
}

function scalarTest(operand: Operand, wanted: NonNullable<Wanted>, scope: Scope): ScalarTest | Fault {
  if ("members" in wanted) {
    const tests: ScalarTest[] = [];
    for (const { low, high } of wanted.members) {
      const empty = high === null || !isBackwards(operand, low, high, scope) ? null : backwards(low, high);
      if (empty !== null) return empty;
      const test =
        high === null
          ? scalarTest(operand, { comparison: "==", value: low }, scope)
          : bothTests(
              scalarTest(operand, { comparison: ">=", value: low }, scope),
              scalarTest(operand, { comparison: "<=", value: high }, scope),
            );
      if (isFault(test)) return test;
      tests.push(test);
    }
    return (...scalar) => tests.some((test) => test(...scalar));
  }
  const { comparison, value } = wanted;
  if (comparison === "matches") {
    return regexTest(value, scope);
  }
  const literal = literalOf(value, scope);
  if (isFault(literal)) return literal;
  if (comparison === "contains") {
    const bits = bitsMeant(operand, literal);
    if (bits === null) return (text) => text.includes(literal.text);
    return typeof bits === "number" ? (_text, number) => (number & bits) !== 0 : bits;
  }
  const texts = rangesOf(comparison, literal.text);
  if (texts === null) return fault(operand, "This comparison is not known.", null);
  const numbers = numbersFor(operand, literal, scope);
  if (numbers === null) return (text) => isWithin(text, texts);
  if (isFault(numbers)) return numbers;
  const inNumbers = numberTest(numbers, literal, comparison);
  const isOrder = comparison !== "==" && comparison !== "!=";
  return (text, number, isString) => {
    if (!Number.isNaN(number)) return inNumbers(number, text);
    // Maps of texts hold numbers too; what is no number at all has no place among them.
    const sent = isString && WRITTEN_NUMBER.test(text) ? Number(text) : Number.NaN;
    if (isOrder) return !Number.isNaN(sent) && inNumbers(sent, text);
    return Number.isNaN(sent) ? isWithin(text, texts) : inNumbers(sent, text);
  };
}

/** A number as a text, in the form of JSON. */
const WRITTEN_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** The numbers that a literal stands for, more than one where a name does; null where it is a text, and a fault where it is neither. */
function numbersFor(operand: Operand, literal: Literal, scope: Scope): readonly number[] | Fault | null {
  const meant = numbersMeant(operand, literal, scope.capture);
  if (meant !== null) return meant;
  if (literal.kind === "string" || literal.kind === "word") return null;
  const number = numberOf(literal, isResult(operand.path) ? "result" : "size", scope.capture);
  if (typeof number === "number") return [number];
  const text = `A value of a payload cannot be compared with ${shown(literal)}.`;
  return fault(literal, text, "Write a number, or a text between quotes.");
}

/** Whether a number passes; `text` is how it is written. */
function numberTest(
  numbers: readonly number[],
  literal: Literal,
  comparison: Comparison,
): (number: number, text: string) => boolean {
  const ranges = rangesOfNumbers(numbers, literal, comparison);
  if (literal.kind !== "integer" || Number.isSafeInteger(Number(integerOf(literal.text)))) {
    return (number) => isIn(number, ranges);
  }
  // Beyond what doubles tell apart, whole numbers are compared digit by digit.
  const exact = rangesOf(comparison, integerOf(literal.text));
  return (number, text) => (exact !== null && /^-?\d+$/.test(text) ? isIn(BigInt(text), exact) : isIn(number, ranges));
}

/** A name may stand for several numbers: it is equal to each of them, and its place among others is that of the first. */
function rangesOfNumbers(numbers: readonly number[], literal: Literal, comparison: Comparison): Ranges<number> {
  const [first = Number.NaN] = numbers;
  const plain = rangesOf(comparison, first) ?? { ranges: [], negated: false };
  if (comparison !== "==" && comparison !== "!=") return plain;
  // HRESULTs are signed, but people write them as unsigned hexadecimal, also where nothing says that a member is one.
  const isHex = literal.kind === "integer" && /^0x/i.test(literal.text) && first > 0x7fff_ffff && first <= 0xffff_ffff;
  const all = isHex ? [first, first | 0] : numbers;
  return { ...plain, ranges: all.map((number) => ({ low: number, high: number })) };
}

/** Whether both ends of a range are numbers or both texts, and the second is less than the first. */
function isBackwards(operand: Operand, low: Value, high: Value, scope: Scope): boolean {
  const [from, to] = [literalOf(low, scope), literalOf(high, scope)];
  if (isFault(from) || isFault(to)) return false;
  const [first, last] = [numbersFor(operand, from, scope), numbersFor(operand, to, scope)];
  if (first === null && last === null) return from.text > to.text;
  return first !== null && last !== null && !isFault(first) && !isFault(last) && first[0]! > last[0]!;
}

function bothTests(first: ScalarTest | Fault, second: ScalarTest | Fault): ScalarTest | Fault {
  if (isFault(first)) return first;
  return isFault(second) ? second : (...scalar) => first(...scalar) && second(...scalar);
}

function isWithin(text: string, { ranges, negated }: Ranges<string>): boolean {
  const within = ranges.some(({ low, high }) => (low === null || text >= low) && (high === null || text <= high));
  return within !== negated;
}

/** The numbers that a function's value is compared with. */
function numbersOf(operand: Operand, wanted: NonNullable<Wanted>, scope: Scope): Ranges<number> | Fault {
  const read = (value: Value): number | Fault => {
    const literal = literalOf(value, scope);
    if (isFault(literal)) return literal;
    const number = numberOf(literal, "number", scope.capture);
    return typeof number === "number" ? number : fault(literal, number.text, number.hint);
  };
  if ("members" in wanted) {
    const ranges: Range<number>[] = [];
    for (const { low, high } of wanted.members) {
      const from = read(low);
      const to = high === null ? from : read(high);
      if (typeof from !== "number") return from;
      if (typeof to !== "number") return to;
      const empty = high !== null && from > to ? backwards(low, high) : null;
      if (empty !== null) return empty;
      ranges.push({ low: from, high: to });
    }
    return { ranges, negated: false };
  }
  const number = read(wanted.value);
  if (typeof number !== "number") return number;
  return rangesOf(wanted.comparison, number) ?? fault(operand, "A function's value is a number.", "Write ==, < or >");
}

function literalOf(value: Value, scope: Scope): Literal | Fault {
  return value.kind === "regex"
    ? fault(value, "A regular expression is compared by matches.", "Write matches /.../")
    : resolveVariable(value, scope);
}

/** Texts of which a value must hold one to pass; null where others pass too, and for numbers, which are written in many ways. */
function textsWanted(operand: Operand, wanted: Wanted, scope: Scope): readonly string[] | null {
  if (wanted === null) return null;
  const texts: string[] = [];
  for (const value of "members" in wanted ? wanted.members.map(({ low }) => low) : [wanted.value]) {
    const literal = literalOf(value, scope);
    if (isFault(literal)) return null;
    const isText = literal.kind === "string" || literal.kind === "word";
    const contains = "comparison" in wanted && wanted.comparison === "contains";
    if (!isText && !contains) return null;
    if (numbersMeant(operand, literal, scope.capture) !== null) return null;
    texts.push(literal.text);
  }
  const isExact = "members" in wanted ? wanted.members.every(({ high }) => high === null) : wanted.comparison === "==";
  return isExact || ("comparison" in wanted && wanted.comparison === "contains") ? texts : null;
}
