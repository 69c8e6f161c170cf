/** Members that a filter asks for and no message has by what is known of the protocol: most are slips, and find nothing. */
import { MESSAGES } from "../../bridge/shapes/index.ts";
import { objectsOf, resolve } from "../../bridge/shapes/resolve.ts";
import type { Shape } from "../../bridge/shapes/shape.ts";
import { expressionOf } from "../language/combine.ts";
import { nearest } from "../language/nearest.ts";
import { withOperands } from "../language/operands.ts";
import { pathNames, writePath } from "../language/path-names.ts";
import { print } from "../language/print.ts";
import { isPayloadPath, splitPath } from "../language/resolve.ts";
import { payloadNames } from "./payload-names.ts";

/** What a filter asks for that no message is known to have. */
export interface UnknownMembers {
  /** The paths as they are written, each once. */
  readonly paths: readonly [string, ...string[]];
  /** The filter with the paths that were probably meant; null where none is near. */
  readonly meant: string | null;
}

/** The paths of a filter that lead to no member of any message; null where there are none, and for what is no filter. */
export function unknownMembers(filter: string): UnknownMembers | null {
  const expression = expressionOf(filter);
  if (expression === null) return null;
  const unknown = new Set<string>();
  let isMended = false;
  const mended = withOperands(expression, (operand) => {
    const { name, ofPeer } = splitPath(operand.path);
    const names = isPayloadPath(name) ? pathNames(name) : [];
    if (names.length === 0 || isKnown(names)) return operand;
    unknown.add(operand.path);
    const meant = pathMeant(names);
    isMended ||= meant !== null;
    return meant === null ? operand : { ...operand, path: ofPeer ? `peer.${meant}` : meant };
  });
  const [first, ...others] = unknown;
  return first === undefined ? null : { paths: [first, ...others], meant: isMended ? print(mended) : null };
}

const TOP: readonly Shape[] = [...new Set(MESSAGES.map(({ shape }) => shape))];

/** Whether names lead to something. Members that may be there beside those that are known are not looked for. */
function isKnown(names: readonly string[]): boolean {
  return names.reduce(stepFrom, TOP).length > 0;
}

function stepFrom(shapes: readonly Shape[], name: string): readonly Shape[] {
  return [...new Set(shapes.flatMap((shape) => resolve(shape, [name]).map((found) => found.shape)))];
}

/** The path that was probably meant: with each name that is not known made that of a member, or with what leads to the names put before them. */
function pathMeant(names: readonly string[]): string | null {
  let shapes = TOP;
  const meant: string[] = [];
  for (const name of names) {
    const members = shapes.flatMap(objectsOf).flatMap(({ fields }) => fields.map((field) => field.name));
    const known = stepFrom(shapes, name).length > 0 ? name : nearest(name, members);
    shapes = known === null ? [] : stepFrom(shapes, known);
    if (known === null || shapes.length === 0) return pathEndingIn(names);
    meant.push(known);
  }
  const [first = "", ...others] = meant;
  const path = writePath(first, others);
  return isPayloadPath(path) ? path : writePath("payload", meant);
}

/** The shortest known path that ends in these names, in any case. */
function pathEndingIn(names: readonly string[]): string | null {
  const end = `.${names.join(".").toLowerCase()}`;
  const paths = [...payloadNames().keys()].filter((path) => path.toLowerCase().endsWith(end));
  return paths.toSorted((a, b) => a.length - b.length)[0] ?? null;
}
