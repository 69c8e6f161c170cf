import {
  HEADER_BYTES,
  NO_NODE,
  SIDECAR_ERROR_TYPE,
  fieldOf,
  formatType,
  payloadField,
  quoteFilterText,
  writeLiteral,
  type ColumnField,
  type PayloadTree,
  type ValueSubject,
} from "../../../../src-decoder/index.ts";
import { utf8Text } from "./byte-text.ts";
import { derivedOf, valueRow, type ByteRange, type FieldId, type FieldModel } from "./field-model.ts";

/** Longer texts are asked for by their presence: a filter is read by people. */
const LONGEST = 500;

/** What a filter can ask for of a row of the field tree; null of what is no value, as the header as a whole. */
export function subjectOf(model: FieldModel, id: FieldId): ValueSubject | null {
  const { tree } = model;
  const derived = derivedOf(id);
  if (derived?.kind === "absent") {
    const absent = derived.index === null ? undefined : model.absentIn(derived.row)[derived.index];
    if (absent === undefined || tree === null) return null;
    const field = payloadField([...keysTo(tree, derived.row), absent.field.name]);
    return field === null ? null : { field, literal: null, text: "" };
  }
  if (derived !== null) {
    const part = derived.index === null ? undefined : model.partsOf(derived.row).parts[derived.index];
    return part === undefined || tree === null ? null : bytesSubject(tree, part.range, part.value);
  }
  const row = valueRow(id);
  if (row === 0 || tree === null || row >= tree.length) return headerSubject(model, id);
  return valueSubject(tree, row);
}

function valueSubject(tree: PayloadTree, row: number): ValueSubject | null {
  const field = payloadField(keysTo(tree, row));
  if (field === null) {
    // What lies too deep for a path that people read is found by its bytes, with the value behind it.
    const start = tree.keyRange(row)?.start ?? tree.start(row);
    return bytesSubject(tree, { start, end: tree.end(row) }, tree.stringValue(row));
  }
  const literal = literalOf(tree, row);
  const text = tree.stringValue(row);
  return literal === null ? { field, literal: null, text, present: true } : { field, literal, text };
}

/** The value as the filter writes it; null for what is only asked for by its presence. */
function literalOf(tree: PayloadTree, row: number): string | null {
  const kind = tree.kind(row);
  if (kind === "object" || kind === "array" || kind === "broken" || tree.hasChildren(row)) return null;
  if (tree.lexemeBytes(row).length > LONGEST) return null;
  const value = tree.stringValue(row);
  if (kind === "number") return /^-?\d{1,15}$/.test(value) ? value : quoteFilterText(value);
  return kind === "true" || kind === "false" ? value : quoteFilterText(value);
}

/** That the payload has these bytes. */
function bytesSubject(tree: PayloadTree, { start, end }: ByteRange, text: string): ValueSubject | null {
  const raw = utf8Text(tree.bytes.subarray(start, Math.min(end, start + LONGEST)));
  return raw === "" || raw.includes("\uFFFD") ? null : { field: "payload", literal: quoteFilterText(raw), text };
}

/** Fields that are parts of the type, by their highest bit. */
const TYPE_PARTS: Readonly<Record<number, string>> = { 31: "kind", 27: "category", 19: "name", 7: "typeVersion" };

const SIDECAR_ERROR = formatType(SIDECAR_ERROR_TYPE);

type EnumField = Extract<ColumnField, { readonly type: "text" | "enum" }>;

function isValueOf({ values, open }: EnumField, text: string): boolean {
  return values.includes(text) || open?.test(text) === true;
}

function headerSubject({ header }: FieldModel, id: FieldId): ValueSubject | null {
  const [index, bits] = /^header\/(\d+)(?:\/(\d+))?$/.exec(id)?.slice(1).map(Number) ?? [];
  const field = index === undefined ? undefined : header[index];
  if (field === undefined || field.offset >= HEADER_BYTES) return null;
  const part = bits === undefined || Number.isNaN(bits) ? undefined : field.bits[bits];
  if (part === undefined) return { field: field.key, literal: field.text, text: field.text };
  const known = fieldOf(TYPE_PARTS[part.high] ?? "");
  if (known?.type === "number") return { field: known.key, literal: String(Number(part.text)), text: part.text };
  // What has no name is told by its digits where the field takes them. A sidecar's error has the name of what it answers: it is told by its type.
  const name = known?.type === "enum" ? [part.meaning, part.text].find((text) => isValueOf(known, text)) : undefined;
  if (known === null || name === undefined || (known.key === "name" && field.text === SIDECAR_ERROR))
    return { field: field.key, literal: field.text, text: part.text };
  return { field: known.key, literal: writeLiteral(known, name), text: part.text };
}

/** The names that lead to a value; elements of lists have that of their list. */
function keysTo(tree: PayloadTree, row: number): string[] {
  const keys: string[] = [];
  for (let at = row; at !== NO_NODE; at = tree.parent(at)) {
    const key = tree.key(at);
    if (key !== null) keys.push(key);
  }
  return keys.toReversed();
}
