/** A capture in numbers: what the command line's summary and the page's overview say. One pass over the columns. */
import { SIDECAR_ERROR_TYPE, messageKind } from "../bridge/header.ts";
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
  const count = new FrameCount(capture.frames);
  for (let row = 0; row < capture.frames.length; row++) if (includes === null || includes(row)) count.add(row);
  const bridgeStreams = capture.streams.filter(({ direction }) => direction !== null);
  return {
    frames: count.frames,
    types: [...count.types.values()].toSorted((a, b) => b.frames - a.frames || a.type - b.type),
    requests: count.requests,
    answered: count.requests - count.unanswered.length,
    unanswered: count.unanswered,
    responses: count.responses,
    notifications: count.notifications,
    errors: count.errors,
    incomplete: count.incomplete,
    results: [...count.results]
      .map(([code, frames]) => ({ result: code, frames }))
      .toSorted((a, b) => b.frames - a.frames || a.result - b.result),
    slowest: count.slowest.rows,
    gaps: bridgeStreams.reduce((sum, stream) => sum + stream.gapCount, 0),
    gapBytes: bridgeStreams.reduce((sum, stream) => sum + stream.gapBytes, 0),
    unframedBytes: bridgeStreams.reduce((sum, stream) => sum + stream.unframedBytes, 0),
  };
}

/** Counts row by row: a short method that is called for each is optimised by the engine after some thousand of them, a long loop late. */
class FrameCount {
  readonly types = new Map<number, { type: number; frames: number; bytes: number }>();
  readonly results = new Map<number, number>();
  readonly unanswered: number[] = [];
  readonly slowest = new Slowest();
  frames = 0;
  requests = 0;
  responses = 0;
  notifications = 0;
  errors = 0;
  incomplete = 0;
  readonly #frames: Frames;

  constructor(frames: Frames) {
    this.#frames = frames;
  }

  add(row: number): void {
    const frames = this.#frames;
    this.frames++;
    const type = frames.type.get(row);
    let count = this.types.get(type);
    if (count === undefined) this.types.set(type, (count = { type, frames: 0, bytes: 0 }));
    count.frames++;
    count.bytes += frames.size.get(row);
    switch (messageKind(type)) {
      case "request":
        this.requests++;
        if (frames.peer.get(row) === NO_ROW) this.unanswered.push(row);
        break;
      case "response":
        this.responses++;
        this.#latency(row);
        break;
      case "notification":
        this.notifications++;
        break;
      case "unknown":
        break;
    }
    const flags = frames.flags.get(row);
    if ((flags & FRAME.complete) === 0) this.incomplete++;
    const code = (flags & FRAME.hasResult) === 0 ? 0 : frames.result.get(row);
    if (code !== 0) this.results.set(code, (this.results.get(code) ?? 0) + 1);
    if (code !== 0 || type === SIDECAR_ERROR_TYPE) this.errors++;
  }

  #latency(response: number): void {
    const { peer, time } = this.#frames;
    const request = peer.get(response);
    if (request !== NO_ROW) this.slowest.offer(response, time.get(response) - time.get(request));
  }
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
