import type { DiagnosisContext } from "./context.ts";
import type { Evidence } from "./evidence.ts";
import type { Finding, Severity } from "./finding.ts";

/**
 * One diagnosis rule: a row of the table in `rules/index.ts`. A rule looks at the capture alone; what follows from what is decided by
 * `first-cause.ts` when all have spoken.
 */
export interface Rule {
  /** Identifier in the protocol document. */
  readonly id: string;
  readonly title: string;
  /** The worst that it says; a finding may be milder. */
  readonly severity: Severity;
  /**
   * True for what ends a bridge by itself: the earliest such finding of a bridge is its first cause, and what comes behind hangs
   * under it.
   */
  readonly endsBridge: boolean;
  /** True for what says more of another finding: it hangs under the one whose frames hold its first. */
  readonly explains?: true;
  find(context: DiagnosisContext): Promise<Draft[]> | Draft[];
}

/** What a rule says of a finding; the rest has defaults. `rows` are its frames, `places` what proves it beside them. */
export type Draft = Pick<Finding, "title" | "text" | "rows"> &
  Partial<Omit<Finding, "rule" | "follows" | "evidence">> & { readonly places?: readonly Evidence[] };
