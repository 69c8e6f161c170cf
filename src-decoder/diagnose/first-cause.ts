import type { DiagnosisContext } from "./context.ts";
import { SEVERITIES, findingKey, isAtLeast } from "./finding.ts";
import type { Finding } from "./finding.ts";
import type { Rule } from "./rule.ts";

/**
 * Findings that may be the consequence of another, from the likeliest cause to the likeliest consequence: where two are about one request,
 * the later in this list hangs under the earlier.
 */
const CONSEQUENCES: readonly string[] = [
  "H11",
  "H12",
  "H57",
  "H32",
  "H31",
  "B4",
  "H06",
  "H26",
  "H20",
  "H40",
  "H15",
  "H19",
  "H01",
  "H39",
  "H34",
  "H36",
  "H05",
  "H10",
  "H10b",
  "H58",
];
/** Findings of things that pass: a queue that was served, a guest that thawed, a request that was refused. */
const ENDS_BY_ITSELF: ReadonlySet<string> = new Set(["H31", "H32", "H34", "H36", "H57"]);
/** Notes on what came of a bridge's end. */
const NOTES: ReadonlySet<string> = new Set(["H14", "H37"]);
/** An end that does not read holds up everything behind it. */
const HOLDS_ALL: ReadonlySet<string> = new Set(["H11", "H12"]);

/**
 * One cause for each bridge: of the findings that end it the earliest stays as it is, and all that came of it hangs under it as a note. A
 * stall that only delays is treated alike, by the earliest stall.
 */
export function orderByCause(
  findings: readonly Finding[],
  rules: readonly Rule[],
  context: DiagnosisContext,
): Finding[] {
  const ending = new Set(rules.filter(({ endsBridge }) => endsBridge).map(({ id }) => id));
  const explaining = new Set(rules.filter(({ explains }) => explains === true).map(({ id }) => id));
  const byBridge = new Map<number, Finding[]>();
  for (const finding of findings) {
    const bridge = finding.connection === null ? 0 : wholeBridge(context, context.capture.bridgeOf(finding.connection));
    const list = byBridge.get(bridge) ?? [];
    byBridge.set(bridge, list);
    list.push(finding);
  }
  return [...byBridge.values()].flatMap((list) => {
    const grave = list.filter(({ severity }) => isAtLeast(severity, "warning"));
    const fatal = grave.filter(({ rule, severity }) => ending.has(rule) && severity === "critical");
    const root = earliest(fatal);
    return list.map((finding) => {
      if (finding === root) return finding;
      if (explaining.has(finding.rule) && finding.severity === "info") {
        const explained = explainedBy(finding, list, explaining);
        return explained === undefined ? finding : { ...finding, follows: findingKey(explained) };
      }
      if (finding.severity === "info") {
        const cause = root !== undefined && NOTES.has(finding.rule) ? root : sameSubject(finding, root, grave);
        return cause === undefined ? finding : { ...finding, follows: findingKey(cause) };
      }
      const isConsequence = ending.has(finding.rule) || CONSEQUENCES.includes(finding.rule);
      const cause = isConsequence ? causeOf(context, finding, root, grave) : undefined;
      return cause === undefined ? finding : { ...finding, severity: "info" as const, follows: findingKey(cause) };
    });
  });
}

/** What a finding follows from: the bridge's first end, or a stall that holds its request. */
function causeOf(
  context: DiagnosisContext,
  finding: Finding,
  root: Finding | undefined,
  grave: readonly Finding[],
): Finding | undefined {
  if (root !== undefined && (sharesRow(finding, root) || !isOver(context, finding))) return root;
  const rank = CONSEQUENCES.indexOf(finding.rule);
  const causes = grave.filter((other) => {
    const otherRank = CONSEQUENCES.indexOf(other.rule);
    const isBefore = otherRank >= 0 && otherRank < rank;
    return isBefore && (sharesRow(finding, other) || (HOLDS_ALL.has(other.rule) && !isOver(context, finding)));
  });
  return causes.toSorted((a, b) => CONSEQUENCES.indexOf(a.rule) - CONSEQUENCES.indexOf(b.rule))[0];
}

/** The grave finding of which a note says more: the slow answers of a queue, the refusal of two messages glued into one. */
function sameSubject(finding: Finding, root: Finding | undefined, grave: readonly Finding[]): Finding | undefined {
  const rank = CONSEQUENCES.indexOf(finding.rule);
  if (rank < 0) return undefined;
  if (root !== undefined && sharesRow(finding, root)) return root;
  return grave.find((other) => {
    const otherRank = CONSEQUENCES.indexOf(other.rule);
    return otherRank >= 0 && otherRank < rank && sharesRow(finding, other);
  });
}

/** Whether all that a finding is about was answered in the end: then a later death of the bridge is not its cause. */
function isOver(context: DiagnosisContext, { rule, rows }: Finding): boolean {
  return ENDS_BY_ITSELF.has(rule) && rows.length > 0 && rows.every((row) => context.answer(row) !== null);
}

function sharesRow(finding: Finding, other: Finding): boolean {
  const row = finding.rows[0];
  return row !== undefined && other.rows.includes(row);
}

/** The two hops of confidential Windows are one bridge here: what ends the one ends the other. */
function wholeBridge(context: DiagnosisContext, bridge: number): number {
  return context.correlation.hops.find(({ inner }) => inner === bridge)?.outer ?? bridge;
}

/** The worst finding that shares the first frame of one that only explains. */
function explainedBy(finding: Finding, list: readonly Finding[], explaining: ReadonlySet<string>): Finding | undefined {
  const row = finding.rows[0];
  if (row === undefined) return undefined;
  return list
    .filter(({ rule, rows, severity }) => !explaining.has(rule) && severity !== "info" && rows.includes(row))
    .toSorted((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity))[0];
}

/** The first in time; without times, the one whose first frame comes first. */
function earliest(findings: readonly Finding[]): Finding | undefined {
  return findings.toSorted((a, b) => {
    const difference = a.time - b.time;
    return Number.isNaN(difference) || difference === 0 ? firstRow(a) - firstRow(b) : difference;
  })[0];
}

function firstRow({ rows }: Finding): number {
  return rows[0] ?? Number.MAX_SAFE_INTEGER;
}
