/** Rules on confidential Windows, where a sidecar stands between host and guest agent, and on Windows guests' smaller buffer. */
import { MAX_HOST_RECEIVE, SIDECAR_ERROR_TYPE } from "../../bridge/header.ts";
import { NULL_CONTAINER } from "../../correlate/containers.ts";
import { hopTimes } from "../../correlate/hops.ts";
import type { HopPair } from "../../correlate/hops.ts";
import { textMember } from "../../correlate/payloads.ts";
import { FRAME } from "../../model/capture.ts";
import { HELD_NS } from "../context.ts";
import type { DiagnosisContext } from "../context.ts";
import { countdown } from "../deadlines.ts";
import { endOf } from "../evidence.ts";
import { callsOf, lastRows } from "../rows.ts";
import type { Draft, Rule } from "../rule.ts";
import { counted, formatCount } from "../../bytes/count-text.ts";
import { formatAge } from "../words.ts";
import { silentLoop } from "./sidecar-answers.ts";

/** The sidecar waits so long for the answer to an exec (internal/gcs-sidecar/handlers.go executeProcess). */
const EXEC_WAIT_NS = 5e9;
/** What it then answers. */
export const EXEC_TIMED_OUT = "timed out waiting for exec response";
const FAIL = 0x8000_4005 | 0;
/** A request that nothing stands behind is worth a word from here on. */
const LONG_ALONE_NS = 10e9;
const STUCK_NS = 60e9;
/** Two hops that end this close together end for one reason. */
const SAME_END_NS = 2e9;

const execTimeout: Rule = {
  id: "H06",
  title: "Sidecar gave up on an exec",
  severity: "critical",
  endsBridge: true,
  async find(context) {
    const drafts: Draft[] = [];
    for (const row of context.index.ofType(SIDECAR_ERROR_TYPE)) {
      const request = context.answer(row);
      if (request === null || context.name(request) !== "ExecuteProcess") continue;
      if (context.container(request) === NULL_CONTAINER || (context.result(row) ?? FAIL) !== FAIL) continue;
      // Less than its wait is a refusal; the request may have stood in the sidecar's queue before it.
      const waited = context.time(row) - context.time(request);
      if (waited < 0.9 * EXEC_WAIT_NS) continue;
      const told = textMember(await context.payload(row), "ErrorMessage")?.includes(EXEC_TIMED_OUT);
      if (told === false || (told === undefined && waited > 2 * EXEC_WAIT_NS)) continue;
      const second = context.index.suspicious.find(
        (other) =>
          other > row &&
          context.has(other, FRAME.repeated) &&
          context.id(other) === context.id(row) &&
          context.bridgeOf(other) === context.bridgeOf(row),
      );
      drafts.push({
        severity: second === undefined ? "error" : "critical",
        title: `${context.call(request)}: the sidecar gave up after 5 s`,
        text: `The sidecar answered ${context.call(request)} with an error after ${formatAge(waited)}${second === undefined ? "; should the guest agent's own answer come later, the host ends the bridge over it" : `, and ${formatAge(context.time(second) - context.time(row))} later the guest agent's own answer came through: the host ends the bridge over the second answer to one id`}.`,
        rows: second === undefined ? [request, row] : [request, row, second],
        time: context.time(row),
        certainty: told === true ? "seen" : "inferred",
        because:
          told === true
            ? `The error says "${EXEC_TIMED_OUT}", which the sidecar says after its 5 s.`
            : "The first answer has the sidecar's error type and came at its limit of 5 s.",
        causes: ["A guest that starts processes slowly, under load or at its first exec."],
        next: ["Look at what the guest did in those 5 s; during them no other request passes the sidecar."],
      });
    }
    return drafts;
  },
};

const headOfLine: Rule = {
  id: "H32",
  title: "Requests queued in the sidecar",
  severity: "error",
  endsBridge: false,
  find(context) {
    return context.correlation.hops.flatMap((pair) => {
      const middle = context.middleOf(pair.outer);
      const held = [...handedOnLate(context, pair), ...notHandedOn(context, pair)];
      const worst = held.toSorted((a, b) => b.length - a.length)[0];
      if (worst === undefined) return [];
      const { row, length, isOver } = worst;
      const behind = worst.behind.length === 0 ? "" : `, with ${callsOf(context, worst.behind)} behind it`;
      const others = held.length > 1 ? ` ${counted(held.length - 1, "more request")} waited over 1 s so.` : "";
      const draft: Draft = {
        severity: isOver || length < STUCK_NS ? "warning" : "error",
        title: `${context.call(row)} held in the ${middle}`,
        text: `The ${middle} ${isOver ? "held" : "has held"} ${context.call(row)} for ${formatAge(length)}${isOver ? " before it handed it on" : " and has not handed it on"}${behind}${middle === "sidecar" ? "; it serves one request at a time" : ""}.${isOver ? "" : countdown(context, [row])}${others}`,
        rows: [row, ...worst.behind],
        because: isOver
          ? "Times of the request on the outer hop and of its copy on the inner one."
          : "The request is on the outer hop, and neither a copy on the inner one nor an answer.",
        causes:
          middle === "sidecar"
            ? [
                "A policy that takes long to evaluate.",
                "Local work of the sidecar: an exec's answer (5 s at most), a device (2 s), the format of a scratch disk.",
              ]
            : ["A relay that is stopped, or that has no room for what it should hand on."],
        next: [
          ...servedBefore(context, row),
          `Look in the ${middle}'s log for what it did with this request and the one before it.`,
        ],
      };
      return [draft];
    });
  },
};

