/** Turns a checked filter into closures over columns. A text is judged once, and a row costs a look-up of its number. */
import type { Capture } from "../../model/capture.ts";
import { NO_ROW } from "../../stream/stream-sink.ts";
import type { Condition, Leaf, Range, Ranges } from "../payload/condition.ts";
import type { ColumnField, IdReader, NumberReader, TextField, TextReader } from "../fields/field.ts";
import { InfoMaker } from "../info/info.ts";
import type { Patterns } from "../language/patterns.ts";
import type { PayloadView } from "../payload/payload-view.ts";

/** Whether a row passes. */
export type RowTest = (row: number) => boolean;

/** Where the payload stands of the row that is asked for; null fails all its tests. */
export interface PayloadSlot {
  view: PayloadView | null;
  /** By test of a paired frame's payload: which rows pass it, found out before. */
  readonly peers: ReadonlyMap<Condition, RowMarks>;
}

/** By row, 1 for those that are marked. */
export interface RowMarks {
  marks: Uint8Array;
}

export const NO_PAYLOADS: Readonly<PayloadSlot> = { view: null, peers: new Map() };

/**
 * What a row stands for: its frame, or the exchange of its frame. Of an exchange a test of a field holds where it does for the request or
 * for the response, so that `!error` shows those of which neither failed, and `name == Create && latency > 5s` finds both in one.
 */
export type RowMeaning = "frame" | "exchange";

/** The predicate of a condition; rows must be inside the capture. */
export function compile(
  condition: Condition,
  capture: Capture,
  patterns: Patterns,
  meaning: RowMeaning,
  payload: Readonly<PayloadSlot> = NO_PAYLOADS,
): RowTest {
  const inner = (part: Condition): RowTest => compile(part, capture, patterns, meaning, payload);
  switch (condition.kind) {
    case "all":
      return all(condition.parts.map(inner));
    case "any":
      return any(condition.parts.map(inner));
    case "not": {
      const part = inner(condition.part);
      return (row) => !part(row);
    }
    case "payload": {
      const { test, ofPeer } = condition;
      if (ofPeer) return markedPeer(capture, payload.peers.get(condition));
      return () => payload.view !== null && test(payload.view);
    }
    case "info": {
      const { test, ofPeer } = condition;
      if (ofPeer) return markedPeer(capture, payload.peers.get(condition));
      const lines = new InfoMaker(capture.frames);
      return (row) => {
        const text = payload.view === null ? "" : lines.of(row, payload.view.run);
        return text !== "" && test(text);
      };
    }
    case "flag":
    case "present":
    case "number":
    case "id":
    case "text": {
      const test = leaf(condition, capture, patterns);
      const ofPeer = peerTest(capture, test);
      if (meaning === "frame") return condition.ofPeer ? ofPeer : test;
      return (row) => test(row) || ofPeer(row);
    }
  }
}

/** The test of the paired frame; a frame without a pair fails it. */
function peerTest({ frames: { peer } }: Capture, test: RowTest): RowTest {
  return (row) => {
    const other = peer.get(row);
    return other !== NO_ROW && test(other);
  };
}

/** Whether the paired frame is marked. */
function markedPeer({ frames: { peer } }: Capture, rows: RowMarks | undefined): RowTest {
  return (row) => {
    const other = peer.get(row);
    return other !== NO_ROW && rows?.marks[other] === 1;
  };
}

function all(tests: readonly RowTest[]): RowTest {
  if (tests.length === 0) return () => true;
  const [first, second] = tests;
  if (tests.length === 2 && first !== undefined && second !== undefined) return (row) => first(row) && second(row);
  return (row) => {
    for (const test of tests) if (!test(row)) return false;
    return true;
  };
}

function any(tests: readonly RowTest[]): RowTest {
  if (tests.length === 0) return () => false;
  const [first, second] = tests;
  if (tests.length === 2 && first !== undefined && second !== undefined) return (row) => first(row) || second(row);
  return (row) => {
    for (const test of tests) if (test(row)) return true;
    return false;
  };
}

function leaf(condition: Leaf, capture: Capture, patterns: Patterns): RowTest {
  switch (condition.kind) {
    case "flag": {
      const flag = condition.field.bind(capture);
      return condition.wanted ? flag : (row) => !flag(row);
    }
    case "present":
      return present(condition.field, capture);
    case "number":
      return numberTest(condition.field.bind(capture), condition.ranges);
    case "id":
      return idTest(condition.field.bind(capture), condition.ranges);
    case "text":
      return textTest(condition.field.bind(capture), wordsTest(condition.field, condition.test), patterns);
  }
}

