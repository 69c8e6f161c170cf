import type { DiagnosisContext } from "./context.ts";
import { findingKey, isAtLeast } from "./finding.ts";
import type { Finding } from "./finding.ts";
import type { Rule } from "./rule.ts";

/** Findings that say what a bridge is waiting for: behind a first cause they are its consequences. */
const CONSEQUENCES: ReadonlySet<string> = new Set(["H01", "H02", "H10", "H10b", "H11", "H12", "H31", "H57", "H05"]);

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
  const byBridge = new Map<number, Finding[]>();
  for (const finding of findings) {
    const bridge = finding.connection === null ? 0 : context.capture.bridgeOf(finding.connection);
    const list = byBridge.get(bridge) ?? [];
    byBridge.set(bridge, list);
    list.push(finding);
  }
  return [...byBridge.values()].flatMap((list) => {
    const grave = list.filter(({ severity }) => isAtLeast(severity, "warning"));
    const fatal = grave.filter(({ rule, severity }) => ending.has(rule) && severity === "critical");
    const root = earliest(fatal.length > 0 ? fatal : grave.filter(({ rule }) => CONSEQUENCES.has(rule)));
    if (root === undefined) return list;
    return list.map((finding) => {
      if (
        finding === root ||
        finding.severity === "info" ||
        !(ending.has(finding.rule) || CONSEQUENCES.has(finding.rule))
      )
        return finding;
      return { ...finding, severity: "info" as const, follows: findingKey(root) };
    });
  });
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
