/** Rules on waiting: who keeps whom waiting, and when that ends the bridge. */
import { NULL_CONTAINER } from "../../correlate/containers.ts";
import { aboutAll, callsOf } from "../rows.ts";
import { BRIDGE_TIMEOUT_NS } from "../context.ts";
import { isPodGone } from "../container-ends.ts";
import type { DiagnosisContext } from "../context.ts";
import {
  DEADLINE_SLACK_NS,
  SHUTDOWN_DEADLINE_NS,
  countdown,
  deadlineOf,
  killClock,
  mayBeAbandoned,
  mayBeSlowSignal,
} from "../deadlines.ts";
import type { Draft, Rule } from "../rule.ts";
import { OLD_CALL_NS, staysAway } from "../dials.ts";
import { endOf, stretch } from "../evidence.ts";
import { handlerBehind } from "../handlers.ts";
import { queuesOf, turnsOf } from "../queues.ts";
import { counted } from "../../bytes/count-text.ts";
import { formatAge, shortId } from "../words.ts";
import { showsEnds } from "./quality.ts";
import { slowQueue } from "./slow-queue.ts";

const WARN_AGE_NS = 10e9;
const BAD_AGE_NS = 60e9;
/** How late the host's timer and its close may be. */
const TIMEOUT_SLACK_NS = 3e9;
/** A host that closes sooner did not time out: no deployment sets the limit this low. */
const SHORTEST_TIMEOUT_NS = 2e9;

const timeout: Rule = {
  id: "H01",
  title: "Request without an answer",
  severity: "critical",
  endsBridge: true,
  async find(context) {
    const drafts: Draft[] = [];
    if (!context.timed) return drafts;
    const turns = turnsOf(context);
    for (const life of context.lives) {
      // The timer is the host's: what waits on the inner hop waits on the outer one too.
      if (context.innerHops.has(life.bridge.number)) continue;
      const last = life.connections.at(-1);
      const isOver = life.end !== null && (await isPodGone(context, life));
      const open = context
        .pendingOf(life.bridge.number)
        .filter((exchange) => mayHang(context, exchange) && !(isOver && isLeftOver(context, exchange)));
      const culprits = open.filter((exchange) => !isGivenUp(context, exchange));
      const culprit =
        culprits.find((exchange) => life.end !== null && isAtTimeout(context.age(exchange))) ?? culprits[0];
      if (last === undefined || culprit === undefined) continue;
      const row = context.exchanges.request[culprit]!;
      const others = open.filter((exchange) => exchange !== culprit);
      const rows = [culprit, ...others].map((exchange) => context.exchanges.request[exchange]!);
      const age = context.age(culprit);
      const common = {
        rows,
        containerId: context.container(row),
        processId: context.process(row),
        connection: last.connection.index,
        ...(turns.has(row) ? BEHIND_OTHERS : await handlerBehind(context, row)),
      };
      const mayBeTimeout = age >= (staysAway(context, life) ? OLD_CALL_NS : SHORTEST_TIMEOUT_NS);
      if (life.end?.by === "host" && mayBeTimeout) {
        const exact = isAtTimeout(age);
        drafts.push({
          ...common,
          title: `${context.call(row)} was never answered`,
          text: `${context.call(row)} had waited ${formatAge(age)}${behindSidecar(context, row)} when the host closed the bridge${inQueue(turns.get(row), life.end.time)}${othersWith(rows.length)}.${ofContainer(context, row)}`,
          places: endOf(context, last),
          time: life.end.time,
          certainty: exact ? "seen" : "inferred",
          because: exact
            ? "The host closed when this call had waited its 300 s (internal/gcs/bridge.go)."
            : `It is the oldest unanswered call at the moment when the host closed; the host's limit is 300 s unless it is set otherwise, here about ${formatAge(age)}.`,
        });
      } else if (life.end === null && age >= WARN_AGE_NS) {
        drafts.push({ ...common, ...waitsNow(context, row, age, rows.length) });
      }
    }
    return drafts;
  },
};

/** What stands behind a request that waited for others of a queue. */
const BEHIND_OTHERS: Pick<Draft, "causes" | "next"> = {
  causes: [
    "A queue of slow requests before it, each of which went on: the guest serves one at a time (H31), and the 300 s of each run from when it is sent.",
  ],
  next: ["Look at what the requests before it ask of the guest, and send fewer of them at once."],
};

