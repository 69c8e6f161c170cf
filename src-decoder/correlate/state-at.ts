/** What every open request is doing at a moment, and what it waits behind. */
import { messageKind } from "../bridge/header.ts";
import { procedureOf } from "../bridge/procedures.ts";
import type { Capture } from "../model/capture.ts";
import { NO_ROW } from "../stream/stream-sink.ts";
import { OUTCOME } from "./exchanges.ts";
import type { Exchanges } from "./exchanges.ts";
import type { HopPair } from "./hops.ts";
import { isCutOff } from "./lost-answers.ts";
import type { LostAnswers } from "./lost-answers.ts";
import { requestType } from "./message-index.ts";

/**
 * `partly-sent`: its last byte has not been seen. `queued`: behind another request, which is the one that hangs. `waiting`: in the guest.
 * `long-poll`: a wait, which may last as long as a process. `abandoned`: its caller's own deadline is over.
 * `unknown`: its answer may be among bytes that the capture lacks, so that it may wait for nothing any more.
 */
export type WaitState = "partly-sent" | "queued" | "waiting" | "long-poll" | "abandoned" | "unknown";

/** A request that was not answered at a moment. */
export interface OpenExchange {
  /** Index in `Exchanges`. */
  readonly exchange: number;
  /** Row of the request. */
  readonly row: number;
  readonly bridge: number;
  /** How long it has waited, ns. */
  readonly age: number;
  readonly state: WaitState;
  /** Row of the request that holds it up; null where nothing does. */
  readonly behind: number | null;
}

/** What may become of an exchange, by a moment: not sent yet, open in one of the ways above, or over. */
export type ExchangeState = WaitState | "not-sent" | "answered" | "failed" | "died";

/** Callers of a container's shutdown stop waiting after this (internal/gcs/container.go). */
const SHUTDOWN_DEADLINE_NS = 30e9;
/** So many answers in the order of their requests, with others waiting and none overtaking, show a guest that serves one at a time. */
const SEQUENTIAL_ANSWERS = 5;

/** What each exchange waits for at any moment, ns since time zero. */
export class Waits {
  readonly #capture: Capture;
  readonly #exchanges: Exchanges;
  readonly #sequential: ReadonlySet<number>;
  readonly #lost: LostAnswers;
  /** By outer bridge number. */
  readonly #hops: ReadonlyMap<number, HopPair>;

  constructor(capture: Capture, exchanges: Exchanges, hops: readonly HopPair[], lost: LostAnswers) {
    this.#capture = capture;
    this.#exchanges = exchanges;
    this.#lost = lost;
    this.#sequential = sequentialBridges(capture);
    this.#hops = new Map(hops.map((pair) => [pair.outer, pair]));
  }

  /** Whether a bridge's guest was seen to serve one request at a time. */
  isSequential(bridge: number): boolean {
    return this.#sequential.has(bridge);
  }

