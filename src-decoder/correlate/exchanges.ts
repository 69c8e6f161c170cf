/**
 * Every request of a capture as an interval: from its first byte to its answer, or to what else ended it. The timeline, the time cursor and
 * the diagnosis read this table; an exchange's index counts requests in capture order.
 */
import type { ReadonlyColumn } from "../bytes/columns.ts";
import { FRAME } from "../model/capture.ts";
import type { Capture } from "../model/capture.ts";
import { NO_ROW } from "../stream/stream-sink.ts";
import { bridgeLives } from "./bridge-life.ts";
import type { BridgeLife } from "./bridge-life.ts";
import { IntervalIndex } from "./interval-index.ts";
import { MessageIndex, requestType } from "./message-index.ts";

const LONG_POLL = requestType("WaitForProcess");

/** An answer that takes as long, ns, is worth a look. */
export const LONG_NS = 3e9;

/** What became of a request; the numbers are the values of the `outcome` column. */
export const OUTCOME = {
  answered: 0,
  /** Answered with a Result other than 0. */
  failed: 1,
  /** No answer, and the capture ends with the bridge alive. */
  waiting: 2,
  /** No answer when the bridge ended. */
  died: 3,
} as const;
export type Outcome = (typeof OUTCOME)[keyof typeof OUTCOME];
export type OutcomeName = keyof typeof OUTCOME;
export const OUTCOME_NAMES: readonly OutcomeName[] = ["answered", "failed", "waiting", "died"];

export class Exchanges {
  /** Row of the request, ascending. */
  readonly request: Uint32Array<ArrayBuffer>;
  /** ns since time zero; NaN where the source has no times. */
  readonly start: Float64Array<ArrayBuffer>;
  /** Time of the answer or of the bridge's end; infinite while it waits. */
  readonly end: Float64Array<ArrayBuffer>;
  readonly outcome: Uint8Array<ArrayBuffer>;
  readonly lives: readonly BridgeLife[];
  /** Exchanges without an answer, oldest first. */
  readonly unanswered: Uint32Array<ArrayBuffer>;
  /** Exchanges but waits that had no answer for `LONG_NS` or more while the capture went on, oldest first. */
  readonly long: Uint32Array<ArrayBuffer>;
  readonly #types: ReadonlyColumn;
  #index: IntervalIndex | null = null;

  constructor(capture: Capture, index = new MessageIndex(capture)) {
    const { frames, lastTime } = capture;
    this.#types = frames.type;
    this.lives = bridgeLives(capture, index);
    this.request = index.allRequests;
    const count = this.request.length;
    this.start = new Float64Array(count);
    this.end = new Float64Array(count);
    this.outcome = new Uint8Array(count);
    const unanswered = new Uint32Array(count + 1);
    const long = new Uint32Array(count + 1);
    let unansweredCount = 0;
    let longCount = 0;
    let latestStart = Number.NEGATIVE_INFINITY;
    // One way for all rows: what turns up for the first time late in a long loop makes the engine begin anew with it.
    for (let exchange = 0; exchange < count; exchange++) {
      const row = this.request[exchange]!;
      // Starts never step back, as the index needs; a packet captured a moment late is drawn that moment late.
      const start = Math.max(frames.time.get(row), latestStart);
      latestStart = Number.isNaN(start) ? latestStart : start;
      const peer = frames.peer.get(row);
      const isAnswered = peer !== NO_ROW;
      const answer = isAnswered ? peer : row;
      const end = isAnswered ? Math.max(start, frames.time.get(answer)) : lastTime;
      const failed = (frames.flags.get(answer) & FRAME.hasResult) !== 0 && frames.result.get(answer) !== 0;
      const outcome = failed ? OUTCOME.failed : OUTCOME.answered;
      this.start[exchange] = start;
      this.end[exchange] = end;
      this.outcome[exchange] = isAnswered ? outcome : OUTCOME.waiting;
      unanswered[unansweredCount] = exchange;
      unansweredCount += isAnswered ? 0 : 1;
      long[longCount] = exchange;
      longCount += end - start >= LONG_NS ? 1 : 0;
    }
    this.unanswered = unanswered.slice(0, unansweredCount);
    this.long = long.slice(0, longCount).filter((exchange) => !this.isLongPoll(exchange));
    this.#endUnanswered(capture);
  }

  /** An exchange without an answer ends with its bridge. */
  #endUnanswered(capture: Capture): void {
    const lifeOf = new Map(this.lives.map((life) => [life.bridge.number, life]));
    for (const exchange of this.unanswered) {
      const stream = capture.frames.stream.get(this.request[exchange]!);
      const ended = lifeOf.get(capture.bridgeOf(stream >>> 1))?.end?.time;
      this.end[exchange] = Math.max(this.start[exchange]!, ended ?? Number.POSITIVE_INFINITY);
      if (ended !== undefined) this.outcome[exchange] = OUTCOME.died;
    }
  }

  get length(): number {
    return this.request.length;
  }

  /** Whether it is a wait, which may last as long as a process. */
  isLongPoll(exchange: number): boolean {
    return this.#types.get(this.request[exchange]!) === LONG_POLL;
  }

  /** Exchanges outstanding at a moment (ns since time zero), oldest first. */
  outstandingAt(time: number): number[] {
    this.#index ??= new IntervalIndex(this.start, this.end);
    return this.#index.at(time);
  }

  /** The exchange of a request's row; -1 for a row that is no request. */
  ofRequest(row: number): number {
    let low = 0;
    let high = this.request.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.request[middle]! < row) low = middle + 1;
      else high = middle;
    }
    return this.request[low] === row ? low : -1;
  }
}
