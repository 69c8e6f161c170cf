/** What a shape is called in a table or a hover: `uint32`, `list of string`, `JSON in a string: ProcessParameters`. */
import type { Shape } from "./shape.ts";

/** A few words for the type of a value; the objects in it by their names. */
export function typeText(shape: Shape): string {
  switch (shape.kind) {
    case "object":
      return shape.name;
    case "array":
      return `list of ${typeText(shape.items)}`;
    case "map":
      return `map of ${typeText(shape.values)}`;
    case "string":
    case "number":
    case "boolean":
      return shape.kind;
    case "integer":
      return `${shape.signed ? "" : "u"}int${shape.bits}`;
    case "enumeration":
      return shape.values.some(({ value }) => typeof value === "number") ? "number, enumerated" : "enumeration";
    case "flags":
      return "uint32, flags";
    case "json-string":
      return `JSON in a string: ${typeText(shape.of)}`;
    case "base64":
      return shape.of === null ? "Base64" : `Base64 of JSON: ${typeText(shape.of)}`;
    case "choice":
      return [...new Set(shape.variants.map((variant) => typeText(variant.shape)))].join(" or ");
    case "any":
      return "any";
  }
}
