/** What can stand at the caret of a filter: fields, paths into payloads, operators, and values, those of the capture with their counts. */
import { RESULT_CODES } from "../../bridge/result-codes.ts";
import { fieldText } from "../../bridge/shapes/resolve.ts";
import type { Shape } from "../../bridge/shapes/shape.ts";
import { writeLiteral } from "../language/combine.ts";
import { VARIABLE, rank } from "./complete-rank.ts";
import type { ColumnField, Field } from "../fields/field.ts";
import { FIELDS, fieldOf } from "../fields/fields.ts";
import { tokenize } from "../language/lexer.ts";
import type { Token } from "../language/lexer.ts";
import { numberNames } from "../payload/number-names.ts";
import { mapBegun, payloadName, payloadNames, scalarShapes } from "../payload/payload-names.ts";
import { splitPath } from "../language/resolve.ts";
import { slotAfter } from "../language/slots.ts";
import type { Slot } from "../language/slots.ts";
import { COMPARISONS, FUNCTIONS } from "../language/syntax.ts";
import type { Comparison } from "../language/syntax.ts";
import type { ValueCount } from "./value-counts.ts";

export type CompletionKind = "field" | "payload" | "function" | "operator" | "connective" | "value" | "variable";

export interface CompletionItem {
  readonly kind: CompletionKind;
  /** What is written in place of `from .. to`. */
  readonly text: string;
  readonly detail: string;
  /** Of a value: how many frames have it; null else. */
  readonly count: number | null;
}

export interface Completion {
  /** The part of the text that an item replaces. */
  readonly from: number;
  readonly to: number;
  /** Best first. */
  readonly items: readonly CompletionItem[];
  /** The field or path of which the capture's values belong here; null where values are not asked for. */
  readonly valuesOf: string | null;
  /** The map of payloads of which the names that the capture has belong here; null where none is being written. */
  readonly namesOf: string | null;
}

/** Gives the capture's values of a field or path, or the paths of the names of a map; none while they are not counted. */
export type Seen = (what: "values" | "names", path: string) => readonly ValueCount[];

/** Completes at the caret. It needs no capture: the values seen are given by the caller, who may count them later and ask again. */
export function complete(text: string, caret: number, seen: Seen = () => []): Completion {
  const at = Math.max(0, Math.min(caret, text.length));
  const before = tokenize(text.slice(0, at)).tokens.slice(0, -1);
  const last = before.at(-1);
  const isBehind = last !== undefined && (last.end === at || (last.end === at - 1 && leadsOn(last, text[at - 1])));
  const touched = isBehind && isTyped(last) ? last : null;
  const slot = slotAfter(touched === null ? before : before.slice(0, -1));
  const from = touched?.at ?? at;
  const to = touched === null ? at : Math.max(at, endOfToken(text, from));
  const typed = text.slice(from, at);
  const takesValues = slot.takes === "value" || slot.takes === "set";
  const valuesOf = takesValues && slot.called !== "len" && slot.called !== "count" ? slot.path : null;
  const namesOf = slot.takes === "operand" && touched !== null ? mapBegun(typed) : null;
  return { from, to, items: rank(itemsFor(slot, typed, namesOf, seen), typed), valuesOf, namesOf };
}

/** Whether a dot or a bracket behind a path begins a name, of which nothing is there yet. */
function leadsOn({ kind }: Token, sign: string | undefined): boolean {
  return (kind === "word" || kind === "path") && (sign === "." || sign === "[");
}

/** Whether a token that ends at the caret may still be growing. */
function isTyped({ kind }: Token): boolean {
  return kind !== "symbol" && kind !== "regex";
}

function endOfToken(text: string, start: number): number {
  return tokenize(text).tokens.find(({ at, kind }) => at === start && kind !== "end")?.end ?? start;
}

