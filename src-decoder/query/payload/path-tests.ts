/** What a path reaches in a payload: by a walk through the bytes, and through the parsed payload where the walk cannot tell. */
import type { PayloadTree } from "../../bridge/payload-tree.ts";
import type { PayloadTest } from "./condition.ts";
import { containerAt, countOf, elements, isCutNumber, valuesAt } from "./payload-path.ts";
import type { PayloadView } from "./payload-view.ts";
import { ValuesWalk } from "./values-walk.ts";
import { eachElement, walkedCount, walkedScalar } from "./walked-value.ts";
import type { ScalarTest } from "./walked-value.ts";

/** A test of how many elements or members a list or object has. */
export type CountTest = (count: number) => boolean;

/** Whether there is a value. */
export function anyValue(path: readonly string[]): PayloadTest {
  const walk = new ValuesWalk([path]);
  return (payload) => (walk.walk(payload.run) ? walk.reached(0).length > 0 : valuesAt(payload.tree, path).length > 0);
}

/** Whether a single value, which may be an element of a list, passes. */
export function anyScalar(path: readonly string[], test: ScalarTest): PayloadTest {
  const walk = new ValuesWalk([path]);
  return (payload) => {
    if (!walk.walk(payload.run)) return anyOfTree(payload.tree, path, test);
    let isFound = false;
    for (const value of walk.reached(0)) {
      eachElement(value, (element) => {
        isFound ||= walkedScalar(element, test) === true;
      });
      if (isFound) return true;
    }
    return false;
  };
}

/** Whether the number of elements or members of a list or object passes. */
export function anyCount(path: readonly string[], test: CountTest): PayloadTest {
  const walk = new ValuesWalk([path]);
  const mayBeBase64 = path.at(-1) === "Settings";
  return (payload) => {
    if (!walk.walk(payload.run)) return anyCountOfTree(payload.tree, path, test);
    let isFound = false;
    for (const value of walk.reached(0)) {
      const count = walkedCount(value, mayBeBase64);
      if (count === undefined) return anyCountOfTree(payload.tree, path, test);
      isFound ||= count !== null && test(count);
    }
    return isFound;
  };
}

/** Tells `tell` all single values of each payload that is asked about. */
export function eachScalar(
  path: readonly string[],
  tell: (...scalar: Parameters<ScalarTest>) => void,
): (payload: PayloadView) => void {
  const walk = new ValuesWalk([path]);
  const test: ScalarTest = (...scalar) => {
    tell(...scalar);
    return false;
  };
  return (payload) => {
    if (!walk.walk(payload.run)) {
      anyOfTree(payload.tree, path, test);
      return;
    }
    for (const value of walk.reached(0)) eachElement(value, (element) => void walkedScalar(element, test));
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
