/** A capture in numbers: what the command line's summary and the page's overview say. One pass over the columns. */
import { Codes } from "../bytes/codes.ts";
import { SIDECAR_ERROR_TYPE } from "../bridge/header.ts";
import { NO_ROW } from "../stream/stream-sink.ts";
import { FRAME } from "./capture.ts";
import type { Capture, Frames } from "./capture.ts";

/** Frames of one message type. */
export interface TypeCount {
  readonly type: number;
  readonly frames: number;
  /** Sum of their header's Size. */
  readonly bytes: number;
}

/** Frames whose payload has one `Result` that is not zero. */
export interface ResultCount {
  /** Signed HRESULT. */
  readonly result: number;
  readonly frames: number;
}

export interface CaptureSummary {
  /** Frames that are counted here. */
  readonly frames: number;
  /** Most frequent first. */
  readonly types: readonly TypeCount[];
  readonly requests: number;
  /** Requests with a response in the capture. */
  readonly answered: number;
  /** Rows of the requests without one, oldest first. */
  readonly unanswered: readonly number[];
  readonly responses: number;
  readonly notifications: number;
  /** Frames that report an error: a Result that is not zero, or a sidecar's error response. */
  readonly errors: number;
  /** Frames of which the capture lacks bytes. */
  readonly incomplete: number;
  /** Most frequent first. */
  readonly results: readonly ResultCount[];
  /** Rows of the responses that took longest, slowest first; only exchanges whose two times are known. */
  readonly slowest: readonly number[];
  readonly gaps: number;
  readonly gapBytes: number;
  /** Of the bridges' streams; other connections' bytes are in no frame by nature. */
  readonly unframedBytes: number;
}

const SLOWEST = 10;

/** Counts all frames, or those that `includes` takes (by row); gaps and bytes in no frame are those of the whole capture. */
export function summarize(capture: Capture, includes: ((row: number) => boolean) | null = null): CaptureSummary {
  const { frames } = capture;
  const included =
    includes === null ? null : Uint8Array.from({ length: frames.length }, (_, row) => (includes(row) ? 1 : 0));
  const types = countTypes(frames, included);
  const ofKind = (kind: number): number =>
    types.reduce((sum, { type, frames: count }) => (type >>> 28 === kind ? sum + count : sum), 0);
  const { complete, results } = countEnds(frames, included);
  const { answered, slowest } = countPairs(frames, included);
  const count = types.reduce((sum, { frames: rows }) => sum + rows, 0);
  const sidecarErrors = types.some(({ type }) => type === SIDECAR_ERROR_TYPE)
    ? countSidecarErrors(frames, included)
    : 0;
  const requests = ofKind(KIND.request);
  const bridgeStreams = capture.streams.filter(({ direction }) => direction !== null);
  return {
    frames: count,
    types: types.toSorted((a, b) => b.frames - a.frames || a.type - b.type),
    requests,
    answered,
    unanswered: unansweredRows(frames, included, requests - answered),
    responses: ofKind(KIND.response),
    notifications: ofKind(KIND.notification),
    errors: results.reduce((sum, { frames: rows }) => sum + rows, sidecarErrors),
    incomplete: count - complete,
    results: results.toSorted((a, b) => b.frames - a.frames || a.result - b.result),
    slowest,
    gaps: bridgeStreams.reduce((sum, stream) => sum + stream.gapCount, 0),
    gapBytes: bridgeStreams.reduce((sum, stream) => sum + stream.gapBytes, 0),
    unframedBytes: bridgeStreams.reduce((sum, stream) => sum + stream.unframedBytes, 0),
  };
}

/** Top nibbles of types. */
const KIND = { request: 1, response: 2, notification: 3 } as const;

/** By row, 1 for those that are counted; null where all are. */
type Included = Uint8Array | null;

/*
 * Each column is gone over by itself or with one other: a short loop is optimised at once, and one over all columns only when it is half done.
 */

