/** A capture in numbers: what the command line's summary and the page's overview say. One pass over the columns. */
import { SIDECAR_ERROR_TYPE, messageKind } from "../bridge/header.ts";
import { NO_ROW } from "../stream/stream-sink.ts";
import { FRAME } from "./capture.ts";
import type { Capture } from "./capture.ts";

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

export function summarize(capture: Capture): CaptureSummary {
  const { type, size, peer, time, flags, result } = capture.frames;
  const types = new Map<number, { type: number; frames: number; bytes: number }>();
  const results = new Map<number, number>();
  const unanswered: number[] = [];
  const slowest = new Slowest();
  const kinds = { request: 0, response: 0, notification: 0, unknown: 0 };
  let errors = 0;
  let incomplete = 0;
  for (let row = 0; row < capture.frames.length; row++) {
    const rowType = type.get(row);
    let count = types.get(rowType);
    if (count === undefined) types.set(rowType, (count = { type: rowType, frames: 0, bytes: 0 }));
    count.frames++;
    count.bytes += size.get(row);
    const kind = messageKind(rowType);
    kinds[kind]++;
    const other = peer.get(row);
    if (kind === "request" && other === NO_ROW) unanswered.push(row);
    if (kind === "response" && other !== NO_ROW) slowest.offer(row, time.get(row) - time.get(other));
    const rowFlags = flags.get(row);
    if ((rowFlags & FRAME.complete) === 0) incomplete++;
    const code = (rowFlags & FRAME.hasResult) === 0 ? 0 : result.get(row);
    if (code !== 0) results.set(code, (results.get(code) ?? 0) + 1);
    if (code !== 0 || rowType === SIDECAR_ERROR_TYPE) errors++;
  }
  const bridgeStreams = capture.streams.filter(({ direction }) => direction !== null);
  return {
    types: [...types.values()].toSorted((a, b) => b.frames - a.frames || a.type - b.type),
    requests: kinds.request,
    answered: kinds.request - unanswered.length,
    unanswered,
    responses: kinds.response,
    notifications: kinds.notification,
    errors,
    incomplete,
    results: [...results]
      .map(([code, frames]) => ({ result: code, frames }))
      .toSorted((a, b) => b.frames - a.frames || a.result - b.result),
    slowest: slowest.rows,
    gaps: bridgeStreams.reduce((sum, stream) => sum + stream.gapCount, 0),
    gapBytes: bridgeStreams.reduce((sum, stream) => sum + stream.gapBytes, 0),
    unframedBytes: bridgeStreams.reduce((sum, stream) => sum + stream.unframedBytes, 0),
  };
}

/** The rows of the greatest latencies among those offered; a row that comes later stands behind an equal one. */
class Slowest {
  readonly #found: { row: number; latency: number }[] = [];

  get rows(): readonly number[] {
    return this.#found.map(({ row }) => row);
  }

  offer(row: number, latency: number): void {
    const full = this.#found.length === SLOWEST;
    // Written so that NaN, a time that is not known, is never taken.
    if (!(latency > (full ? this.#found[SLOWEST - 1]!.latency : Number.NEGATIVE_INFINITY))) return;
    if (full) this.#found.pop();
    const place = this.#found.findIndex((other) => other.latency < latency);
    this.#found.splice(place === -1 ? this.#found.length : place, 0, { row, latency });
  }
}
