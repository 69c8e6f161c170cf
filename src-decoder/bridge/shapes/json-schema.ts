/**
 * JSON schemas (draft-07) of payloads, for an editor's hover, completion and underlines. `enumDescriptions`, `deprecationMessage` and
 * `patternErrorMessage` are additions that the editor knows and other readers leave aside.
 */
import { shapeOf } from "./index.ts";
import { fieldText } from "./resolve.ts";
import type {
  ChoiceShape,
  Condition,
  EnumerationShape,
  Field,
  IntegerShape,
  ObjectShape,
  Shape,
  Variant,
} from "./shape.ts";

/** The words of draft-07 in use. */
export interface JsonSchema {
  $schema?: string;
  $ref?: string;
  title?: string;
  description?: string;
  deprecationMessage?: string;
  type?: string | readonly string[];
  properties?: Readonly<Record<string, JsonSchema>>;
  additionalProperties?: boolean | JsonSchema;
  required?: readonly string[];
  items?: JsonSchema;
  enum?: readonly (string | number)[];
  enumDescriptions?: readonly string[];
  const?: string | number;
  minimum?: number;
  maximum?: number;
  pattern?: string;
  patternErrorMessage?: string;
  contentEncoding?: string;
  contentMediaType?: string;
  anyOf?: readonly JsonSchema[];
  allOf?: readonly JsonSchema[];
  if?: JsonSchema;
  then?: JsonSchema;
  else?: JsonSchema;
  definitions?: Readonly<Record<string, JsonSchema>>;
}

/** How a shape becomes a schema. */
export interface SchemaOptions {
  /** JSON within strings may also stand there as the structure it is, as the page shows payloads. */
  readonly openedStrings?: boolean;
}

/** The schema of a message type's payload; null for a type that is not known. */
export function jsonSchemaOf(type: number, options: SchemaOptions = {}): JsonSchema | null {
  const shape = shapeOf(type);
  return shape === null ? null : new SchemaWriter(options.openedStrings ?? false).document(shape);
}

const NULLABLE_OBJECT = ["object", "null"] as const;

class SchemaWriter {
  readonly #openedStrings: boolean;
  readonly #definitions = new Map<string, JsonSchema>();

  constructor(openedStrings: boolean) {
    this.#openedStrings = openedStrings;
  }

