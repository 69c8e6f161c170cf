/** What completion offers, and the parts that each place of a filter takes it from. */
import { fieldText } from "../../bridge/shapes/resolve.ts";
import type { Shape } from "../../bridge/shapes/shape.ts";
import type { ColumnField, Field } from "../fields/field.ts";
import { fieldOf } from "../fields/fields.ts";
import { splitPath } from "../language/resolve.ts";
import { payloadNames } from "../payload/payload-names.ts";

/** What an item is, for its sign and its place among others. */
export type CompletionKind = "field" | "payload" | "function" | "operator" | "connective" | "value" | "variable";

/** One thing that can stand at the caret. */
export interface CompletionItem {
  readonly kind: CompletionKind;
  /** What is written in place of `from .. to`. */
  readonly text: string;
  readonly detail: string;
  /** Of a value: how many frames have it; null else. */
  readonly count: number | null;
}

/** The field of a path that has a column; null for a path into payloads. */
export function columnField(path: string): ColumnField | null {
  const field = fieldOf(splitPath(path).name);
  return field === null || field.type === "payload" ? null : field;
}

/** One thing to offer. */
export function item(kind: CompletionKind, text: string, detail: string, count: number | null = null): CompletionItem {
  return { kind, text, detail, count };
}

/** Whether a field holds text, to be compared as such. */
export function isText(field: Field): boolean {
  return field.type === "text" || field.type === "enum" || isInfo(field);
}

/** Whether it is the line of a frame, which is no column and yet text. */
export function isInfo(field: Field | null): boolean {
  return field?.type === "payload" && field.value === "info";
}

/** Paths into payloads: those at the top, or all that have what is typed; those of the paired frame's where that is named. */
export function payloadItems(typed: string, isWanted: (shape: Shape) => boolean): CompletionItem[] {
  const { name: own, ofPeer } = splitPath(typed);
  const begun = own.toLowerCase();
  const prefix = ofPeer ? "peer." : "";
  const items: CompletionItem[] = [];
  for (const { path, field, shapes } of payloadNames().values()) {
    const isTop = !path.replace(/^payload\./u, "").includes(".");
    const fits = begun === "" ? isTop : path.toLowerCase().includes(begun);
    if (fits && shapes.some(isWanted)) items.push(item("payload", `${prefix}${path}`, fieldText(field)));
  }
  return items;
}
