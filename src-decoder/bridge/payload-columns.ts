import { outerStart, type PayloadLayer } from "./payload-layers.ts";
import { NO_NODE, PAYLOAD_KINDS, type PayloadKind, type PayloadParts, type PayloadProblem } from "./payload-tree.ts";

/** Problems kept one by one: hostile text could have one for every few bytes. */
const MOST_PROBLEMS = 100;
const FIRST_ROWS = 256;

const KIND_NUMBER = new Map<PayloadKind, number>(PAYLOAD_KINDS.map((kind, number) => [kind, number]));

/** Where a builder stood, to take back what was tried. */
export interface BuilderMark {
  readonly count: number;
  readonly layers: number;
  readonly problems: number;
}

/** The columns of a `PayloadTree` while they grow. */
export class PayloadBuilder {
  readonly layers: PayloadLayer[];
  readonly problems: PayloadProblem[] = [];
  count = 0;
  #kind = new Uint8Array(FIRST_ROWS);
  #layer = new Uint32Array(FIRST_ROWS);
  #start = new Uint32Array(FIRST_ROWS);
  #end = new Uint32Array(FIRST_ROWS);
  #keyStart = new Uint32Array(FIRST_ROWS);
  #keyEnd = new Uint32Array(FIRST_ROWS);
  #parent = new Uint32Array(FIRST_ROWS);
  #next = new Uint32Array(FIRST_ROWS);

  constructor(payload: PayloadLayer) {
    this.layers = [payload];
  }

  /** Appends a value whose subtree is, so far, itself alone. */
  add(kind: PayloadKind, layer: number, parent: number, keyStart: number, keyEnd: number, from: number, to: number) {
    const row = this.count++;
    if (row === this.#kind.length) this.#grow();
    this.#kind[row] = KIND_NUMBER.get(kind) ?? 0;
    this.#layer[row] = layer;
    this.#start[row] = from;
    this.#end[row] = to;
    this.#keyStart[row] = keyStart;
    this.#keyEnd[row] = keyEnd;
    this.#parent[row] = parent;
    this.#next[row] = row + 1;
    return row;
  }

  isObject(row: number): boolean {
    return this.#kind[row] === 0;
  }

  layerOf(row: number): number {
    return this.#layer[row]!;
  }

  parentOf(row: number): number {
    return this.#parent[row]!;
  }

  /** Ends the subtree of `row` with the last value added; its text ends at `to`. */
  close(row: number, to: number): void {
    this.#end[row] = to;
    this.#next[row] = this.count;
  }

  /** Takes what was added since `row` as its contents. */
  adopt(row: number): void {
    this.#next[row] = this.count;
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

  parts(behind: PayloadParts["behind"]): PayloadParts {
    const { count } = this;
    return {
      count,
      kind: this.#kind.subarray(0, count),
      layer: this.#layer.subarray(0, count),
      start: this.#start.subarray(0, count),
      end: this.#end.subarray(0, count),
      keyStart: this.#keyStart.subarray(0, count),
      keyEnd: this.#keyEnd.subarray(0, count),
      parent: this.#parent.subarray(0, count),
      next: this.#next.subarray(0, count),
      layers: this.layers,
      problems: this.problems,
      behind,
    };
  }

  #grow(): void {
    const rows = this.#kind.length * 2;
    const kind = new Uint8Array(rows);
    kind.set(this.#kind);
    this.#kind = kind;
    this.#layer = grown(this.#layer, rows);
    this.#start = grown(this.#start, rows);
    this.#end = grown(this.#end, rows);
    this.#keyStart = grown(this.#keyStart, rows);
    this.#keyEnd = grown(this.#keyEnd, rows);
    this.#parent = grown(this.#parent, rows);
    this.#next = grown(this.#next, rows);
  }
}

/** No key: an element, a root, the value inside a string. */
export const NO_KEY = NO_NODE;

function grown(column: Uint32Array<ArrayBuffer>, rows: number): Uint32Array<ArrayBuffer> {
  const result = new Uint32Array(rows);
  result.set(column);
  return result;
}
