import { outerStart, type PayloadLayer } from "./payload-layers.ts";
import { NO_NODE, PAYLOAD_KINDS, type PayloadKind, type PayloadParts, type PayloadProblem } from "./payload-tree.ts";

/** Problems kept one by one: hostile text could have one for every few bytes. */
const MOST_PROBLEMS = 100;
const FIRST_ROWS = 1024;
/** Larger columns are not kept for the next payload: about 2 MB. */
const MOST_SPARE_ROWS = 1 << 16;
/** Columns of 32 bits. */
const WORDS = 7;

const KIND_NUMBER = new Map<PayloadKind, number>(PAYLOAD_KINDS.map((kind, number) => [kind, number]));

/** Where a builder stood, to take back what was tried. */
export interface BuilderMark {
  readonly count: number;
  readonly layers: number;
  readonly problems: number;
}

/** Room for rows, by columns. */
class Columns {
  readonly rows: number;
  readonly kind: Uint8Array<ArrayBuffer>;
  readonly layer: Uint32Array<ArrayBuffer>;
  readonly start: Uint32Array<ArrayBuffer>;
  readonly end: Uint32Array<ArrayBuffer>;
  readonly keyStart: Uint32Array<ArrayBuffer>;
  readonly keyEnd: Uint32Array<ArrayBuffer>;
  readonly parent: Uint32Array<ArrayBuffer>;
  readonly next: Uint32Array<ArrayBuffer>;

  /** All in one piece of memory: many small pieces take longer to get than to fill. */
  constructor(rows: number) {
    const memory = new ArrayBuffer(rows * (WORDS * Uint32Array.BYTES_PER_ELEMENT + 1));
    const words = (column: number): Uint32Array<ArrayBuffer> =>
      new Uint32Array(memory, column * rows * Uint32Array.BYTES_PER_ELEMENT, rows);
    this.rows = rows;
    this.layer = words(0);
    this.start = words(1);
    this.end = words(2);
    this.keyStart = words(3);
    this.keyEnd = words(4);
    this.parent = words(5);
    this.next = words(6);
    this.kind = new Uint8Array(memory, WORDS * rows * Uint32Array.BYTES_PER_ELEMENT, rows);
  }

  /** The first rows of others. */
  take(others: Columns, count: number): void {
    this.kind.set(others.kind.subarray(0, count));
    this.layer.set(others.layer.subarray(0, count));
    this.start.set(others.start.subarray(0, count));
    this.end.set(others.end.subarray(0, count));
    this.keyStart.set(others.keyStart.subarray(0, count));
    this.keyEnd.set(others.keyEnd.subarray(0, count));
    this.parent.set(others.parent.subarray(0, count));
    this.next.set(others.next.subarray(0, count));
  }
}

/** Columns that no builder uses, for the next one: most payloads are small, and very many are read. Null while one uses them. */
let spare: Columns | null = null;

/** The columns of a `PayloadTree` while they grow. */
export class PayloadBuilder {
  readonly layers: PayloadLayer[];
  readonly problems: PayloadProblem[] = [];
  count = 0;
  #columns: Columns;

  constructor(payload: PayloadLayer) {
    this.layers = [payload];
    this.#columns = spare ?? new Columns(FIRST_ROWS);
    spare = null;
  }

  /** Appends a value whose subtree is, so far, itself alone. */
  add(kind: PayloadKind, layer: number, parent: number, keyStart: number, keyEnd: number, from: number, to: number) {
    const row = this.count++;
    if (row === this.#columns.rows) this.#grow();
    const columns = this.#columns;
    columns.kind[row] = KIND_NUMBER.get(kind) ?? 0;
    columns.layer[row] = layer;
    columns.start[row] = from;
    columns.end[row] = to;
    columns.keyStart[row] = keyStart;
    columns.keyEnd[row] = keyEnd;
    columns.parent[row] = parent;
    columns.next[row] = row + 1;
    return row;
  }

  isObject(row: number): boolean {
    return this.#columns.kind[row] === 0;
  }

  layerOf(row: number): number {
    return this.#columns.layer[row]!;
  }

  parentOf(row: number): number {
    return this.#columns.parent[row]!;
  }

  /** Ends the subtree of `row` with the last value added; its text ends at `to`. */
  close(row: number, to: number): void {
    this.#columns.end[row] = to;
    this.#columns.next[row] = this.count;
  }

  /** Takes what was added since `row` as its contents. */
  adopt(row: number): void {
    this.#columns.next[row] = this.count;
  }

  problem(node: number, layer: number, at: number, text: string, fatal: boolean): void {
    if (!fatal && this.problems.length >= MOST_PROBLEMS) return;
    this.problems.push({ node, at: outerStart(this.layers[layer]!, at), text, fatal });
  }

  mark(): BuilderMark {
    return { count: this.count, layers: this.layers.length, problems: this.problems.length };
  }

  rewind(mark: BuilderMark): void {
    this.count = mark.count;
    this.layers.length = mark.layers;
    this.problems.length = mark.problems;
  }

  /** What was built, in memory of its own. To be called once, at the end. */
  parts(behind: PayloadParts["behind"]): PayloadParts {
    const { count, layers, problems } = this;
    const own = new Columns(count);
    own.take(this.#columns, count);
    if (this.#columns.rows <= MOST_SPARE_ROWS) spare = this.#columns;
    const { kind, layer, start, end, keyStart, keyEnd, parent, next } = own;
    return { count, kind, layer, start, end, keyStart, keyEnd, parent, next, layers, problems, behind };
  }

  #grow(): void {
    const larger = new Columns(this.#columns.rows * 2);
    larger.take(this.#columns, this.#columns.rows);
    this.#columns = larger;
  }
}

/** No key: an element, a root, the value inside a string. */
export const NO_KEY = NO_NODE;