/** How much of its wait a request of a queue was in the guest's hands. */
function inQueue(turn: number | undefined, until: number): string {
  if (turn === undefined) return "";
  const had = turn <= until ? `had it in hand for the last ${formatAge(until - turn)} only` : "had not taken it up yet";
  return `; the guest, which serves one request at a time, ${had}`;
}

/** Whether the host gave up on a call of this age by its own timer: what waited longer, nobody waited for any more (N27). */
function isAtTimeout(age: number): boolean {
  return Math.abs(age - BRIDGE_TIMEOUT_NS) <= TIMEOUT_SLACK_NS;
}

function waitsNow(
  context: DiagnosisContext,
  row: number,
  age: number,
  open: number,
): Pick<Draft, "title" | "text" | "severity" | "time" | "because"> {
  const left = BRIDGE_TIMEOUT_NS - age;
  const mayGiveUp = mayBeAbandoned(context, row);
  const grave = mayGiveUp || age < BAD_AGE_NS ? "warning" : "error";
  const severity = mayBeSlowSignal(context, row) && left > BAD_AGE_NS ? "info" : grave;
  const until =
    left <= 0
      ? `that is over the 300 s after which the host closes the bridge`
      : mayGiveUp
        ? `its caller may have given up, which is harmless`
        : `in another ${formatAge(left)}, at ${killClock(context, row)}, the host closes the bridge`;
  return {
    title: `${context.call(row)} waits`,
    text: `${context.call(row)} has waited ${formatAge(age)}${behindSidecar(context, row)}; ${until}${othersWith(open)}.${ofContainer(context, row)}`,
    severity,
    time: context.time(row),
    because: showsEnds(context)
      ? "No answer with its id follows, and the capture ends with the bridge open."
      : "No answer with its id follows; whether the bridge ended meanwhile this form of capture does not show.",
  };
}

/** Where on its way a request of confidential Windows is. */
function behindSidecar(context: DiagnosisContext, row: number): string {
  const pair = context.correlation.hops.find(({ outer }) => outer === context.bridgeOf(row));
  const copy = pair?.copies.get(row);
  if (pair === undefined) return "";
  const middle = context.middleOf(pair.outer);
  return copy === undefined
    ? ` in the ${middle}, which has not handed it on`
    : ` behind the ${middle}, which handed it on after ${formatAge(context.time(copy) - context.time(row))}`;
}

function ofContainer(context: DiagnosisContext, row: number): string {
  const container = context.container(row);
  const isOne = container !== null && container !== "" && container !== NULL_CONTAINER;
  return isOne ? ` It is for container ${shortId(container)}.` : "";
}

function othersWith(open: number): string {
  return open > 1 ? `; ${counted(open - 1, "other request")} had no answer either` : "";
}

const sequential: Rule = {
  id: "H31",
  title: "Requests queued behind one",
  severity: "error",
  endsBridge: false,
  find(context) {
    const drafts: Draft[] = [];
    for (const [silence, ...later] of queuesOf(context)) {
      if (silence === undefined) continue;
      if (later.length > 0) {
        drafts.push(slowQueue(context, [silence, ...later]));
        continue;
      }
      const row = silence.queued[0]!;
      const behind = silence.queued.slice(1);
      const { life, until } = silence;
      const waited = formatAge((until ?? context.aliveUntil(life)) - context.time(row));
      const held = `${counted(behind.length, "request")} behind it (${callsOf(context, behind)})`;
      const so = "this guest serves one request at a time, so they wait for it and not for themselves";
      drafts.push({
        title: `${context.call(row)} blocks the queue`,
        text:
          until === null
            ? `${context.call(row)} has no answer ${life.end === null ? `after ${waited}` : `in the ${waited} until the ${life.end.by} closed`}, and holds ${held}: ${so}.${life.end === null ? countdown(context, silence.queued) : ""}`
            : `${context.call(row)} took ${waited} and held ${held}: ${so}.`,
        rows: silence.queued,
        connection: life.connection.index,
        containerId: context.container(row),
        processId: context.process(row),
        time: context.time(row),
        certainty: "inferred",
        because:
          until === null
            ? "All that the guest answered before came in the order it was asked, and since this request nothing is answered."
            : `While it was open nothing behind it was answered, and then all ${counted(behind.length, "request was", "requests were")} answered in the order they were sent.`,
        causes: [
          context.isWindows(life.bridge.number)
            ? "The sidecar of a confidential VM, which serves one request at a time (H32)."
            : "A guest in sequential mode (SEV-SNP), with a slow handler at the head of the queue.",
          ...(until === null || silence.guestSpoke
            ? []
            : ["A guest that stood still as a whole (H57): quick requests are answered in their order then, too."]),
        ],
        next: [
          "Look at what the first request asks of the guest.",
          'Look in the guest\'s log for "blocked on the current request for more than 5 seconds".',
        ],
      });
    }
    return drafts;
  },
};

