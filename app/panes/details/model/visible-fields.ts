import { NO_NODE, type PayloadTree } from "../../../../src-decoder/index.ts";
import { count, counted } from "../../../format/numbers.ts";
import { utf8Text } from "./byte-text.ts";
import { absencesId, absentId, derivedOf, partId, valueRow, type FieldId, type FieldModel } from "./field-model.ts";
import { PLAIN_ROW, type FieldRow } from "./field-row.ts";
import { headerRows } from "./header-rows.ts";

/** Payload trees over this begin with only the upper levels open. */
const OPEN_WHOLE = 1500;
const OPEN_LEVELS = 2;
const MOST_SHOWN = 300;
/** Of its end, where that is not all of it. */
const MOST_END = 40;
/** Bytes that so many characters may take. */
const MOST_BYTES = 4 * MOST_SHOWN + 4;
/** So many absent members are listed at once; more are in a row of their own, closed at first. */
const MOST_ABSENT = 8;

/** What a row of the payload is, beside the value of its tree row. */
const VALUE = 0;
const PART = 1;
const ABSENT = 2;
const ABSENCES = 3;

/** The rows on show for a model and the set of rows that the user opened or closed against their default. */
export class VisibleFields {
  readonly length: number;
  readonly #model: FieldModel;
  readonly #toggled: ReadonlySet<FieldId>;
  readonly #head: readonly FieldRow[];
  /** Payload rows on show in order: their tree row and kind, which part or member, their depth and, in arrays, their place. */
  readonly #rows: number[] = [];
  readonly #kinds: number[] = [];
  readonly #details: number[] = [];
  readonly #depths: number[] = [];
  /** What the rows are in order of: tree rows, with parts behind their value and absent members before the row behind their object. */
  readonly #keys: number[] = [];

  constructor(model: FieldModel, toggled: ReadonlySet<FieldId>) {
    this.#model = model;
    this.#toggled = toggled;
    this.#head = headerRows(model, (id) => this.#isOpen(id, true));
    this.#layOut();
    this.length = this.#head.length + this.#rows.length;
  }

  at(index: number): FieldRow | null {
    const head = this.#head[index];
    if (head !== undefined) return head;
    const place = index - this.#head.length;
    const row = this.#rows[place];
    if (row === undefined) return null;
    const depth = this.#depths[place] ?? 0;
    const detail = this.#details[place] ?? 0;
    const kind = this.#kinds[place];
    if (kind === PART) return this.#partRow(row, detail, depth);
    if (kind === ABSENT) return this.#absentRow(row, detail, depth);
    return kind === ABSENCES ? this.#absencesRow(row, depth) : this.#valueRow(row, depth, detail);
  }

  indexOf(id: FieldId): number {
    const head = this.#head.findIndex((row) => row.id === id);
    if (head >= 0) return head;
    const derived = derivedOf(id);
    const row = derived?.row ?? valueRow(id);
    const kind = derived === null ? VALUE : derived.kind === "part" ? PART : derived.index === null ? ABSENCES : ABSENT;
    const key = this.#keyOf(kind, row);
    let place = this.#firstAt(key);
    if (kind === VALUE) return this.#rows[place] === row && this.#keys[place] === key ? this.#head.length + place : -1;
    for (; this.#keys[place] === key; place++) {
      const isIt =
        this.#rows[place] === row &&
        this.#kinds[place] === kind &&
        (kind === ABSENCES || this.#details[place] === derived?.index);
      if (isIt) return this.#head.length + place;
    }
    return -1;
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

  /** The first place whose key is not below `key`. */
  #firstAt(key: number): number {
    let low = 0;
    let high = this.#keys.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#keys[middle] ?? 0) < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #keyOf(kind: number, row: number): number {
    if (kind === VALUE) return row;
    return kind === PART ? row + 0.25 : (this.#model.tree?.next(row) ?? row) - 0.5;
  }

  #opens(id: FieldId): boolean {
    const derived = derivedOf(id);
    // Of rows with few absent members there is no row to open.
    if (derived !== null) return this.#model.absentIn(derived.row).length <= MOST_ABSENT || this.#isOpen(id, false);
    const row = valueRow(id);
    return row === NO_NODE ? this.#isOpen(id, true) : this.#isValueOpen(row, this.#model.depthOf(row));
  }

  #isOpen(id: FieldId, byDefault: boolean): boolean {
    return this.#toggled.has(id) !== byDefault;
  }

