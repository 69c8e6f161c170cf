/** The paths into payloads that the shapes of messages define, as filters name them. */
import { MESSAGES } from "../../bridge/shapes/index.ts";
import { fieldPaths } from "../../bridge/shapes/resolve.ts";
import type { Field, Shape } from "../../bridge/shapes/shape.ts";
import { isPayloadPath } from "../language/resolve.ts";
import type { Expression } from "../language/syntax.ts";

/** A path that the protocol knows, with what may stand there. */
export interface PayloadName {
  /** As a filter writes it. */
  readonly path: string;
  /** The member that it leads to, of the first message that has it. */
  readonly field: Field;
  /** What values it may have; several where messages differ. */
  readonly shapes: readonly Shape[];
}

let names: ReadonlyMap<string, PayloadName> | null = null;

/** All paths, each container before its contents; made when they are first wanted, in some milliseconds. */
export function payloadNames(): ReadonlyMap<string, PayloadName> {
  names ??= readNames();
  return names;
}

/** Names as the shapes have them: plain words, which a filter can write. */
const PLAIN_NAME = /(?:^|\.)\w+(?:-\w+)*$/;

function readNames(): ReadonlyMap<string, PayloadName> {
  const found = new Map<string, PayloadName>();
  for (const { shape } of MESSAGES) {
    for (const { path: keys, field } of fieldPaths(shape)) {
      if (!PLAIN_NAME.test(keys)) continue;
      const path = isPayloadPath(keys) ? keys : `payload.${keys}`;
      const known = found.get(path);
      if (known === undefined) found.set(path, { path, field, shapes: [field.shape] });
      else if (!known.shapes.includes(field.shape))
        found.set(path, { ...known, shapes: [...known.shapes, field.shape] });
    }
  }
  return found;
}

/** What is known of a path; `payload.Settings` and `Settings` are the same. Null where no message defines it. */
export function payloadName(path: string): PayloadName | null {
  const short = path.startsWith("payload.") ? path.slice("payload.".length) : path;
  return payloadNames().get(short) ?? payloadNames().get(`payload.${short}`) ?? null;
}

/** The map of payloads that what is typed names, or of which it begins to name a member; null where it is about no map. */
export function mapBegun(typed: string): string | null {
  const begun = typed.toLowerCase();
  for (const { path, shapes } of payloadNames().values()) {
    const isAbout = begun.startsWith(path.toLowerCase()) && /^(?:$|[.[])/u.test(begun.slice(path.length));
    if (isAbout && shapes.some(({ kind }) => kind === "map")) return path;
  }
  return null;
}

/** Shapes of the single values that a path leads to: elements of lists, not the lists. */
export function scalarShapes({ shapes }: PayloadName): readonly Shape[] {
  return shapes.flatMap((shape) => scalarsIn(shape));
}

function scalarsIn(shape: Shape): readonly Shape[] {
  switch (shape.kind) {
    case "array":
      return scalarsIn(shape.items);
    case "choice":
      return shape.variants.flatMap((variant) => scalarsIn(variant.shape));
    case "object":
    case "map":
    case "json-string":
    case "base64":
    case "any":
      return [];
    case "string":
    case "integer":
    case "number":
    case "boolean":
    case "enumeration":
    case "flags":
      return [shape];
  }
}

/**
 * Whether a filter asks for the presence of a path that no message defines: most likely its name is still being typed, and would hide all
 * rows meanwhile.
 */
export function isBegunPath(expression: Expression | null): boolean {
  switch (expression?.kind) {
    case "and":
    case "or":
      return expression.parts.some(isBegunPath);
    case "not":
      return isBegunPath(expression.part);
    case "bare": {
      const { path } = expression.operand;
      // Quotes that are closed end a name.
      return isPayloadPath(path) && path !== "payload" && !path.endsWith("]") && payloadName(path) === null;
    }
    case "compare":
    case "in":
    case "after":
    case "before":
    case undefined:
      return false;
  }
}
