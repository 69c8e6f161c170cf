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

/** A capture, or the frames of it that were included, in numbers. */
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
  /** Of the bridges, bytes that the ends of a vsock say they took and the capture lacks, without a gap that shows where. */
  readonly unseenBytes: number;
}

const SLOWEST = 10;

/** Counts all frames, or those that `includes` takes (by row); gaps and bytes in no frame are those of the whole capture. */
export function summarize(capture: Capture, includes: ((row: number) => boolean) | null = null): CaptureSummary {
  const { frames } = capture;
  const included =
    includes === null ? null : Uint8Array.from({ length: frames.length }, (_, row) => (includes(row) ? 1 : 0));
  const blocks = new Blocks(frames, included);
  const types = blocks.types();
  const ofKind = (kind: number): number =>
    types.reduce((sum, { type, frames: count }) => (type >>> 28 === kind ? sum + count : sum), 0);
  const { complete, results } = blocks.ends();
  const { answered, slowest } = blocks.pairs();
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
    unseenBytes: bridgeStreams.reduce((sum, { index }) => sum + unseenBytes(capture, index), 0),
  };
}

/** Bytes of a stream that the other end says it took, and the capture has neither in a packet nor in a gap that shows where they were. */
export function unseenBytes({ connections, streams }: Capture, stream: number): number {
  const unseen = connections[stream >>> 1]?.unseen?.[(stream & 1) === 0 ? 0 : 1].bytes ?? 0;
  return Math.max(0, unseen - (streams[stream]?.gapBytes ?? 0));
}

/** Top nibbles of types. */
const KIND = { request: 1, response: 2, notification: 3 } as const;

/** By row, 1 for those that are counted; null where all are. */
type Included = Uint8Array | null;

/** Rows that are looked at by one call: short calls let the engine optimise each as a whole, once. */
const BLOCK = 1024;

/** What each block of rows is read into. */
class Blocks {
  readonly #frames: Frames;
  readonly #included: Included;
  readonly #one = new Uint32Array(BLOCK);
  readonly #other = new Uint32Array(BLOCK);
  #times = new Float64Array(BLOCK);
  /** Times of the block before, which mostly has the requests that this one answers. */
  #timesBefore = new Float64Array(BLOCK);

  constructor(frames: Frames, included: Included) {
    this.#frames = frames;
    this.#included = included;
  }

  /** Types and sizes. */
  types(): TypeCount[] {
    const { type, size } = this.#frames;
    const counts = type.values.map((value) => ({ type: value, frames: 0, bytes: 0 }));
    this.#each((from, codes, sizes) => {
      type.readCodes(from, codes);
      size.read(from, sizes);
      countBlock(from, codes, sizes, this.#included, counts);
    });
    return counts.filter(({ frames }) => frames > 0);
  }

  /** How many are complete, and those results that are not zero. */
  ends(): { readonly complete: number; readonly results: readonly ResultCount[] } {
    const { flags, result } = this.#frames;
    const counts = new Uint32Array(result.values.length);
    let complete = 0;
    this.#each((from, rowFlags, codes) => {
      flags.read(from, rowFlags);
      result.readCodes(from, codes);
      complete += endsInBlock(from, rowFlags, codes, this.#included, counts);
    });
    const results = result.values.map((value, code) => ({ result: value, frames: counts[code]! }));
    return { complete, results: results.filter(({ result: value, frames }) => value !== 0 && frames > 0) };
  }

  /** How many requests have a response, and the rows of the slowest responses. */
  pairs(): { readonly answered: number; readonly slowest: readonly number[] } {
    const { peer, time, type } = this.#frames;
    const isRequest = Uint8Array.from(type.values, (value) => (value >>> 28 === KIND.request ? 1 : 0));
    const slowest = new Slowest();
    let answered = 0;
    this.#each((from, peers, codes) => {
      [this.#times, this.#timesBefore] = [this.#timesBefore, this.#times];
      const times = this.#times.subarray(0, peers.length);
      peer.read(from, peers);
      type.readCodes(from, codes);
      time.read(from, times);
      const block = { peers, codes, times, timesBefore: this.#timesBefore };
      answered += pairsInBlock(from, block, isRequest, this.#included, time, slowest);
    });
    return { answered, slowest: slowest.rows };
  }

  #each(look: (from: number, one: Uint32Array<ArrayBuffer>, other: Uint32Array<ArrayBuffer>) => void): void {
    const { length } = this.#frames;
    for (let from = 0; from < length; from += BLOCK) {
      const count = Math.min(BLOCK, length - from);
      look(from, this.#one.subarray(0, count), this.#other.subarray(0, count));
    }
  }
}

function countBlock(
  from: number,
  codes: Uint32Array,
  sizes: Uint32Array,
  included: Included,
  counts: readonly { frames: number; bytes: number }[],
): void {
  for (let i = 0; i < codes.length; i++) {
    if (included !== null && included[from + i] === 0) continue;
    const count = counts[codes[i]!]!;
    count.frames++;
    count.bytes += sizes[i]!;
  }
}

function endsInBlock(
  from: number,
  flags: Uint32Array,
  codes: Uint32Array,
  included: Included,
  counts: Uint32Array,
): number {
  let complete = 0;
  for (let i = 0; i < flags.length; i++) {
    if (included !== null && included[from + i] === 0) continue;
    complete += (flags[i]! & FRAME.complete) === 0 ? 0 : 1;
    counts[codes[i]!]! += (flags[i]! & FRAME.hasResult) === 0 ? 0 : 1;
  }
  return complete;
}

/** What rows of a block have, and the times of the rows of the block before. */
interface PairBlock {
  readonly peers: Uint32Array;
  readonly codes: Uint32Array;
  readonly times: Float64Array;
  readonly timesBefore: Float64Array;
}

/** How many of the rows are requests with a response; responses are offered to `slowest`. */
function pairsInBlock(
  from: number,
  { peers, codes, times, timesBefore }: PairBlock,
  isRequest: Uint8Array,
  included: Included,
  time: Frames["time"],
  slowest: Slowest,
): number {
  let answered = 0;
  for (let i = 0; i < peers.length; i++) {
    const other = peers[i]!;
    if (other === NO_ROW || (included !== null && included[from + i] === 0)) continue;
    if (isRequest[codes[i]!] === 1) {
      answered++;
      continue;
    }
    const at = other - from;
    const asked = times[at] ?? timesBefore[at + BLOCK] ?? time.get(other);
    slowest.offer(from + i, times[i]! - asked);
  }
  return answered;
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
