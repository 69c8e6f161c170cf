import {
  HEADER_BYTES,
  NO_NODE,
  ShapesOnDemand,
  shapeOf,
  type PayloadFinding,
  type PayloadTree,
} from "../../../../src-decoder/index.ts";
import type { HeaderField } from "../../../worker/contract/details.ts";
import { absentFields, type AbsentField } from "./absent-fields.ts";
import { NO_PARTS, partsOf, type ValueParts } from "./value-parts.ts";

/** A run of the frame's bytes; offsets count from the header's first byte. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Name of a row of the field tree: stable while the frame is shown. */
export type FieldId = string;

export const HEADER: FieldId = "header";
const PAYLOAD: FieldId = "payload";

export const headerId = (index: number): FieldId => `header/${index}`;
export const valueId = (row: number): FieldId => `value/${row}`;
/** A part of the value of a row: of a traceparent, of flags, of a policy's decision. */
export const partId = (row: number, index: number): FieldId => `part/${row}/${index}`;
/** Members that the object at a row does not have, and one of them. */
export const absencesId = (row: number): FieldId => `absent/${row}`;
export const absentId = (row: number, index: number): FieldId => `absent/${row}/${index}`;

/** A part or an absent member by its id; null for what stands in the payload itself. */
export function derivedOf(
  id: FieldId | null,
): { readonly kind: "part" | "absent"; readonly row: number; readonly index: number | null } | null {
  const [kind, row, index] = id?.split("/") ?? [];
  if (kind !== "part" && kind !== "absent") return null;
  return { kind, row: Number(row), index: index === undefined ? null : Number(index) };
}

/** The tree row of the payload that an id names; `NO_NODE` for ids of the header. */
export function valueRow(id: FieldId | null): number {
  if (id === PAYLOAD) return 0;
  return id?.startsWith("value/") === true ? Number(id.slice("value/".length)) : NO_NODE;
}

/** The fields of one frame: the header's, with their bits, and the payload's values with what the protocol says of them. */
export class FieldModel {
  readonly header: readonly HeaderField[];
  readonly tree: PayloadTree | null;
  /** Of the message; null where it is not known, and then nothing is known of the values. */
  readonly type: number | null;
  /** What the values should be; null where the type is not known. */
  readonly shapes: ShapesOnDemand | null;
  readonly #remarks = new Map<number, string[]>();
  readonly #parts = new Map<number, ValueParts>();
  readonly #absent = new Map<number, readonly AbsentField[]>();

  constructor(
    header: readonly HeaderField[],
    tree: PayloadTree | null,
    type: number | null = null,
    findings: readonly PayloadFinding[] = [],
  ) {
    this.header = header;
    this.tree = tree;
    this.type = type;
    const shape = type === null ? null : shapeOf(type);
    this.shapes = shape === null || tree === null ? null : new ShapesOnDemand(tree, shape);
    for (const { row, text } of findings) {
      const owner = this.ownerOf(row);
      this.#remarks.set(owner, [...(this.#remarks.get(owner) ?? []), text]);
    }
  }

  /** What differs from what the protocol says, a sentence each. */
  remarksOn(row: number): readonly string[] {
    return this.#remarks.get(row) ?? [];
  }

  /** What the value of a row is made of beyond JSON. */
  partsOf(row: number): ValueParts {
    const { tree, shapes } = this;
    const shape = shapes?.shape(row) ?? null;
    if (tree === null || shape === null || tree.hasChildren(row)) return NO_PARTS;
    const known = this.#parts.get(row);
    if (known !== undefined) return known;
    const parts = partsOf(tree, row, shape);
    this.#parts.set(row, parts);
    return parts;
  }

  /** Members that the object at a row, or the one in its string, could have and does not, where that says something. */
  absentIn(row: number): readonly AbsentField[] {
    const { tree, shapes } = this;
    if (tree === null || shapes === null) return [];
    const known = this.#absent.get(row);
    if (known !== undefined) return known;
    const object = this.contentOf(row);
    const absent = absentFields(tree, object, shapes.shape(object));
    this.#absent.set(row, absent);
    return absent;
  }

  /** The value that a row stands for: what its string holds, or itself. */
  contentOf(row: number): number {
    let value = row;
    while (this.tree !== null && this.tree.embedding(value) !== null) value++;
    return value;
  }

  /** The row that stands for a value: the string that holds it as text, or its own. */
  ownerOf(row: number): number {
    let owner = row;
    while (this.tree?.isInString(owner) === true) owner = this.tree.parent(owner);
    return owner;
  }

