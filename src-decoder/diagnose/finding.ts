/** What a diagnosis says. Rows here are rows of the frames table; people and the command line count frames from 1. */
import type { Evidence } from "./evidence.ts";

/** From the worst. `critical`: the bridge or the pod dies; `error`: an operation is lost; `warning`: slow or about to fail; `info`: as it should be, or a note. */
export const SEVERITIES = ["critical", "error", "warning", "info"] as const;
/** How bad a finding is, one of `SEVERITIES`. */
export type Severity = (typeof SEVERITIES)[number];

/** True where `severity` is at least as bad as `threshold`. */
export function isAtLeast(severity: Severity, threshold: Severity): boolean {
  return SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(threshold);
}

/** What a rule says of the capture, with what proves it and what to do next. */
export interface Finding {
  /** Identifier of the rule in the protocol document: `H01`, `N26`, `B4`. */
  readonly rule: string;
  readonly severity: Severity;
  /** A few words. */
  readonly title: string;
  /** One or two sentences with the actual numbers. */
  readonly text: string;
  /** What proves it, the culprit first: frames, and what no frame shows. */
  readonly evidence: readonly Evidence[];
  /** Rows of the frames among it. */
  readonly rows: readonly number[];
  /** Connection index; null where it concerns none alone. */
  readonly connection: number | null;
  readonly containerId: string | null;
  readonly processId: number | null;
  /** Moment it happened, ns since time zero; NaN where not known. */
  readonly time: number;
  /** Seen on the wire, or concluded from it. */
  readonly certainty: "seen" | "inferred";
  /** Why it is sure, or only inferred. */
  readonly because: string;
  readonly causes: readonly string[];
  /** What to do or run next. */
  readonly next: readonly string[];
  /** Identifier of the finding this one follows from, `rule` and first row; null for a first cause. */
  readonly follows: string | null;
}

/** Names a finding among those of one diagnosis. */
export function findingKey(finding: Pick<Finding, "rule" | "rows" | "connection">): string {
  return `${finding.rule}:${finding.rows[0] ?? `c${finding.connection ?? ""}`}`;
}

/** What happened, in one sentence. */
export interface Verdict {
  /** `fault`: the worst first cause. `nothing`: all that was looked for is as it should be. `cannot-tell`: the capture does not show enough. */
  readonly kind: "fault" | "nothing" | "cannot-tell";
  readonly severity: Severity;
  /** One sentence for the whole capture. */
  readonly text: string;
  /** Bridge number; null where there is none, or it concerns all. */
  readonly bridge: number | null;
  /** What it is about, as in a finding. */
  readonly evidence: readonly Evidence[];
  readonly rows: readonly number[];
}

/** State of a request that has no answer. */
export type OutstandingState = "waiting" | "queued" | "long-poll" | "partly-sent" | "died" | "unknown";

/** A request without an answer at the end. */
export interface Outstanding {
  readonly row: number;
  /** How long it had waited when the bridge or the capture ended, ns; null without times. */
  readonly age: number | null;
  readonly state: OutstandingState;
  /** Whether its bridge ended over it, whatever the state. */
  readonly ended: boolean;
}

/** All that the rules say of a capture. */
export interface Diagnosis {
  readonly verdict: Verdict;
  /** Worst first, then by time. */
  readonly findings: readonly Finding[];
  /** Requests without an answer, each once: of what a sidecar handed on, the host's own. */
  readonly outstanding: readonly Outstanding[];
  /** The copies of them that a sidecar handed on, for where every frame is shown. */
  readonly outstandingCopies: readonly Outstanding[];
  /** What the capture lacks, a sentence each: what a verdict must be read with. */
  readonly quality: readonly string[];
  /** What was looked for, for the words "nothing wrong here". */
  readonly rulesRun: number;
}
