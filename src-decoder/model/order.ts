import { messageKind } from "../bridge/header.ts";
import { procedureOf } from "../bridge/procedures.ts";
import type { Frames } from "./capture.ts";

/**
 * The capture order of frames: by the time of the first byte, never against the order within a stream. Frames become known in another
 * order where packets were late or lost, since what follows a hole waits for it.
 *
 * Returns the rows in capture order, or null where they are in it already.
 */
export function captureOrder(frames: Frames): Uint32Array<ArrayBuffer> | null {
  let sorted = true;
  let timeless = true;
  const keys = orderKeys(frames);
  let previous = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < frames.length && (sorted || timeless); row++) {
    if (!Number.isNaN(frames.time.get(row))) timeless = false;
    const key = keys(row);
    if (key < previous) sorted = false;
    previous = key;
  }
  if (timeless) return causalOrder(frames);
  if (sorted) return null;
  const again = orderKeys(frames);
  return naturalMergeSort(Float64Array.from({ length: frames.length }, (_, row) => again(row)));
}

/**
 * Gives the key that each row is sorted by, when asked row by row from the first: its time, or that of the row before where a packet has none
 * (pcapng Simple Packet Block), but never less than that of the frame before it in its stream.
 */
function orderKeys(frames: Frames): (row: number) => number {
  const lastOfStream = new Map<number, number>();
  let previous = Number.NEGATIVE_INFINITY;
  return (row) => {
    const time = frames.time.get(row);
    const stream = frames.stream.get(row);
    let key = Number.isNaN(time) ? previous : time;
    const before = lastOfStream.get(stream);
    if (before !== undefined && before > key) key = before;
    lastOfStream.set(stream, key);
    previous = key;
    return key;
  };
}

/**
 * Without times only cause and effect order the two directions of a connection: a response stands behind its request. Within that, each
 * response comes as early as it can, which shows a request next to its answer.
 */
function causalOrder(frames: Frames): Uint32Array<ArrayBuffer> | null {
  const order = new Uint32Array(frames.length);
  let filled = 0;
  const byConnection = new Map<number, [number[], number[]]>();
  for (let row = 0; row < frames.length; row++) {
    const stream = frames.stream.get(row);
    const sides = byConnection.get(stream >>> 1) ?? [[], []];
    byConnection.set(stream >>> 1, sides);
    sides[messageKind(frames.type.get(row)) === "request" ? 0 : 1].push(row);
  }
  for (const [requests, others] of byConnection.values()) {
    const needs = placesAnswered(frames, requests, others);
    let next = 0;
    others.forEach((row, index) => {
      while (next <= needs[index]!) order[filled++] = requests[next++]!;
      order[filled++] = row;
    });
    while (next < requests.length) order[filled++] = requests[next++]!;
  }
  return order.every((row, place) => row === place) ? null : order;
}

/**
 * For each row that the guest sent the place among `requests` of the one it answers, -1 where there is none. Ids start at 0 anew with each
 * run of a bridge, so that of files put one behind the other the k-th answer to an id belongs to its k-th request.
 */
function placesAnswered(frames: Frames, requests: readonly number[], others: readonly number[]): number[] {
  const runs = new Runs(frames);
  const askedPlaces = new Map<string, number[]>();
  requests.forEach((row, place) => {
    const key = `${runs.runOf(row)}:${idKey(frames, row)}`;
    const places = askedPlaces.get(key);
    if (places === undefined) askedPlaces.set(key, [place]);
    else places.push(place);
  });
  const answerRuns = new Runs(frames, runs.last);
  const answersSeen = new Map<string, number>();
  return others.map((row) => {
    if (messageKind(frames.type.get(row)) !== "response") return -1;
    const key = `${answerRuns.runOf(row)}:${idKey(frames, row)}`;
    const seen = answersSeen.get(key) ?? 0;
    answersSeen.set(key, seen + 1);
    const places = askedPlaces.get(key) ?? [];
    return places[seen] ?? places.at(-1) ?? -1;
  });
}

/**
 * Counts the runs of a bridge in what one end sent: NegotiateProtocol is the first message of each and has id 0, but where the host goes on
 * with its ids (hcsshim internal/gcs/guestconnection.go; bridge.md N17). A stream that begins in the middle begins in its first run. `most`:
 * the last run there can be, as a second answer to one NegotiateProtocol begins none.
 */
class Runs {
  last = 0;
  readonly #frames: Frames;
  readonly #most: number;
  #isFirst = true;

  constructor(frames: Frames, most = Number.POSITIVE_INFINITY) {
    this.#frames = frames;
    this.#most = most;
  }

  /** The run, from 0, of the next request or response. */
  runOf(row: number): number {
    const frames = this.#frames;
    const isZero = frames.idLow.get(row) === 0 && frames.idHigh.get(row) === 0;
    const begins = isZero && procedureOf(frames.type.get(row))?.name === "NegotiateProtocol";
    if (begins && !this.#isFirst) this.last = Math.min(this.#most, this.last + 1);
    this.#isFirst = false;
    return this.last;
  }
}

function idKey(frames: Frames, row: number): string {
  return `${frames.idHigh.get(row)}:${frames.idLow.get(row)}`;
}

/** Stable merge sort that begins with the runs already in order: nearly sorted input costs little more than one pass. */
function naturalMergeSort(keys: Float64Array): Uint32Array<ArrayBuffer> {
  const length = keys.length;
  let from = Uint32Array.from({ length }, (_, row) => row);
  let to = new Uint32Array(length);
  let starts: number[] = [];
  for (let row = 0; row < length; row++) if (row === 0 || keys[row]! < keys[row - 1]!) starts.push(row);
  while (starts.length > 1) {
    const merged: number[] = [];
    for (let run = 0; run < starts.length; run += 2) {
      const start = starts[run]!;
      const middle = starts[run + 1] ?? length;
      const end = starts[run + 2] ?? length;
      mergeRuns(keys, from, to, start, middle, end);
      merged.push(start);
    }
    starts = merged;
    [from, to] = [to, from];
  }
  return from;
}

function mergeRuns(
  keys: Float64Array,
  from: Uint32Array,
  to: Uint32Array,
  start: number,
  middle: number,
  end: number,
): void {
  let left = start;
  let right = middle;
  for (let at = start; at < end; at++) {
    const takeLeft = left < middle && (right >= end || keys[from[left]!]! <= keys[from[right]!]!);
    to[at] = takeLeft ? from[left++]! : from[right++]!;
  }
}
