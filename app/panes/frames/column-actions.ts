import { flushSync } from "react-dom";
import { FIRST_LAYOUTS, type ColumnLayout } from "../../state/settings.ts";
import { columnLayoutKey, sortOf } from "../../state/view-slice.ts";
import { useStore } from "../../state/store.ts";
import type { ViewSpec } from "../../worker/contract/view.ts";
import {
  WIDTH_STEP,
  tableState,
  withDropped,
  withPinned,
  withStep,
  withVisible,
  withWidth,
  type DropSide,
} from "./column-layout.ts";
import { extentOf, fitted, type Extent } from "./column-widths.ts";
import { columnsOf, type ColumnSpec } from "./columns.tsx";
import { shownWidth, widthOfValues } from "./shown-widths.ts";
import { timeFormatOf, type TimeFormat } from "./time-format.ts";

/** What head, column menu and column list do to the columns of the view that is shown. */
export interface ColumnActions {
  /** Ascending, then descending, then the order of the capture. */
  readonly cycleSort: (column: ColumnSpec) => void;
  readonly sort: (column: ColumnSpec, descending: boolean) => void;
  readonly clearSort: () => void;
  readonly show: (id: string, visible: boolean) => void;
  readonly pin: (id: string, pinned: boolean) => void;
  /** One visible column to the left (-1) or right (1); those kept at the left move among themselves. */
  readonly move: (id: string, by: -1 | 1) => void;
  /** The fields of the columns that are shown, as they stand; a column without one is none that could be read elsewhere. */
  readonly shownFields: () => readonly string[];
  readonly canMove: (id: string, by: -1 | 1) => boolean;
  readonly drop: (id: string, side: DropSide, other: string) => void;
  /** One step wider (1) or narrower (-1). */
  readonly resize: (id: string, by: -1 | 1) => void;
  /** As wide as the values on screen. */
  readonly fit: (id: string) => void;
  /** Begins a resize by the mouse at the width on the screen: what takes the room that is left has more than it was given. */
  readonly beginResize: (id: string) => void;
  readonly resetWidth: (id: string) => void;
  readonly resetAll: () => void;
}

const view = (): ViewSpec["kind"] => useStore.getState().settings.view;
const layout = (): ColumnLayout => useStore.getState().settings[columnLayoutKey(view())];
const save = (next: ColumnLayout): void => useStore.getState().setColumns(next);
const columns = (): readonly ColumnSpec[] => columnsOf(view(), layout().fields);
const format = (): TimeFormat => {
  const { settings, overview, unanswered, timeZero } = useStore.getState();
  return timeFormatOf(settings.timeMode, overview, unanswered, timeZero?.time);
};
const extent = (): Extent => extentOf(useStore.getState().overview, format());
const widthNow = (id: string): number => {
  const usual = fitted(columns(), extent()).find((column) => column.id === id)?.width ?? 0;
  return layout().widths[id] ?? shownWidth(id) ?? usual;
};
const order = (): readonly string[] => tableState(layout(), columns()).columnOrder;
/** Of those that the table has, be they shown or hidden: files without times have no column for them. */
const presentOrder = (): readonly string[] => tableState(layout(), fitted(columns(), extent())).columnOrder;
const clearSort = (): void => void useStore.getState().setSort(null);

function resetWidth(id: string): void {
  const { [id]: _, ...widths } = layout().widths;
  save({ ...layout(), widths });
}

function sort(column: ColumnSpec, descending: boolean): void {
  if (column.field !== null) void useStore.getState().setSort({ field: column.field, descending });
}

/** They read the layout when they are called, so one set serves the life of the page. */
export const columnActions: ColumnActions = {
  sort,
  clearSort,
  cycleSort: (column) => {
    const present = sortOf(useStore.getState().settings);
    if (present === null || present.field !== column.field) sort(column, false);
    else if (present.descending) clearSort();
    else sort(column, true);
  },
  show: (id, visible) => {
    const made = columns().find((column) => column.id === id && column.made === true);
    if (made === undefined || visible) save(withVisible(layout(), id, visible));
    else useStore.getState().removeColumn(made.title);
  },
  pin: (id, pinned) => save(withPinned(layout(), id, pinned)),
  move: (id, by) => {
    const moved = withStep(layout(), presentOrder(), id, by);
    if (moved !== null) save(moved);
  },
  shownFields: () => {
    const present = fitted(columns(), extent());
    const { hidden } = layout();
    const shown = presentOrder().filter((id) => !hidden.includes(id));
    return [...new Set(shown.flatMap((id) => present.find((column) => column.id === id)?.field ?? []))];
  },
  canMove: (id, by) => withStep(layout(), presentOrder(), id, by) !== null,
  drop: (id, side, other) => save(withDropped(layout(), order(), id, side, other)),
  resize: (id, by) => {
    save(withWidth(layout(), id, widthNow(id) + by * WIDTH_STEP));
  },
  fit: (id) => {
    const spec = columns().find((column) => column.id === id);
    if (spec !== undefined) save(withWidth(layout(), id, widthOfValues(spec, format())));
  },
  beginResize: (id) => {
    if (id in layout().widths) return;
    const width = widthNow(id);
    flushSync(() => save(withWidth(layout(), id, width)));
    const begun = layout().widths[id];
    const end = (): void => {
      // The table writes fewer decimals.
      if (begun !== undefined && Math.abs((layout().widths[id] ?? 0) - begun) < 1) resetWidth(id);
    };
    // The table says the width once more when the button is let go.
    window.addEventListener("mouseup", () => setTimeout(end), { once: true });
  },
  resetWidth,
  resetAll: () => {
    save(FIRST_LAYOUTS[columnLayoutKey(view())]);
    clearSort();
  },
};
