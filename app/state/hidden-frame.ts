/** A frame that is selected and is none of the rows: why, and the way to see it. */
import { RowRanges, filterExpression, usesSelection } from "../../src-decoder/index.ts";
import { count } from "../format/numbers.ts";
import type { State } from "./store.ts";

interface HiddenFrame {
  /** Why it is hidden, a sentence. */
  readonly reason: string;
  /** Takes that reason away. */
  readonly end: (state: State) => Promise<void>;
}

/** The first of the reasons why a frame is hidden, as there may be several; null where it may yet be found, or the rows follow the selection. */
export function hiddenFrame({ filter, search, ignored, settings }: State, row: number): HiddenFrame | null {
  const frame = `Frame ${count(row + 1)}`;
  if (search?.state === "running" || usesSelection(filterExpression(filter))) return null;
  if (filter !== "") {
    return { reason: `${frame} is not shown by the filter.`, end: (state) => state.applyFilter("") };
  }
  if (ignored.has(row)) {
    return { reason: `${frame} is ignored.`, end: (state) => state.stopIgnoring(RowRanges.of([row])) };
  }
  if (settings.view === "exchanges") {
    return { reason: `${frame} is in none of the exchanges shown.`, end: (state) => state.setViewKind("frames") };
  }
  return null;
}
