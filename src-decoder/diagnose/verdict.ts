import type { DiagnosisContext } from "./context.ts";
import { deadlineOf } from "./deadlines.ts";
import type { Doubt } from "./doubts-of-ends.ts";
import { frameEvidence } from "./evidence.ts";
import { SEVERITIES } from "./finding.ts";
import type { Finding, Verdict } from "./finding.ts";
import { firstDoubt, openExchanges, reservations } from "./doubts.ts";
import { callsOf } from "./rows.ts";
import { counted, lowerFirst } from "../bytes/count-text.ts";
import { formatAge, listed } from "./words.ts";

/** One sentence for the whole capture, and where other bridges are as badly off one more. `findings` are in order, the worst first. */
export async function verdictOf(context: DiagnosisContext, findings: readonly Finding[]): Promise<Verdict> {
  const worst = findings.find(({ follows, severity }) => follows === null && severity !== "info");
  if (worst !== undefined) {
    return {
      kind: "fault",
      severity: worst.severity,
      text: `${worst.text}${onOthers(context, findings, worst)}`,
      bridge: bridgeOf(context, worst),
      evidence: worst.evidence,
      rows: worst.rows,
    };
  }
  const { kind, text, rows, places = [] } = await nothingFound(context, findings);
  const bridge = context.lives.length === 1 ? 1 : null;
  return { kind, severity: "info", text, bridge, evidence: [...frameEvidence(rows), ...places], rows };
}

function bridgeOf({ capture }: DiagnosisContext, { connection }: Finding): number | null {
  return connection === null ? null : capture.bridgeOf(connection) || null;
}

/** What else is as grave, on bridges that are no part of the same conversation. */
function onOthers(context: DiagnosisContext, findings: readonly Finding[], worst: Finding): string {
  const own = bridgeOf(context, worst);
  if (own === null || context.innerHops.size > 0) return "";
  const titles = new Map<number, string>();
  for (const finding of findings) {
    const bridge = bridgeOf(context, finding);
    const isAsGrave = finding.follows === null && finding.severity === worst.severity;
    if (isAsGrave && bridge !== null && bridge !== own && !titles.has(bridge)) titles.set(bridge, finding.title);
  }
  const [first] = titles;
  if (first === undefined) return "";
  if (titles.size > 1) return ` That is bridge ${own}; ${titles.size} others have faults as grave.`;
  return ` That is bridge ${own}; on bridge ${first[0]}: ${lowerFirst(first[1])}.`;
}

async function nothingFound(
  context: DiagnosisContext,
  findings: readonly Finding[],
): Promise<Doubt & { readonly kind: "nothing" | "cannot-tell" }> {
  const doubt = await firstDoubt(context);
  if (doubt !== null) return { kind: "cannot-tell", ...doubt };
  const sentences = [`${requestCount(context)}, and ${answered(context)}`, ...reservations(context, findings)];
  return {
    kind: "nothing",
    text: `Nothing wrong here: ${sentences.join("; ")}.`,
    rows: openExchanges(context).map((exchange) => context.exchanges.request[exchange]!),
  };
}

/** How many requests there are; a copy on an inner hop is none of its own. */
function requestCount({ exchanges, innerHops, capture }: DiagnosisContext): string {
  if (innerHops.size === 0) return counted(exchanges.length, "request");
  const { stream } = capture.frames;
  const copies = exchanges.request.reduce(
    (sum, row) => sum + (innerHops.has(capture.bridgeOf(stream.get(row) >>> 1)) ? 1 : 0),
    0,
  );
  return `${counted(exchanges.length - copies, "request")}, each on both hops`;
}

/** What became of the requests of a capture in which nothing is wrong. */
function answered(context: DiagnosisContext): string {
  const { exchanges } = context;
  const open = openExchanges(context);
  if (context.unanswered.length === 0) return "every request has its answer";
  if (open.length === 0) {
    const powerOff = context.unanswered.some((exchange) => !exchanges.isLongPoll(exchange));
    return `every request but ${powerOff ? "long polls and the power-off" : "long polls"} has its answer`;
  }
  const isGivenUp = (exchange: number): boolean =>
    context.age(exchange) > deadlineOf(context, exchanges.request[exchange]!);
  const givenUp = open.filter(isGivenUp);
  const waiting = open.filter((exchange) => !isGivenUp(exchange));
  const parts: string[] = [];
  if (waiting.length > 0) {
    const [are, their, most] = waiting.length === 1 ? ["is", "its", ""] : ["are", "their", " at most"];
    const oldest = formatAge(Math.max(...waiting.map((exchange) => context.age(exchange))));
    const ended = waiting.every((exchange) => Number.isFinite(exchanges.end[exchange]!));
    parts.push(
      ended
        ? `${counted(waiting.length, "request")} ${waiting.length === 1 ? "was" : "were"} open for ${oldest}${most} when the bridge ended`
        : `${counted(waiting.length, "request")} ${are} still within ${their} time (open for ${oldest}${most})`,
    );
  }
  if (givenUp.length > 0) {
    const calls = callsOf(
      context,
      givenUp.map((exchange) => exchanges.request[exchange]!),
    );
    parts.push(`${calls} ${givenUp.length === 1 ? "has" : "have"} no answer, which nobody waits for any more`);
  }
  return listed(parts);
}

/** Worst first, then by time, then by first frame; consequences behind causes. */
export function compareFindings(a: Finding, b: Finding): number {
  const bySeverity = SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity);
  if (bySeverity !== 0) return bySeverity;
  const byTime = a.time - b.time;
  if (!Number.isNaN(byTime) && byTime !== 0) return byTime;
  return (a.rows[0] ?? -1) - (b.rows[0] ?? -1) || a.rule.localeCompare(b.rule);
}
