/** Stretches of a connection in which the guest said nothing although it was asked. */
import type { ConnectionLife } from "../correlate/bridge-life.ts";
import { LONG_NS } from "../correlate/exchanges.ts";
import { requestType } from "../correlate/message-index.ts";
import { NO_ROW } from "../stream/stream-sink.ts";
import type { DiagnosisContext } from "./context.ts";
import {
  SLOW_FOR_QUICK_NS,
  answeredInOrder,
  cameTogether,
  hasQuick,
  heldQuick,
  mayWaitTogether,
  servedEvenly,
} from "./queue-evidence.ts";
import { isCutOff } from "./rows.ts";

/** Shorter stretches are ordinary. Not less than `LONG_NS`, so that where no exchange is long no silence is. */
const SHORTEST_NS = LONG_NS;
/** Fewer requests than this tell nothing of how the guest serves them. */
const FEWEST_REQUESTS = 3;
/** So many that were sent after the guest's last word must be without an answer. */
const FEWEST_UNHEARD = 2;
/** A guest that says nothing to so many is silent, and not only lost by the capture now and then. */
const MANY_REQUESTS = 10;
/** What is on its way when the host closes arrives sooner. */
const AFTER_CLOSE_NS = 500e6;
const REQUEST_KIND = 1;
const LONG_POLL = requestType("WaitForProcess");
/** So many answers in turn, each with another request waiting behind it, and no other order: a guest that serves one at a time (bridge.md H31). */
const FEWEST_IN_TURN = 3;
/** An answer that any call may take is slow from here on (bridge.md H20). */
const SLOW_NS = 5e9;
/** So many answers in turn show a queue by themselves (bridge.md H31). */
const MANY_IN_TURN = 20;
/** A guest that thaws has answered what waited in it by then. */
const BURST_NS = LONG_NS;

/** A stretch in which the guest sent nothing though it was asked. */
export interface Silence {
  readonly life: ConnectionLife;
  /** Last word of the guest before it, ns; first answer to what was asked, or null where none came. */
  readonly from: number;
  readonly until: number | null;
  /** Requests (no long polls) that waited through it, oldest first. */
  readonly queued: readonly number[];
  /** The answers came in the order of the requests, or what was seen before shows that they would: one at a time. */
  readonly inOrder: boolean;
  /** The guest showed life in it, by a wait's answer or a notification. */
  readonly guestSpoke: boolean;
  /** The host's own receive window was closed meanwhile: then it is the host that stands still. */
  readonly hostClosedWindow: boolean;
}

interface FoundSilence extends Silence {
  /** The capture lacks bytes of the guest within it: it may have spoken. */
  readonly hasHole: boolean;
  /** The turn of one that a silence before showed to stand in a queue: without a queue there is nothing in it. */
  readonly isTurn: boolean;
}

/**
 * All silences of a connection. A stretch begins with a request and ends with the first answer to any request of it: wait answers and
 * notifications in between show that the guest lives, which speaks for a queue and not for a frozen guest. In a queue each slow request makes
 * one: what stands behind it waits on.
 */
export function findSilences(context: DiagnosisContext, life: ConnectionLife): Silence[] {
  if (life.firstRow === NO_ROW) return [];
  const listener = new Listener(context, life);
  for (let row = life.firstRow; row <= life.lastRow; row++) {
    const stream = context.frames.stream.get(row);
    if (stream === life.hostStream) listener.asked(row);
    else if (stream === life.guestStream) listener.heard(row);
  }
  return listener.finish();
}

/** Follows one connection row by row. Rows are kept instead of times, which are looked up where a stretch may be long. */
class Listener {
  readonly #context: DiagnosisContext;
  readonly #life: ConnectionLife;
  readonly #found: FoundSilence[] = [];
  /** Requests without an answer so far, oldest first. */
  #open = new Set<number>();
  /** The guest's last word before the open requests, and its last answer to any. */
  #lastWord = NO_ROW;
  #answered = NO_ROW;
  /** The last sign of life that answered none of the open requests. */
  #spoke = NO_ROW;
  #overtakes = false;
  /** Answers in the order of the requests that could have come in another. */
  #inTurn = 0;
  /** Requests that were seen to stand in a queue. */
  readonly #inQueue = new Set<number>();

