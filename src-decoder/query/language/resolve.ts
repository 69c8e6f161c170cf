/** From the words of a filter to fields of the table. */
import { quote } from "./quoted.ts";
import type { Capture } from "../../model/capture.ts";
import type { ColumnField, Field } from "../fields/field.ts";
import { FIELDS, fieldOf } from "../fields/fields.ts";
import { nearest } from "./nearest.ts";
import type { Patterns } from "./patterns.ts";
import type { Fault, Literal, Place, Value } from "./syntax.ts";
import { valueReader } from "../fields/values.ts";

/** What a filter is checked against. */
export interface Scope {
  readonly capture: Capture;
  /** The selected row, for `${selected.FIELD}`; null where none is. */
  readonly selected: number | null;
  /** What a path reaches in the selected row's payload, for `${selected.PATH}`. */
  readonly selectedValues: (path: string) => readonly SelectedValue[];
  /** Those of the filter that is checked. */
  readonly patterns: Patterns;
}

/** Is searched as text, and no value. */
const WHOLE_PAYLOAD = "payload";

/** A value as a literal that is written nowhere. */
export type SelectedValue = Pick<Literal, "kind" | "text">;

const PEER = "peer.";

/** A path split into the field's name and whether it is the paired frame's. */
export function splitPath(path: string): { readonly name: string; readonly ofPeer: boolean } {
  const ofPeer = path.toLowerCase().startsWith(PEER);
  return { name: ofPeer ? path.slice(PEER.length) : path, ofPeer };
}

/**
 * Whether a path leads into the payload: members are written with a capital, `Settings.ProcessParameters.CommandArgs`; `payload` is all of
 * it, and `payload.Type` a member whose name is that of a column too, as `payload["a b"]` is one that is no word.
 */
