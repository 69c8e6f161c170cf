/** Which columns the table has, and sets of columns by name. */
import { columnChoice } from "../../src-decoder/index.ts";
import { tableState, withField, withVisible, withoutField } from "../panes/frames/column-layout.ts";
import { hasBridges, hasTimes, telling } from "../panes/frames/column-widths.ts";
import { columnsOf, usualColumnOf } from "../panes/frames/columns.tsx";
import { fieldColumnId } from "../panes/frames/field-column.tsx";
import type { ColumnSpec } from "../panes/frames/columns.tsx";
import type { ColumnLayout, ColumnSet } from "./settings.ts";
import type { Slice } from "./slice.ts";
import { columnLayoutKey, sortOf } from "./view-slice.ts";

export interface ColumnsSlice {
  /** Shows a field, or a path into payloads, as a column of the present view; what no capture can have is left alone. */
  readonly addColumn: (field: string) => void;
  readonly removeColumn: (field: string) => void;
  /** Sorts the rows by a field or a path into payloads, as a column of the present view, so that it is seen what they are sorted by. */
  readonly sortByField: (field: string, descending: boolean) => Promise<void>;
  readonly setColumns: (layout: ColumnLayout) => void;
  /** Keeps the present columns under a name; the set that had it before is replaced. */
  readonly saveColumnSet: (name: string) => void;
  readonly deleteColumnSet: (set: ColumnSet) => void;
}

export const columnsSlice: Slice<ColumnsSlice> = (_, get) => {
  const layout = (): ColumnLayout => get().settings[columnLayoutKey(get().settings.view)];
  const setColumns = (next: ColumnLayout): void => {
    const { settings, overview } = get();
    const { view } = settings;
    const extent = { hasTimes: hasTimes(overview), hasBridges: hasBridges(overview) };
    if (telling(columnsOf(view, next.fields), extent).every(({ id }) => next.hidden.includes(id))) {
      get().tell("The table keeps its last column.");
      return;
    }
    get().setSetting(columnLayoutKey(view), next);
    // An order goes with its column: nobody would see what rows are ordered by.
    const sort = sortOf(get().settings);
    const isShown = ({ id, field }: ColumnSpec): boolean => field === sort?.field && !next.hidden.includes(id);
    if (sort !== null && !columnsOf(view, next.fields).some(isShown)) void get().setSort(null);
  };
  return {
    setColumns,

    addColumn: (field) => {
      const { view } = get().settings;
      const usual = usualColumnOf(view, field);
      const choice = columnChoice(field);
      if (usual !== undefined) setColumns(withVisible(layout(), usual.id, true));
      else if (choice !== null && !layout().fields.includes(choice.name)) {
        const order = tableState(layout(), columnsOf(view, layout().fields)).columnOrder;
        setColumns(withField(layout(), order, choice.name, fieldColumnId(choice.name)));
      }
    },

    removeColumn: (field) => {
      const usual = usualColumnOf(get().settings.view, field);
      if (usual !== undefined) setColumns(withVisible(layout(), usual.id, false));
      else setColumns(withoutField(layout(), field, fieldColumnId(field)));
    },

    sortByField: async (field, descending) => {
      get().addColumn(field);
      const column = usualColumnOf(get().settings.view, field);
      await get().setSort({ field: column?.field ?? columnChoice(field)?.name ?? field, descending });
    },

    saveColumnSet: (name) => {
      const { columnSets, view } = get().settings;
      const set: ColumnSet = { name, view, layout: layout() };
      const at = columnSets.findIndex((each) => each.name === name && each.view === view);
      get().setSetting("columnSets", at < 0 ? [...columnSets, set] : columnSets.with(at, set));
    },

    deleteColumnSet: (set) => {
      const { columnSets } = get().settings;
      get().setSetting(
        "columnSets",
        columnSets.filter((each) => each.name !== set.name || each.view !== set.view),
      );
    },
  };
};
