/** Checks a payload against its shape: what is not known, of the wrong type, missing, or not among the allowed values. */
import { NO_NODE } from "../payload-tree.ts";
import type { PayloadTree } from "../payload-tree.ts";
import { assignShapes, membersOf } from "./assign.ts";
import { fieldNamed } from "./resolve.ts";
import type { EnumerationShape, ObjectShape, Shape } from "./shape.ts";

/** Something of a payload that is not as its shape says. */
export interface Finding {
  /** Row of the value in the tree; of an unknown member its value's. */
  readonly row: number;
  /** `Settings.ProcessParameters.CommandArgs[0]`; empty for the payload itself. */
  readonly path: string;
  /** Bytes in the payload as it was sent: the key of an unknown member, the value of others. */
  readonly start: number;
  readonly end: number;
  readonly code: "unknown-field" | "wrong-type" | "missing-field" | "bad-value";
  /** One sentence. */
  readonly text: string;
}

/** More would help nobody, and each costs a text. */
const MOST_FINDINGS = 500;

/** What differs between the payload and its shape, in the order of the bytes. Never throws. */
export function validate(tree: PayloadTree, root: ObjectShape): readonly Finding[] {
  const validator = new Validator(tree);
  const { shapes } = assignShapes(tree, root);
  for (let row = 0; row < tree.length && validator.findings.length < MOST_FINDINGS; row++) {
    const shape = shapes[row] ?? null;
    if (shape !== null && tree.kind(row) !== "broken") validator.check(row, shape);
  }
  return validator.findings;
}

/** What a value is called in a sentence. */
const KIND_NAMES = {
  object: "an object",
  array: "a list",
  string: "a string",
  number: "a number",
  true: "true",
  false: "false",
  null: "null",
  broken: "no JSON value",
} as const;

class Validator {
  readonly findings: Finding[] = [];
  readonly #tree: PayloadTree;
  /** Where reading ended early; containers around it miss what would have followed. */
  readonly #brokenAt: number;
  /** By row of a list: the element counted last. */
  readonly #places = new Map<number, { readonly row: number; readonly place: number }>();

  constructor(tree: PayloadTree) {
    this.#tree = tree;
    this.#brokenAt = tree.problems.find(({ fatal }) => fatal)?.node ?? NO_NODE;
  }

  check(row: number, shape: Shape): void {
    const tree = this.#tree;
    const kind = tree.kind(row);
    switch (shape.kind) {
      case "any":
        return;
      case "object":
        if (kind === "object") this.#checkMembers(row, shape);
        else if (kind !== "null" || row === 0) this.#wrongType(row, "an object");
        return;
      case "array":
        if (kind !== "array" && kind !== "null") this.#wrongType(row, "a list");
        return;
      case "map":
        if (kind !== "object" && kind !== "null") this.#wrongType(row, "an object");
        return;
      case "boolean":
        if (kind !== "true" && kind !== "false") this.#wrongType(row, "true or false");
        return;
      case "number":
        if (kind !== "number") this.#wrongType(row, "a number");
        return;
      case "string":
        if (kind !== "string") this.#wrongType(row, "a string");
        return;
      case "integer":
        this.#checkInteger(row, shape.bits, shape.signed);
        return;
      case "flags":
        this.#checkInteger(row, 32, false);
        return;
      case "enumeration":
        this.#checkEnumeration(row, shape);
        return;
      case "json-string":
        if (kind !== "string") this.#wrongType(row, "a string with JSON");
        else if (tree.embedding(row) === null && !isJsonScalar(tree.stringValue(row))) {
          this.#add(row, "bad-value", "The string holds no JSON.");
        }
        return;
      case "base64":
        if (kind !== "string") this.#wrongType(row, "a string with Base64");
        else if (!BASE64.test(tree.stringValue(row))) this.#add(row, "bad-value", "The string is not Base64.");
        return;
      case "choice":
        return;
    }
  }

