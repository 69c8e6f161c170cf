/** Numbers over exchanges: how often, how long, how many failed, by type and by container; and what went on over time. */
import { procedureName } from "../bridge/procedures.ts";
import { FRAME } from "../model/capture.ts";
import type { Capture } from "../model/capture.ts";
import { OUTCOME } from "./exchanges.ts";
import type { Exchanges } from "./exchanges.ts";

/** Lower edge of each latency bucket but the first, ns: three to a decade from 10 µs to 1000 s. */
export const LATENCY_EDGES: readonly number[] = Array.from({ length: 25 }, (_, i) => Math.round(1e4 * 10 ** (i / 3)));

/** How often calls of one kind, or of one container, were made, failed and took how long. */
export interface CallStatistics {
  /** Procedure name; for statistics by container, null. */
  readonly name: string | null;
  /** Container id; for statistics by type, null. An empty text where requests name none. */
  readonly containerId: string | null;
  /** The bridge alone that is counted; null where all are. */
  readonly bridge: number | null;
  readonly count: number;
  /** Answered with a Result other than 0. */
  readonly errors: number;
  readonly unanswered: number;
  /** Latencies of answered requests, ns; NaN where there is none, or no times. Percentiles are the nearest rank, the median halves what is counted. */
  readonly min: number;
  readonly median: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
  /** Answered requests by latency: bucket `i` begins at `LATENCY_EDGES[i - 1]`, the first at 0. */
  readonly histogram: Uint32Array;
  /** Row of the request that took longest; null where none was answered. */
  readonly slowestRow: number | null;
}

/** The numbers of a whole capture. */
export interface CaptureStatistics {
  /** Most frequent first. */
  readonly byType: readonly CallStatistics[];
  readonly byContainer: readonly CallStatistics[];
  /** Rows of the requests that took longest, long polls left out. */
  readonly slowest: readonly number[];
}

/** A number for each of equal spans of time. */
export interface Activity {
  /** ns since time zero. */
  readonly from: number;
  readonly bucketNs: number;
  readonly requests: Uint32Array;
  /** Frames that report a Result other than 0. */
  readonly errors: Uint32Array;
  /** Bytes of frames, by the time of their first. */
  readonly hostBytes: Float64Array;
  readonly guestBytes: Float64Array;
  /** The most requests that were open at once, long polls left out. */
  readonly outstanding: Uint32Array;
}

const SLOWEST = 50;

/** Statistics of all exchanges, or of those that `includes` takes. */
export function statistics(
  capture: Capture,
  exchanges: Exchanges,
  includes: (exchange: number) => boolean = () => true,
  apart = false,
): CaptureStatistics {
  const byType = new Map<number, number[]>();
  /** By number of the id, and where bridges are told apart by theirs too. */
  const byContainer = new Map<number, number[]>();
  const bridges = apart ? capture.bridges.length + 1 : 1;
  const { frames, strings } = capture;
  const early = new Set(exchanges.early);
  for (let exchange = 0; exchange < exchanges.length; exchange++) {
    if (!includes(exchange)) continue;
    const row = exchanges.request[exchange]!;
    addTo(byType, frames.type.get(row), exchange);
    const bridge = bridges > 2 ? capture.bridgeOf(frames.stream.get(row) >>> 1) : 0;
    addTo(byContainer, frames.containerId.get(row) * bridges + bridge, exchange);
  }
  /** By number of the id: how many bridges have it. */
  const bridgesOf = new Map<number, number>();
  for (const key of byContainer.keys()) {
    const number = Math.floor(key / bridges);
    bridgesOf.set(number, (bridgesOf.get(number) ?? 0) + 1);
  }
  return {
    byType: [...byType]
      .map(([type, list]) => callStatistics(exchanges, early, list, { name: procedureName(type) }))
      .toSorted(byCount),
    byContainer: [...byContainer]
      .map(([key, list]) => {
        const number = Math.floor(key / bridges);
        const bridge = bridgesOf.get(number)! > 1 ? key % bridges : null;
        return callStatistics(exchanges, early, list, { containerId: strings.get(number) ?? "", bridge });
      })
      .toSorted(byCount),
    slowest: slowestRows(exchanges, [...byType.values()].flat()),
  };
}

/**
 * What went on in `buckets` equal spans of `from .. to` (ns since time zero; the whole capture where left out), of all frames or of those that
 * `includes` takes.
 */
