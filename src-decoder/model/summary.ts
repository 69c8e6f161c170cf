/** A capture in numbers: what the command line's summary and the page's overview say. One pass over the columns. */
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
  const count = new FrameCount(frames);
  for (let row = 0; row < frames.length; row++) if (includes === null || includes(row)) count.add(row);
  const requests = count.ofKind(KIND.request);
  const bridgeStreams = capture.streams.filter(({ direction }) => direction !== null);
  return {
    frames: count.frames,
    types: [...count.types.values()].toSorted((a, b) => b.frames - a.frames || a.type - b.type),
    requests,
    answered: count.answered,
    unanswered: unansweredRows(frames, includes, requests - count.answered),
    responses: count.ofKind(KIND.response),
    notifications: count.ofKind(KIND.notification),
    errors: count.errors,
    incomplete: count.frames - count.complete,
    results: [...count.results]
      .map(([code, rows]) => ({ result: code, frames: rows }))
      .toSorted((a, b) => b.frames - a.frames || a.result - b.result),
    slowest: count.slowest.rows,
    gaps: bridgeStreams.reduce((sum, stream) => sum + stream.gapCount, 0),
    gapBytes: bridgeStreams.reduce((sum, stream) => sum + stream.gapBytes, 0),
    unframedBytes: bridgeStreams.reduce((sum, stream) => sum + stream.unframedBytes, 0),
  };
}

/** Top nibbles of types. */
const KIND = { request: 1, response: 2, notification: 3 } as const;

/**
 * Counts row by row, with one way for all rows as far as can be: the engine optimises what it has seen, and what then turns up for the first
 * time among hundreds of thousands of rows makes it begin anew.
 */
class FrameCount {
  readonly types = new Map<number, { type: number; frames: number; bytes: number }>();
  readonly results = new Map<number, number>();
  readonly slowest = new Slowest();
  /** Requests that have a response. */
  answered = 0;
  frames = 0;
  errors = 0;
  complete = 0;
  readonly #kinds = new Uint32Array(16);
  readonly #frames: Frames;

  constructor(frames: Frames) {
    this.#frames = frames;
  }

  ofKind(kind: number): number {
    return this.#kinds[kind]!;
  }

  add(row: number): void {
    const { type: types, size, peer: peers, time, flags, result } = this.#frames;
    this.frames++;
    const type = types.get(row);
    const kind = type >>> 28;
    this.#kinds[kind]!++;
    let count = this.types.get(type);
    if (count === undefined) this.types.set(type, (count = { type, frames: 0, bytes: 0 }));
    count.frames++;
    count.bytes += size.get(row);
    const peer = peers.get(row);
    if (peer !== NO_ROW) {
      if (kind === KIND.request) this.answered++;
      else this.slowest.offer(row, time.get(row) - time.get(peer));
    }
    const rowFlags = flags.get(row);
    this.complete += (rowFlags & FRAME.complete) === 0 ? 0 : 1;
    const code = (rowFlags & FRAME.hasResult) === 0 ? 0 : result.get(row);
    if (code !== 0) this.results.set(code, (this.results.get(code) ?? 0) + 1);
    if (code !== 0 || type === SIDECAR_ERROR_TYPE) this.errors++;
  }
}

/**
 * The rows of the requests without an answer among those included, of which there are `count`. They mostly stand near the end, so the search
 * begins there.
 */
function unansweredRows(
  { type, peer, length }: Frames,
  includes: ((row: number) => boolean) | null,
  count: number,
): readonly number[] {
  const found: number[] = [];
  for (let row = length - 1; found.length < count; row--) {
    if (type.get(row) >>> 28 !== KIND.request || peer.get(row) !== NO_ROW) continue;
    if (includes === null || includes(row)) found.push(row);
  }
  return found.toReversed();
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