  #checkMembers(row: number, shape: ObjectShape): void {
    const tree = this.#tree;
    if (!shape.open) {
      for (const child of tree.children(row)) {
        if (this.findings.length >= MOST_FINDINGS) return;
        const name = tree.key(child);
        if (name !== null && fieldNamed(shape, name) === undefined) this.#unknown(child, name, shape);
      }
    }
    if (this.#endsEarly(row)) return;
    const members = membersOf(tree, row);
    const result = members.get("Result");
    const succeeded = result !== undefined && tree.text(result) === "0";
    for (const { name, presence, text } of shape.fields) {
      if (presence === "optional" || members.has(name) || (presence === "on-success" && !succeeded)) continue;
      this.#add(row, "missing-field", `${name} is missing: ${text}`);
    }
  }

  #endsEarly(row: number): boolean {
    return this.#brokenAt !== NO_NODE && this.#brokenAt >= row && this.#brokenAt < this.#tree.next(row);
  }

  #checkInteger(row: number, bits: number, signed: boolean): void {
    if (this.#tree.kind(row) !== "number") {
      this.#wrongType(row, "a whole number");
      return;
    }
    const text = this.#tree.text(row);
    if (!WHOLE.test(text)) {
      this.#add(row, "wrong-type", `${shortened(text)} stands where a whole number is expected.`);
      return;
    }
    const highest = 2n ** BigInt(signed ? bits - 1 : bits) - 1n;
    const lowest = signed ? -highest - 1n : 0n;
    const value = text.length > MOST_DIGITS ? null : BigInt(text);
    if (value !== null && value >= lowest && value <= highest) return;
    this.#add(row, "bad-value", `${shortened(text)} is not between ${lowest} and ${highest}.`);
  }

  #checkEnumeration(row: number, shape: EnumerationShape): void {
    const tree = this.#tree;
    const numeric = shape.values.some(({ value }) => typeof value === "number");
    if (tree.kind(row) !== (numeric ? "number" : "string")) {
      this.#wrongType(row, numeric ? "a number" : "a string");
      return;
    }
    const value = tree.stringValue(row);
    if (shape.open || shape.values.some((known) => String(known.value) === value)) return;
    const allowed = shape.values.map((known) => known.value).join(", ");
    this.#add(row, "bad-value", `"${shortened(value)}" is none of ${allowed}.`);
  }

  /** Keys from the root to `row`, elements of lists by their place. */
  #pathOf(row: number): string {
    const tree = this.#tree;
    const steps: string[] = [];
    for (let at = row, above = tree.parent(at); above !== NO_NODE; at = above, above = tree.parent(at)) {
      const key = tree.key(at);
      if (key !== null) steps.push(`.${key}`);
      else if (tree.kind(above) === "array") steps.push(`[${this.#placeIn(above, at)}]`);
    }
    return steps.toReversed().join("").replace(/^\./, "");
  }

  /** The element's place in its list. Findings come in the order of rows, so counting goes on where it ended last. */
  #placeIn(list: number, row: number): number {
    const last = this.#places.get(list) ?? { row: list + 1, place: 0 };
    let { row: at, place } = last;
    while (at < row) {
      at = this.#tree.next(at);
      place++;
    }
    this.#places.set(list, { row: at, place });
    return place;
  }

  #wrongType(row: number, expected: string): void {
    this.#add(row, "wrong-type", `Here is ${KIND_NAMES[this.#tree.kind(row)]}, where ${expected} is expected.`);
  }

  #unknown(row: number, name: string, shape: ObjectShape): void {
    const range = this.#tree.keyRange(row) ?? { start: this.#tree.start(row), end: this.#tree.end(row) };
    const text = `${shape.name} has no member "${shortened(name)}" that is known.`;
    this.findings.push({ row, path: this.#pathOf(row), ...range, code: "unknown-field", text });
  }

  #add(row: number, code: Finding["code"], text: string): void {
    const tree = this.#tree;
    this.findings.push({ row, path: this.#pathOf(row), start: tree.start(row), end: tree.end(row), code, text });
  }
}

const WHOLE = /^-?[0-9]+$/;
/** Digits of a 64-bit number with its sign; longer ones are not in any range, and not turned into numbers. */
const MOST_DIGITS = 20;
/** RFC 4648 section 4; padding may be left out. */
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** JSON that is neither object nor list, which is not opened as a tree. */
function isJsonScalar(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