/** A request that stood in the sidecar. */
interface Held {
  readonly row: number;
  /** ns. */
  readonly length: number;
  /** Those of the host that came meanwhile. */
  readonly behind: readonly number[];
  readonly isOver: boolean;
}

function handedOnLate(context: DiagnosisContext, pair: HopPair): Held[] {
  const held: Held[] = [];
  for (const [row, copy] of pair.copies) {
    const { before } = hopTimes(context.capture, pair, row);
    if (before === null || before <= HELD_NS) continue;
    const behind = sentBetween(context, row, copy);
    if (behind.length > 0) held.push({ row, length: before, behind, isOver: true });
  }
  return held;
}

/** What has neither a copy nor an answer: a sidecar that answers by itself has answered. */
function notHandedOn(context: DiagnosisContext, { outer, copies }: HopPair): Held[] {
  return context
    .pendingOf(outer)
    .map((exchange) => ({ row: context.exchanges.request[exchange]!, length: context.age(exchange) }))
    .filter(({ row, length }) => length > HELD_NS && !copies.has(row) && !context.answerMayBeLost(row))
    .map(({ row, length }) => ({
      row,
      length,
      behind: sentBetween(context, row, context.frames.length),
      isOver: false,
    }))
    .filter(({ length, behind }) => behind.length > 0 || length >= LONG_ALONE_NS);
}

/** The request that the sidecar was working on when another came, where that shows. */
function servedBefore(context: DiagnosisContext, row: number): string[] {
  const stream = context.frames.stream.get(row);
  const [before] = lastRows(context, stream, row - 1, 1, (other) => context.kind(other) === "request");
  const answer = before === undefined ? null : context.answer(before);
  if (before === undefined || answer === null || context.time(answer) < context.time(row)) return [];
  return [
    `Look at ${context.call(before)}, which came before it and was answered ${formatAge(context.time(answer) - context.time(row))} after it came.`,
  ];
}

const firstHop: Rule = {
  id: "H46",
  title: "Which hop ended first",
  severity: "info",
  endsBridge: false,
  find(context) {
    return context.correlation.hops.flatMap(({ outer, inner }) => {
      const [outerLife, innerLife] = [context.lives[outer - 1], context.lives[inner - 1]];
      const outerEnd = outerLife?.end ?? null;
      const innerEnd = innerLife?.end ?? null;
      if (outerEnd === null || innerEnd === null) return [];
      const after = innerEnd.time - outerEnd.time;
      if (Math.abs(after) > SAME_END_NS) return [];
      const innerFirst = after < 0;
      const middle = context.middleOf(outer);
      const first = innerFirst ? innerLife : outerLife;
      const draft: Draft = {
        title: "Which hop ended first",
        text: `The ${innerFirst ? "inner" : "outer"} hop ended first, closed by the ${innerFirst ? (innerEnd.by === "host" ? middle : "guest agent") : outerEnd.by === "host" ? "host" : middle}, and the other ${formatAge(Math.abs(after))} after it: the cause is on the ${innerFirst ? "inner" : "outer"} hop.`,
        rows: [],
        places: [first, innerFirst ? outerLife : innerLife].flatMap((life) => endOf(context, life?.connections.at(-1))),
        connection: first?.connections.at(-1)?.connection.index ?? null,
        time: Math.min(outerEnd.time, innerEnd.time),
        because: `The ${middle} ends both hops when one ends.`,
        next: [`Look first at what happened on the ${innerFirst ? "inner" : "outer"} hop just before its end.`],
      };
      return [draft];
    });
  },
};

const largeRequest: Rule = {
  id: "H47",
  title: "Request larger than a Windows guest takes",
  severity: "warning",
  endsBridge: false,
  find(context) {
    const outer = new Set(context.correlation.hops.map((pair) => pair.outer));
    const rows = context.index.large.filter((row) => {
      if (context.frames.size.get(row) <= MAX_HOST_RECEIVE || !context.fromHost(row)) return false;
      const bridge = context.bridgeOf(row);
      if (context.guestOf(bridge) === "linux" || outer.has(bridge)) return false;
      return context.isWindows(bridge) || !isServed(context, row);
    });
    const first = rows[0];
    if (first === undefined) return [];
    const isKnown = context.isWindows(context.bridgeOf(first));
    const answered = rows.every((row) => isServed(context, row));
    return [
      {
        severity: answered || !isKnown ? "info" : "warning",
        title: `${context.call(first)} is very large`,
        text: `${context.call(first)} has ${formatCount(context.frames.size.get(first))} bytes; ${isKnown ? "the Windows guest agent's buffer holds" : "should the guest be a Windows one, which the capture does not tell, its buffer holds"} about 64 KiB, and larger requests may be refused or stall${answered ? ", but this one was answered" : ""}.`,
        rows,
        certainty: "inferred",
        because: "The size stands in the header; the buffer's size is known from the project's reports.",
        causes: ["A long policy fragment."],
        next: ["Look at what makes the request large."],
      },
    ];
  },
};

function isServed(context: DiagnosisContext, row: number): boolean {
  const answer = context.answer(row);
  return answer !== null && context.result(answer) === 0;
}

/** Requests of a row's stream that were sent after it and before the moment of another row. */
function sentBetween(context: DiagnosisContext, row: number, until: number): number[] {
  const stream = context.frames.stream.get(row);
  const found: number[] = [];
  for (let other = row + 1; other < until && found.length < 20; other++) {
    if (context.frames.stream.get(other) === stream && context.kind(other) === "request") found.push(other);
  }
  return found;
}

export const SIDECAR_RULES: readonly Rule[] = [execTimeout, headOfLine, silentLoop, firstHop, largeRequest];
