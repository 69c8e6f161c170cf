/**
 * Every request of a capture as an interval: from its first byte to its answer, or to what else ended it. The timeline, the time cursor and
 * the diagnosis read this table; an exchange's index counts requests in capture order.
 */
import type { ReadonlyColumn } from "../bytes/columns.ts";
import { FRAME } from "../model/capture.ts";
import type { Capture } from "../model/capture.ts";
import { NO_ROW } from "../stream/stream-sink.ts";
import { OUT_OF_ORDER_NS, bridgeLives } from "./bridge-life.ts";
import type { BridgeLife } from "./bridge-life.ts";
import { IntervalIndex } from "./interval-index.ts";
import { MessageIndex, requestType } from "./message-index.ts";
import type { RowList } from "./message-index.ts";

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
/** A value of `OUTCOME`: how a request ended. */
export type Outcome = (typeof OUTCOME)[keyof typeof OUTCOME];
/** The words for them. */
export type OutcomeName = keyof typeof OUTCOME;
export const OUTCOME_NAMES: readonly OutcomeName[] = ["answered", "failed", "waiting", "died"];

/** The exchanges of a capture, a column each; times in ns since time zero. */
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
  /** Exchanges whose answer stands before them, by more than packets are out of order. */
  readonly early: readonly number[];
  readonly #types: ReadonlyColumn;
  #index: IntervalIndex | null = null;

  constructor(capture: Capture, index = new MessageIndex(capture)) {
    this.#types = capture.frames.type;
    this.lives = bridgeLives(capture, index);
    this.request = index.allRequests;
    const count = this.request.length;
    this.start = new Float64Array(count);
    this.end = new Float64Array(count);
    this.outcome = new Uint8Array(count);
    const filler = new Filler(this, capture, index.failed);
    filler.fill();
    this.unanswered = Uint32Array.from(filler.unanswered);
    this.early = filler.early;
    this.long = Uint32Array.from(filler.long.filter((exchange) => !this.isLongPoll(exchange))).toSorted();
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

/** Rows whose columns are read by one call. */
const BLOCK = 1024;
/** Rows that are looked at by one call: short calls let the engine optimise each as a whole, once, and none in its middle. */
const PART = 128;
const NOT_ENDED = Number.NEGATIVE_INFINITY;

/**
 * The pass over all rows that finds out when requests began and ended, a block at a time. What is rare is left to a second look: a branch
 * that is first taken late makes the engine begin anew.
 */
class Filler {
  readonly #exchanges: Exchanges;
  readonly #capture: Capture;
  /** By row of the request. */
  readonly #exchangeAt: Uint32Array;
  /** Rows of requests, and of responses that tell of a failure, with a row behind them that is none; and how many have been passed. */
  readonly #requests: Uint32Array;
  readonly #failed: Uint32Array;
  #failedCount = 0;
  #next = 0;
  #latestStart = Number.NEGATIVE_INFINITY;
  readonly #times = new Float64Array(BLOCK);
  readonly #peers = new Uint32Array(BLOCK);
  readonly #longHere = new Uint32Array(BLOCK);
  readonly unanswered: number[] = [];
  /** Exchanges that took long, in no order. */
  readonly long: number[] = [];
  readonly early: number[] = [];

  constructor(exchanges: Exchanges, capture: Capture, failed: readonly number[]) {
    this.#exchanges = exchanges;
    this.#capture = capture;
    this.#requests = endedList(exchanges.request);
    this.#failed = endedList(failed);
    this.#exchangeAt = new Uint32Array(capture.frames.length);
  }

  fill(): void {
    const { frames } = this.#capture;
    this.#exchanges.end.fill(NOT_ENDED);
    for (let from = 0; from < frames.length; from += BLOCK) {
      const count = Math.min(BLOCK, frames.length - from);
      frames.time.read(from, this.#times.subarray(0, count));
      frames.peer.read(from, this.#peers.subarray(0, count));
      for (let part = 0; part < count; part += PART) {
        const longCount = this.#look(from, part, Math.min(part + PART, count));
        for (let at = 0; at < longCount; at++) this.long.push(this.#longHere[at]!);
      }
    }
    const { end } = this.#exchanges;
    for (let at = end.indexOf(NOT_ENDED); at >= 0; at = end.indexOf(NOT_ENDED, at + 1)) this.#endLate(at);
  }

  /** Looks at rows `begin .. stop` of the block that begins at row `from`; returns how many long exchanges it saw end. */
  #look(from: number, begin: number, stop: number): number {
    const { start, end, outcome } = this.#exchanges;
    const requests = this.#requests;
    const [times, peers, longHere] = [this.#times, this.#peers, this.#longHere];
    const exchangeAt = this.#exchangeAt;
    const failed = this.#failed;
    let next = this.#next;
    let failedCount = this.#failedCount;
    let latestStart = this.#latestStart;
    let longCount = 0;
    for (let i = begin; i < stop; i++) {
      const row = from + i;
      const peer = peers[i]!;
      const time = times[i]!;
      const hasFailed = row === failed[failedCount];
      failedCount += hasFailed ? 1 : 0;
      if (row === requests[next]) {
        // Starts never step back, as the index needs; a packet captured a moment late is drawn that moment late.
        const begun = Math.max(time, latestStart);
        latestStart = Number.isNaN(begun) ? latestStart : begun;
        exchangeAt[row] = next;
        start[next] = begun;
        next++;
      } else if (peer < row) {
        // NO_ROW is larger than any row.
        const exchange = exchangeAt[peer]!;
        const begun = start[exchange]!;
        const ended = Math.max(begun, time);
        end[exchange] = ended;
        outcome[exchange] = hasFailed ? OUTCOME.failed : OUTCOME.answered;
        longHere[longCount] = exchange;
        longCount += ended - begun >= LONG_NS ? 1 : 0;
      }
    }
    this.#next = next;
    this.#failedCount = failedCount;
    this.#latestStart = latestStart;
    return longCount;
  }

  /** One that no answer behind its request ended. */
  #endLate(exchange: number): void {
    const { request, start, end, outcome } = this.#exchanges;
    const { frames, lastTime } = this.#capture;
    const answer = frames.peer.get(request[exchange]!);
    if (answer === NO_ROW) {
      this.unanswered.push(exchange);
      outcome[exchange] = OUTCOME.waiting;
      end[exchange] = lastTime;
    } else {
      const hasFailed = (frames.flags.get(answer) & FRAME.hasResult) !== 0 && frames.result.get(answer) !== 0;
      outcome[exchange] = hasFailed ? OUTCOME.failed : OUTCOME.answered;
      const answered = frames.time.get(answer);
      end[exchange] = Math.max(start[exchange]!, answered);
      if (frames.time.get(request[exchange]!) - answered >= OUT_OF_ORDER_NS) this.early.push(exchange);
    }
    if (end[exchange] - start[exchange]! >= LONG_NS) this.long.push(exchange);
  }
}

function endedList(rows: RowList): Uint32Array {
  const list = new Uint32Array(rows.length + 1).fill(NO_ROW);
  list.set(rows);
  return list;
}
