/** What can stand at the caret of a filter: fields, operators, and values that the capture holds with their counts. */
import type { Capture } from "../model/capture.ts";
import type { ColumnField } from "./field.ts";
import { FIELDS, fieldOf } from "./fields.ts";
import { tokenize } from "./lexer.ts";
import type { Token } from "./lexer.ts";
import { comparisonOf } from "./parse.ts";
import { splitPath } from "./resolve.ts";
import { COMPARISONS, FUNCTIONS } from "./syntax.ts";
import { valueCounts } from "./value-counts.ts";
import type { ValueCount } from "./value-counts.ts";

export type CompletionKind = "field" | "function" | "operator" | "connective" | "value";

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
}

/** Gives the values of a field; a caller may keep them between two keys. */
export type CountValues = (field: ColumnField, capture: Capture) => readonly ValueCount[];

const MOST_ITEMS = 100;

/** What a place in the filter takes. */
type Slot =
  | { readonly takes: "operand" | "flag" | "connective" | "nothing" }
  | { readonly takes: "operator" | "value" | "set"; readonly path: string };

export function complete(
  text: string,
  caret: number,
  capture: Capture,
  countValues: CountValues = valueCounts,
): Completion {
  const at = Math.max(0, Math.min(caret, text.length));
  const before = tokenize(text.slice(0, at)).tokens.slice(0, -1);
  const last = before.at(-1);
  const touched = last !== undefined && last.end === at && isTyped(last) ? last : null;
  const slot = slotAfter(touched === null ? before : before.slice(0, -1));
  const from = touched?.at ?? at;
  const to = touched === null ? at : Math.max(at, endOfToken(text, from));
  const typed = text.slice(from, at);
  return { from, to, items: rank(itemsFor(slot, capture, countValues), typed) };
}

/** Whether a token that ends at the caret may still be growing. */
function isTyped({ kind }: Token): boolean {
  return kind !== "symbol" && kind !== "regex";
}

function endOfToken(text: string, start: number): number {
  return tokenize(text).tokens.find(({ at, kind }) => at === start && kind !== "end")?.end ?? start;
}

/** What is expected behind these tokens. Reads over what does not fit: the text is being written. */
function slotAfter(tokens: readonly Token[]): Slot {
  let slot: Slot = { takes: "operand" };
  for (const [index, token] of tokens.entries()) slot = step(slot, token, tokens[index + 1]);
  return slot;
}

function step(slot: Slot, token: Token, next: Token | undefined): Slot {
  const isConnective = /^(?:&&?|\|\|?|and|or)$/.test(token.text) && token.kind !== "string";
  if (slot.takes === "set") return token.text === "}" && token.kind === "symbol" ? { takes: "connective" } : slot;
  if (isConnective) return { takes: "operand" };
  switch (slot.takes) {
    case "operand":
      if (token.kind !== "word" || token.text === "not") return slot;
      if (token.text === "is" && next?.text === ":") return { takes: "flag" };
      if (next?.text === "(") return token.text === "after" || token.text === "before" ? { takes: "nothing" } : slot;
      return { takes: "operator", path: token.text };
    case "operator":
      if (comparisonOf(token) !== null) return { takes: "value", path: slot.path };
      return token.text === "in" && token.kind === "word" ? { takes: "set", path: slot.path } : slot;
    case "flag":
      return token.text === ":" ? slot : { takes: "connective" };
    case "value":
      return { takes: "connective" };
    case "connective":
      return token.text === "(" || token.text === "!" ? { takes: "operand" } : slot;
    case "nothing":
      return token.text === ")" ? { takes: "connective" } : slot;
  }
}

function itemsFor(slot: Slot, capture: Capture, countValues: CountValues): CompletionItem[] {
  switch (slot.takes) {
    case "operand":
      return [...fieldItems(() => true), ...functionItems()];
    case "flag":
      return fieldItems(({ type }) => type === "boolean");
    case "operator":
      return [...operatorItems(columnField(slot.path)), ...CONNECTIVES];
    case "value":
    case "set": {
      const field = columnField(slot.path);
      return field === null ? [] : valueItems(field, capture, countValues);
    }
    case "connective":
      return CONNECTIVES;
    case "nothing":
      return [];
  }
}

function columnField(path: string): ColumnField | null {
  const field = fieldOf(splitPath(path).name);
  return field === null || field.type === "payload" ? null : field;
}

function item(kind: CompletionKind, text: string, detail: string, count: number | null = null): CompletionItem {
  return { kind, text, detail, count };
}

const CONNECTIVES = [item("connective", "&&", "both must be so"), item("connective", "||", "one of both must be so")];

function fieldItems(isWanted: (field: ColumnField) => boolean): CompletionItem[] {
  const names = FIELDS.flatMap((field) =>
    field.type === "payload" || !isWanted(field)
      ? []
      : [field.key, ...field.aliases].map((name) => item("field", name, field.description)),
  );
  const ofPeer = names.map(({ text, detail }) => item("field", `peer.${text}`, `Of the paired frame. ${detail}`));
  return [...names, ...ofPeer];
}

function functionItems(): CompletionItem[] {
  return [
    item("function", "not", "turns a condition round"),
    item("function", "after(", "frames after this number or time"),
    item("function", "before(", "frames before this number or time"),
    ...Object.entries(FUNCTIONS).map(([name, detail]) => item("function", `${name}(`, detail)),
  ];
}

function operatorItems(field: ColumnField | null): CompletionItem[] {
  if (field?.type === "boolean") return [];
  const isText = field === null || field.type === "text" || field.type === "enum";
  const comparisons = Object.entries(COMPARISONS).filter(([comparison]) => {
    const ofTexts = comparison === "contains" || comparison === "matches";
    return isText ? ofTexts || comparison === "==" || comparison === "!=" : !ofTexts;
  });
  return [
    ...comparisons.map(([comparison, words]) => item("operator", comparison, words)),
    item("operator", "in", "is one of a set: {3, 7..12}"),
  ];
}

function valueItems(field: ColumnField, capture: Capture, countValues: CountValues): CompletionItem[] {
  const seen = countValues(field, capture);
  const texts = new Set(seen.map(({ text }) => text));
  const others = field.type === "enum" ? field.values.filter((value) => !texts.has(value)) : [];
  const fixed = field.type === "boolean" ? ["true", "false"] : others;
  return [
    ...seen.map(({ text, count }) => item("value", text, `${count} ${count === 1 ? "frame" : "frames"}`, count)),
    ...fixed.map((text) => item("value", text, field.label, field.type === "boolean" ? null : 0)),
    item("value", `\${selected.${field.key}}`, "that of the selected frame"),
  ];
}

/** Items that go with what is typed: those that begin so, then those that contain it; all where nothing is typed. */
function rank(items: readonly CompletionItem[], typed: string): CompletionItem[] {
  const wanted = typed.toLowerCase().replace(/^["']/, "");
  const plain = items.map((candidate) => ({ candidate, text: candidate.text.toLowerCase().replace(/^"/, "") }));
  const begins = plain.filter(({ text }) => text.startsWith(wanted));
  const contains = plain.filter(({ text }) => !text.startsWith(wanted) && text.includes(wanted));
  return [...begins, ...contains].slice(0, MOST_ITEMS).map(({ candidate }) => candidate);
}
