import type { DiagnosisContext } from "./context.ts";
import { SEVERITIES } from "./finding.ts";
import type { Finding, Verdict } from "./finding.ts";
import { qualityOf, showsEnds } from "./rules/quality.ts";
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
  if (context.lives.length === 0) {
    return {
      kind: "cannot-tell",
      text: `Cannot tell: no bridge was found in ${counted(context.capture.connections.length, "connection")}. If one of them is the bridge, name its port.`,
      rows: [],
    };
  }
  const notes = qualityOf(context);
  const open = context.lives.flatMap(({ bridge }) => context.pendingOf(bridge.number));
  const rows = open.map((exchange) => context.exchanges.request[exchange]!);
  const oneSided = notes.find(({ isOneSided }) => isOneSided);
  if (oneSided !== undefined)
    return { kind: "cannot-tell", text: `Cannot tell what happened: ${lowerFirst(oneSided.text)}`, rows };
  const hiding = notes.find(({ hidesAnswers }) => hidesAnswers);
  if (hiding !== undefined && open.length > 0) {
    return {
      kind: "cannot-tell",
      text: `Cannot tell whether ${counted(open.length, "request")} without an answer ${open.length === 1 ? "hangs" : "hang"}: ${lowerFirst(hiding.text)}`,
      rows,
    };
  }
  if (!context.timed) {
    const waiting =
      open.length === 0
        ? "every request but long polls has its answer"
        : `${counted(open.length, "request")} ${open.length === 1 ? "has" : "have"} no answer`;
    return {
      kind: "cannot-tell",
      text: `Cannot tell how long anything waited or how the bridge ended, as the files carry neither: ${waiting}; nothing else is wrong in the bytes.`,
      rows,
    };
  }
  const youngest = open.length === 0 ? null : Math.max(...open.map((exchange) => context.age(exchange)));
  const pending =
    youngest === null
      ? "every request but long polls has its answer"
      : `${counted(open.length, "request")} ${open.length === 1 ? "is" : "are"} open for ${formatAge(youngest)} at most, as may be`;
  const ends = showsEnds(context) ? "" : "; how the bridge ended cannot be told from this form of capture";
  return {
    kind: "nothing",
    text: `Nothing wrong here: ${counted(context.exchanges.length, "request")}, and ${pending}${ends}.`,
    rows,
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

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
