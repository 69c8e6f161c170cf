/** Finds what a path of keys means, without a payload: for filters, completion and the reference page. */
import type { Field, ObjectShape, Shape } from "./shape.ts";

/** What a path leads to. */
export interface Resolved {
  /** The member named last; elements of lists and maps belong to the member that holds them. Null for the whole payload. */
  readonly field: Field | null;
  readonly shape: Shape;
}

const FIELDS_BY_NAME = new WeakMap<ObjectShape, ReadonlyMap<string, Field>>();

/** The member of an object; undefined where it has none of that name. */
export function fieldNamed(shape: ObjectShape, name: string): Field | undefined {
  let fields = FIELDS_BY_NAME.get(shape);
  if (fields === undefined) {
    fields = new Map(shape.fields.map((field) => [field.name, field]));
    FIELDS_BY_NAME.set(shape, fields);
  }
  return fields.get(name);
}

/**
 * What `path` means from `shape` on: one answer for each form that the payload may have there, none where no form has the path.
 * A path goes through JSON and Base64 in strings as if they were not there. A number takes an element of a list; a name that meets a
 * list means that member of its elements.
 */
export function resolve(shape: Shape, path: readonly (string | number)[]): readonly Resolved[] {
  let found: Resolved[] = [{ field: null, shape }];
  for (const step of path) found = found.flatMap((at) => stepInto(at, step));
  return found;
}

function stepInto({ field, shape }: Resolved, step: string | number): Resolved[] {
  switch (shape.kind) {
    case "object": {
      const member = fieldNamed(shape, String(step));
      return member === undefined ? [] : [{ field: member, shape: member.shape }];
    }
    case "map":
      return [{ field, shape: shape.values }];
    case "array":
      return typeof step === "number" ? [{ field, shape: shape.items }] : stepInto({ field, shape: shape.items }, step);
    case "json-string":
      return stepInto({ field, shape: shape.of }, step);
    case "base64":
      return shape.of === null ? [] : stepInto({ field, shape: shape.of }, step);
    case "choice":
      return shape.variants.flatMap((variant) => stepInto({ field, shape: variant.shape }, step));
    case "any":
      return [{ field, shape }];
    case "string":
    case "integer":
    case "number":
    case "boolean":
    case "enumeration":
    case "flags":
      return [];
  }
}

/** The objects that a value of this shape may be or hold: through lists, maps, strings and choices. */
export function objectsOf(shape: Shape): readonly ObjectShape[] {
  switch (shape.kind) {
    case "object":
      return [shape];
    case "array":
      return objectsOf(shape.items);
    case "map":
      return objectsOf(shape.values);
    case "json-string":
      return objectsOf(shape.of);
    case "base64":
      return shape.of === null ? [] : objectsOf(shape.of);
    case "choice":
      return [...new Set(shape.variants.flatMap((variant) => objectsOf(variant.shape)))];
    case "string":
    case "integer":
    case "number":
    case "boolean":
    case "enumeration":
    case "flags":
    case "any":
      return [];
  }
}

/** A member with the path that a filter names it by: keys with dots, without the elements of lists. */
export interface FieldPath {
  readonly path: string;
  readonly field: Field;
}

/** Every member below `shape`, each container before its contents; a path that several forms have comes once for each. */
export function* fieldPaths(shape: Shape, prefix = ""): Generator<FieldPath> {
  for (const { fields } of objectsOf(shape)) {
    for (const field of fields) {
      const path = prefix === "" ? field.name : `${prefix}.${field.name}`;
      yield { path, field };
      yield* fieldPaths(field.shape, path);
    }
  }
}

/** All that is to say about a member in one line: what it is, its unit, what its absence means, which guests know it. */
export function fieldText(field: Field): string {
  const parts = [field.text];
  if (field.unit !== null) parts.push(`Unit: ${field.unit}.`);
  if (field.absent !== null) parts.push(field.absent);
  if (field.guests.length > 0) parts.push(`Guests: ${field.guests.join(", ")}.`);
  if (field.deprecated !== null) parts.push(`No longer used: ${field.deprecated}`);
  return parts.join(" ");
}