  /** Walks the payload's rows in order, stepping over what is closed and over values that their string stands for. */
  #layOut(): void {
    const { tree } = this.#model;
    if (tree === null) return;
    const open: { readonly row: number; readonly end: number; places: number }[] = [];
    const closeUntil = (row: number): void => {
      for (let top = open.at(-1); top !== undefined && top.end <= row; top = open.at(-1)) {
        this.#layOutAbsent(top.row, open.length);
        open.pop();
      }
    };
    for (let row = 0; row < tree.length;) {
      closeUntil(row);
      if (tree.isInString(row)) {
        row++;
        continue;
      }
      const depth = open.length;
      const above = open.at(-1);
      this.#push(VALUE, row, above === undefined ? 0 : above.places++, depth);
      if (!tree.hasChildren(row)) {
        this.#layOutScalar(row, depth);
        row = tree.next(row);
        continue;
      }
      if (!this.#isValueOpen(row, depth)) {
        row = tree.next(row);
        continue;
      }
      open.push({ row, end: tree.next(row), places: 0 });
      row++;
    }
    closeUntil(tree.length);
  }

  /** Of the values of a large payload none is looked at before it is opened. */
  #layOutScalar(row: number, depth: number): void {
    const isLarge = (this.#model.tree?.length ?? 0) > OPEN_WHOLE;
    if (isLarge && !this.#toggled.has(this.#model.idOf(row))) return;
    if (!this.#isValueOpen(row, depth)) return;
    for (const index of this.#model.partsOf(row).parts.keys()) this.#push(PART, row, index, depth + 1);
    this.#layOutAbsent(row, depth + 1);
  }

  #layOutAbsent(row: number, depth: number): void {
    const absent = this.#model.absentIn(row);
    if (absent.length === 0) return;
    const isGroup = absent.length > MOST_ABSENT;
    if (isGroup) this.#push(ABSENCES, row, 0, depth);
    if (isGroup && !this.#isOpen(absencesId(row), false)) return;
    for (const index of absent.keys()) this.#push(ABSENT, row, index, isGroup ? depth + 1 : depth);
  }

  #push(kind: number, row: number, detail: number, depth: number): void {
    this.#rows.push(row);
    this.#kinds.push(kind);
    this.#details.push(detail);
    this.#depths.push(depth);
    this.#keys.push(this.#keyOf(kind, row));
  }

  #isValueOpen(row: number, depth: number): boolean {
    const { tree } = this.#model;
    if (tree?.hasChildren(row) === false) {
      const { parts, open } = this.#model.partsOf(row);
      return this.#isOpen(this.#model.idOf(row), tree.length <= OPEN_WHOLE && (parts.length === 0 || open));
    }
    const byDefault = (tree?.length ?? 0) <= OPEN_WHOLE || depth < OPEN_LEVELS;
    return this.#isOpen(this.#model.idOf(row), byDefault);
  }

  #valueRow(row: number, depth: number, place: number): FieldRow {
    const tree = this.#model.tree!;
    const id = this.#model.idOf(row);
    const problem = tree.problem(row);
    const remarks = this.#model.remarksOn(row);
    const said = problem ?? (remarks.length > 0 ? remarks.join(" ") : null);
    const expandable =
      tree.hasChildren(row) || this.#model.partsOf(row).parts.length > 0 || this.#model.absentIn(row).length > 0;
    return {
      ...PLAIN_ROW,
      id,
      depth,
      label: row === 0 ? "Payload" : memberLabel(tree.key(row), place),
      value: shownValue(tree, row),
      meaning: said ?? (tree.embedding(row) === null ? this.#model.partsOf(row).meaning : embeddingWords(tree, row)),
      range: this.#model.rangeOf(id),
      expandable,
      expanded: expandable && this.#isValueOpen(row, depth),
      faulty: said !== null,
    };
  }

  #partRow(row: number, index: number, depth: number): FieldRow {
    const part = this.#model.partsOf(row).parts[index]!;
    const id = partId(row, index);
    const { label, value, meaning } = part;
    return { ...PLAIN_ROW, id, depth, label, value: shortText(value), meaning, range: this.#model.rangeOf(id) };
  }

  #absentRow(row: number, index: number, depth: number): FieldRow {
    const { field, value, meaning, missing } = this.#model.absentIn(row)[index]!;
    return {
      ...PLAIN_ROW,
      id: absentId(row, index),
      depth,
      label: field.name,
      value,
      meaning,
      faulty: missing,
      absent: true,
    };
  }

  #absencesRow(row: number, depth: number): FieldRow {
    const id = absencesId(row);
    const absent = this.#model.absentIn(row);
    return {
      ...PLAIN_ROW,
      id,
      depth,
      label: counted(absent.length, "absent member"),
      value: "",
      meaning: absent.map(({ field }) => field.name).join(", "),
      expandable: true,
      expanded: this.#isOpen(id, false),
      faulty: absent.some(({ missing }) => missing),
      absent: true,
    };
  }
}

/** How JSON was found in the string `row`. */
export function embeddingWords(tree: PayloadTree, row: number): string {
  return tree.embedding(row) === "base64" ? "JSON as Base64 in a string" : "JSON in a string";
}

/** A name that is empty is written as the payload writes it: nothing at all would look like a value without a name. */
function memberLabel(key: string | null, place: number): string {
  return key === "" ? '""' : (key ?? `[${place}]`);
}

function shownValue(tree: PayloadTree, row: number): string {
  let value = row;
  while (tree.embedding(value) !== null) value++;
  const kind = tree.kind(value);
  if (kind !== "object" && kind !== "array") return textWithin(tree.lexemeBytes(value));
  if (!tree.hasChildren(value)) return kind === "object" ? "{}" : "[]";
  let members = 0;
  for (let child = value + 1; child < tree.next(value); child = tree.next(child)) members++;
  return kind === "object" ? `{ ${count(members)} }` : `[ ${count(members)} ]`;
}

/** The text of UTF-8; of a long one its beginning and its end, of which the row shows what it has room for. */
function textWithin(bytes: Uint8Array): string {
  if (bytes.length <= MOST_BYTES) return shortText(utf8Text(bytes));
  const end = utf8Text(bytes.subarray(-4 * MOST_END)).slice(-MOST_END);
  return `${utf8Text(bytes.subarray(0, MOST_BYTES)).slice(0, MOST_SHOWN)}…${end}`;
}

function shortText(text: string): string {
  return text.length <= MOST_SHOWN ? text : `${text.slice(0, MOST_SHOWN)}…${text.slice(-MOST_END)}`;
}
