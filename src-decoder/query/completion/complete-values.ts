/** Values that can stand at the caret: those that the capture has with their counts, those that the protocol knows, measures, and the selected row's. */
import { RESULT_CODES } from "../../bridge/result-codes.ts";
import type { Shape } from "../../bridge/shapes/shape.ts";
import type { ColumnField } from "../fields/field.ts";
import { FIELDS } from "../fields/fields.ts";
import { writeLiteral } from "../language/combine.ts";
import { splitPath } from "../language/resolve.ts";
import { numberNames } from "../payload/number-names.ts";
import { payloadName, scalarShapes } from "../payload/payload-names.ts";
import { VARIABLE } from "./complete-rank.ts";
import { columnField, item, payloadItems, type CompletionItem } from "./completion-items.ts";
import type { ValueCount } from "./value-counts.ts";

/** Gives the capture's values of a field or path, or the paths of the names of a map; none while they are not counted. */
export type Seen = (what: "values" | "names", path: string) => readonly ValueCount[];

/** What the path, or what a function makes of it, can be compared with. */
export function valueItems(
  { path, called }: { readonly path: string; readonly called: string | null },
  typed: string,
  seen: Seen,
): CompletionItem[] {
  if (called === "len" || called === "count") return [];
  const isLower = called === "lower";
  const field = columnField(path);
  // Hardly two frames took as long: measures are compared with round ones.
  const given =
    field?.type === "duration"
      ? []
      : seen("values", path).map(({ text, count, meaning }) => item("value", text, meaning, count));
  const counted = isLower ? inLowerCase(given) : given;
  const { name } = splitPath(path);
  const all = field === null ? shapeValues(name) : fieldValues(field);
  const known = isLower ? inLowerCase(all) : all;
  const texts = new Set(counted.map(({ text }) => text));
  const meanings = new Map(known.map(({ text, detail }) => [text, detail]));
  return [
    ...(field === null ? [] : measureItems(field.type, typed)),
    ...counted.map((each) => ({ ...each, detail: each.detail || (meanings.get(each.text) ?? "") })),
    ...known.filter(({ text }) => !texts.has(text)).map((each) => (counted.length > 0 ? { ...each, count: 0 } : each)),
    ...(field === null ? nameItems(name, typed) : []),
    ...variableItems(path, field, typed),
  ];
}

/** Values as `lower()` makes them; those that are then the same are one, with all their frames. */
function inLowerCase(items: readonly CompletionItem[]): readonly CompletionItem[] {
  const merged = new Map<string, CompletionItem>();
  for (const each of items) {
    const text = each.text.toLowerCase();
    const before = merged.get(text)?.count ?? null;
    merged.set(text, { ...each, text, count: each.count === null ? before : each.count + (before ?? 0) });
  }
  return [...merged.values()];
}

/** Values that a field has by definition, whether the capture has them or not. */
function fieldValues(field: ColumnField): CompletionItem[] {
  if (field.type === "boolean") {
    const { predicate } = field;
    return [item("value", "true", `The frame ${predicate}.`), item("value", "false", "It is not so.")];
  }
  if (field.type === "enum") return field.values.map((value) => item("value", writeLiteral(field, value) ?? "", ""));
  if (field.type !== "result") return [];
  return RESULT_CODES.map(({ value, meaning }) => item("value", writeLiteral(field, value | 0) ?? "", meaning));
}

/** Values that the shapes of messages give a path. */
function shapeValues(path: string): CompletionItem[] {
  const name = payloadName(path);
  if (name === null) return [];
  const items = scalarShapes(name).flatMap((shape) => {
    if (shape.kind === "boolean") return ["true", "false"].map((text) => item("value", text, ""));
    if (shape.kind !== "enumeration") return [];
    return shape.values.map(({ value, text }) => item("value", writeLiteral(null, value) ?? "", text));
  });
  return [...new Map(items.map((each) => [each.text, each])).values()];
}

/** Names of the numbers that a path has, where a word is begun: the numbers themselves are counted, and say what they mean. */
function nameItems(path: string, typed: string): CompletionItem[] {
  const name = /^[a-z]/iu.test(typed) ? payloadName(path) : null;
  if (name === null) return [];
  const items = scalarShapes(name).flatMap((shape) =>
    numberNames(shape).map(({ name: known, text }) => item("value", known, text)),
  );
  return [...new Map(items.map((each) => [each.text, each])).values()];
}

const UNITS: Readonly<Partial<Record<ColumnField["type"], readonly (readonly [unit: string, words: string])[]>>> = {
  duration: [
    ["s", "seconds"],
    ["ms", "milliseconds"],
    ["us", "microseconds"],
    ["m", "minutes"],
  ],
  time: [
    ["s", "seconds after the first packet"],
    ["ms", "milliseconds after the first packet"],
  ],
  size: [
    ["KiB", "times 1,024 bytes"],
    ["MiB", "times 1,048,576 bytes"],
    ["B", "bytes"],
  ],
};

/** What is worth comparing with: how long calls may take, and how large messages may be (bridge.md H01, H03, H20). */
const ROUND: Readonly<Partial<Record<ColumnField["type"], readonly (readonly [text: string, words: string])[]>>> = {
  duration: [
    ["1s", "a second"],
    ["5s", "an answer that takes longer is slow"],
    ["10s", "a call that waits longer may hang"],
    ["300s", "the host closes the bridge"],
    ["100ms", "a tenth of a second"],
    ["1ms", "a millisecond"],
  ],
  time: [
    ["10:15:02.5", "a time of day, UTC"],
    ["1s", "seconds after the first packet"],
    ["100ms", "milliseconds after the first packet"],
  ],
  size: [
    ["64KiB", "the most that the host takes"],
    ["16KiB", "16,384 bytes"],
    ["1KiB", "1,024 bytes"],
  ],
};

/** Units behind the number that is being typed; round measures where none is yet. */
export function measureItems(type: ColumnField["type"], typed: string): CompletionItem[] {
  const units = UNITS[type];
  if (units === undefined) return [];
  const digits = /^\d+(?:\.\d+)?/u.exec(typed)?.[0];
  if (digits !== undefined) return units.map(([unit, words]) => item("value", `${digits}${unit}`, words));
  return typed === "" ? (ROUND[type] ?? []).map(([text, words]) => item("value", text, words)) : [];
}

/** A value of the selected row. */
export function variable(key: string, detail: string): CompletionItem {
  return item("variable", `${VARIABLE}${key}}`, detail);
}

/** The selected row's value of the same field or path; of any where a variable is being typed. */
function variableItems(path: string, field: ColumnField | null, typed: string): CompletionItem[] {
  const key = field?.key ?? (payloadName(path) === null || path === "payload" ? null : path);
  const own = key === null ? [] : [variable(key, `${field?.label ?? path} of the selected frame`)];
  if (!typed.startsWith("$")) return own;
  const others = FIELDS.filter((each) => each.type !== "payload" && each.key !== key);
  const begun = typed.slice(VARIABLE.length);
  const paths = begun === "" ? [] : payloadItems(begun, isScalar).filter(({ text }) => text !== key);
  return [
    ...own,
    ...others.map((each) => variable(each.key, `${each.label} of the selected frame`)),
    ...paths.map(({ text, detail }) => variable(text, detail)),
  ];
}

function isScalar({ kind }: Shape): boolean {
  return kind !== "object" && kind !== "map";
}
