/** Stretches of a connection in which the guest said nothing although it was asked. */
import type { ConnectionLife } from "../correlate/bridge-life.ts";
import { requestType } from "../correlate/message-index.ts";
import { FRAME } from "../model/capture.ts";
import { NO_ROW } from "../stream/stream-sink.ts";
import type { DiagnosisContext } from "./context.ts";

/** Shorter stretches are ordinary. */
const SHORTEST_NS = 3e9;
/** Fewer requests than this tell nothing of how the guest serves them. */
const FEWEST_REQUESTS = 3;
const LONG_POLL = requestType("WaitForProcess");
const QUICK: ReadonlySet<string> = new Set(["GetProperties", "SignalProcess", "ResizeConsole", "Start", "DumpStacks"]);

export interface Silence {
  readonly life: ConnectionLife;
  /** Last word of the guest before it, ns; first answer to what was asked, or null where none came. */
  readonly from: number;
  readonly until: number | null;
  /** Requests (no long polls) that waited through it, oldest first. */
  readonly queued: readonly number[];
  /** The answers came in the order of the requests, or what was seen before shows that they would: one at a time. */
  readonly inOrder: boolean;
  /** The host's own receive window was closed meanwhile: then it is the host that stands still. */
  readonly hostClosedWindow: boolean;
}

/**
 * All silences of a connection. A stretch begins with a request and ends with the first answer to any request of it: wait answers and
 * notifications in between show that the guest lives, which speaks for a queue and not for a frozen guest.
 */
export function findSilences(context: DiagnosisContext, life: ConnectionLife): Silence[] {
  const { frames } = context;
  const found: Silence[] = [];
  let open: number[] = [];
  let lastWord = Number.NaN;
  /** Last sign of life that answered none of the open requests, ns. */
  let spoke = Number.NEGATIVE_INFINITY;
  let overtakes = false;
  /** When a request was answered last. */
  let answeredAt = Number.NEGATIVE_INFINITY;
  for (let row = life.firstRow; row <= life.lastRow && life.firstRow !== NO_ROW; row++) {
    const stream = frames.stream.get(row);
    if (stream === life.hostStream) {
      // Capture tools reorder packets a little: an answer may stand before its request.
      const answered = context.answer(row);
      const isCall = context.kind(row) === "request" && frames.type.get(row) !== LONG_POLL;
      if (isCall && (answered === null || answered > row)) open.push(row);
      continue;
    }
    if (stream !== life.guestStream) continue;
    const request = context.answer(row);
    const place = request === null ? -1 : open.indexOf(request);
    if (place === -1) {
      // A wait's answer or a notification: the guest is alive, but the queue stands.
      if (open.length > 0) spoke = context.time(row);
      if (open.length === 0) lastWord = context.endTime(row);
      continue;
    }
    if (place > 0) overtakes = true;
    if (isLong(context, open, answeredAt, context.time(row))) {
      const spokeAmid = spokeInside(context, open, spoke, context.time(row));
      const queued = [...open];
      found.push({
        life,
        from: spokeAmid || Number.isNaN(lastWord) ? context.time(queued[0]!) : lastWord,
        until: context.time(row),
        queued,
        inOrder: answeredInOrder(context, queued),
        hostClosedWindow: closedBetween(life, lastWord, context.time(row)),
      });
      open = open.filter((one) => (context.answer(one) ?? NO_ROW) === NO_ROW && one > row);
    } else {
      open.splice(place, 1);
    }
    lastWord = context.endTime(row);
    answeredAt = lastWord;
    spoke = Number.NEGATIVE_INFINITY;
  }
  const end = life.end?.time ?? context.capture.lastTime;
  const lastGuestIsPartial =
    life.lastGuestRow !== NO_ROW && !context.has(life.lastGuestRow, FRAME.complete | FRAME.cutByGap);
  if (isLong(context, open, answeredAt, end) && !lastGuestIsPartial && !context.answerMayBeLost(open[0]!)) {
    const spokeAmid = spokeInside(context, open, spoke, end);
    found.push({
      life,
      from: spokeAmid || Number.isNaN(lastWord) ? context.time(open[0]!) : lastWord,
      until: null,
      queued: open,
      inOrder: spokeAmid || !overtakes,
      hostClosedWindow: closedBetween(life, lastWord, end),
    });
  }
  return found.filter(
    ({ life: { guestStream }, queued, inOrder }) =>
      !lostBytes(context, guestStream, queued[0]!) && (inOrder || queued.some((row) => isQuick(context, row))),
  );
}

/** Whether a request is answered at once by any guest that runs: three disks that do not appear are no frozen guest. */
function isQuick(context: DiagnosisContext, row: number): boolean {
  return QUICK.has(context.name(row));
}

/** Whether the guest showed life well inside the stretch: a word at its very end is the end of a freeze. */
function spokeInside(context: DiagnosisContext, open: readonly number[], spoke: number, until: number): boolean {
  return spoke > context.time(open[0]!) && until - spoke > SHORTEST_NS / 3;
}

/** Enough requests have waited long, and none was answered meanwhile. */
function isLong(context: DiagnosisContext, open: readonly number[], answeredAt: number, until: number): boolean {
  if (open.length < FEWEST_REQUESTS) return false;
  return until - Math.max(answeredAt, context.time(open[FEWEST_REQUESTS - 1]!)) >= SHORTEST_NS;
}

/** Whether the requests that have answers got them in the order they were sent. */
function answeredInOrder(context: DiagnosisContext, queued: readonly number[]): boolean {
  const answers = queued.flatMap((row) => context.answer(row) ?? []);
  return answers.every((row, place) => place === 0 || row > answers[place - 1]!);
}

function closedBetween(life: ConnectionLife, from: number, until: number): boolean {
  const host = life.hostStream & 1;
  return life.connection.events.some(
    ({ kind, by, time }) => kind === "window-closed" && by === host && time <= until && !(time < from),
  );
}

function lostBytes(context: DiagnosisContext, guestStream: number, row: number): boolean {
  return (context.capture.streams[guestStream]?.gapCount ?? 0) > 0 && context.answerMayBeLost(row);
}