const frozen: Rule = {
  id: "H57",
  title: "Guest frozen",
  severity: "critical",
  endsBridge: true,
  find(context) {
    const drafts: Draft[] = [];
    for (const silence of context.silences.filter(({ inOrder, hostClosedWindow }) => !inOrder && !hostClosedWindow)) {
      const { life, from, until, queued } = silence;
      const length = (until ?? life.end?.time ?? context.capture.lastTime) - from;
      const died = until === null && life.end !== null;
      drafts.push({
        severity: died ? "critical" : "error",
        title: until === null ? "The guest went silent" : "The guest was frozen",
        text:
          until === null
            ? `The guest sent nothing for ${formatAge(length)}, with ${counted(queued.length, "request")} sent to it, until ${life.end === null ? "the capture ends" : `the ${life.end.by} closed`}: all of it stands still, not one handler.${life.end === null ? countdown(context, queued) : ""}`
            : `The guest sent nothing for ${formatAge(length)} while ${counted(queued.length, "request")} came, then answered all in a burst: the whole guest stood still, not one handler.`,
        rows: queued.slice(0, 100),
        places: stretch(from, from + length, "a word of the guest's"),
        connection: life.connection.index,
        ...aboutAll(context, queued),
        time: from,
        certainty: "inferred",
        because:
          until === null
            ? "No answer of any kind came, although requests did."
            : "Nothing came from the guest at all, and the burst answered the requests out of their order: they ran at once, when the guest did.",
        causes: [
          "A paused utility VM (save, snapshot, debugger).",
          "A guest without CPU: an overcommitted host, memory pressure.",
          ...(until === null
            ? [
                `A guest that serves one request at a time (SEV-SNP), with ${context.call(queued[0]!)} stuck at its head (H31).`,
              ]
            : []),
        ],
        next: [
          "Look for pause and resume in the Hyper-V worker's log: `Get-WinEvent -LogName Microsoft-Windows-Hyper-V-Worker-Admin -MaxEvents 50`.",
          "Compare the guest's clock with the host's around it.",
        ],
      });
    }
    return drafts;
  },
};

/**
 * Whether an unanswered request says anything: not one whose answer the capture may lack, nor a shutdown whose caller stopped waiting after
 * 30 s (N27); the bridge lives on after that, and only a limit set below it makes a shutdown the culprit.
 */
function mayHang(context: DiagnosisContext, exchange: number): boolean {
  const row = context.exchanges.request[exchange]!;
  if (context.answerMayBeLost(row)) return false;
  const deadline = deadlineOf(context, row);
  return deadline !== SHUTDOWN_DEADLINE_NS || context.age(exchange) < deadline - DEADLINE_SLACK_NS;
}

/** Whether a call of a pod that is gone says nothing: one whose caller may have given up (bridge.md 0.3), or a signal that Windows is slow with (N21). */
function isLeftOver(context: DiagnosisContext, exchange: number): boolean {
  const row = context.exchanges.request[exchange]!;
  return !isAtTimeout(context.age(exchange)) && (mayBeAbandoned(context, row) || mayBeSlowSignal(context, row));
}

/** A bridge that outlives a call by more than its limit shows that nobody waits for the call any more (N27). */
function isGivenUp(context: DiagnosisContext, exchange: number): boolean {
  const outlived = context.age(exchange) > BRIDGE_TIMEOUT_NS + TIMEOUT_SLACK_NS;
  return outlived && mayBeAbandoned(context, context.exchanges.request[exchange]!);
}

export const STALL_RULES: readonly Rule[] = [timeout, sequential, frozen];