  /** The innermost field that the byte belongs to; null where none does. */
  fieldAt(offset: number): FieldId | null {
    const index = this.header.findIndex((field) => offset >= field.offset && offset < field.offset + field.length);
    if (index >= 0) return headerId(index);
    if (this.tree === null || offset < HEADER_BYTES) return null;
    const row = this.tree.at(offset - HEADER_BYTES);
    if (row !== NO_NODE) return this.idOf(row);
    // Around the value stands white space: a host ends its messages with a line feed.
    return offset - HEADER_BYTES < this.tree.bytes.length ? PAYLOAD : null;
  }

  /** Id of a value; a value that is the text of a string goes by the string. */
  idOf(row: number): FieldId {
    const owner = this.ownerOf(row);
    return owner === 0 ? PAYLOAD : valueId(owner);
  }

  /** The bytes of a field; of a payload's value those of the value, without its key. */
  rangeOf(id: FieldId): ByteRange | null {
    if (id === HEADER) return { start: 0, end: HEADER_BYTES };
    const derived = derivedOf(id);
    if (derived !== null) {
      if (derived.kind === "absent" || derived.index === null) return null;
      const range = this.partsOf(derived.row).parts[derived.index]?.range;
      return range === undefined ? null : { start: HEADER_BYTES + range.start, end: HEADER_BYTES + range.end };
    }
    const row = valueRow(id);
    if (row !== NO_NODE) {
      if (this.tree === null || row >= this.tree.length) return null;
      return { start: HEADER_BYTES + this.tree.start(row), end: HEADER_BYTES + this.tree.end(row) };
    }
    const field = this.header[Number(id.split("/")[1])];
    return field === undefined ? null : { start: field.offset, end: field.offset + field.length };
  }

  /** What a field is called, for the line below the bytes: `Type`, `Settings.ProcessParameters.CommandArgs[2]`. */
  nameOf(id: FieldId): string {
    if (id === HEADER) return "Header";
    const derived = derivedOf(id);
    if (derived !== null) return this.#nameOfDerived(derived);
    const row = valueRow(id);
    if (row === 0) return "Payload";
    if (row !== NO_NODE) return this.pathOf(row);
    return this.header[Number(id.split("/")[1])]?.label ?? "";
  }

  #nameOfDerived({ kind, row, index }: NonNullable<ReturnType<typeof derivedOf>>): string {
    const path = this.pathOf(row);
    const own =
      index === null
        ? "absent members"
        : kind === "part"
          ? this.partsOf(row).parts[index]?.label
          : this.absentIn(row)[index]?.field.name;
    return path === "" ? (own ?? "") : `${path}${kind === "part" || index === null ? " " : "."}${own ?? ""}`;
  }

  /** Keys and places from the payload's root to a value; through strings as if they were structure. */
  pathOf(row: number): string {
    const { tree } = this;
    if (tree === null) return "";
    const parts: string[] = [];
    for (let at = row; at !== NO_NODE && at !== 0; at = tree.parent(at)) {
      if (tree.isInString(at)) continue;
      const key = tree.key(at);
      parts.push(key === null ? `[${placeInParent(tree, at)}]` : `.${key}`);
    }
    return parts.toReversed().join("").replace(/^\./, "");
  }

  /** Rows of the field tree above the one of a value. */
  depthOf(row: number): number {
    return this.ancestors(valueId(row)).length;
  }

  /** Ids of the rows that hold `id`, the innermost first. */
  ancestors(id: FieldId): readonly FieldId[] {
    const derived = derivedOf(id);
    if (derived !== null) {
      const own = this.idOf(derived.row);
      const group = derived.kind === "absent" && derived.index !== null ? [absencesId(derived.row)] : [];
      return [...group, own, ...this.ancestors(own)];
    }
    const row = valueRow(id);
    if (row === NO_NODE) return headerAncestors(id);
    const { tree } = this;
    const ids: FieldId[] = [];
    for (let at = row === 0 ? NO_NODE : (tree?.parent(row) ?? NO_NODE); at !== NO_NODE;) {
      if (tree?.isInString(at) !== true) ids.push(this.idOf(at));
      at = tree?.parent(at) ?? NO_NODE;
    }
    return ids;
  }
}

/** `header/0/2` is in `header/0`, and that in `header`. */
function headerAncestors(id: FieldId): readonly FieldId[] {
  const parts = id.split("/");
  return Array.from({ length: parts.length - 1 }, (_, up) => parts.slice(0, parts.length - 1 - up).join("/"));
}

function placeInParent(tree: PayloadTree, row: number): number {
  let place = 0;
  for (const sibling of tree.children(tree.parent(row))) {
    if (sibling === row) break;
    place++;
  }
  return place;
}