  document(shape: ObjectShape): JsonSchema {
    const root = this.#object(shape);
    return {
      $schema: "http://json-schema.org/draft-07/schema#",
      ...root,
      type: "object",
      description: shape.text,
      definitions: Object.fromEntries(this.#definitions),
    };
  }

  #write(shape: Shape): JsonSchema {
    switch (shape.kind) {
      case "object":
        return this.#reference(shape);
      case "array":
        return { type: ["array", "null"], items: this.#write(shape.items) };
      case "map":
        return { type: NULLABLE_OBJECT, additionalProperties: this.#write(shape.values) };
      case "string":
      case "number":
      case "boolean":
        return { type: shape.kind };
      case "integer":
        return integerSchema(shape);
      case "flags":
        return integerSchema({ bits: 32, signed: false });
      case "enumeration":
        return enumerationSchema(shape);
      case "json-string":
        return this.#opened({ type: "string", contentMediaType: "application/json" }, shape.of);
      case "base64":
        return this.#opened(BASE64_SCHEMA, shape.of);
      case "choice":
        return this.#choice(shape.variants);
      case "any":
        return {};
    }
  }

  /** A definition has no description: that of the member which refers to it is the one to be shown. */
  #reference(shape: ObjectShape): JsonSchema {
    if (!this.#definitions.has(shape.name)) {
      this.#definitions.set(shape.name, {});
      this.#definitions.set(shape.name, this.#object(shape));
    }
    return { allOf: [{ $ref: `#/definitions/${shape.name}` }] };
  }

  #object(shape: ObjectShape): JsonSchema {
    const conditions: JsonSchema[] = [];
    const properties: Record<string, JsonSchema> = {};
    for (const field of shape.fields) {
      const beside = field.shape.kind === "choice" && hasSiblingCondition(field.shape);
      const value = beside ? {} : this.#write(field.shape);
      properties[field.name] = { ...value, ...memberWords(field) };
      if (beside) conditions.push(this.#besideMember(field.name, field.shape.variants));
    }
    const onSuccess = namesOf(shape, "on-success");
    if (onSuccess.length > 0) {
      conditions.push(
        either({ properties: { Result: { const: 0 } }, required: ["Result"] }, { required: onSuccess }, {}),
      );
    }
    const required = namesOf(shape, "always");
    return {
      title: shape.name,
      type: NULLABLE_OBJECT,
      properties,
      ...(required.length > 0 ? { required } : {}),
      ...(shape.open ? {} : { additionalProperties: false }),
      ...(conditions.length > 0 ? { allOf: conditions } : {}),
    };
  }

  /** A chain of conditions on the object for a member whose form another member decides. */
  #besideMember(name: string, variants: readonly Variant[]): JsonSchema {
    const [first, ...rest] = variants;
    if (first === undefined) return {};
    const { when } = first;
    if (when.by !== "sibling") return { properties: { [name]: this.#choice(variants) } };
    return either(
      { properties: { [when.name]: { enum: when.values } }, required: [when.name] },
      { properties: { [name]: this.#write(first.shape) } },
      this.#besideMember(name, rest),
    );
  }

  /** A chain of conditions on the value itself. */
  #choice(variants: readonly Variant[]): JsonSchema {
    const [first, ...rest] = variants;
    if (first === undefined) return {};
    if (rest.length === 0) return this.#write(first.shape);
    return either(conditionSchema(first.when), this.#write(first.shape), this.#choice(rest));
  }

  #opened(closed: JsonSchema, content: Shape | null): JsonSchema {
    if (!this.#openedStrings || content === null) return closed;
    // Any of the two, said so that what is wrong in the structure is reported there rather than as "matches none".
    return either({ type: "string" }, closed, this.#write(content));
  }
}

/** Draft-07's words for a condition. */
function either(condition: JsonSchema, then: JsonSchema, otherwise: JsonSchema): JsonSchema {
  // oxlint-disable-next-line unicorn/no-thenable -- the schema's word, in an object that nobody awaits
  return { if: condition, then, else: otherwise };
}

function hasSiblingCondition(shape: ChoiceShape): boolean {
  return shape.variants.some(({ when }) => when.by === "sibling");
}

function namesOf(shape: ObjectShape, presence: Field["presence"]): string[] {
  return shape.fields.filter((field) => field.presence === presence).map((field) => field.name);
}

function memberWords(field: Field): JsonSchema {
  const description = fieldText(field);
  return field.deprecated === null ? { description } : { description, deprecationMessage: field.deprecated };
}

function conditionSchema(when: Condition): JsonSchema {
  switch (when.by) {
    case "members":
      return { type: "object", anyOf: when.names.map((name) => ({ required: [name] })) };
    case "number":
      return { type: "number" };
    case "sibling":
    case "otherwise":
      return {};
  }
}

/** JSON numbers in JavaScript are doubles: the ends of 64 bits are the doubles nearest to them. */
function integerSchema({ bits, signed }: Pick<IntegerShape, "bits" | "signed">): JsonSchema {
  const highest = 2 ** (signed ? bits - 1 : bits);
  return { type: "integer", minimum: signed ? -highest : 0, maximum: bits === 64 ? highest : highest - 1 };
}

function enumerationSchema({ values, open }: EnumerationShape): JsonSchema {
  const known: JsonSchema = {
    enum: values.map(({ value }) => value),
    enumDescriptions: values.map(({ text }) => text),
  };
  return open ? { type: "string", anyOf: [known, {}] } : known;
}

const BASE64_SCHEMA: JsonSchema = {
  type: "string",
  contentEncoding: "base64",
  pattern: "^[A-Za-z0-9+/]*={0,2}$",
  patternErrorMessage: "The string is not Base64.",
};
