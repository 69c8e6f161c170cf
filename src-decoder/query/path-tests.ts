/** What a path reaches in a payload: by a walk through the bytes, and through the parsed payload where the walk cannot tell. */
import type { PayloadTree } from "../bridge/payload-tree.ts";
import type { PayloadTest } from "./condition.ts";
import { containerAt, countOf, elements, isCutNumber, valuesAt } from "./payload-path.ts";
import { PathWalk } from "./path-walk.ts";
import type { CountTest, ScalarTest } from "./path-walk.ts";

/** Whether there is a value. */
export function anyValue(path: readonly string[]): PayloadTest {
  const walk = new PathWalk(path);
  return (payload) => walk.some(payload.bytes, null) ?? valuesAt(payload.tree, path).length > 0;
}

/** Whether a single value, which may be an element of a list, passes. */
export function anyScalar(path: readonly string[], test: ScalarTest): PayloadTest {
  const walk = new PathWalk(path);
  return (payload) => walk.some(payload.bytes, test) ?? anyOfTree(payload.tree, path, test);
}

/** Whether the number of elements or members of a list or object passes. */
export function anyCount(path: readonly string[], test: CountTest): PayloadTest {
  const walk = new PathWalk(path);
  return (payload) => walk.someCount(payload.bytes, test) ?? anyCountOfTree(payload.tree, path, test);
}

/** Tells `tell` all single values of each payload that is asked about; `restart` where those told so far are told again. */
export function eachScalar(
  path: readonly string[],
  tell: (...scalar: Parameters<ScalarTest>) => void,
  restart: () => void,
): (...payload: Parameters<PayloadTest>) => void {
  const walk = new PathWalk(path);
  const test: ScalarTest = (...scalar) => {
    tell(...scalar);
    return false;
  };
  return (payload) => {
    if (walk.some(payload.bytes, test) !== null) return;
    restart();
    anyOfTree(payload.tree, path, test);
  };
}

function anyOfTree(tree: PayloadTree, path: readonly string[], test: ScalarTest): boolean {
  return valuesAt(tree, path)
    .flatMap((row) => elements(tree, row))
    .some((row) => {
      const kind = tree.kind(row);
      if (kind === "object" || kind === "broken" || isCutNumber(tree, row)) return false;
      const text = tree.stringValue(row);
      return test(text, kind === "number" ? Number(text) : Number.NaN, kind === "string");
    });
}

function anyCountOfTree(tree: PayloadTree, path: readonly string[], test: CountTest): boolean {
  return valuesAt(tree, path).some((row) => {
    const container = containerAt(tree, row);
    return container !== null && test(countOf(tree, container));
  });
}
