import { NO_NODE, typeText, type ObjectShape, type PayloadField, type Shape } from "../../../../src-decoder/index.ts";
import { referencePath } from "../../../state/reference-path.ts";
import { derivedOf, valueRow, type FieldId, type FieldModel } from "./field-model.ts";

/** All that is known of a row of the field tree. */
export interface FieldFacts {
  /** `Settings.ProcessParameters.CommandArgs[2]`. */
  readonly name: string;
  /** `uint32`, with the unit where it has one; empty where the protocol does not know it. */
  readonly type: string;
  /** What it is; empty where the protocol does not know it. */
  readonly text: string;
  /** What its value means; empty where that is the value itself. */
  readonly meaning: string;
  /** What is wrong with it, a sentence each. */
  readonly remarks: readonly string[];
  /** What its absence would mean, which guests know it, whether it is still used. */
  readonly notes: readonly string[];
  /** Where the reference speaks of it; null where it does not. */
  readonly reference: string | null;
}

/** What the protocol says of the header's fields. */
const HEADER_TEXTS: Readonly<Record<string, string>> = {
  type: "Kind, category, procedure and version of the message, 32 bits, little-endian.",
  size: "Bytes of the whole frame, the 16 of this header with them, 32 bits, little-endian.",
  id: "Number of the request, which its response repeats, 64 bits, little-endian.",
};

export function factsOf(model: FieldModel, id: FieldId): FieldFacts {
  const name = model.nameOf(id);
  const derived = derivedOf(id);
  if (derived?.kind === "absent") {
    const absent = derived.index === null ? undefined : model.absentIn(derived.row)[derived.index];
    if (absent === undefined) return { ...NOTHING, name };
    const { field, value, meaning, missing } = absent;
    const owner = model.shapes?.shape(model.contentOf(derived.row)) ?? null;
    const facts = factsOfField(field, field.shape, owner, model.type);
    return {
      ...facts,
      name,
      meaning: missing ? "" : meaning === "" ? `${value.charAt(0).toUpperCase()}${value.slice(1)}.` : meaning,
      // What it means to be absent is said already.
      notes: facts.notes.filter((note) => note !== meaning),
      remarks: missing ? ["It is missing."] : [],
    };
  }
  if (derived !== null) {
    const part = derived.index === null ? undefined : model.partsOf(derived.row).parts[derived.index];
    const whole = factsOf(model, model.idOf(derived.row));
    return { ...whole, name, meaning: part?.meaning === "" ? part.value : (part?.meaning ?? "") };
  }
  const row = valueRow(id);
  return row === NO_NODE ? headerFacts(model, id, name) : valueFacts(model, row, name);
}

const NOTHING: FieldFacts = { name: "", type: "", text: "", meaning: "", remarks: [], notes: [], reference: null };

function headerFacts({ header }: FieldModel, id: FieldId, name: string): FieldFacts {
  const [, index, bit] = id.split("/");
  const field = header[Number(index)];
  if (field === undefined) return { ...NOTHING, name, text: "The 16 bytes that each message begins with." };
  const bits = bit === undefined ? undefined : field.bits[Number(bit)];
  return { ...NOTHING, name, text: HEADER_TEXTS[field.key] ?? "", meaning: (bits ?? field).meaning };
}

function valueFacts(model: FieldModel, row: number, name: string): FieldFacts {
  const { tree, shapes } = model;
  if (tree === null) return { ...NOTHING, name };
  const problem = tree.problem(row);
  const remarks = [...(problem === null ? [] : [problem]), ...model.remarksOn(row)];
  const shape = shapes?.shape(row) ?? null;
  const field = shapes?.field(row) ?? null;
  if (shape === null) return { ...NOTHING, name, remarks };
  const { meaning } = model.partsOf(row);
  if (field === null) {
    const text = shape.kind === "object" ? shape.text : "";
    return { ...NOTHING, name, text, meaning, remarks, reference: referencePath(shape, null, model.type) };
  }
  return { ...factsOfField(field, shape, ownerOf(model, row), model.type), name, meaning, remarks };
}

function factsOfField(field: PayloadField, shape: Shape, owner: Shape | null, type: number | null): FieldFacts {
  const { text, unit, absent, guests, deprecated } = field;
  const notes = [
    ...(absent === null ? [] : [absent]),
    ...(guests.length > 0 ? [`Guests: ${guests.join(", ")}.`] : []),
    ...(deprecated === null ? [] : [`No longer used: ${deprecated}`]),
  ];
  const words = typeText(shape);
  return {
    ...NOTHING,
    type: unit === null ? words : `${words}, ${unit}`,
    text,
    notes,
    reference: owner === null ? null : referencePath(owner, field.name, type),
  };
}

/** The shape of the object that a member's name stands in: elements of lists and texts of strings go by what holds them, so do keys of maps. */
function ownerOf({ tree, shapes }: FieldModel, row: number): ObjectShape | null {
  if (tree === null || shapes === null) return null;
  let found: ObjectShape | null = null;
  for (let at = row; found === null && at !== NO_NODE; at = tree.parent(at)) {
    const above = tree.parent(at);
    const shape = tree.key(at) === null || above === NO_NODE ? null : shapes.shape(above);
    if (shape?.kind === "object") found = shape;
  }
  return found;
}
