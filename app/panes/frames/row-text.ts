import { rowPages } from "../../state/decoder.ts";
import type { State } from "../../state/store.ts";
import { columnLayoutKey } from "../../state/view-slice.ts";
import { tableState } from "./column-layout.ts";
import { columnsOf } from "./columns.tsx";
import { timeFormatOf } from "./time-format.ts";

/** The selected row as a line: the whole values of the visible columns between tabs. Empty where no row is selected. */
export function selectedRowText(state: State): string {
  const row = rowPages.get(state.selectedPlace);
  if (row === undefined) return "";
  const { settings, overview } = state;
  const layout = settings[columnLayoutKey(settings.view)];
  const columns = columnsOf(settings.view, layout.fields);
  const format = timeFormatOf(settings.timeMode, overview, state.timeZero?.time);
  return tableState(layout, columns)
    .columnOrder.filter((id) => !layout.hidden.includes(id))
    .flatMap((id) => columns.find((column) => column.id === id)?.text(row, format) ?? [])
    .join("\t");
}