function countTypes({ length, type, size }: Frames, included: Included): TypeCount[] {
  const codes = new Codes();
  const counts: number[] = [];
  const bytes: number[] = [];
  for (let row = 0; row < length; row++) {
    if (included !== null && included[row] === 0) continue;
    const code = codes.of(type.get(row));
    if (code === counts.length) {
      counts.push(0);
      bytes.push(0);
    }
    counts[code]!++;
    bytes[code]! += size.get(row);
  }
  return codes.values.map((value, code) => ({ type: value, frames: counts[code]!, bytes: bytes[code]! }));
}

/** How many are complete, and those results that are not zero. */
function countEnds(
  { length, flags, result }: Frames,
  included: Included,
): { readonly complete: number; readonly results: readonly ResultCount[] } {
  const codes = new Codes(0);
  const counts = [0];
  let complete = 0;
  for (let row = 0; row < length; row++) {
    if (included !== null && included[row] === 0) continue;
    const rowFlags = flags.get(row);
    complete += (rowFlags & FRAME.complete) === 0 ? 0 : 1;
    if ((rowFlags & FRAME.hasResult) === 0) continue;
    const code = codes.of(result.get(row));
    if (code === counts.length) counts.push(0);
    counts[code]!++;
  }
  return { complete, results: codes.values.map((value, code) => ({ result: value, frames: counts[code]! })).slice(1) };
}

/** How many requests have a response, and the rows of the slowest responses. */
function countPairs(
  { length, type, peer: peers, time }: Frames,
  included: Included,
): { readonly answered: number; readonly slowest: readonly number[] } {
  const slowest = new Slowest();
  let answered = 0;
  for (let row = 0; row < length; row++) {
    if (included !== null && included[row] === 0) continue;
    const peer = peers.get(row);
    if (peer === NO_ROW) continue;
    if (type.get(row) >>> 28 === KIND.request) answered++;
    else slowest.offer(row, time.get(row) - time.get(peer));
  }
  return { answered, slowest: slowest.rows };
}

/** Error responses of a sidecar that report no result. */
function countSidecarErrors({ length, type, flags, result }: Frames, included: Included): number {
  let count = 0;
  for (let row = 0; row < length; row++) {
    if (type.get(row) !== SIDECAR_ERROR_TYPE || (included !== null && included[row] === 0)) continue;
    if ((flags.get(row) & FRAME.hasResult) === 0 || result.get(row) === 0) count++;
  }
  return count;
}

/**
 * The rows of the requests without an answer among those included, of which there are `count`. They mostly stand near the end, so the search
 * begins there.
 */
function unansweredRows({ type, peer, length }: Frames, included: Included, count: number): readonly number[] {
  const found: number[] = [];
  for (let row = length - 1; found.length < count; row--) {
    if (peer.get(row) !== NO_ROW || type.get(row) >>> 28 !== KIND.request) continue;
    if (included === null || included[row] === 1) found.push(row);
  }
  return found.toReversed();
}

/** The rows of the greatest latencies among those offered; a row that comes later stands behind an equal one. */
class Slowest {
  readonly #found: { row: number; latency: number }[] = [];
  /** Only greater ones are taken. */
  #least = Number.NEGATIVE_INFINITY;

  get rows(): readonly number[] {
    return this.#found.map(({ row }) => row);
  }

  offer(row: number, latency: number): void {
    // Written so that NaN, a time that is not known, is never taken.
    if (latency > this.#least) this.#take(row, latency);
  }

  #take(row: number, latency: number): void {
    if (this.#found.length === SLOWEST) this.#found.pop();
    const place = this.#found.findIndex((other) => other.latency < latency);
    this.#found.splice(place === -1 ? this.#found.length : place, 0, { row, latency });
    if (this.#found.length === SLOWEST) this.#least = this.#found[SLOWEST - 1]!.latency;
  }
}
