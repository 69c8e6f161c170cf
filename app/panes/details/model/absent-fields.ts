import {
  describeValue,
  type ObjectShape,
  type PayloadField,
  type PayloadTree,
  type Shape,
  lowerFirst,
} from "../../../../src-decoder/index.ts";

/** A member that an object could have and does not. */
export interface AbsentField {
  readonly field: PayloadField;
  /** `absent: 0`; `missing` where it must be there. */
  readonly value: string;
  /** What that means; empty where the value says it. */
  readonly meaning: string;
  /** It must be there. */
  readonly missing: boolean;
}

/** Objects with more members than this are not of the protocol. */
const MOST_MEMBERS = 1000;
/** What absence means of most texts, lists and objects: nothing that must be said for each. */
const SAYS_NOTHING = new Set(["Absent means none.", "Absent means empty.", "Absent means not given."]);

/**
 * The members that the object at `row` lacks and whose absence says something: Go's omitted zeros, defaults, and what must be there.
 * Those of other guests and those that are no longer used are left out; so is all where reading ended inside the object.
 */
export function absentFields(tree: PayloadTree, row: number, shape: Shape | null): readonly AbsentField[] {
  if (shape?.kind !== "object" || tree.kind(row) !== "object" || endsEarly(tree, row)) return [];
  const present = new Set<string>();
  let result: string | null = null;
  for (const child of tree.children(row)) {
    if (present.size > MOST_MEMBERS) return [];
    const key = tree.key(child) ?? "";
    present.add(key);
    if (key === "Result") result = tree.text(child);
  }
  const guests = new Set(shape.fields.filter(({ name }) => present.has(name)).flatMap((field) => field.guests));
  return shape.fields
    .filter((field) => !present.has(field.name) && isOf(field, guests) && saysSomething(field, shape, result))
    .map(absentField);
}

function isOf({ guests }: PayloadField, present: ReadonlySet<string>): boolean {
  return guests.length === 0 || guests.some((guest) => present.has(guest));
}

function saysSomething(field: PayloadField, shape: ObjectShape, result: string | null): boolean {
  if (field.presence === "always") return true;
  if (field.presence === "on-success") return result === "0";
  if (field.deprecated !== null || field.absent === null) return false;
  // What an error alone has is not missed in a success.
  if (result === "0" && shape.fields.some(({ name }) => name === "Result") && ERROR_ONLY.has(field.name)) return false;
  return !SAYS_NOTHING.has(field.absent);
}

const ERROR_ONLY = new Set(["ErrorMessage", "ErrorRecords"]);

function absentField(field: PayloadField): AbsentField {
  if (field.presence !== "optional") {
    return { field, value: "missing", meaning: `It must be there: ${lowerFirst(field.text)}`, missing: true };
  }
  const { kind } = field.shape;
  const zero = kind === "integer" || kind === "number" || kind === "flags";
  const value = zero ? "absent: 0" : kind === "boolean" ? "absent: false" : "absent";
  const isDefault = field.absent === `Absent means ${zero ? "0" : "false"}.`;
  const meaning = isDefault ? (zero ? (describeValue(field.shape, 0)?.text ?? "") : "") : (field.absent ?? "");
  return { field, value, meaning, missing: false };
}

function endsEarly(tree: PayloadTree, row: number): boolean {
  return tree.problems.some(({ fatal, node }) => fatal && node >= row && node < tree.next(row));
}