function itemsFor(slot: Slot, typed: string, namesOf: string | null, seen: Seen): CompletionItem[] {
  switch (slot.takes) {
    case "operand":
      return [
        ...operandItems(slot.called, typed),
        ...(namesOf === null ? [] : seen("names", namesOf)).map(({ text, count }) => item("payload", text, "", count)),
      ];
    case "flag":
      return fieldItems(typed, ({ type }) => type === "boolean");
    case "operator":
      return [...operatorItems(slot), ...connectiveItems(typed)];
    case "open-set":
      return [item("operator", "{", "begins a set: {3, 7..12}")];
    case "value":
      return valueItems(slot, typed, seen);
    case "set":
      return [...valueItems(slot, typed, seen), ...(slot.members > 0 ? SET_ENDS : [])];
    case "connective":
      return connectiveItems(typed);
    case "bound":
      return [...measureItems("time", typed), variable("number", "the number of the selected frame")];
  }
}

function columnField(path: string): ColumnField | null {
  const field = fieldOf(splitPath(path).name);
  return field === null || field.type === "payload" ? null : field;
}

function item(kind: CompletionKind, text: string, detail: string, count: number | null = null): CompletionItem {
  return { kind, text, detail, count };
}

/** As signs; as words only where one is begun. */
function connectiveItems(typed: string): CompletionItem[] {
  const words =
    typed === ""
      ? [["&&", "||"]]
      : [
          ["&&", "||"],
          ["and", "or"],
        ];
  return words.flatMap(([both = "", one = ""]) => [
    item("connective", both, "both must be so"),
    item("connective", one, "one of both must be so"),
  ]);
}
const SET_ENDS = [
  item("operator", "..", "to: all values between, both included"),
  item("operator", "}", "ends the set"),
];

function isText(field: Field): boolean {
  return field.type === "text" || field.type === "enum" || isInfo(field);
}

function isInfo(field: Field | null): boolean {
  return field?.type === "payload" && field.value === "info";
}

function operandItems(called: string | null, typed: string): CompletionItem[] {
  if (called === "count") return payloadItems(typed, (shape) => shape.kind === "array" || shape.kind === "map");
  if (called !== null) {
    return [...fieldItems(typed, isText), ...payloadItems(typed, (shape) => shape.kind === "string")];
  }
  return [
    ...fieldItems(typed, () => true),
    item("payload", "payload", 'The payload as text: payload contains "x", payload matches /x/i'),
    ...functionItems(),
    ...payloadItems(typed, () => true),
  ];
}

/** What most filters begin with. */
const MOST_WANTED = ["name", "container", "pending", "error", "latencyNs", "result", "id", "size", "time"];

/** Fields as they are offered where nothing is typed. */
const OFFERED = FIELDS.filter((field) => field.type !== "payload" || isInfo(field)).toSorted(
  (a, b) => wantedPlace(a.key) - wantedPlace(b.key),
);

function wantedPlace(key: string): number {
  const at = MOST_WANTED.indexOf(key);
  return at < 0 ? MOST_WANTED.length : at;
}

/** Fields by their names; by other names, or of the paired frame, only where such a name is being typed. */
function fieldItems(typed: string, isWanted: (field: Field) => boolean): CompletionItem[] {
  const begun = typed.toLowerCase();
  const own = OFFERED.filter(isWanted).flatMap(({ key, aliases, description }) => [
    item("field", key, description),
    ...aliases.filter((alias) => isBegun(alias, begun)).map((alias) => item("field", alias, description)),
  ]);
  if (begun === "") return [...own, item("field", "peer.", "a field of the paired frame: peer.result, peer.latency")];
  const ofPeer = own.filter(({ text }) => !isInfo(fieldOf(text)));
  return [...own, ...ofPeer.map(({ text, detail }) => item("field", `peer.${text}`, `Of the paired frame. ${detail}`))];
}

function isBegun(name: string, begun: string): boolean {
  return begun !== "" && (name.toLowerCase().startsWith(begun) || `peer.${name.toLowerCase()}`.startsWith(begun));
}

/** Paths into payloads: those at the top, or all that have what is typed. */
function payloadItems(typed: string, isWanted: (shape: Shape) => boolean): CompletionItem[] {
  const begun = typed.toLowerCase();
  const items: CompletionItem[] = [];
  for (const { path, field, shapes } of payloadNames().values()) {
    const isTop = !path.replace(/^payload\./u, "").includes(".");
    const fits = begun === "" ? isTop : path.toLowerCase().includes(begun);
    if (fits && shapes.some(isWanted)) items.push(item("payload", path, fieldText(field)));
  }
  return items;
}

