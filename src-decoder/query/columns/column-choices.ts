/** What can be a column of a table: every field, and every path into payloads that the protocol's shapes know. */
import { MESSAGES } from "../../bridge/shapes/index.ts";
import { fieldPaths, fieldText } from "../../bridge/shapes/resolve.ts";
import { PEER_COLUMN, payloadPath } from "./column-reader.ts";
import { COLUMN_HINTS } from "../fields/field.ts";
import type { ColumnHints } from "../fields/field.ts";
import { FIELDS, fieldOf } from "../fields/fields.ts";
import { splitPath } from "../language/resolve.ts";

/** A column as menus and tables name it; `columnReader` gives its values. */
export interface ColumnChoice {
  /** As the filter language writes it: a field's key, `peer.` and a key, or a path into payloads. */
  readonly name: string;
  /** Head of a table column. */
  readonly label: string;
  /** A sentence; empty for a path that no shape knows. */
  readonly description: string;
  readonly hints: ColumnHints;
}

/** Of values of paths: labels are names of members, which are long. */
const PAYLOAD_WIDTH = 160;

/**
 * The column of that name; null where `columnReader` would know none, and for the payload as a whole: scripts may want it in a line, but in a table
 * it is no value that a cell can show or a filter ask for.
 */
export function columnChoice(name: string): ColumnChoice | null {
  const { name: plain, ofPeer } = splitPath(name);
  const own = ownChoice(plain);
  if (own === null || !ofPeer) return own;
  const { description } = own;
  return {
    name: PEER_COLUMN.key(own.name),
    label: PEER_COLUMN.label(own.label),
    description: description === "" ? "" : `Of the paired frame: ${description}`,
    hints: own.hints,
  };
}

function ownChoice(name: string): ColumnChoice | null {
  const field = fieldOf(name);
  if (field === null) {
    const path = payloadPath(name);
    const label = path?.at(-1);
    if (path === null || label === undefined) return null;
    const { description, hints } = knownPaths().get(path.join(".")) ?? { description: "", hints: COLUMN_HINTS.text };
    return { name, label, description, hints: { ...hints, width: PAYLOAD_WIDTH } };
  }
  if (field.type === "payload" && field.value === "digest") return null;
  const { key, label, description, column: hints } = field;
  return { name: key, label, description, hints };
}

/** All that has a description: fields first, then paths as the messages have them, each path once. */
export function columnChoices(): readonly ColumnChoice[] {
  const fields = FIELDS.flatMap(({ key }) => columnChoice(key) ?? []);
  // A member with the name of a field is that field's column.
  const paths = [...knownPaths().keys()].flatMap((path) => (fieldOf(path) === null ? (columnChoice(path) ?? []) : []));
  return [...fields, ...paths];
}

type KnownPath = Pick<ColumnChoice, "description" | "hints">;

let known: ReadonlyMap<string, KnownPath> | null = null;

/** What there is to say by path. Thousands, so made when first asked for. */
function knownPaths(): ReadonlyMap<string, KnownPath> {
  if (known !== null) return known;
  const paths = new Map<string, KnownPath>();
  for (const { shape } of MESSAGES) {
    for (const { path, field } of fieldPaths(shape)) {
      if (paths.has(path)) continue;
      const isNumber = field.shape.kind === "integer" || field.shape.kind === "number";
      paths.set(path, { description: fieldText(field), hints: COLUMN_HINTS[isNumber ? "number" : "text"] });
    }
  }
  known = paths;
  return paths;
}
