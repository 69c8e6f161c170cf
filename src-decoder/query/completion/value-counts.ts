import { resultCode } from "../../bridge/result-codes.ts";
import { messageKind } from "../../bridge/header.ts";
import { procedureName } from "../../bridge/procedures.ts";
import type { Capture } from "../../model/capture.ts";
import { NO_ROW } from "../../stream/stream-sink.ts";
import { writeLiteral } from "../language/combine.ts";
import type { ColumnField } from "../fields/field.ts";
import { fieldOf } from "../fields/fields.ts";
import { pathNames } from "../language/path-names.ts";
import { eachScalar } from "../payload/path-tests.ts";
import { payloadHint } from "../payload/payload-hints.ts";
import { numberName, type NumberName } from "../payload/number-names.ts";
import { payloadName, scalarShapes } from "../payload/payload-names.ts";
import { PayloadReader } from "../payload/payload-reader.ts";
import { PayloadView } from "../payload/payload-view.ts";
import { payloadPathOf, splitPath } from "../language/resolve.ts";
import { valueReader, type FieldValue } from "../fields/values.ts";

/** A value that a capture holds, as a filter writes it. */
export interface ValueCount {
  readonly text: string;
  /** Frames that have it. */
  readonly count: number;
  /** What it means, where that is known; else empty. */
  readonly meaning: string;
}

/** The values of a field, the most frequent first; equal counts in order of first appearance. */
export interface ValueCounts {
  readonly values: readonly ValueCount[];
  /** How many frames were looked at: fewer than all where their payloads are too many. */
  readonly frames: number;
}

/** A field with more distinct values than this (ids, times) is counted up to here. */
const MOST_VALUES = 10_000;
/** Values that are given: more no one looks through. */
const MOST_GIVEN = 1000;
/** Rows looked at between two pauses; a few milliseconds. */
const SLICE_ROWS = 1 << 15;
/** Bytes of payloads read for one answer: that takes a fraction of a second. */
const MOST_BYTES = 64 << 20;
const SLICE_BYTES = 1 << 20;
/** Characters of a value of a payload that is worth to be offered. */
const LONGEST_VALUE = 200;

/**
 * Counts the values of a column field or of a path into payloads. It pauses between slices with the counts so far, so that the caller may
 * let other work in, or give up; the last counts are the answer, for which at most `mostBytes` of payloads are read. Of fields that hardly repeat and of names that are none it gives nothing.
 */
export async function* countValues(
  path: string,
  capture: Capture,
  mostBytes: number = MOST_BYTES,
): AsyncGenerator<ValueCounts, void> {
  const inPayload = payloadPathOf(path);
  const { name, ofPeer } = splitPath(path);
  // A frame that has a value is one that its pair can be asked for it by.
  const { peer } = capture.frames;
  const isCounted = (row: number): boolean => !ofPeer || peer.get(row) !== NO_ROW;
  if (inPayload !== null) {
    yield* countInPayloads(inPayload.name, capture, mostBytes, isCounted);
    return;
  }
  const field = fieldOf(name);
  if (field === null || field.type === "payload" || !repeats(field)) return;
  yield* countColumn(field, capture, isCounted);
}

type CountedField = Exclude<ColumnField, { readonly type: "id" }>;

function repeats(field: ColumnField): field is CountedField {
  return field.type !== "id" && field.type !== "time" && field.key !== "number";
}

interface Tally {
  count: number;
  readonly row: number;
}

function* countColumn(
  field: CountedField,
  capture: Capture,
  isCounted: (row: number) => boolean,
): Generator<ValueCounts, void> {
  const counts = new Map<number, Tally>();
  const keyOf = numberOfRow(field, capture);
  const length = capture.frames.length;
  for (let from = 0; from < length; from += SLICE_ROWS) {
    const to = Math.min(from + SLICE_ROWS, length);
    for (let row = from; row < to; row++) {
      const key = keyOf(row);
      if (Number.isNaN(key) || !isCounted(row)) continue;
      const known = counts.get(key);
      if (known !== undefined) known.count++;
      else if (counts.size < MOST_VALUES) counts.set(key, { count: 1, row });
    }
    if (to < length) yield { values: [], frames: to };
  }
  const read = field.type === "duration" ? field.bind(capture) : valueReader(field, capture);
  if (field.type === "enum" && field.several === true) {
    yield { values: wordsOf(field, counts.values(), read), frames: length };
    return;
  }
  const values = mostFrequent(counts.values()).map(({ count, row }) => {
    const value = read(row);
    return { text: writeLiteral(field, value) ?? "", count, meaning: meaningOf(field, capture, row) };
  });
  yield { values, frames: length };
}

