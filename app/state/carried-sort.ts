/** What sorting one view does to the order of the other: columns that both views have are sorted in both. */
import { columnsOf } from "../panes/frames/columns.tsx";
import type { ViewSpec } from "../worker/contract/view.ts";
import type { ColumnLayout, Sort } from "./settings.ts";

/** What a view is sorted by, among which columns. */
export interface SortedView {
  readonly kind: ViewSpec["kind"];
  readonly sort: Sort | null;
  readonly layout: Pick<ColumnLayout, "hidden" | "fields">;
}

/**
 * What the other view `to` is sorted by once the user sorted `from`: as that where it shows the column too. Where it does not, and where
 * `from` has no order now, it keeps the order that it had by a column of its own.
 */
export function carriedSort(from: SortedView, to: SortedView): Sort | null {
  const carried = fieldIn(to, from);
  if (from.sort !== null && carried !== null) return { ...from.sort, field: carried };
  return from.sort === null && fieldIn(from, to) !== null ? null : to.sort;
}

/** The field that `shown` sorts by in the column that `sorted` is sorted by; null where it does not show it. */
function fieldIn(shown: SortedView, sorted: SortedView): string | null {
  const field = sorted.sort?.field;
  const id = columnsOf(sorted.kind, sorted.layout.fields).find((column) => column.field === field)?.id;
  // The numbers of frames are those of requests where exchanges are shown, in a column of another name.
  const same = columnsOf(shown.kind, shown.layout.fields).find((column) => column.id === id || column.field === field);
  return same === undefined || shown.layout.hidden.includes(same.id) ? null : same.field;
}