function functionItems(): CompletionItem[] {
  return [
    item("connective", "not", "turns a condition round"),
    item("function", "is:", "a property: is:error, is:pending"),
    item("function", "after(", "frames after this number or time"),
    item("function", "before(", "frames before this number or time"),
    ...Object.entries(FUNCTIONS).map(([name, detail]) => item("function", `${name}(`, detail)),
  ];
}

/** How values of a path are compared. */
type Compared = "flag" | "text" | "ordered" | "number" | "search" | "any";

function comparedAs({ path, called }: { readonly path: string; readonly called: string | null }): Compared {
  if (called === "len" || called === "count") return "number";
  if (path === "payload") return "search";
  if (isInfo(fieldOf(path))) return "text";
  const field = columnField(path);
  if (field !== null) {
    if (field.type === "boolean") return "flag";
    if (field.type === "enum" && field.ascending !== undefined) return "ordered";
    return isText(field) ? "text" : "number";
  }
  const name = payloadName(path);
  const kinds = new Set(name === null ? [] : scalarShapes(name).map(({ kind }) => kind));
  const [kind] = kinds;
  if (kinds.size !== 1 || kind === undefined) return "any";
  if (kind === "integer" || kind === "number" || kind === "flags") return "number";
  return kind === "string" || kind === "enumeration" ? "text" : "any";
}

const COMPARISONS_OF: Readonly<Record<Compared, readonly Comparison[]>> = {
  flag: [],
  text: ["==", "!=", "contains", "matches"],
  ordered: ["==", "!=", "<", "<=", ">", ">="],
  number: ["==", "!=", "<", "<=", ">", ">="],
  search: ["contains", "matches"],
  any: ["==", "!=", "<", "<=", ">", ">=", "contains", "matches"],
};

function operatorItems(slot: { readonly path: string; readonly called: string | null }): CompletionItem[] {
  const compared = comparedAs(slot);
  const items = COMPARISONS_OF[compared].map((comparison) => item("operator", comparison, COMPARISONS[comparison]));
  if (compared !== "flag" && compared !== "search") items.push(item("operator", "in", "is one of a set: {3, 7..12}"));
  return items;
}

function valueItems(
  { path, called }: { readonly path: string; readonly called: string | null },
  typed: string,
  seen: Seen,
): CompletionItem[] {
  if (called === "len" || called === "count") return [];
  const isLower = called === "lower";
  const given = seen("values", path).map(({ text, count, meaning }) => item("value", text, meaning, count));
  const counted = isLower ? inLowerCase(given) : given;
  const field = columnField(path);
  const all = field === null ? shapeValues(path) : fieldValues(field);
  const known = isLower ? inLowerCase(all) : all;
  const texts = new Set(counted.map(({ text }) => text));
  const meanings = new Map(known.map(({ text, detail }) => [text, detail]));
  return [
    ...counted.map((each) => ({ ...each, detail: each.detail || (meanings.get(each.text) ?? "") })),
    ...known.filter(({ text }) => !texts.has(text)).map((each) => (counted.length > 0 ? { ...each, count: 0 } : each)),
    ...(field === null ? nameItems(path, typed) : measureItems(field.type, typed)),
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

/** Units behind the number that is being typed; examples where none is yet. */
function measureItems(type: ColumnField["type"], typed: string): CompletionItem[] {
  const units = UNITS[type];
  if (units === undefined) return [];
  const digits = /^\d+(?:\.\d+)?/u.exec(typed)?.[0];
  if (digits !== undefined) return units.map(([unit, words]) => item("value", `${digits}${unit}`, words));
  if (typed !== "" || type === "size") return [];
  const examples = [item("value", "1s", units[0]?.[1] ?? ""), item("value", "100ms", units[1]?.[1] ?? "")];
  return type === "time" ? [item("value", "10:15:02.5", "a time of day, UTC"), ...examples] : examples;
}

function variable(key: string, detail: string): CompletionItem {
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
