/** What can stand at the caret of a filter: fields, paths into payloads, operators, and values, those of the capture with their counts. */
import type { Field } from "../fields/field.ts";
import { FIELDS, fieldOf } from "../fields/fields.ts";
import { tokenize } from "../language/lexer.ts";
import type { Token } from "../language/lexer.ts";
import { mapBegun, payloadName, scalarShapes } from "../payload/payload-names.ts";
import { splitPath } from "../language/resolve.ts";
import { slotAfter } from "../language/slots.ts";
import type { Slot } from "../language/slots.ts";
import { COMPARISONS, FUNCTIONS } from "../language/syntax.ts";
import type { Comparison } from "../language/syntax.ts";
import { isSign } from "../language/words.ts";
import { rank } from "./complete-rank.ts";
import { SET_END, SET_GOES_ON, isMember, isWholeMember, memberText, otherMembers } from "./complete-set.ts";
import { measureItems, valueItems, variable, type Seen } from "./complete-values.ts";
import { columnField, isInfo, isText, item, payloadItems, type CompletionItem } from "./completion-items.ts";

/** What is offered at a caret. */
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
  /** A value that is written here is a member of a set: a comma follows it, and no blank. */
  readonly isInSet: boolean;
}

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
  const isInSet = slot.takes === "set";
  if (slot.takes === "set") {
    const others = otherMembers(text, from);
    const values = valueItems(slot, typed, seen).filter((each) => !others.has(memberText(each.text)));
    const isBehindMember = touched === null ? last !== undefined && isMember(last) : isWholeMember(values, typed);
    if (isBehindMember) return { from: at, to: at, items: SET_GOES_ON, valuesOf, namesOf, isInSet };
    const items = isSign(last, ",") ? [...values, SET_END] : values;
    return { from, to, items: rank(items, typed), valuesOf, namesOf, isInSet };
  }
  return { from, to, items: rank(itemsFor(slot, typed, namesOf, seen), typed), valuesOf, namesOf, isInSet };
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

function itemsFor(
  slot: Exclude<Slot, { readonly takes: "set" }>,
  typed: string,
  namesOf: string | null,
  seen: Seen,
): CompletionItem[] {
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
    case "connective":
      return connectiveItems(typed);
    case "bound":
      return [...measureItems("time", typed), variable("number", "the number of the selected frame")];
  }
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

function operandItems(called: string | null, typed: string): CompletionItem[] {
  if (called === "count") return payloadItems(typed, (shape) => shape.kind === "array" || shape.kind === "map");
  if (called !== null) {
    return [...fieldItems(typed, isText), ...payloadItems(typed, (shape) => shape.kind === "string")];
  }
  return [
    ...fieldItems(typed, () => true),
    item("payload", "payload", 'The payload as text: payload contains "x", payload matches /x/i'),
    ...(splitPath(typed).ofPeer ? [item("payload", "peer.payload", "The paired frame's payload as text.")] : []),
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
  return [...own, ...own.map(({ text, detail }) => item("field", `peer.${text}`, `Of the paired frame. ${detail}`))];
}

function isBegun(name: string, begun: string): boolean {
  if (begun === "" || begun === "peer.") return false;
  return name.toLowerCase().startsWith(begun) || `peer.${name.toLowerCase()}`.startsWith(begun);
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

function comparedAs({ path: whole, called }: { readonly path: string; readonly called: string | null }): Compared {
  if (called === "len" || called === "count") return "number";
  const path = splitPath(whole).name;
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
