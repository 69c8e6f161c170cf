/**
 * Pairs responses with requests by id, on one bridge and in opposite directions. The host matches by id alone (internal/gcs/bridge.go
 * recvLoop), so the procedure does not matter for pairing; where it differs the frame is marked.
 */
import { messageKind } from "../bridge/header.ts";
import { FRAME } from "../model/capture.ts";
import type { Bridge, Frames } from "../model/capture.ts";
import { NO_ROW } from "../stream/stream-sink.ts";
import { IdRows } from "./id-rows.ts";

/** What pairing writes; the model's frame table provides it. */
export interface PairedFrames extends Frames {
  readonly peer: Frames["peer"] & { set(row: number, value: number): void };
  setFlag(row: number, flag: number): void;
  clearFlag(row: number, flag: number): void;
}

/** A response type without procedure bits: the sidecar's errors (internal/gcs-sidecar/bridge.go), paired by id alone. */
const BARE_RESPONSE = 0x2000_0000;
const PROCEDURE_BITS = 0x0fff_ff00;

/** So many frames before its request a response may stand without more ado: capture tools reorder packets a little. */
const EARLY_ROWS = 256;

export class Pairing {
  readonly #frames: PairedFrames;
  /** Requests by stream number. */
  #requests: (IdRows | undefined)[] = [];
  /** Responses without a request so far, by the stream the request would be on. */
  #unasked: (IdRows | undefined)[] = [];
  #unaskedRows: number[] = [];
  /** Answers of which bytes still lacked when they were looked at, in row order. */
  #unfinished: number[] = [];
  /** Requests far behind what seems to be their answer, by connection; and how many there are that have theirs. */
  #farEarly: (number[] | undefined)[] = [];
  #paired: number[] = [];
  #done = 0;

  constructor(frames: PairedFrames) {
    this.#frames = frames;
  }

  /** Pairs the rows added since the last call, each connection by itself. */
  advance(): void {
    const frames = this.#frames;
    const unfinished = this.#unfinished;
    this.#unfinished = [];
    for (const row of unfinished) this.#response(row);
    for (; this.#done < frames.length; this.#done++) {
      const row = this.#done;
      switch (messageKind(frames.type.get(row))) {
        case "request":
          this.#request(row);
          break;
        case "response":
          this.#response(row);
          break;
        case "notification":
        case "unknown":
          break;
      }
    }
  }

  /** Begins anew: the frames have changed their order, and have forgotten their pairs. */
  restart(): void {
    for (let row = 0; row < this.#done; row++) {
      this.#frames.clearFlag(row, FRAME.repeated | FRAME.unasked | FRAME.otherType);
    }
    this.#requests = [];
    this.#unasked = [];
    this.#unaskedRows = [];
    this.#unfinished = [];
    this.#farEarly = [];
    this.#paired = [];
    this.#done = 0;
  }

  /**
   * Pairs answers that stand far before their requests where that is how a connection was captured: two sides with clocks of their own show all
   * answers so. A single one was asked by nobody, and its id is only used later; the host ends the bridge over it (bridge.md H05). Call it when
   * all rows are there.
   */
  settle(): void {
    for (const [connection, requests] of this.#farEarly.entries()) {
      if (requests === undefined || requests.length <= (this.#paired[connection] ?? 0)) continue;
      for (const request of requests) {
        const early = this.#find(this.#unasked[this.#frames.stream.get(request)], request);
        if (early !== NO_ROW && this.#frames.peer.get(early) === NO_ROW && this.#frames.peer.get(request) === NO_ROW)
          this.#pair(request, early);
      }
    }
  }

  /** Pairs what is answered on a later connection of the same bridge (resume and migration, bridge.md N16, N30). */
  acrossConnections(bridges: readonly Bridge[]): void {
    const before = new Map<number, readonly number[]>();
    for (const { connections } of bridges) {
      connections.forEach((connection, place) => before.set(connection, connections.slice(0, place).toReversed()));
    }
    for (const row of this.#unaskedRows) {
      if (this.#frames.peer.get(row) !== NO_ROW) continue;
      const stream = this.#frames.stream.get(row);
      for (const connection of before.get(stream >>> 1) ?? []) {
        // The guest may have dialled the one and been dialled on the other: both streams of the connection are looked at.
        const request = [2 * connection, 2 * connection + 1]
          .map((other) => this.#find(this.#requests[other], row))
          .find((found) => found !== NO_ROW && this.#frames.peer.get(found) === NO_ROW);
        if (request === undefined) continue;
        this.#pair(request, row);
        break;
      }
    }
  }

  /** True where some earlier connection still waits for the id of this unasked response. */
  waitsOn(connection: number, response: number): boolean {
    return [2 * connection, 2 * connection + 1].some((stream) => {
      const request = this.#find(this.#requests[stream], response);
      return request !== NO_ROW && this.#frames.peer.get(request) === NO_ROW;
    });
  }

  /** Responses that no request on their own connection had the id of. */
  get unaskedRows(): readonly number[] {
    return this.#unaskedRows;
  }

  #request(row: number): void {
    const stream = this.#frames.stream.get(row);
    const requests = (this.#requests[stream] ??= new IdRows());
    requests.set(this.#frames.idLow.get(row), this.#frames.idHigh.get(row), row);
    const early = this.#find(this.#unasked[stream], row);
    if (early === NO_ROW || this.#frames.peer.get(early) !== NO_ROW || !this.#isAnswer(row, early)) return;
    if (row - early <= EARLY_ROWS) this.#pair(row, early);
    else (this.#farEarly[stream >>> 1] ??= []).push(row);
  }

  #response(row: number): void {
    const { flags } = this.#frames;
    const asked = this.#frames.stream.get(row) ^ 1;
    const request = this.#find(this.#requests[asked], row);
    if (request === NO_ROW) {
      this.#frames.setFlag(row, FRAME.unasked);
      this.#unaskedRows.push(row);
      const unasked = (this.#unasked[asked] ??= new IdRows());
      unasked.set(this.#frames.idLow.get(row), this.#frames.idHigh.get(row), row);
    } else if ((flags.get(row) & (FRAME.complete | FRAME.cutByGap)) === 0) {
      // More of it may come with the next slice. One that the stream's end cuts off is no answer: the host never got it whole.
      this.#unfinished.push(row);
    } else if (this.#frames.peer.get(request) === NO_ROW) {
      this.#pair(request, row);
    } else {
      this.#frames.setFlag(row, FRAME.repeated);
    }
  }

  /** Whether a response has the type that answers a request; the bare one answers any. */
  #isAnswer(request: number, response: number): boolean {
    const { type } = this.#frames;
    const answered = type.get(response);
    return answered === BARE_RESPONSE || ((answered ^ type.get(request)) & PROCEDURE_BITS) === 0;
  }

  #pair(request: number, response: number): void {
    const frames = this.#frames;
    const connection = frames.stream.get(request) >>> 1;
    this.#paired[connection] = (this.#paired[connection] ?? 0) + 1;
    frames.peer.set(request, response);
    frames.peer.set(response, request);
    frames.clearFlag(response, FRAME.unasked);
    if (!this.#isAnswer(request, response)) frames.setFlag(response, FRAME.otherType);
  }

  #find(rows: IdRows | undefined, row: number): number {
    return rows === undefined ? NO_ROW : rows.get(this.#frames.idLow.get(row), this.#frames.idHigh.get(row));
  }
}
