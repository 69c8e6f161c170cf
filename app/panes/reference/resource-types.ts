/** The resource types of ModifySettings with the forms that their settings have, as the shapes say it. */
import {
  MESSAGES,
  objectsOf,
  resolveField,
  type Guest,
  type ObjectShape,
  type Shape,
} from "../../../src-decoder/index.ts";

export interface ResourceType {
  readonly name: string;
  readonly text: string;
  readonly guests: readonly Guest[];
  /** Empty for a type without settings. */
  readonly settings: readonly ObjectShape[];
}

const REQUEST = MESSAGES.find(({ procedure, kind }) => procedure.name === "ModifySettings" && kind === "request");

export const RESOURCE_TYPES: readonly ResourceType[] = readTypes();

function readTypes(): readonly ResourceType[] {
  const types = shapeAt("Request", "ResourceType");
  const settings = shapeAt("Request", "Settings");
  if (types?.kind !== "enumeration" || settings?.kind !== "choice") return [];
  return types.values.map(({ value, text }) => {
    const name = String(value);
    const variant = settings.variants.find(({ when }) => when.by === "sibling" && when.values.includes(name));
    const forms = variant === undefined ? [] : objectsOf(variant.shape);
    return {
      name,
      text,
      guests: variant === undefined ? [] : guestsOf(variant.shape, variant.guests),
      settings: forms,
    };
  });
}

function guestsOf(shape: Shape, own: readonly Guest[]): readonly Guest[] {
  const below = shape.kind === "choice" ? shape.variants.flatMap(({ guests }) => guests) : [];
  return [...new Set([...own, ...below])];
}

function shapeAt(...path: readonly string[]): Shape | undefined {
  return REQUEST === undefined ? undefined : resolveField(REQUEST.shape, path)[0]?.shape;
}
