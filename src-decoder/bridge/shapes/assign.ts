/** Lays shapes over a payload: for each of its values, what it should be and which member it is. */
import { NO_NODE } from "../payload-tree.ts";
import type { PayloadTree } from "../payload-tree.ts";
import { fieldNamed } from "./resolve.ts";
import type { Condition, Field, Shape, Variant } from "./shape.ts";

/** By row of the tree. */
export interface AssignedShapes {
  /** What is expected there, choices made; null where the shapes do not reach: behind unknown members, inside what has no known form. */
  readonly shapes: readonly (Shape | null)[];
  /**
   * The member that the row is or belongs to: elements of lists and maps and the contents of strings have that of what holds them. Null
   * for the root and behind unknown members.
   */
  readonly fields: readonly (Field | null)[];
}

/** Lays `root` over the tree. Never throws; the work grows with the number of rows. */
export function assignShapes(tree: PayloadTree, root: Shape): AssignedShapes {
  const rows = tree.length;
  const shapes = Array<Shape | null>(rows).fill(null);
  const fields = Array<Field | null>(rows).fill(null);
  if (rows > 0) shapes[0] = chosen(tree, 0, root, NO_MEMBERS);
  for (let row = 0; row < rows; row++) {
    if (!tree.hasChildren(row)) continue;
    const shape = shapes[row] ?? null;
    if (shape?.kind === "object" && tree.kind(row) === "object") {
      // Choices look at members beside them: they are found once for all, as a payload may name a member any number of times.
      const members = membersOf(tree, row);
      for (const child of tree.children(row)) {
        const member = fieldNamed(shape, tree.key(child) ?? "") ?? null;
        fields[child] = member;
        shapes[child] = member === null ? null : chosen(tree, child, member.shape, members);
      }
    } else {
      const below = shape === null ? null : contentShape(tree, row, shape);
      for (const child of tree.children(row)) {
        fields[child] = fields[row] ?? null;
        shapes[child] = below === null ? null : chosen(tree, child, below, NO_MEMBERS);
      }
    }
  }
  return { shapes, fields };
}

/** Rows by key; of a key that is there more than once the last, as JSON readers take it. */
type Members = ReadonlyMap<string, number>;

const NO_MEMBERS: Members = new Map();

/** The members of the object at `row`; none where it is no object. */
export function membersOf(tree: PayloadTree, row: number): Members {
  if (tree.kind(row) !== "object") return NO_MEMBERS;
  const members = new Map<string, number>();
  for (const child of tree.children(row)) {
    const key = tree.key(child);
    if (key !== null) members.set(key, child);
  }
  return members;
}

/**
 * The same for trees of which only some rows are looked at: each is found from the root down when it is asked for, at the cost of its depth.
 */
export class ShapesOnDemand {
  readonly #tree: PayloadTree;
  readonly #root: Shape;
  readonly #shapes = new Map<number, Shape | null>();
  readonly #fields = new Map<number, Field | null>();
  /** By row of an object whose members decide for one another. */
  readonly #members = new Map<number, Members>();

  constructor(tree: PayloadTree, root: Shape) {
    this.#tree = tree;
    this.#root = root;
  }

  /** As `AssignedShapes.shapes`. */
  shape(row: number): Shape | null {
    this.#find(row);
    return this.#shapes.get(row) ?? null;
  }

  /** As `AssignedShapes.fields`. */
  field(row: number): Field | null {
    this.#find(row);
    return this.#fields.get(row) ?? null;
  }

  #find(row: number): void {
    const way: number[] = [];
    for (let at = row; at !== NO_NODE && !this.#shapes.has(at); at = this.#tree.parent(at)) way.push(at);
    for (const at of way.toReversed()) this.#assign(at);
  }

  #assign(row: number): void {
    const tree = this.#tree;
    const parent = tree.parent(row);
    if (parent === NO_NODE) {
      this.#shapes.set(row, chosen(tree, row, this.#root, NO_MEMBERS));
      return;
    }
    const above = this.#shapes.get(parent) ?? null;
    if (above?.kind === "object" && tree.kind(parent) === "object") {
      const member = fieldNamed(above, tree.key(row) ?? "") ?? null;
      this.#fields.set(row, member);
      const beside = member?.shape.kind === "choice" ? this.#membersOf(parent) : NO_MEMBERS;
      this.#shapes.set(row, member === null ? null : chosen(tree, row, member.shape, beside));
      return;
    }
    const below = above === null ? null : contentShape(tree, parent, above);
    this.#fields.set(row, this.#fields.get(parent) ?? null);
    this.#shapes.set(row, below === null ? null : chosen(tree, row, below, NO_MEMBERS));
  }

  #membersOf(row: number): Members {
    const known = this.#members.get(row);
    if (known !== undefined) return known;
    const members = membersOf(this.#tree, row);
    this.#members.set(row, members);
    return members;
  }
}

/** What the values directly inside `row` should be, where all are the same. */
function contentShape(tree: PayloadTree, row: number, shape: Shape): Shape | null {
  if (shape.kind === "array") return tree.kind(row) === "array" ? shape.items : null;
  if (shape.kind === "map") return tree.kind(row) === "object" ? shape.values : null;
  if (shape.kind === "json-string") return tree.embedding(row) === "json-string" ? shape.of : null;
  if (shape.kind === "base64") return tree.embedding(row) === "base64" ? shape.of : null;
  return null;
}

/** The shape that a choice comes to for the value at `row`; `beside` are the members of the object that it stands in. */
function chosen(tree: PayloadTree, row: number, shape: Shape, beside: Members): Shape {
  if (shape.kind !== "choice") return shape;
  const own = membersOf(tree, row);
  let at: Shape = shape;
  while (at.kind === "choice") {
    const variants: readonly Variant[] = at.variants;
    const taken: Variant | undefined =
      variants.find(({ when }) => holds(tree, row, when, own, beside)) ?? variants.at(-1);
    if (taken === undefined) break;
    at = taken.shape;
  }
  return at;
}

function holds(tree: PayloadTree, row: number, when: Condition, own: Members, beside: Members): boolean {
  switch (when.by) {
    case "sibling": {
      const other = beside.get(when.name);
      return other !== undefined && tree.kind(other) === "string" && when.values.includes(tree.stringValue(other));
    }
    case "members":
      return when.names.some((name) => own.has(name));
    case "number":
      return tree.kind(row) === "number";
    case "otherwise":
      return true;
  }
}
