/** Where in one payload what is looked for stands. */
import { soughtOf } from "./find-sought.ts";
import type { FindSpec } from "./find-sought.ts";
import type { Needle } from "../payload/find-bytes.ts";
import { wholeRun } from "../../bytes/byte-run.ts";
import { PayloadView } from "../payload/payload-view.ts";
import { RowRanges } from "../rows/row-ranges.ts";

/** Runs a regular expression over one text so that it can be ended. */
export interface MatchRunner {
  /** Begin and end of matches that are not empty by turns, in UTF-16 units, ascending: the first `most`, none where time was up. */
  matches(source: string, flags: string, text: string, most: number): Promise<Uint32Array>;
}

/** Places that are told; nobody looks at more in one frame. */
export const MOST_PLACES = 1000;

/** Where in a payload the hits are. */
export interface FoundPlaces {
  /** The bytes of a payload that are part of a hit, as offsets in the payload. */
  readonly places: RowRanges;
  /** Whether these are all; else they are the first `MOST_PLACES`. */
  readonly isAll: boolean;
}

const NO_PLACES: FoundPlaces = { places: RowRanges.EMPTY, isAll: true };

/** Where the hits of one payload stand; nowhere where what is looked for is wrong. `compileFind` finds the payloads that have any. */
export async function findPlaces(spec: FindSpec, payload: Uint8Array, runner: MatchRunner): Promise<FoundPlaces> {
  const sought = soughtOf(spec);
  switch (sought.kind) {
    case "wrong":
      return NO_PLACES;
    case "needles":
      return sought.needles.map((needle) => placesOf(needle, payload)).reduce(bothOf);
    case "regex": {
      const { source, flags } = sought.regex;
      const { text } = new PayloadView(wholeRun(payload));
      const matches = await runner.matches(source, flags, text, MOST_PLACES + 1);
      return firstOf(byteOffsets(payload, matches));
    }
  }
}

function placesOf(needle: Needle, payload: Uint8Array): FoundPlaces {
  const bounds: number[] = [];
  for (let at = needle.indexIn(payload); at >= 0 && bounds.length <= 2 * MOST_PLACES;) {
    bounds.push(at, at + needle.length);
    at = needle.indexIn(payload, at + needle.length);
  }
  return firstOf(Uint32Array.from(bounds));
}

/** Of hits by their bounds, which may be one more than are told. */
function firstOf(bounds: Uint32Array): FoundPlaces {
  const most = 2 * MOST_PLACES;
  return { places: RowRanges.from(apart(bounds.subarray(0, most))), isAll: bounds.length <= most };
}

function bothOf(one: FoundPlaces, other: FoundPlaces): FoundPlaces {
  const { bounds } = one.places.union(other.places);
  const most = 2 * MOST_PLACES;
  const isAll = one.isAll && other.isAll && bounds.length <= most;
  return { places: RowRanges.from(bounds.subarray(0, most)), isAll };
}

/** Ascending bounds without those where one hit ends and the next begins. */
function apart(bounds: Uint32Array): Uint32Array {
  return bounds.filter((bound, at) => bound !== bounds[at % 2 === 0 ? at - 1 : at + 1]);
}

/** The bytes at which units of the decoded text begin; `units` ascend. Bytes that are no UTF-8 count as the decoder replaces them. */
function byteOffsets(bytes: Uint8Array, units: Uint32Array): Uint32Array {
  const offsets = new Uint32Array(units.length).fill(bytes.length);
  let unit = 0;
  let next = 0;
  for (let at = 0; next < units.length && at < bytes.length;) {
    while (next < units.length && units[next]! <= unit) offsets[next++] = at;
    const length = sequenceLength(bytes, at);
    unit += length === 4 ? 2 : 1;
    at += length;
  }
  return offsets;
}

const TAIL = [0x80, 0xbf] as const;

/** Length of the UTF-8 sequence at an offset, or of the bytes that become one U+FFFD (Encoding Standard, UTF-8 decoder). */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at]!;
  if (lead < 0xc2 || lead > 0xf4) return 1;
  const length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  let [low, high]: readonly [number, number] = SECOND.get(lead) ?? TAIL;
  for (let i = 1; i < length; i++) {
    const byte = bytes[at + i];
    if (byte === undefined || byte < low || byte > high) return i;
    [low, high] = TAIL;
  }
  return length;
}

/** Leads whose second byte is held closer: no overlong forms, no surrogates, nothing above U+10FFFF. */
const SECOND: ReadonlyMap<number, readonly [number, number]> = new Map([
  [0xe0, [0xa0, 0xbf]],
  [0xed, [0x80, 0x9f]],
  [0xf0, [0x90, 0xbf]],
  [0xf4, [0x80, 0x8f]],
]);
