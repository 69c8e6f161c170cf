import { messageKind } from "../bridge/header.ts";
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
    const placeOfId = new Map<string, number>();
    requests.forEach((row, place) => placeOfId.set(idKey(frames, row), place));
    let next = 0;
    for (const row of others) {
      const isResponse = messageKind(frames.type.get(row)) === "response";
      const needed = isResponse ? (placeOfId.get(idKey(frames, row)) ?? -1) : -1;
      while (next <= needed) order[filled++] = requests[next++]!;
      order[filled++] = row;
    }
    while (next < requests.length) order[filled++] = requests[next++]!;
  }
  return order.every((row, place) => row === place) ? null : order;
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
