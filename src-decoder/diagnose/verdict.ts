import type { DiagnosisContext } from "./context.ts";
import { SEVERITIES } from "./finding.ts";
import type { Finding, Verdict } from "./finding.ts";
import { firstDoubt, openExchanges, reservations } from "./doubts.ts";
import { counted, formatAge } from "./words.ts";

/** One sentence for the whole capture. `findings` are in order, the worst first. */
export function verdictOf(context: DiagnosisContext, findings: readonly Finding[]): Verdict {
  const worst = findings.find(({ follows, severity }) => follows === null && severity !== "info");
  if (worst !== undefined) {
    return {
      kind: "fault",
      severity: worst.severity,
      text: worst.text,
      bridge: worst.connection === null ? null : context.capture.bridgeOf(worst.connection),
      rows: worst.rows,
    };
  }
  return { severity: "info", bridge: context.lives.length === 1 ? 1 : null, ...nothingFound(context, findings) };
}

function nothingFound(
  context: DiagnosisContext,
  findings: readonly Finding[],
): Pick<Verdict, "kind" | "text" | "rows"> {
  const doubt = firstDoubt(context);
  if (doubt !== null) return { kind: "cannot-tell", ...doubt };
  const sentences = [
    `${counted(context.exchanges.length, "request")}, and ${answered(context)}`,
    ...reservations(context, findings),
  ];
  return {
    kind: "nothing",
    text: `Nothing wrong here: ${sentences.join("; ")}.`,
    rows: openExchanges(context).map((exchange) => context.exchanges.request[exchange]!),
  };
}

/** What became of the requests of a capture in which nothing is wrong. */
function answered(context: DiagnosisContext): string {
  const open = openExchanges(context);
  const oldest = formatAge(Math.max(...open.map((exchange) => context.age(exchange))));
  if (open.length === 1) return `1 request is still within its time (open for ${oldest})`;
  if (open.length > 1)
    return `${counted(open.length, "request")} are still within their time (open for ${oldest} at most)`;
  const powerOff = context.unanswered.some((exchange) => !context.exchanges.isLongPoll(exchange));
  return `every request but ${powerOff ? "long polls and the power-off" : "long polls"} has its answer`;
}

/** Worst first, then by time, then by first frame; consequences behind causes. */
export function compareFindings(a: Finding, b: Finding): number {
  const bySeverity = SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity);
  if (bySeverity !== 0) return bySeverity;
  const byTime = a.time - b.time;
  if (!Number.isNaN(byTime) && byTime !== 0) return byTime;
  return (a.rows[0] ?? -1) - (b.rows[0] ?? -1) || a.rule.localeCompare(b.rule);
}