  constructor(context: DiagnosisContext, life: ConnectionLife) {
    this.#context = context;
    this.#life = life;
  }

  asked(row: number): void {
    const { type, peer } = this.#context.frames;
    const kindOf = type.get(row);
    if (kindOf >>> 28 !== REQUEST_KIND || kindOf === LONG_POLL) return;
    // Capture tools reorder packets a little: an answer may stand before its request.
    const answer = peer.get(row);
    // One whose answer the capture may lack shows nothing of how long the guest took.
    const isOpen = answer === NO_ROW ? !this.#context.answerMayBeLost(row) : answer > row;
    if (isOpen) this.#open.add(row);
  }

  heard(row: number): void {
    const request = this.#context.frames.peer.get(row);
    if (request === NO_ROW || !this.#open.has(request)) {
      // A wait's answer or a notification: the guest is alive, but the queue stands.
      if (this.#open.size > 0) this.#spoke = row;
      else this.#lastWord = row;
      return;
    }
    if (this.#open.values().next().value !== request) this.#overtakes = true;
    else if (this.#open.size > 1) this.#inTurn++;
    if (this.#open.size >= FEWEST_REQUESTS && this.#isLong(this.#context.time(row))) {
      const until = this.#context.time(row);
      const queued = [...this.#open];
      const hasHole = this.#hasHoleBefore(row);
      const isTurn = this.#inQueue.has(queued[0]!);
      const inOrder = isTurn ? answeredInOrder(this.#context, queued) : this.#wasQueue(queued, until);
      this.#found.push({ ...this.#silence(queued, until, until, inOrder), hasHole, isTurn });
      if (inOrder) {
        for (const one of queued) this.#inQueue.add(one);
        this.#open.delete(request);
      } else {
        // Of what was asked side by side, and is answered now, this silence has told all.
        this.#open = new Set(queued.filter((one) => this.#context.answer(one) === null));
      }
    } else {
      this.#open.delete(request);
    }
    this.#lastWord = row;
    this.#answered = row;
    this.#spoke = NO_ROW;
  }

  finish(): Silence[] {
    const context = this.#context;
    const life = this.#life;
    const end = context.aliveUntil(life);
    const lastGuestIsPartial = life.lastGuestRow !== NO_ROW && isCutOff(context, life.lastGuestRow);
    if (this.#open.size >= FEWEST_REQUESTS && this.#isLong(end) && !lastGuestIsPartial) this.#stillSilent(end);
    // A guest that showed life in a stretch, and has served requests in any order, is neither frozen nor one that serves one at a time:
    // some of its handlers hang.
    return this.#found
      .map((silence) => ({ ...silence, inOrder: silence.inOrder && !this.#overtakes }))
      .map((silence) => (isAfterClose(silence) ? { ...silence, until: null, inOrder: false } : silence))
      .filter(
        (silence) =>
          !silence.hasHole &&
          (silence.inOrder || (!silence.isTurn && !silence.guestSpoke && standsStill(context, silence, end))),
      );
  }

  /**
   * The stretch in which the capture or the bridge ends: it shows no order, so what was before it must, or a call that waits although the
   * guest lives and would answer it at once.
   */
  #stillSilent(end: number): void {
    const queued = [...this.#open];
    const isTurn = this.#inQueue.has(queued[0]!);
    const wasInOrder = this.#spokeBefore(end)
      ? hasQuick(this.#context, queued.slice(1), end)
      : this.#inTurn >= FEWEST_IN_TURN;
    const hasHole = this.#context.answerMayBeLost(queued[0]!);
    this.#found.push({ ...this.#silence(queued, null, end, isTurn || wasInOrder), hasHole, isTurn });
  }

  /**
   * Whether requests were answered in their order because each waited for the one before: calls that are quick waited too, or all came together once the first was
   * done, or many that came at once were answered one by one. Some that take the same time each beside the others are answered in their order as well.
   */
  #wasQueue(queued: readonly number[], until: number): boolean {
    const context = this.#context;
    if (!answeredInOrder(context, queued)) return false;
    if (this.#inTurn >= MANY_IN_TURN || heldQuick(context, queued, until)) return true;
    if (servedEvenly(context, queued, this.#inTurn)) return true;
    return !mayWaitTogether(context, queued) && cameTogether(context, queued);
  }

  /** Whether the capture lacks something that the guest may have said between its last word and an answer. */
  #hasHoleBefore(answer: number): boolean {
    const { coverage } = this.#context;
    const asked = this.#context.time(this.#open.values().next().value ?? answer);
    if (this.#open.size < MANY_REQUESTS && coverage.mayLoseAfter(this.#life, this.#life.guestStream, asked))
      return true;
    const { streamOffset, size } = this.#context.frames;
    const from = this.#lastWord === NO_ROW ? 0 : streamOffset.get(this.#lastWord) + size.get(this.#lastWord);
    const until = streamOffset.get(answer);
    return this.#context.coverage
      .holes(this.#life.guestStream)
      .some(({ offset, length }) => offset < until && offset + length > from);
  }

  #silence(
    queued: readonly number[],
    until: number | null,
    end: number,
    inOrder: boolean,
  ): Omit<FoundSilence, "hasHole" | "isTurn"> {
    const lastWord = this.#lastWord === NO_ROW ? Number.NaN : this.#context.endTime(this.#lastWord);
    const guestSpoke = this.#spokeBefore(end);
    const fromRequest = guestSpoke || Number.isNaN(lastWord);
    return {
      life: this.#life,
      from: fromRequest ? this.#context.time(queued[0]!) : lastWord,
      until,
      queued,
      inOrder,
      guestSpoke,
      hostClosedWindow: closedBetween(this.#life, lastWord, end),
    };
  }

  /** Whether the guest showed life well inside the stretch: a word at its very end is the end of a freeze. */
  #spokeBefore(until: number): boolean {
    const oldest = this.#open.values().next().value;
    if (this.#spoke === NO_ROW || oldest === undefined) return false;
    const time = this.#context.time(this.#spoke);
    return time > this.#context.time(oldest) && until - time > SHORTEST_NS / 3;
  }

  /** Enough requests have waited long, and none was answered meanwhile. */
  #isLong(until: number): boolean {
    const since = this.#context.time(nth(this.#open, FEWEST_REQUESTS - 1));
    const answered = this.#answered === NO_ROW ? since : this.#context.endTime(this.#answered);
    return until - Math.max(answered, since) >= SHORTEST_NS;
  }
}

function nth(rows: ReadonlySet<number>, place: number): number {
  let left = place;
  for (const row of rows) if (left-- === 0) return row;
  return NO_ROW;
}

/** Whether the first answer came when the host had closed long since: nobody read it. A guest that runs sees the end, and answers no more. */
function isAfterClose({ life: { end }, until }: Silence): boolean {
  return until !== null && end?.by === "host" && until - end.time > AFTER_CLOSE_NS;
}

/**
 * Whether nothing of a guest moved: a call that any guest answers at once waited too, and when it went on so did what it had been asked. Of
 * requests that went on waiting when others were answered the handlers hang.
 */
function standsStill(context: DiagnosisContext, { queued, from, until }: Silence, end: number): boolean {
  if (until === null) {
    const asked = queued.filter((row) => context.time(row) >= from);
    return asked.length >= FEWEST_UNHEARD && hasQuick(context, asked, end);
  }
  const waited = queued.filter((row) => until - context.time(row) >= SLOW_FOR_QUICK_NS);
  const wentOn = waited.filter((row) => {
    const answer = context.answer(row);
    return answer !== null && context.time(answer) - until <= BURST_NS;
  });
  // Calls that take the same time each, one beside the other, are answered as far apart as they were sent, and in no burst. Of those that were
  // sent almost at once that tells nothing: then they must have taken longer than a slow answer.
  const oldest = context.time(waited[0] ?? queued[0]!);
  const almostAtOnce = context.time(waited.at(-1) ?? queued[0]!) - oldest < SLOW_FOR_QUICK_NS;
  const isBurst = cameTogether(context, waited) || (almostAtOnce && until - oldest >= SLOW_NS);
  return isBurst && hasQuick(context, waited, until) && 2 * wentOn.length >= waited.length;
}

function closedBetween(life: ConnectionLife, from: number, until: number): boolean {
  const host = life.hostStream & 1;
  return life.connection.events.some(
    ({ kind, by, time }) => kind === "window-closed" && by === host && time <= until && !(time < from),
  );
}
