/** What stands behind a request that waits: a note for each handler of the guest, under the finding of the request itself (bridge.md 1.2). */
import type { BridgeLife } from "../../correlate/bridge-life.ts";
import { NO_ROW } from "../../stream/stream-sink.ts";
import type { DiagnosisContext } from "../context.ts";
import { HANDLER_RULE_TITLES, handlerOf, onlyIfLinux } from "../handlers.ts";
import { isCutOff } from "../rows.ts";
import { turnsOf } from "../queues.ts";
import type { Draft, Rule } from "../rule.ts";
import { counted, lowerFirst } from "../../bytes/count-text.ts";
import { formatAge, shortText } from "../words.ts";
import { failedCalls } from "./failures.ts";

const SHORTEST_NS = 10e9;
/** Of each bridge so many of the oldest requests are looked at. */
const MOST_REQUESTS = 50;
/** An adapter that does not appear costs the guest 5 s (internal/guest/network/network.go). */
const ADAPTER_NS = 4.5e9;

/** Rules that are more than a note about a handler, and stand with their subject. */
const ELSEWHERE: ReadonlySet<string> = new Set(["H17"]);

/** Rules on what is asked because something else waits: they say nothing of the oldest request. */
const BEHIND_ANOTHER: ReadonlySet<string> = new Set(["H02"]);

/** What a handler's rule says beside its waiting requests. */
const FURTHER: Readonly<Record<string, (context: DiagnosisContext) => Promise<Draft[]>>> = {
  H24: adapterErrors,
  H26: dialErrors,
};

export const HANDLER_RULES: readonly Rule[] = [...HANDLER_RULE_TITLES]
  .filter(([id]) => !ELSEWHERE.has(id))
  .map(([id, title]) => ({
    id,
    title,
    severity: FURTHER[id] === dialErrors ? "error" : "info",
    endsBridge: false,
    explains: true,
    async find(context) {
      const waiting = await waitingBehind(context, id, title);
      return [...waiting, ...((await FURTHER[id]?.(context)) ?? [])];
    },
  }));

async function waitingBehind(context: DiagnosisContext, rule: string, title: string): Promise<Draft[]> {
  const drafts: Draft[] = [];
  if (!context.timed) return drafts;
  const turns = turnsOf(context);
  for (const life of context.lives) {
    const rows: number[] = [];
    if (context.innerHops.has(life.bridge.number) || !servesRequests(context, life)) continue;
    const pending = context.pendingOf(life.bridge.number);
    for (const exchange of pending.slice(BEHIND_ANOTHER.has(rule) ? 1 : 0, MOST_REQUESTS)) {
      const row = context.exchanges.request[exchange]!;
      // What stands behind another in a queue is in no handler.
      if (inHand(context, exchange, turns) < SHORTEST_NS || context.answerMayBeLost(row)) continue;
      if ((await handlerOf(context, row)).rule === rule) rows.push(row);
    }
    const first = rows[0];
    if (first === undefined) continue;
    const handler = await handlerOf(context, first);
    const { causes, next } = handler;
    const had = formatAge(inHand(context, context.exchanges.ofRequest(first), turns));
    const since = turns.has(first) ? `which the guest has had in hand for ${had}` : `which has waited ${had}`;
    const unless = onlyIfLinux(context, first, handler)
      ? ", if the guest is a Linux one, which the capture does not tell"
      : "";
    const more = rows.length > 1 ? `, and ${counted(rows.length - 1, "more like it", "more like it")}` : "";
    drafts.push({
      severity: "info",
      title,
      text: `Behind ${context.call(first)}, ${since}${more}${unless}: ${lowerFirst(causes[0] ?? "")}`,
      rows,
      certainty: "inferred",
      because: "It is what the guest's handler of this request may wait for; the bytes do not show which it is.",
      causes,
      next,
    });
  }
  return drafts;
}

/** How long the guest has had a request that waits: since it was asked, or since the answer to the one before in a queue; ns, less than 0 for one whose turn never came. */
function inHand(context: DiagnosisContext, exchange: number, turns: ReadonlyMap<number, number>): number {
  const { start, request } = context.exchanges;
  const turn = turns.get(request[exchange]!);
  return turn === undefined ? context.age(exchange) : context.age(exchange) - (turn - start[exchange]!);
}

/** Whether it is handlers that hang: a guest that is gone, frozen or cut off in a message serves nothing. */
function servesRequests(context: DiagnosisContext, life: BridgeLife): boolean {
  const last = life.connections.at(-1);
  if (last === undefined || life.end?.by === "guest") return false;
  if (last.lastGuestRow !== NO_ROW && isCutOff(context, last.lastGuestRow)) return false;
  return !context.silences.some((silence) => silence.life === last && silence.until === null && !silence.inOrder);
}

/** A network adapter that did not appear: the guest says so after 5 s. */
async function adapterErrors(context: DiagnosisContext): Promise<Draft[]> {
  const failed = await failedCalls(context, "ModifySettings");
  const late = failed.filter(({ latency }) => latency >= ADAPTER_NS);
  const first = late.find(({ text }) => text.includes("timed out waiting for"));
  if (first === undefined) return [];
  return [
    {
      severity: "info",
      title: "Network adapter did not appear",
      text: `${context.call(first.request)} failed after ${formatAge(first.latency)}: ${shortText(first.text)}.`,
      rows: [first.request, first.row],
      because: "The guest's answer says so.",
      next: ["Check that the host attached the adapter before it asked the guest to use it."],
    },
  ];
}

/** Ports that the guest could not dial: the exec is lost. */
async function dialErrors(context: DiagnosisContext): Promise<Draft[]> {
  const failed = await failedCalls(context, "ExecuteProcess");
  const dialled = failed.filter(({ text }) => /can't connect after|vsock Dial port|failed creating std/.test(text));
  const first = dialled[0];
  if (first === undefined) return [];
  return [
    {
      severity: "error",
      title: "The guest could not reach a stdio port",
      text: `${context.call(first.request)} failed after ${formatAge(first.latency)}: ${shortText(first.text)}.${dialled.length > 1 ? ` ${counted(dialled.length - 1, "more exec")} failed alike.` : ""}`,
      rows: [first.request, first.row],
      because: "The guest's answer says so.",
      causes: [
        "Nobody on the host listens on the port.",
        "The port is not among those that a confidential VM may dial.",
      ],
      next: [
        "Look in the capture for the guest's connections to the ports in the request.",
        "For a confidential VM, list the ports in its ExtraVSockPorts annotation.",
      ],
    },
  ];
}
