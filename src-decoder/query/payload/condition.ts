import type { ColumnField, FlagField, IdField, NumberField, TextField } from "../fields/field.ts";
import type { PayloadView } from "./payload-view.ts";
import type { Comparison } from "../language/syntax.ts";

/** A test of one payload. */
export type PayloadTest = (payload: PayloadView) => boolean;

/** A filter whose words are resolved and whose types fit: what check makes and compile turns into a predicate. */
export type Condition =
  | { readonly kind: "all" | "any"; readonly parts: readonly Condition[] }
  | { readonly kind: "not"; readonly part: Condition }
  /** With `ofPeer` it is the paired frame's payload, and a frame without a pair has none. */
  | { readonly kind: "payload"; readonly ofPeer: boolean; readonly test: PayloadTest }
  /** Of what the frame says in one line, which is made from its payload too; a frame that says nothing passes no test. */
  | { readonly kind: "info"; readonly ofPeer: boolean; readonly test: (text: string) => boolean }
  | Leaf;

/**
 * A test of one field. A frame without a value passes no test, `!=` included; with `ofPeer` it is the paired frame's value, and a
 * frame without a pair has none.
 */
export type Leaf = { readonly ofPeer: boolean } & (
  | { readonly kind: "flag"; readonly field: FlagField; readonly wanted: boolean }
  | { readonly kind: "present"; readonly field: ColumnField }
  | { readonly kind: "number"; readonly field: NumberField; readonly ranges: Ranges<number> }
  | { readonly kind: "id"; readonly field: IdField; readonly ranges: Ranges<bigint> }
  | { readonly kind: "text"; readonly field: TextField; readonly test: (text: string) => boolean }
);

/** Values from `low` to `high`, both included; null is without end. */
export interface Range<T> {
  readonly low: T | null;
  readonly high: T | null;
}

/** Values that lie in one of the ranges, or with `negated` in none. */
export interface Ranges<T> {
  readonly ranges: readonly Range<T>[];
  readonly negated: boolean;
}

export function isIn<T extends number | bigint>(value: T, { ranges, negated }: Ranges<T>): boolean {
  for (const { low, high } of ranges) {
    if ((low === null || value >= low) && (high === null || value <= high)) return !negated;
  }
  return negated;
}

/** The values that a comparison with `value` lets pass; null where the comparison is one of texts. */
export function rangesOf<T>(comparison: Comparison, value: T): Ranges<T> | null {
  switch (comparison) {
    case "==":
      return { ranges: [{ low: value, high: value }], negated: false };
    case "!=":
      return { ranges: [{ low: value, high: value }], negated: true };
    case "<=":
      return { ranges: [{ low: null, high: value }], negated: false };
    case ">":
      return { ranges: [{ low: null, high: value }], negated: true };
    case ">=":
      return { ranges: [{ low: value, high: null }], negated: false };
    case "<":
      return { ranges: [{ low: value, high: null }], negated: true };
    case "contains":
    case "matches":
      return null;
  }
}

/** A test of a payload, or of what is made from it. */
export type PayloadCondition = Extract<Condition, { readonly kind: "payload" | "info" }>;

/** The tests of payloads in a condition. */
export function payloadParts(condition: Condition): readonly PayloadCondition[] {
  switch (condition.kind) {
    case "payload":
    case "info":
      return [condition];
    case "not":
      return payloadParts(condition.part);
    case "all":
    case "any":
      return condition.parts.flatMap(payloadParts);
    case "flag":
    case "present":
    case "number":
    case "id":
    case "text":
      return [];
  }
}

/**
 * The condition without its tests of payloads, which columns answer alone: with `hope` it lets every row pass that the whole condition may
 * let pass, without only rows that pass whatever their payload holds.
 */
export function withoutPayload(condition: Condition, hope: boolean): Condition {
  switch (condition.kind) {
    case "payload":
    case "info":
      // Of no conditions all hold, and none does.
      return { kind: hope ? "all" : "any", parts: [] };
    case "not":
      return { kind: "not", part: withoutPayload(condition.part, !hope) };
    case "all":
    case "any":
      return { kind: condition.kind, parts: condition.parts.map((part) => withoutPayload(part, hope)) };
    case "flag":
    case "present":
    case "number":
    case "id":
    case "text":
      return condition;
  }
}
