import { HEADER_BYTES, NO_NODE, type PayloadTree } from "../../../src-decoder/index.ts";
import type { HeaderField } from "../../worker/contract.ts";

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

/** The tree row of the payload that an id names; `NO_NODE` for ids of the header. */
export function valueRow(id: FieldId | null): number {
  if (id === PAYLOAD) return 0;
  return id?.startsWith("value/") === true ? Number(id.slice("value/".length)) : NO_NODE;
}

/** The fields of one frame: the header's, with their bits, and the payload's values. */
export class FieldModel {
  readonly header: readonly HeaderField[];
  readonly tree: PayloadTree | null;

  constructor(header: readonly HeaderField[], tree: PayloadTree | null) {
    this.header = header;
    this.tree = tree;
  }

  /** The innermost field that the byte belongs to; null where none does. */
  fieldAt(offset: number): FieldId | null {
    const index = this.header.findIndex((field) => offset >= field.offset && offset < field.offset + field.length);
    if (index >= 0) return headerId(index);
    if (this.tree === null || offset < HEADER_BYTES) return null;
    const row = this.tree.at(offset - HEADER_BYTES);
    return row === NO_NODE ? null : this.idOf(row);
  }

  /** Id of a value; a value that is the text of a string goes by the string. */
  idOf(row: number): FieldId {
    let owner = row;
    while (this.tree?.isInString(owner) === true) owner = this.tree.parent(owner);
    return owner === 0 ? PAYLOAD : valueId(owner);
  }

  /** The bytes of a field; of a payload's value those of the value, without its key. */
  rangeOf(id: FieldId): ByteRange | null {
    if (id === HEADER) return { start: 0, end: HEADER_BYTES };
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
    const row = valueRow(id);
    if (row === 0) return "Payload";
    if (row !== NO_NODE) return this.pathOf(row);
    return this.header[Number(id.split("/")[1])]?.label ?? "";
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