export function isPayloadPath(path: string): boolean {
  if (/^payload(?:$|[.[])/u.test(path)) return true;
  return /^\p{Lu}/u.test(path) && fieldOf(path) === null && !path.toLowerCase().startsWith(PEER);
}

/** A path into the payload, and whether it is the paired frame's; null for any other. */
export function payloadPathOf(path: string): { readonly name: string; readonly ofPeer: boolean } | null {
  const split = splitPath(path);
  return isPayloadPath(split.name) ? split : null;
}

/** The column field that a path names, or what is wrong with it. */
export function resolveField(
  path: string,
  place: Place,
): { readonly field: ColumnField; readonly ofPeer: boolean } | Fault {
  const { name, ofPeer } = splitPath(path);
  const field: Field | null = fieldOf(name);
  if (field !== null && field.type !== "payload") return { field, ofPeer };
  if (field !== null || isPayloadPath(name)) {
    return fault(
      place,
      `${path} is made from the payload and cannot be used here.`,
      'What payloads hold is found by payload contains "x"',
    );
  }
  return fault(place, `There is no field ${path}.`, hintForUnknown(name, ofPeer));
}

/** Names that hands know from Wireshark's display filters (wireshark.org/docs/dfref), and the fields that are the same here. */
const OF_WIRESHARK: ReadonlyMap<string, string> = new Map([
  ["frame.number", "number"],
  ["frame.len", "size"],
  ["frame.time", "time"],
  ["frame.time_relative", "time"],
  ["frame.time_epoch", "time"],
  ["frame.time_delta", "timeDelta"],
  ["frame.time_delta_displayed", "timeDelta"],
  ["_ws.col.info", "info"],
]);
const OF_PACKETS = /^(?:tcp|udp|ip|ipv6|eth|vsock|frame)\./u;

function hintForUnknown(name: string, ofPeer: boolean): string | null {
  const lower = name.toLowerCase();
  const known = OF_WIRESHARK.get(lower);
  if (known !== undefined) return didYouMean(known);
  if (OF_PACKETS.test(lower)) return "Filters are of frames, and packets have no fields: write connection == 1";
  // Members with a small first letter look like fields: `payload.` alone tells a path of theirs from one.
  if (!ofPeer && /[.[]/u.test(name)) return `Write payload.${name}`;
  const names = FIELDS.filter(({ type }) => type !== "payload").flatMap(({ key, aliases }) => [key, ...aliases]);
  const peer = ofPeer ? PEER : "";
  return didYouMean(nearest(name, names)) ?? `Text in payloads is found by ${peer}payload contains ${quote(name)}`;
}

export function didYouMean(candidate: string | null): string | null {
  return candidate === null ? null : `Did you mean ${candidate}?`;
}

/** Values that are listed in a hint before the rest is counted: completion lists all. */
const LISTED = 6;

/** What could stand in the place of a value that is none of these. */
export function oneOf(values: readonly string[]): string {
  const more = values.length - LISTED;
  return `It is one of ${values.slice(0, LISTED).join(", ")}${more > 0 ? `, and ${more} more` : ""}`;
}

export function fault({ at, end }: Place, text: string, hint: string | null): Fault {
  return { at, length: Math.max(end - at, 1), text, hint };
}

/**
 * What is wrong with a range whose end is found to lie before its beginning: nothing is in it. Null where the selected row has a part in that,
 * as the filter is right for other rows.
 */
export function backwards(low: Value, high: Value): Fault | null {
  if (low.kind === "variable" || high.kind === "variable" || low.kind === "regex" || high.kind === "regex") return null;
  const place = { at: low.at, end: high.end };
  return fault(place, "This range ends before it begins.", `Write ${written(high)}..${written(low)}`);
}

function written({ kind, text }: Literal): string {
  return kind === "string" ? JSON.stringify(text) : text;
}

export function isFault(value: object): value is Fault {
  return "hint" in value && "at" in value && "length" in value;
}

/** The literal that a variable stands for; other literals stand for themselves. */
export function resolveVariable(
  literal: Literal,
  scope: Pick<Scope, "capture" | "selected" | "selectedValues">,
): Literal | Fault {
  if (literal.kind !== "variable") return literal;
  const name = /^selected\.(.+)$/.exec(literal.text)?.[1];
  if (name === undefined) {
    return fault(literal, `There is no variable ${literal.text}.`, "Write ${selected.container}");
  }
  const { capture, selected, selectedValues } = scope;
  const isPath = isPayloadPath(name) && name !== WHOLE_PAYLOAD;
  const resolved = isPath ? null : resolveField(name, literal);
  if (resolved !== null && isFault(resolved)) return resolved;
  if (selected === null || selected >= capture.frames.length)
    return fault(literal, "No frame is selected.", "Select one.");
  const values = resolved === null ? selectedValues(name) : valuesAt(resolved, capture, selected);
  const [value] = values;
  if (value === undefined) return fault(literal, `The selected frame has no ${name}.`, null);
  if (values.length > 1)
    return fault(literal, `The selected frame has ${values.length} values of ${name}.`, "Name one that it has once.");
  return { ...value, at: literal.at, end: literal.end };
}

function valuesAt(
  { field, ofPeer }: { readonly field: ColumnField; readonly ofPeer: boolean },
  capture: Capture,
  selected: number,
): readonly SelectedValue[] {
  const row = ofPeer ? capture.frames.peer.get(selected) : selected;
  const value = row < capture.frames.length ? literalAt(field, capture, row) : null;
  return value === null ? [] : [value];
}

/** A field's value at a row as a literal that can be compared with the same field; null where the row has none. */
export function literalAt(field: ColumnField, capture: Capture, row: number): SelectedValue | null {
  if (field.type === "time" || field.type === "duration") {
    const ns = field.bind(capture)(row);
    return Number.isNaN(ns) ? null : { kind: "duration", text: `${ns}ns` };
  }
  const value = valueReader(field, capture)(row);
  if (value === null) return null;
  const kinds = { text: "string", enum: "string", boolean: "word" } as const;
  const kind =
    field.type === "text" || field.type === "enum" || field.type === "boolean" ? kinds[field.type] : "integer";
  return { kind, text: String(value) };
}