function present(field: ColumnField, capture: Capture): RowTest {
  switch (field.type) {
    case "boolean":
      return field.bind(capture);
    case "id":
      return () => true;
    case "text":
    case "enum": {
      const reader = field.bind(capture);
      return (row) => reader.code(row) !== 0;
    }
    case "number":
    case "duration":
    case "time":
    case "size":
    case "type":
    case "result": {
      const read = field.bind(capture);
      return (row) => !Number.isNaN(read(row));
    }
  }
}

function numberTest(read: NumberReader, wanted: Ranges<number>): RowTest {
  const [only] = wanted.ranges;
  if (wanted.ranges.length === 1 && only !== undefined) {
    const low = only.low ?? Number.NEGATIVE_INFINITY;
    const high = only.high ?? Number.POSITIVE_INFINITY;
    if (!wanted.negated) {
      return (row) => {
        const value = read(row);
        return value >= low && value <= high;
      };
    }
    // NaN, a frame without a value, is neither below nor above.
    return (row) => {
      const value = read(row);
      return value < low || value > high;
    };
  }
  const { lows, highs } = inOrder(wanted.ranges);
  return (row) => {
    const value = read(row);
    if (Number.isNaN(value)) return false;
    let count = 0;
    for (let end = lows.length; count < end;) {
      const middle = (count + end) >>> 1;
      if (lows[middle]! <= value) count = middle + 1;
      else end = middle;
    }
    const isIn = count > 0 && value <= highs[count - 1]!;
    return isIn !== wanted.negated;
  };
}

/** The ranges apart from each other and ascending, so that a value is found by halving: the filter of a selection has many. */
function inOrder(ranges: readonly Range<number>[]): { readonly lows: number[]; readonly highs: number[] } {
  const lows: number[] = [];
  const highs: number[] = [];
  const ends = ranges.map(({ low, high }) => ({
    low: low ?? Number.NEGATIVE_INFINITY,
    high: high ?? Number.POSITIVE_INFINITY,
  }));
  for (const { low, high } of ends.filter((range) => range.low <= range.high).toSorted((a, b) => a.low - b.low)) {
    const last = highs.length - 1;
    if (last >= 0 && low <= highs[last]!) {
      highs[last] = Math.max(highs[last]!, high);
      continue;
    }
    lows.push(low);
    highs.push(high);
  }
  return { lows, highs };
}

/** A range of 64-bit numbers in halves, which compare much faster than bigints. */
interface Halves {
  readonly fromHigh: number;
  readonly fromLow: number;
  readonly toHigh: number;
  readonly toLow: number;
}

const MAX_ID = (1n << 64n) - 1n;

function idTest(id: IdReader, { ranges, negated }: Ranges<bigint>): RowTest {
  const halves = ranges.flatMap(({ low, high }): Halves[] => {
    const from = low === null || low < 0n ? 0n : low;
    const to = high === null || high > MAX_ID ? MAX_ID : high;
    if (from > to) return [];
    return [{ fromHigh: highHalf(from), fromLow: lowHalf(from), toHigh: highHalf(to), toLow: lowHalf(to) }];
  });
  return (row) => {
    const low = id.low(row);
    const high = id.high(row);
    for (const { fromHigh, fromLow, toHigh, toLow } of halves) {
      const notBelow = high > fromHigh || (high === fromHigh && low >= fromLow);
      const notAbove = high < toHigh || (high === toHigh && low <= toLow);
      if (notBelow && notAbove) return !negated;
    }
    return negated;
  };
}

function highHalf(value: bigint): number {
  return Number(value >> 32n);
}

function lowHalf(value: bigint): number {
  return Number(value & 0xffff_ffffn);
}

const UNKNOWN = 0;
const FAILS = 1;
const PASSES = 2;

function wordsTest({ several }: TextField, test: (text: string) => boolean): (text: string) => boolean {
  return several === true ? (text) => text.split(" ").some((word) => test(word)) : test;
}

function textTest(reader: TextReader, test: (text: string) => boolean, patterns: Patterns): RowTest {
  let verdicts = new Uint8Array(1024);
  return (row) => {
    const code = reader.code(row);
    if (code === 0) return false;
    const verdict = code < verdicts.length ? verdicts[code] : UNKNOWN;
    if (verdict !== UNKNOWN) return verdict === PASSES;
    const unknown = patterns.unknown;
    const passes = test(reader.text(code));
    if (patterns.unknown !== unknown) return false;
    if (code >= verdicts.length) {
      const larger = new Uint8Array(Math.max(code + 1, verdicts.length * 2));
      larger.set(verdicts);
      verdicts = larger;
    }
    verdicts[code] = passes ? PASSES : FAILS;
    return passes;
  };
}
