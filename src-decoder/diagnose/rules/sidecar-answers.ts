/** The way back through a sidecar: one loop hands on what the guest agent answers, and may end without a word (bridge.md H45). */
import { FRAME } from "../../model/capture.ts";
import type { HopPair } from "../../correlate/hops.ts";
import type { DiagnosisContext } from "../context.ts";
import { countdown } from "../deadlines.ts";
import { stretch } from "../evidence.ts";
import { callsOf } from "../rows.ts";
import type { Draft, Rule } from "../rule.ts";
import { formatAge } from "../words.ts";

const ON_ITS_WAY_NS = 50e6;
/** An answer that stays in the sidecar so long is not just late. */
const LONG_KEPT_NS = 10e9;
const STUCK_NS = 60e9;
/** Rows that prove it: of more nobody looks at all. */
const MOST_ROWS = 20;
/** What `json.Unmarshal` refuses. */
const NOT_DECODED = FRAME.notJson | FRAME.trailingBytes | FRAME.mistyped;
/** So many answers that stay in a sidecar are no answer that is just late. */
const FEWEST_KEPT = 3;

export const silentLoop: Rule = {
  id: "H45",
  title: "The sidecar stopped passing answers on",
  severity: "critical",
  endsBridge: true,
  find(context) {
    return context.correlation.hops.flatMap((pair) => {
      if (context.middleOf(pair.outer) === "relay") return [];
      const draft = stopsAtAnswer(context, pair) ?? keepsAnswers(context, pair);
      return draft === null ? [] : [draft];
    });
  },
};

/** The loop that hands answers on has ended at one that it could not read. */
function stopsAtAnswer(context: DiagnosisContext, pair: HopPair): Draft | null {
  // The loop reads the payload of no other answer.
  const broken = context.index.suspicious.find(
    (row) =>
      context.has(row, NOT_DECODED) &&
      context.bridgeOf(row) === pair.inner &&
      !context.fromHost(row) &&
      context.name(row) === "ExecuteProcess",
  );
  if (broken === undefined) return null;
  const at = context.time(broken);
  const answers = answersInside(context, pair);
  // A sidecar answers by itself, too: only what the guest agent answered later tells of the loop.
  if (answers.some(({ inner, outer }) => outer !== null && context.time(inner) - at > ON_ITS_WAY_NS)) return null;
  const goesOn = context.lives[pair.inner - 1]?.connections.some(({ lastGuestRow }) => lastGuestRow > broken) ?? false;
  if (!goesOn) return null;
  const passed = answers.flatMap(({ outer }) =>
    outer === null || context.time(outer) > at + ON_ITS_WAY_NS ? [] : [outer],
  );
  return {
    title: "The sidecar stopped passing answers on",
    text: `The guest agent's answer to ${context.call(broken)} is ${context.has(broken, FRAME.notJson) ? "no JSON" : "no JSON that Go decodes"}; in the ${formatAge(context.capture.lastTime - at)} since, nothing of what it answers has reached the host, although it goes on answering.`,
    rows: [broken, ...passed.slice(-1)],
    places: stretch(at, context.capture.lastTime, "an answer to the host"),
    connection: context.lives[pair.outer - 1]?.connections.at(-1)?.connection.index ?? null,
    time: at,
    certainty: "inferred",
    because: "The inner hop goes on and the outer one has no answer behind that message.",
    causes: [
      "The sidecar's receive loop returned at the payload it could not read, without a word (internal/gcs-sidecar/bridge.go).",
    ],
    next: ['Look in the sidecar\'s log for "failed to unmarshal the request".'],
  };
}

/** The guest agent answers, and for long none of its answers has come out of the sidecar. */
function keepsAnswers(context: DiagnosisContext, pair: HopPair): Draft | null {
  const answers = answersInside(context, pair);
  const lastPassed = answers.findLastIndex(({ outer }) => outer !== null);
  const kept = answers.slice(lastPassed + 1);
  const first = kept[0];
  const life = context.lives[pair.outer - 1];
  if (first === undefined || life === undefined || kept.length < FEWEST_KEPT) return null;
  const since = context.aliveUntil(life) - context.time(first.inner);
  if (since < LONG_KEPT_NS || !context.showsAll(first.request)) return null;
  return {
    severity: since < STUCK_NS && life.end === null ? "error" : "critical",
    title: "Answers stay in the sidecar",
    text: `The guest agent has answered ${callsOf(
      context,
      kept.map(({ request }) => request),
    )}, the first ${formatAge(since)} before ${life.end === null ? "the capture ends" : "the bridge ended"}, and the host has got none of these answers.${life.end === null ? countdown(context, [first.request]) : ""}`,
    rows: kept.flatMap(({ request, inner }) => [request, inner]).slice(0, MOST_ROWS),
    connection: life.connections.at(-1)?.connection.index ?? null,
    time: context.time(first.inner),
    certainty: "inferred",
    because: "The inner hop has answers to these requests, and the outer one has none.",
    causes: [
      "The sidecar's loop that hands answers on has ended or stands still (internal/gcs-sidecar/bridge.go).",
      "The sidecar has no room to write to the host.",
    ],
    next: ["Look in the sidecar's log for the last answer that it handed on."],
  };
}

/** Requests that the guest agent has answered, in the order of its answers, and the answers that the host got to them. */
function answersInside(
  context: DiagnosisContext,
  { copies }: HopPair,
): { readonly request: number; readonly inner: number; readonly outer: number | null }[] {
  return [...copies]
    .flatMap(([request, copy]) => {
      const inner = context.answer(copy);
      return inner === null ? [] : [{ request, inner, outer: context.answer(request) }];
    })
    .toSorted((a, b) => a.inner - b.inner);
}