  /** All open exchanges at a moment (ns since time zero), oldest first. */
  at(time: number): OpenExchange[] {
    /** By bridge: the request at the head of the guest's queue, and of the sidecar's. */
    const heads = new Map<number, number>();
    const sidecarHeads = new Map<number, number>();
    return this.#exchanges.outstandingAt(time).map((exchange) => {
      const row = this.#exchanges.request[exchange]!;
      const bridge = this.#capture.bridgeOf(this.#capture.frames.stream.get(row) >>> 1);
      const alone = this.#stateAlone(exchange, row, time);
      const age = time - this.#exchanges.start[exchange]!;
      const behind =
        alone === "waiting"
          ? (this.#behindInSidecar(bridge, row, time, sidecarHeads) ?? this.#behindInGuest(bridge, row, heads))
          : null;
      return { exchange, row, bridge, age, state: behind === null ? alone : "queued", behind };
    });
  }

  /** What one exchange is doing at a moment. */
  stateOf(exchange: number, time: number): ExchangeState {
    if (time < this.#exchanges.start[exchange]!) return "not-sent";
    if (time < this.#exchanges.end[exchange]!)
      return this.at(time).find((open) => open.exchange === exchange)?.state ?? "waiting";
    const outcome = this.#exchanges.outcome[exchange];
    if (outcome === OUTCOME.died) return this.#lost.hides(exchange) ? "unknown" : "died";
    return outcome === OUTCOME.failed ? "failed" : "answered";
  }

  #stateAlone(exchange: number, row: number, time: number): WaitState {
    const { frames } = this.#capture;
    if (isCutOff(this.#capture, row) || time < frames.time.get(row) + frames.duration.get(row)) return "partly-sent";
    const procedure = procedureOf(frames.type.get(row));
    // The diagnosis' own rule, at every moment: table, timeline and the list of a moment say the same of a request.
    if (this.#lost.hides(exchange)) return "unknown";
    if (procedure?.waits === true) return "long-poll";
    const isShutdown = procedure?.name === "ShutdownGraceful" || procedure?.name === "ShutdownForced";
    return isShutdown && time - this.#exchanges.start[exchange]! > SHUTDOWN_DEADLINE_NS ? "abandoned" : "waiting";
  }

  #behindInGuest(bridge: number, row: number, heads: Map<number, number>): number | null {
    if (!this.#sequential.has(bridge)) return null;
    const head = heads.get(bridge);
    if (head === undefined) heads.set(bridge, row);
    return head ?? null;
  }

  /** The sidecar hands on one request at a time: those not yet handed on stand behind the first of them. */
  #behindInSidecar(bridge: number, row: number, time: number, heads: Map<number, number>): number | null {
    const pair = this.#hops.get(bridge);
    if (pair === undefined) return null;
    const copy = pair.copies.get(row) ?? NO_ROW;
    if (copy !== NO_ROW && this.#capture.frames.time.get(copy) <= time) return null;
    const head = heads.get(bridge);
    if (head === undefined) heads.set(bridge, row);
    return head ?? null;
  }
}

/** How the guest of one bridge has answered so far. */
interface Queue {
  /** Rows of open requests, oldest first. */
  readonly open: Set<number>;
  /** Answers to the oldest request while others waited. */
  inOrder: number;
  overtaken: boolean;
}

/**
 * Bridges whose answers came in the order of the requests although others waited. Long polls do not count: a sequential guest serves them
 * apart (internal/guest/bridge/bridge.go alwaysAsync).
 */
function sequentialBridges({ frames, bridges, bridgeOf }: Capture): Set<number> {
  const queues = new Map<number, Queue>();
  const waitRequest = requestType("WaitForProcess");
  // Of a guest that lets answers overtake this is known soon: with all bridges told, the rows behind tell nothing more.
  let untold = bridges.length;
  for (let row = 0; row < frames.length && untold > 0; row++) {
    const kind = messageKind(frames.type.get(row));
    const isAnswer = kind === "response";
    const request = isAnswer ? frames.peer.get(row) : row;
    if ((!isAnswer && kind !== "request") || request === NO_ROW || frames.type.get(request) === waitRequest) continue;
    const bridge = bridgeOf(frames.stream.get(row) >>> 1);
    let queue = queues.get(bridge);
    if (queue === undefined) {
      queue = { open: new Set(), inOrder: 0, overtaken: false };
      queues.set(bridge, queue);
    }
    if (queue.overtaken) continue;
    note(queue, request, isAnswer);
    if (queue.overtaken) untold--;
  }
  const sequential = [...queues].filter(([, { overtaken, inOrder }]) => !overtaken && inOrder >= SEQUENTIAL_ANSWERS);
  return new Set(sequential.map(([bridge]) => bridge));
}

function note(queue: Queue, request: number, isAnswer: boolean): void {
  if (!isAnswer) {
    queue.open.add(request);
    return;
  }
  if (queue.open.values().next().value !== request) queue.overtaken = true;
  else if (queue.open.size > 1) queue.inOrder++;
  queue.open.delete(request);
}
