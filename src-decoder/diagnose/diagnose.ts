/** The diagnosis of a capture: all rules, first causes, the verdict. */
import { Correlation } from "../correlate/correlation.ts";
import { OUTCOME } from "../correlate/exchanges.ts";
import type { Capture } from "../model/capture.ts";
import { DiagnosisContext } from "./context.ts";
import { frameEvidence } from "./evidence.ts";
import type { Diagnosis, Finding, Outstanding, OutstandingState } from "./finding.ts";
import { keepFindings } from "./frame-findings.ts";
import { orderByCause } from "./first-cause.ts";
import type { Draft, Rule } from "./rule.ts";
import { qualityOf } from "./rules/quality.ts";
import { isCutOff } from "./rows.ts";
import { RULES } from "./rules/index.ts";
import { compareFindings, verdictOf } from "./verdict.ts";

/**
 * Runs the rules over a finished capture. Reads payloads back from the files, a bounded number of them. `pause` is awaited between rules, for those
 * who have other questions to answer meanwhile.
 */
export async function diagnose(
  capture: Capture,
  correlation: Correlation = new Correlation(capture),
  rules: readonly Rule[] = RULES,
  pause: (() => Promise<void>) | null = null,
): Promise<Diagnosis> {
  const context = new DiagnosisContext(correlation);
  await context.learnGuests();
  const found: Finding[] = [];
  for (const rule of rules) {
    if (pause !== null) await pause();
    for (const draft of await rule.find(context)) found.push(findingOf(context, rule, draft));
  }
  const findings = orderByCause(found, rules, context).toSorted(compareFindings);
  if (rules === RULES) keepFindings(capture, findings);
  return {
    verdict: await verdictOf(context, findings),
    findings,
    ...outstandingAtEnd(context),
    quality: qualityOf(context).map(({ text }) => text),
    rulesRun: rules.length,
  };
}

function findingOf(context: DiagnosisContext, rule: Rule, { places = [], ...draft }: Draft): Finding {
  const row = draft.rows[0];
  return {
    rule: rule.id,
    severity: rule.severity,
    connection: row === undefined ? null : context.connectionOf(row),
    // What names no container in its payload is about none.
    containerId: row === undefined ? null : context.container(row) || null,
    processId: row === undefined ? null : context.process(row),
    time: row === undefined ? Number.NaN : context.time(row),
    certainty: "seen",
    because: "",
    causes: [],
    next: [],
    follows: null,
    evidence: [...frameEvidence(draft.rows), ...places],
    ...draft,
  };
}

/** All requests that have no answer when the capture ends, oldest first, with what keeps each; what a sidecar hands on is told once. */
function outstandingAtEnd(context: DiagnosisContext): Pick<Diagnosis, "outstanding" | "outstandingCopies"> {
  const { exchanges } = context;
  const handedOn = new Set(
    context.correlation.hops.flatMap(({ copies }) =>
      [...copies].flatMap(([row, copy]) => (context.answer(row) === null ? [copy] : [])),
    ),
  );
  const queued = new Set(
    context.silences
      .filter(({ until, inOrder }) => until === null && inOrder)
      .flatMap((silence) => silence.queued.slice(1)),
  );
  const outstanding: Outstanding[] = [];
  const outstandingCopies: Outstanding[] = [];
  for (const exchange of context.unanswered) {
    const row = exchanges.request[exchange]!;
    const age = context.timed ? context.age(exchange) : null;
    const ended = exchanges.outcome[exchange] === OUTCOME.died;
    const one = { row, age, state: stateOf(context, row, ended, queued.has(row)), ended };
    (handedOn.has(row) ? outstandingCopies : outstanding).push(one);
  }
  return { outstanding, outstandingCopies };
}

function stateOf(context: DiagnosisContext, row: number, died: boolean, queued: boolean): OutstandingState {
  if (isCutOff(context, row)) return "partly-sent";
  if (!died && context.procedure(row)?.waits === true) return "long-poll";
  if (context.answerMayBeLost(row)) return "unknown";
  if (died) return "died";
  return queued ? "queued" : "waiting";
}
