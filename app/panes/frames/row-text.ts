import type { RowRanges } from "../../../src-decoder/index.ts";
import { decoder } from "../../state/decoder.ts";
import type { State } from "../../state/store.ts";
import { columnLayoutKey } from "../../state/view-slice.ts";
import type { TableRow } from "../../worker/contract/rows.ts";
import type { CopiedFrames, CopyProgress, SelectedRows } from "../../worker/contract/selection.ts";
import { visible } from "../../format/ids.ts";
import { MOST_COPIED, PART } from "../../worker/copy-limit.ts";
import { tableState } from "./column-layout.ts";
import { extentOf, fitted } from "./column-widths.ts";
import { columnsOf } from "./columns.tsx";
import { timeFormatOf } from "./time-format.ts";

/**
 * Selected rows as the table shows them, a line each: the whole values of the visible columns between tabs, in the order of the view, what would break a line written as in the table. They
 * come from the worker some at a time, so that the page does not wait. Null where it was ended, or the view changed meanwhile.
 */
export async function selectedRowsText(
  state: State,
  frames: RowRanges,
  of: number,
  tell: (progress: CopyProgress) => void,
  isWanted: () => boolean,
): Promise<CopiedFrames | null> {
  const write = rowWriter(state);
  const parts: Blob[] = [];
  let gathered = "";
  let count = 0;
  let length = 0;
  let version: number | null = null;
  let next: number | null = 0;
  const copied = (all: number): CopiedFrames => ({ text: new Blob([...parts, gathered]), frames: count, of: all });
  while (next !== null) {
    // The worker keeps them: of many ranges they are a megabyte.
    const asked = count === 0 ? frames.bounds : null;
    const answer: SelectedRows | null = await decoder.selectedRows(version, asked, next);
    if (answer === null || !isWanted()) return null;
    for (const row of answer.rows) {
      const line = (count === 0 ? "" : "\n") + write(row);
      if (length + line.length > MOST_COPIED && count > 0) return copied(of);
      length += line.length;
      gathered += line;
      count++;
    }
    if (gathered.length > PART) {
      parts.push(new Blob([gathered]));
      gathered = "";
    }
    ({ version, next } = answer);
    tell({ frames: count, of });
  }
  return copied(count);
}

function rowWriter({ settings, overview, unanswered, timeZero }: State): (row: TableRow) => string {
  const layout = settings[columnLayoutKey(settings.view)];
  const format = timeFormatOf(settings.timeMode, overview, unanswered, timeZero?.time);
  const all = fitted(columnsOf(settings.view, layout.fields), extentOf(overview, format));
  const { columnOrder, columnVisibility } = tableState(layout, all);
  const shown = columnOrder
    .filter((id) => columnVisibility[id] !== false)
    .flatMap((id) => all.find((column) => column.id === id) ?? []);
  return (row) => shown.map((column) => visible(column.text(row, format))).join("\t");
}
