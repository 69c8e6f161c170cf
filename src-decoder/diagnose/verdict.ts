import type { DiagnosisContext } from "./context.ts";
import { SEVERITIES } from "./finding.ts";
import type { Finding, Verdict } from "./finding.ts";
import { firstDoubt, openExchanges } from "./doubts.ts";
import { showsEnds } from "./rules/quality.ts";
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
  return { severity: "info", bridge: context.lives.length === 1 ? 1 : null, ...nothingFound(context) };
}

function nothingFound(context: DiagnosisContext): Pick<Verdict, "kind" | "text" | "rows"> {
  const doubt = firstDoubt(context);
  if (doubt !== null) return { kind: "cannot-tell", ...doubt };
  const open = openExchanges(context);
  const oldest = Math.max(...open.map((exchange) => context.age(exchange)));
  const pending =
    open.length === 0
      ? "every request but long polls has its answer"
      : `${counted(open.length, "request")} ${open.length === 1 ? "is" : "are"} still within ${open.length === 1 ? "its" : "their"} time (open for ${formatAge(oldest)}${open.length === 1 ? "" : " at most"})`;
  const ends = showsEnds(context) ? "" : "; how the bridge ended cannot be told from this form of capture";
  return {
    kind: "nothing",
    text: `Nothing wrong here: ${counted(context.exchanges.length, "request")}, and ${pending}${ends}.`,
    rows: open.map((exchange) => context.exchanges.request[exchange]!),
  };
}

/** Worst first, then by time, then by first frame; consequences behind causes. */
export function compareFindings(a: Finding, b: Finding): number {
  const bySeverity = SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity);
  if (bySeverity !== 0) return bySeverity;
  const byTime = a.time - b.time;
  if (!Number.isNaN(byTime) && byTime !== 0) return byTime;
  return (a.rows[0] ?? -1) - (b.rows[0] ?? -1) || a.rule.localeCompare(b.rule);
}
