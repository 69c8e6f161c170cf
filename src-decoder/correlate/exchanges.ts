/**
 * Every request of a capture as an interval: from its first byte to its answer, or to what else ended it. The timeline, the time cursor and
 * the diagnosis read this table; an exchange's index counts requests in capture order.
 */
import { messageKind } from "../bridge/header.ts";
import type { ReadonlyColumn } from "../bytes/columns.ts";
import { FRAME } from "../model/capture.ts";
import type { Capture } from "../model/capture.ts";
import { NO_ROW } from "../stream/stream-sink.ts";
import { bridgeLives } from "./bridge-life.ts";
import type { BridgeLife } from "./bridge-life.ts";
import { IntervalIndex } from "./interval-index.ts";
import { requestType } from "./message-index.ts";

const LONG_POLL = requestType("WaitForProcess");

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
  readonly #types: ReadonlyColumn;
  #index: IntervalIndex | null = null;

  constructor(capture: Capture) {
    const { frames } = capture;
    this.#types = frames.type;
    this.lives = bridgeLives(capture);
    const lifeOf = new Map(this.lives.map((life) => [life.bridge.number, life]));
    let count = 0;
    for (let row = 0; row < frames.length; row++) if (messageKind(frames.type.get(row)) === "request") count++;
    this.request = new Uint32Array(count);
    this.start = new Float64Array(count);
    this.end = new Float64Array(count);
    this.outcome = new Uint8Array(count);
    let at = 0;
    let latestStart = Number.NEGATIVE_INFINITY;
    for (let row = 0; row < frames.length; row++) {
      if (messageKind(frames.type.get(row)) !== "request") continue;
      // Starts never step back, as the index needs; a packet captured a moment late is drawn that moment late.
      const start = Math.max(frames.time.get(row), latestStart);
      if (!Number.isNaN(start)) latestStart = start;
      this.request[at] = row;
      this.start[at] = start;
      const peer = frames.peer.get(row);
      if (peer === NO_ROW) {
        const life = lifeOf.get(capture.bridgeOf(frames.stream.get(row) >>> 1));
        const ended = life?.end?.time;
        this.end[at] = Math.max(start, ended ?? Number.POSITIVE_INFINITY);
        this.outcome[at] = ended === undefined ? OUTCOME.waiting : OUTCOME.died;
      } else {
        this.end[at] = Math.max(start, frames.time.get(peer));
        const failed = (frames.flags.get(peer) & FRAME.hasResult) !== 0 && frames.result.get(peer) !== 0;
        this.outcome[at] = failed ? OUTCOME.failed : OUTCOME.answered;
      }
      at++;
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
