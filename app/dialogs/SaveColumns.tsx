import type { ReactElement } from "react";
import { isSameLayout, tableState } from "../panes/frames/column-layout.ts";
import { columnsOf } from "../panes/frames/columns.tsx";
import { useStore } from "../state/store.ts";
import { columnLayoutKey } from "../state/view-slice.ts";
import { SaveAs } from "./SaveAs.tsx";

/** Gives the present columns a name. */
export function SaveColumns(): ReactElement {
  const { settings, saveColumnSet } = useStore();
  const layout = settings[columnLayoutKey(settings.view)];
  const columns = columnsOf(settings.view, layout.fields);
  const shown = tableState(layout, columns).columnOrder.filter((id) => !layout.hidden.includes(id));
  return (
    <SaveAs
      title="Save the columns"
      what="column set"
      text={shown.flatMap((id) => columns.find((column) => column.id === id)?.title ?? []).join(", ")}
      taken={settings.columnSets
        .filter(({ view }) => view === settings.view)
        .map((set) => ({ name: set.name, isSame: isSameLayout(set.layout, layout) }))}
      onSave={saveColumnSet}
    />
  );
}
