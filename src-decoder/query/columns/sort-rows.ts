import type { Capture } from "../../model/capture.ts";
import type { ColumnField, TextReader } from "../fields/field.ts";

/** 64-bit keys in two unsigned halves, zeros at first. */
export interface Keys {
  readonly high: Uint32Array<ArrayBuffer>;
  readonly low: Uint32Array<ArrayBuffer>;
}

/** Puts the key of a row at a place; false where the row has no value. */
export type PutKey = (row: number, keys: Keys, at: number) => boolean;

/** Rows in the order of a field. Texts are ordered by their UTF-16 code units, values of an enumeration that has an order by that. */
export function sortRows(
  rows: Uint32Array,
  field: ColumnField,
  capture: Capture,
  descending: boolean,
): Uint32Array<ArrayBuffer> {
  return sortByKeys(rows, keyPutter(rows, field, capture), descending);
}

/**
 * Rows in the order of their keys, which are sorted by radix. Stable: equal rows keep their order, descending too; rows without a value
 * come last either way.
 */
export function sortByKeys(rows: Uint32Array, put: PutKey, descending: boolean): Uint32Array<ArrayBuffer> {
  const keys: Keys = { high: new Uint32Array(rows.length), low: new Uint32Array(rows.length) };
  const present = new Uint32Array(rows.length);
  const absent = new Uint32Array(rows.length);
  let count = 0;
  let absentCount = 0;
  for (const row of rows) {
    if (put(row, keys, count)) present[count++] = row;
    else absent[absentCount++] = row;
  }
  if (descending) {
    for (let i = 0; i < count; i++) {
      keys.high[i] = ~keys.high[i]!;
      keys.low[i] = ~keys.low[i]!;
    }
  }
  const order = radixOrder(keys, count);
  const sorted = new Uint32Array(rows.length);
  for (let i = 0; i < count; i++) sorted[i] = present[order[i]!]!;
  sorted.set(absent.subarray(0, absentCount), count);
  return sorted;
}

function keyPutter(rows: Uint32Array, field: ColumnField, capture: Capture): PutKey {
  switch (field.type) {
    case "boolean": {
      const flag = field.bind(capture);
      return (row, { low }, at) => {
        low[at] = flag(row) ? 1 : 0;
        return true;
      };
    }
    case "id": {
      const id = field.bind(capture);
      return (row, { high, low }, at) => {
        high[at] = id.high(row);
        low[at] = id.low(row);
        return true;
      };
    }
    case "text":
    case "enum": {
      const reader = field.bind(capture);
      const ranks = ranksOf(rows, reader, field.ascending ?? []);
      return (row, { low }, at) => {
        const code = reader.code(row);
        low[at] = ranks[code]!;
        return code !== 0;
      };
    }
    case "number":
    case "duration":
    case "time":
    case "size":
    case "type":
    case "result":
      return numberKey(field.bindOrder?.(capture) ?? field.bind(capture));
  }
}

/** Puts keys that are in order as the numbers are; NaN is no value. */
export function numberKey(read: (row: number) => number): PutKey {
  const double = new DataView(new ArrayBuffer(8));
  return (row, { high, low }, at) => {
    const value = read(row);
    if (Number.isNaN(value)) return false;
    // The bits of a double order like the number once negative ones are flipped and positive ones moved above them; + 0 makes -0 a 0.
    double.setFloat64(0, value + 0);
    const bits = double.getUint32(0);
    const negative = bits >>> 31 === 1;
    high[at] = negative ? ~bits : bits | 0x8000_0000;
    low[at] = negative ? ~double.getUint32(4) : double.getUint32(4);
    return true;
  };
}

/** By the number of each text that the rows have: its place among all of them in order. */
function ranksOf(rows: Uint32Array, reader: TextReader, ascending: readonly string[]): Uint32Array {
  let highest = 0;
  for (const row of rows) highest = Math.max(highest, reader.code(row));
  const ranks = new Uint32Array(highest + 1);
  for (const row of rows) ranks[reader.code(row)] = 1;
  const texts: { readonly code: number; readonly text: string }[] = [];
  for (let code = 0; code <= highest; code++) if (ranks[code] === 1) texts.push({ code, text: reader.text(code) });
  const placeOf = (text: string): number => ascending.indexOf(text);
  texts.sort((a, b) => placeOf(a.text) - placeOf(b.text) || (a.text < b.text ? -1 : Number(a.text > b.text)));
  for (const [rank, { code }] of texts.entries()) ranks[code] = rank;
  return ranks;
}

const DIGIT_BITS = 16;
const DIGITS = 1 << DIGIT_BITS;

/** The order of the first `count` keys; least significant digit first, and a digit that all keys share costs no move. */
function radixOrder({ high, low }: Keys, count: number): Uint32Array<ArrayBuffer> {
  let order = new Uint32Array(count);
  for (let i = 0; i < count; i++) order[i] = i;
  let spare = new Uint32Array(count);
  const starts = new Uint32Array(DIGITS);
  for (const half of [low, high]) {
    for (let shift = 0; shift < 32; shift += DIGIT_BITS) {
      starts.fill(0);
      for (let i = 0; i < count; i++) starts[(half[i]! >>> shift) & (DIGITS - 1)]!++;
      if (count === 0 || starts[(half[0]! >>> shift) & (DIGITS - 1)] === count) continue;
      let sum = 0;
      for (let digit = 0; digit < DIGITS; digit++) {
        const keysOfDigit = starts[digit]!;
        starts[digit] = sum;
        sum += keysOfDigit;
      }
      for (let i = 0; i < count; i++) {
        const index = order[i]!;
        spare[starts[(half[index]! >>> shift) & (DIGITS - 1)]!++] = index;
      }
      [order, spare] = [spare, order];
    }
  }
  return order;
}
