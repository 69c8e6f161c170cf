import type { Capture } from "../model/capture.ts";
import type { ColumnField } from "./field.ts";
import { literalAt } from "./resolve.ts";
import { quote } from "./print.ts";

/** A value that a capture holds, as a filter writes it. */
export interface ValueCount {
  readonly text: string;
  readonly count: number;
}

/** A field with more distinct values than this (ids, times) is counted up to here. */
const MOST_VALUES = 10_000;

/** The values of a field in a capture, the most frequent first; equal counts in order of first appearance. None of fields that hardly repeat. */
export function valueCounts(field: ColumnField, capture: Capture): readonly ValueCount[] {
  if (!isCounted(field)) return [];
  const counts = new Map<number, { count: number; readonly row: number }>();
  const keyOf = numberOfRow(field, capture);
  for (let row = 0; row < capture.frames.length; row++) {
    const key = keyOf(row);
    if (Number.isNaN(key)) continue;
    const known = counts.get(key);
    if (known !== undefined) known.count++;
    else if (counts.size < MOST_VALUES) counts.set(key, { count: 1, row });
  }
  return [...counts.values()]
    .toSorted((a, b) => b.count - a.count)
    .map(({ count, row }) => ({ text: valueText(field, capture, row), count }));
}

type CountedField = Exclude<ColumnField, { readonly type: "boolean" | "id" }>;

function isCounted(field: ColumnField): field is CountedField {
  return field.type !== "boolean" && field.type !== "id" && field.type !== "time" && field.key !== "number";
}

/** A number by which equal values of a field are told; NaN where a row has none. */
function numberOfRow(field: CountedField, capture: Capture): (row: number) => number {
  switch (field.type) {
    case "text":
    case "enum": {
      const reader = field.bind(capture);
      return (row) => reader.code(row) || Number.NaN;
    }
    case "number":
    case "duration":
    case "time":
    case "size":
    case "type":
    case "result":
      return field.bind(capture);
  }
}

/** Words of an enumeration need no quotes. */
const PLAIN_WORD = /^[A-Za-z][\w]*(?:-[A-Za-z]\w*)*$/;

function valueText(field: ColumnField, capture: Capture, row: number): string {
  const literal = literalAt(field, capture, row);
  if (literal === null) return "";
  if (literal.kind !== "string") return literal.text;
  return field.type === "enum" && PLAIN_WORD.test(literal.text) ? literal.text : quote(literal.text);
}
