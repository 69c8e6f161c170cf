import type { Diagnosis, Outstanding } from "../../src-decoder/index.ts";

/** Requests without an answer, by row. */
export type Unanswered = ReadonlyMap<number, Outstanding>;

/** The requests without an answer of a diagnosis, copies that a sidecar handed on among them. */
export function unansweredOf({
  outstanding,
  outstandingCopies,
}: Pick<Diagnosis, "outstanding" | "outstandingCopies">): Unanswered {
  const rows = new Map<number, Outstanding>();
  for (const one of outstanding) rows.set(one.row, one);
  for (const one of outstandingCopies) rows.set(one.row, one);
  return rows;
}
