/** Paths into payloads: from names to the values that they reach, through lists and through JSON inside strings. */
import { membersOf } from "../../bridge/shapes/assign.ts";
import type { PayloadTree } from "../../bridge/payload-tree.ts";

/** The value itself, or for a string that holds JSON the value in it. */
function opened(tree: PayloadTree, row: number): number {
  let at = row;
  while (tree.kind(at) === "string" && tree.hasChildren(at)) at++;
  return at;
}

/**
 * Rows of the values that a path reaches from the top level, in the order of their bytes. Names are compared with case; of a name that an
 * object has more than once the last counts, as JSON readers take it. A list on the way or at the end stands for its elements.
 */
export function valuesAt(tree: PayloadTree, path: readonly string[]): number[] {
  let rows = tree.length === 0 ? [] : [0];
  for (const name of path) {
    rows = rows
      .flatMap((row) => elements(tree, opened(tree, row)))
      .flatMap((row) => {
        const member = membersOf(tree, opened(tree, row)).get(name);
        return member === undefined ? [] : [member];
      });
  }
  return rows;
}

/** The elements of a list, of lists in it too; another value stands for itself. */
export function elements(tree: PayloadTree, row: number): number[] {
  const found: number[] = [];
  const end = tree.next(row);
  for (let at = row; at < end;) {
    // The rows of a list's contents follow it, so lists in it are met on the way.
    if (tree.kind(at) === "array") at++;
    else {
      found.push(at);
      at = tree.next(at);
    }
  }
  return found;
}

/** The row of the list or object that a value is, or that it holds as text; null for other values. */
export function containerAt(tree: PayloadTree, row: number): number | null {
  const inner = opened(tree, row);
  const kind = tree.kind(inner);
  return kind === "array" || kind === "object" ? inner : null;
}

/** How many members or elements a list or object has. */
export function countOf(tree: PayloadTree, container: number): number {
  let count = 0;
  for (const _ of tree.children(container)) count++;
  return count;
}

/** Whether a value is a number at the very end of the bytes, of which digits may be missing. */
export function isCutNumber(tree: PayloadTree, row: number): boolean {
  return tree.kind(row) === "number" && tree.end(row) === tree.bytes.length;
}

/** The first value of a path as text, a number with its digits; null where there is none or it is a list or object. */
export function textAt(tree: PayloadTree, ...path: readonly string[]): string | null {
  const row = valuesAt(tree, path)[0];
  if (row === undefined) return null;
  const kind = tree.kind(row);
  if (isCutNumber(tree, row)) return null;
  return kind === "object" || kind === "array" || kind === "broken" || kind === "null" ? null : tree.stringValue(row);
}

/** Texts of all values of a path that are no objects. */
export function textsAt(tree: PayloadTree, ...path: readonly string[]): string[] {
  return valuesAt(tree, path)
    .flatMap((row) => elements(tree, row))
    .filter((row) => tree.kind(row) !== "object")
    .map((row) => tree.stringValue(row));
}
