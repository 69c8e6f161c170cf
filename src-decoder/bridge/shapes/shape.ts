/**
 * The words in which payloads are described. One table in these words drives the details tree, hover and validation in the
 * editor, filter fields, completion, redaction and the protocol's reference page.
 *
 * Shapes are trees without cycles. Go leaves zero values out (`omitempty`), and writes an empty slice, map or pointer that it does not
 * leave out as `null`: arrays, maps and objects may therefore be `null` wherever they stand.
 */

/** Guests that know a field or resource: Linux (`LCOW`), Windows (`WCOW`), Windows behind the confidential sidecar (`CWCOW`). */
export type Guest = "LCOW" | "WCOW" | "CWCOW";

/** What a value may give away (bridge.md section 5); a redaction hides by these. */
type Secret =
  | "environment"
  | "command"
  | "annotation"
  | "policy"
  | "credential"
  | "registry"
  | "path"
  | "name"
  | "network"
  | "identity"
  | "message";

/** What a scalar means beyond its type: `describeValue` explains it. */
export type Role =
  | "result"
  | "timeout"
  | "exit-code"
  | "signal"
  | "vsock-port"
  | "container-id"
  | "activity-id"
  | "service-id"
  | "address-id"
  | "guid"
  | "line"
  | "traceparent"
  | "trace-options"
  | "scsi-controller"
  | "error-text"
  | "limit"
  | "file-mode";

/** When a member must be there: never, always, or where the object's own `Result` is 0. */
type Presence = "optional" | "always" | "on-success";

/** A member of an object: what it is, and what it means where it is left out. */
export interface Field {
  readonly name: string;
  readonly shape: Shape;
  /** What it is, one sentence. */
  readonly text: string;
  readonly presence: Presence;
  /** `bytes`, `ns`, `ms`; null where the value counts or names something. */
  readonly unit: string | null;
  /** What it means that the member is not there, one sentence; null where it must be there. */
  readonly absent: string | null;
  /** Empty where every guest knows it. */
  readonly guests: readonly Guest[];
  readonly secret: Secret | null;
  /** Why it is no longer used; null where it is. */
  readonly deprecated: string | null;
}

/** An object of named members. */
export interface ObjectShape {
  readonly kind: "object";
  /** Unique among all objects: the name of its definition in a JSON schema. */
  readonly name: string;
  /** What it is, one sentence. */
  readonly text: string;
  readonly fields: readonly Field[];
  /** Other members may occur: their set is not known, or not closed. */
  readonly open: boolean;
}

/** A list whose elements have one shape. */
export interface ArrayShape {
  readonly kind: "array";
  readonly items: Shape;
}

/** An object whose keys are data. */
export interface MapShape {
  readonly kind: "map";
  /** What the keys are, a few words. */
  readonly keys: string;
  readonly values: Shape;
}

/** A text, maybe of a known form. */
export interface StringShape {
  readonly kind: "string";
  readonly role: Role | null;
}

/** A whole number, maybe with a role that gives its values names. */
export interface IntegerShape {
  readonly kind: "integer";
  readonly bits: 8 | 16 | 32 | 64;
  readonly signed: boolean;
  readonly role: Role | null;
}

/** One of known values, or where it is open any other too. */
export interface EnumerationShape {
  readonly kind: "enumeration";
  readonly values: readonly EnumerationValue[];
  /** Other values may occur. */
  readonly open: boolean;
}

interface EnumerationValue {
  readonly value: string | number;
  /** One sentence. */
  readonly text: string;
}

/** An unsigned 32-bit number whose bits are switches. */
export interface FlagsShape {
  readonly kind: "flags";
  readonly flags: readonly Flag[];
}

interface Flag {
  /** The bit's value: 1, 2, 4 ... */
  readonly mask: number;
  readonly name: string;
  readonly text: string;
}

/** A string that holds JSON of a shape. */
export interface JsonStringShape {
  readonly kind: "json-string";
  readonly of: Shape;
}

/** A string that holds Base64 (RFC 4648 section 4) of JSON of a shape, or of anything else where `of` is null. */
export interface Base64Shape {
  readonly kind: "base64";
  readonly of: Shape | null;
}

/** One of several shapes: the first variant whose condition holds; the last one's always does. */
export interface ChoiceShape {
  readonly kind: "choice";
  readonly variants: readonly Variant[];
}

/** One of the shapes that a value may have, and when it has it. */
export interface Variant {
  readonly when: Condition;
  readonly shape: Shape;
  /** What this variant is, one sentence. */
  readonly text: string;
  readonly guests: readonly Guest[];
}

/** What decides for a variant of a choice. */
export type Condition =
  /** A member beside the value is a string among these. */
  | { readonly by: "sibling"; readonly name: string; readonly values: readonly string[] }
  /** The value is an object with at least one of these members. */
  | { readonly by: "members"; readonly names: readonly string[] }
  /** The value is a number. */
  | { readonly by: "number" }
  | { readonly by: "otherwise" };

