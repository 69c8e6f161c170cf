import { HEADER_BYTES, NO_NODE, type PayloadTree } from "../../../src-decoder/index.ts";
import { count, counted } from "../../format/numbers.ts";
import { HEADER, headerId, valueRow, type ByteRange, type FieldId, type FieldModel } from "./field-model.ts";

/** One row of the field tree as it is shown. */
export interface FieldRow {
  readonly id: FieldId;
  /** From 0. */
  readonly depth: number;
  readonly label: string;
  readonly value: string;
  readonly meaning: string;
  /** Null for what stands for no bytes of its own. */
  readonly range: ByteRange | null;
  readonly expandable: boolean;
  readonly expanded: boolean;
  readonly faulty: boolean;
  /** Header field that gives the colour; null in the payload. */
  readonly swatch: number | null;
}

/** Payload trees over this begin with only the upper levels open. */
const OPEN_WHOLE = 1500;
const OPEN_LEVELS = 2;
const MOST_SHOWN = 300;

/** The rows on show for a model and the set of rows that the user opened or closed against their default. */
export class VisibleFields {
  readonly length: number;
  readonly #model: FieldModel;
  readonly #toggled: ReadonlySet<FieldId>;
  readonly #head: readonly FieldRow[];
  /** Payload rows on show in order, with their depth and, in arrays, their place. */
  readonly #rows: number[] = [];
  readonly #depths: number[] = [];
  readonly #places: number[] = [];

  constructor(model: FieldModel, toggled: ReadonlySet<FieldId>) {
    this.#model = model;
    this.#toggled = toggled;
    this.#head = this.#headerRows();
    this.#layOut();
    this.length = this.#head.length + this.#rows.length;
  }

  at(index: number): FieldRow | null {
    const head = this.#head[index];
    if (head !== undefined) return head;
    const place = index - this.#head.length;
    const row = this.#rows[place];
    return row === undefined ? null : this.#valueRow(row, this.#depths[place] ?? 0, this.#places[place] ?? 0);
  }

  indexOf(id: FieldId): number {
    const head = this.#head.findIndex((row) => row.id === id);
    if (head >= 0) return head;
    const row = valueRow(id);
    // Rows are in the tree's own order.
    let low = 0;
    let high = this.#rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#rows[middle] ?? 0) < row) low = middle + 1;
      else high = middle;
    }
    return this.#rows[low] === row ? this.#head.length + low : -1;
  }

  /** Place of the row that holds the one at `index`; `index` itself at the top. */
  parentOf(index: number): number {
    const depth = this.at(index)?.depth ?? 0;
    if (depth === 0) return index;
    let parent = index - 1;
    while (parent > 0 && (this.at(parent)?.depth ?? 0) >= depth) parent--;
    return parent;
  }

  /** Closed rows that must be opened for `id` to show; empty where it shows or does not exist. */
  closedAbove(id: FieldId): readonly FieldId[] {
    return this.#model.ancestors(id).filter((ancestor) => {
      const index = this.indexOf(ancestor);
      return index < 0 ? !this.#opens(ancestor) : this.at(index)?.expanded === false;
    });
  }

  #opens(id: FieldId): boolean {
    const row = valueRow(id);
    return row === NO_NODE ? this.#isOpen(id, true) : this.#isValueOpen(row, this.#model.depthOf(row));
  }

  #isOpen(id: FieldId, byDefault: boolean): boolean {
    return this.#toggled.has(id) !== byDefault;
  }

  #headerRows(): readonly FieldRow[] {
    const { header } = this.#model;
    if (header.length === 0) return [];
    const open = this.#isOpen(HEADER, true);
    const rows: FieldRow[] = [
      {
        id: HEADER,
        depth: 0,
        label: "Header",
        value: counted(HEADER_BYTES, "byte"),
        meaning: "",
        range: this.#model.rangeOf(HEADER),
        expandable: true,
        expanded: open,
        faulty: false,
        swatch: null,
      },
    ];
    if (!open) return rows;
    for (const [index, field] of header.entries()) {
      const id = headerId(index);
      const range = { start: field.offset, end: field.offset + field.length };
      const expanded = field.bits.length > 0 && this.#isOpen(id, true);
      rows.push({
        id,
        depth: 1,
        label: field.label,
        value: field.text,
        meaning: field.meaning,
        range,
        expandable: field.bits.length > 0,
        expanded,
        faulty: false,
        swatch: index,
      });
      if (!expanded) continue;
      for (const [place, bit] of field.bits.entries()) {
        rows.push({
          id: `${id}/${place}`,
          depth: 2,
          label: bit.high === bit.low ? `bit ${bit.high}` : `bits ${bit.high}–${bit.low}`,
          value: bit.text,
          meaning: bit.meaning,
          range,
          expandable: false,
          expanded: false,
          faulty: false,
          swatch: null,
        });
      }
    }
    return rows;
  }

  /** Walks the payload's rows in order, stepping over what is closed and over values that their string stands for. */
  #layOut(): void {
    const { tree } = this.#model;
    if (tree === null) return;
    const ends: number[] = [];
    const places: number[] = [];
    for (let row = 0; row < tree.length;) {
      while (ends.length > 0 && (ends.at(-1) ?? 0) <= row) {
        ends.pop();
        places.pop();
      }
      if (tree.isInString(row)) {
        row++;
        continue;
      }
      const depth = ends.length;
      const place = places.at(-1) ?? 0;
      if (places.length > 0) places[places.length - 1] = place + 1;
      this.#rows.push(row);
      this.#depths.push(depth);
      this.#places.push(place);
      if (!tree.hasChildren(row) || !this.#isValueOpen(row, depth)) {
        row = tree.next(row);
        continue;
      }
      ends.push(tree.next(row));
      places.push(0);
      row++;
    }
  }

  #isValueOpen(row: number, depth: number): boolean {
    const byDefault = (this.#model.tree?.length ?? 0) <= OPEN_WHOLE || depth < OPEN_LEVELS;
    return this.#isOpen(this.#model.idOf(row), byDefault);
  }

  #valueRow(row: number, depth: number, place: number): FieldRow {
    const tree = this.#model.tree!;
    const id = this.#model.idOf(row);
    return {
      id,
      depth,
      label: row === 0 ? "Payload" : (tree.key(row) ?? `[${place}]`),
      value: shownValue(tree, row),
      meaning: tree.problem(row) ?? (tree.embedding(row) === null ? "" : embeddingWords(tree, row)),
      range: this.#model.rangeOf(id),
      expandable: tree.hasChildren(row),
      expanded: tree.hasChildren(row) && this.#isValueOpen(row, depth),
      faulty: tree.problem(row) !== null,
      swatch: null,
    };
  }
}

/** How JSON was found in the string `row`. */
export function embeddingWords(tree: PayloadTree, row: number): string {
  return tree.embedding(row) === "base64" ? "JSON as Base64 in a string" : "JSON in a string";
}

function shownValue(tree: PayloadTree, row: number): string {
  let value = row;
  while (tree.embedding(value) !== null) value++;
  const kind = tree.kind(value);
  if (kind !== "object" && kind !== "array") return shortText(tree.text(value));
  if (!tree.hasChildren(value)) return kind === "object" ? "{}" : "[]";
  let members = 0;
  for (let child = value + 1; child < tree.next(value); child = tree.next(child)) members++;
  return kind === "object" ? `{ ${count(members)} }` : `[ ${count(members)} ]`;
}

function shortText(text: string): string {
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
}