export function activity(
  capture: Capture,
  exchanges: Exchanges,
  buckets: number,
  from = 0,
  to = capture.lastTime,
  includes: (row: number) => boolean = () => true,
): Activity {
  const bucketNs = Math.max(1, (to - from) / buckets);
  const requests = new Uint32Array(buckets);
  const errors = new Uint32Array(buckets);
  const hostBytes = new Float64Array(buckets);
  const guestBytes = new Float64Array(buckets);
  const { frames, streams } = capture;
  const bucketOf = (time: number): number => Math.min(buckets - 1, Math.floor((time - from) / bucketNs));
  for (let row = 0; row < frames.length; row++) {
    const time = frames.time.get(row);
    if (!(time >= from && time <= to) || !includes(row)) continue;
    if ((frames.flags.get(row) & FRAME.hasResult) !== 0 && frames.result.get(row) !== 0) errors[bucketOf(time)]!++;
    const fromHost = streams[frames.stream.get(row)]?.direction === "host-to-guest";
    (fromHost ? hostBytes : guestBytes)[bucketOf(time)]! += frames.size.get(row);
  }
  /** How many more are open from each bucket on. */
  const opened = new Int32Array(buckets + 1);
  for (let exchange = 0; exchange < exchanges.length; exchange++) {
    const start = exchanges.start[exchange]!;
    if (!(start <= to) || !includes(exchanges.request[exchange]!)) continue;
    if (start >= from) requests[bucketOf(start)]!++;
    const end = exchanges.end[exchange]!;
    if (end < from || exchanges.isLongPoll(exchange)) continue;
    opened[bucketOf(Math.max(start, from))]!++;
    if (end <= to) opened[bucketOf(end) + 1]!--;
  }
  const outstanding = new Uint32Array(buckets);
  let open = 0;
  for (let bucket = 0; bucket < buckets; bucket++) {
    open += opened[bucket]!;
    outstanding[bucket] = open;
  }
  return { from, bucketNs, requests, errors, hostBytes, guestBytes, outstanding };
}

function byCount(a: CallStatistics, b: CallStatistics): number {
  return b.count - a.count;
}

function addTo(lists: Map<number, number[]>, key: number, exchange: number): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [exchange]);
  else list.push(exchange);
}

function callStatistics(
  exchanges: Exchanges,
  early: ReadonlySet<number>,
  list: readonly number[],
  { name = null, containerId = null, bridge = null }: Partial<Pick<CallStatistics, "name" | "containerId" | "bridge">>,
): CallStatistics {
  const latencies = new Float64Array(list.length);
  const histogram = new Uint32Array(LATENCY_EDGES.length + 1);
  let answered = 0;
  let errors = 0;
  let slowest = -1;
  let slowestRow: number | null = null;
  let unanswered = 0;
  for (const exchange of list) {
    const outcome = exchanges.outcome[exchange]!;
    if (outcome >= OUTCOME.waiting) {
      unanswered++;
      continue;
    }
    if (outcome === OUTCOME.failed) errors++;
    // Clocks differed, so how long it took is not known.
    if (early.has(exchange)) continue;
    const latency = exchanges.end[exchange]! - exchanges.start[exchange]!;
    if (Number.isNaN(latency)) continue;
    latencies[answered++] = latency;
    histogram[bucketOfLatency(latency)]!++;
    if (latency > slowest) {
      slowest = latency;
      slowestRow = exchanges.request[exchange]!;
    }
  }
  const sorted = latencies.subarray(0, answered).toSorted();
  const rank = (share: number): number => sorted[Math.max(0, Math.ceil(share * answered) - 1)] ?? Number.NaN;
  return {
    name,
    containerId,
    bridge,
    count: list.length,
    errors,
    unanswered,
    min: rank(0),
    median: (rank(0.5) + (sorted[Math.floor(answered / 2)] ?? Number.NaN)) / 2,
    p90: rank(0.9),
    p99: rank(0.99),
    max: rank(1),
    histogram,
    slowestRow,
  };
}

function bucketOfLatency(latency: number): number {
  let low = 0;
  let high = LATENCY_EDGES.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (LATENCY_EDGES[middle]! <= latency) low = middle + 1;
    else high = middle;
  }
  return low;
}

function slowestRows(exchanges: Exchanges, all: readonly number[]): number[] {
  const latency = (exchange: number): number => exchanges.end[exchange]! - exchanges.start[exchange]!;
  const answered = all.filter(
    (exchange) =>
      exchanges.outcome[exchange]! < OUTCOME.waiting && !exchanges.isLongPoll(exchange) && latency(exchange) >= 0,
  );
  return answered
    .toSorted((a, b) => latency(b) - latency(a))
    .slice(0, SLOWEST)
    .map((exchange) => exchanges.request[exchange]!);
}