type ScalarShape =
  | StringShape
  | IntegerShape
  | EnumerationShape
  | FlagsShape
  | { readonly kind: "number" }
  | { readonly kind: "boolean" };

/** `any` is a value whose form is not known. */
export type Shape =
  | ObjectShape
  | ArrayShape
  | MapShape
  | ScalarShape
  | JsonStringShape
  | Base64Shape
  | ChoiceShape
  | { readonly kind: "any" };

interface FieldDetails {
  readonly unit?: string;
  /** Where it is more than "0", "false" or "empty". */
  readonly absent?: string;
  readonly guests?: readonly Guest[];
  readonly secret?: Secret;
  readonly deprecated?: string;
}

function makeField(presence: Presence, name: string, shape: Shape, text: string, details: FieldDetails): Field {
  const { unit = null, absent, guests = [], secret = null, deprecated = null } = details;
  const absence = presence === "always" ? null : (absent ?? absenceOf(shape));
  return { name, shape, text, presence, unit, absent: absence, guests, secret, deprecated };
}

/** A member that may be left out. */
export function field(name: string, shape: Shape, text: string, details: FieldDetails = {}): Field {
  return makeField("optional", name, shape, text, details);
}

/** A member that is always there. */
export function always(name: string, shape: Shape, text: string, details: FieldDetails = {}): Field {
  return makeField("always", name, shape, text, details);
}

/** A member of a response that is there unless the response is an error. */
export function onSuccess(name: string, shape: Shape, text: string, details: FieldDetails = {}): Field {
  return makeField("on-success", name, shape, text, {
    absent: "The request failed, or the value is zero.",
    ...details,
  });
}

/** What Go's omitted zero value is, by type. */
function absenceOf(shape: Shape): string {
  switch (shape.kind) {
    case "integer":
    case "number":
      return "Absent means 0.";
    case "flags":
      return "Absent means 0: no flag is set.";
    case "boolean":
      return "Absent means false.";
    case "array":
    case "map":
      return "Absent means none.";
    case "string":
    case "enumeration":
    case "json-string":
    case "base64":
      return "Absent means empty.";
    case "object":
    case "choice":
    case "any":
      return "Absent means not given.";
  }
}

/** An object whose members are all known. */
export function object(name: string, text: string, fields: readonly Field[]): ObjectShape {
  return { kind: "object", name, text, fields, open: false };
}

/** An object that may have more members than those known. */
export function openObject(name: string, text: string, fields: readonly Field[]): ObjectShape {
  return { kind: "object", name, text, fields, open: true };
}

export function listOf(items: Shape): ArrayShape {
  return { kind: "array", items };
}

export function mapOf(keys: string, values: Shape): MapShape {
  return { kind: "map", keys, values };
}

export function string(role: Role | null = null): StringShape {
  return { kind: "string", role };
}

export function uint(bits: 8 | 16 | 32 | 64, role: Role | null = null): IntegerShape {
  return { kind: "integer", bits, signed: false, role };
}

export function int(bits: 8 | 16 | 32 | 64, role: Role | null = null): IntegerShape {
  return { kind: "integer", bits, signed: true, role };
}

/** One of the values, each with its sentence; no other may occur. */
export function oneOf(...values: readonly (readonly [string | number, string])[]): EnumerationShape {
  return { kind: "enumeration", values: values.map(([value, meaning]) => ({ value, text: meaning })), open: false };
}

/** Usually one of the values; others may occur. */
export function oftenOneOf(...values: readonly (readonly [string | number, string])[]): EnumerationShape {
  return { ...oneOf(...values), open: true };
}

export function flags(...bits: readonly (readonly [number, string, string])[]): FlagsShape {
  return { kind: "flags", flags: bits.map(([mask, name, meaning]) => ({ mask, name, text: meaning })) };
}

export function jsonString(of: Shape): JsonStringShape {
  return { kind: "json-string", of };
}

export function base64(of: Shape | null = null): Base64Shape {
  return { kind: "base64", of };
}

export function choice(...variants: readonly Variant[]): ChoiceShape {
  return { kind: "choice", variants };
}

/** A variant of a choice. */
export function variant(when: Condition, shape: Shape, meaning: string, guests: readonly Guest[] = []): Variant {
  return { when, shape, text: meaning, guests };
}

/** The member `name` beside the value is one of `values`. */
export function sibling(name: string, ...values: readonly string[]): Condition {
  return { by: "sibling", name, values };
}

/** The value has at least one of these members. */
export function hasMember(...names: readonly string[]): Condition {
  return { by: "members", names };
}

export const OTHERWISE: Condition = { by: "otherwise" };
export const BOOLEAN: Shape = { kind: "boolean" };
export const ANY: Shape = { kind: "any" };