/** Of texts that are several words the words, as a filter asks for them one by one. */
function wordsOf(
  field: ColumnField,
  tallies: Iterable<Tally>,
  read: (row: number) => FieldValue,
): readonly ValueCount[] {
  const counts = new Map<string, number>();
  for (const { count, row } of tallies) {
    for (const word of String(read(row)).split(" ")) counts.set(word, (counts.get(word) ?? 0) + count);
  }
  return [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .map(([word, count]) => ({ text: writeLiteral(field, word) ?? "", count, meaning: "" }));
}

function mostFrequent(tallies: Iterable<Tally>): readonly Tally[] {
  return [...tallies].toSorted((a, b) => b.count - a.count).slice(0, MOST_GIVEN);
}

/** A number by which equal values of a field are told; NaN where a row has none. */
function numberOfRow(field: CountedField, capture: Capture): (row: number) => number {
  switch (field.type) {
    case "text":
    case "enum": {
      const reader = field.bind(capture);
      return (row) => reader.code(row) || Number.NaN;
    }
    case "boolean": {
      const flag = field.bind(capture);
      return (row) => (flag(row) ? 1 : 0);
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

function meaningOf(field: CountedField, capture: Capture, row: number): string {
  if (field.type === "text") return field.meaning?.(field.bind(capture).text(field.bind(capture).code(row))) ?? "";
  if (field.type === "result") return resultCode(field.bind(capture)(row))?.meaning ?? "";
  if (field.type !== "type") return "";
  const type = field.bind(capture)(row);
  return `${procedureName(type)} ${messageKind(type)}`;
}

async function* countInPayloads(
  path: string,
  capture: Capture,
  mostBytes: number,
  isCounted: (row: number) => boolean,
): AsyncGenerator<ValueCounts, void> {
  const names = pathNames(path);
  if (names.length === 0) return;
  const payloads = new PayloadReader(capture);
  const counts = new Map<string, Tally>();
  const literals = new Set<string>();
  const mayHave = payloadHint(names, null);
  const readLiterals = eachScalar(names, (text, _number, isString) => {
    // `null` is no value to compare with.
    const literal = isString ? writeLiteral(null, text) : text;
    if (literal !== null && text.length <= LONGEST_VALUE && (isString || text !== "null")) literals.add(literal);
  });
  let paused = 0;
  let row = 0;
  for (; row < capture.frames.length && payloads.bytesRead < mostBytes; row++) {
    const read = payloads.read(row);
    const payload = read instanceof Promise ? await read : read;
    if (isCounted(row) && mayHave(payload)) {
      literals.clear();
      readLiterals(new PayloadView(payload));
      for (const literal of literals) {
        const known = counts.get(literal);
        if (known !== undefined) known.count++;
        else if (counts.size < MOST_VALUES) counts.set(literal, { count: 1, row });
      }
    }
    if (payloads.bytesRead - paused >= SLICE_BYTES) {
      paused = payloads.bytesRead;
      yield { values: [], frames: row + 1 };
    }
  }
  const texts = new Map([...counts].map(([text, tally]) => [tally, text]));
  const nameOf = namesOfNumbers(path);
  const values = mostFrequent(counts.values()).map((tally) => {
    const text = texts.get(tally) ?? "";
    const named = nameOf(text);
    return { text: named?.name ?? text, count: tally.count, meaning: named?.text ?? "" };
  });
  yield { values, frames: row };
}

/** Names by which a filter may ask for the numbers of a path; null for one without. */
function namesOfNumbers(path: string): (literal: string) => NumberName | null {
  const name = payloadName(path);
  const shapes = name === null ? [] : scalarShapes(name);
  return (literal) => {
    const value = Number(literal);
    // Of 0 the number says as much, and is what people know.
    if (value === 0 || String(value) !== literal) return null;
    for (const shape of shapes) {
      const found = numberName(shape, value);
      if (found !== null) return found;
    }
    return null;
  };
}
