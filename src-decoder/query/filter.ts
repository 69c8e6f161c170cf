import type { Capture } from "../model/capture.ts";
import { check } from "./check.ts";
import { compile } from "./compile.ts";
import type { Deadline, RowTest } from "./compile.ts";
import { parse } from "./parse.ts";
import type { Expression, Fault } from "./syntax.ts";

/** A filter that columns answer, ready to be asked for rows. */
export interface ColumnFilter {
  /** What it needs to be answered; filters over payloads will say `payload`. */
  readonly needs: "columns";
  /** Null for the empty filter, which lets all rows pass. */
  readonly expression: Expression | null;
  readonly test: RowTest;
  /** Whether the deadline ended the judging of texts, so that rows may be missing. */
  expired(): boolean;
}

export type FilterResult =
  | { readonly ok: true; readonly filter: ColumnFilter }
  | { readonly ok: false; readonly faults: readonly [Fault, ...Fault[]] };

export interface FilterOptions {
  /** The selected row, for `${selected.FIELD}`. */
  readonly selected?: number | null;
  /** True when time is up: no regular expression is started after that. */
  readonly deadline?: Deadline;
}

/** From the text of a display filter to a predicate over a capture's rows, or to what is wrong with it, in order of place. */
export function compileFilter(text: string, capture: Capture, options: FilterOptions = {}): FilterResult {
  const { expression, faults } = parse(text);
  const [fault, ...others] = faults;
  if (fault !== undefined) return { ok: false, faults: [fault, ...others] };
  if (expression === null) {
    return { ok: true, filter: { needs: "columns", expression, test: () => true, expired: () => false } };
  }
  const checked = check(expression, { capture, selected: options.selected ?? null });
  if (checked.condition === null) {
    const [first, ...rest] = checked.faults;
    const unread = { at: 0, length: text.length, text: "This filter cannot be read.", hint: null };
    return { ok: false, faults: [first ?? unread, ...rest] };
  }
  let expired = false;
  const { deadline } = options;
  const guard = deadline === undefined ? null : () => (expired ||= deadline());
  const test = compile(checked.condition, capture, guard);
  return { ok: true, filter: { needs: "columns", expression, test, expired: () => expired } };
}
