import {
  columnOrderingFeature,
  columnPinningFeature,
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  createColumnHelper,
  functionalUpdate,
  metaHelper,
  tableFeatures,
  useTable,
  type Header,
  type ReactTable,
  type Row,
} from "@tanstack/react-table";
import { useMemo } from "react";
import type { ColumnLayout } from "../../state/settings.ts";
import type { TableRow } from "../../worker/contract/rows.ts";
import { NARROWEST, WIDEST, tableState, withWidths } from "./column-layout.ts";
import type { ColumnSpec } from "./columns.tsx";

const features = tableFeatures({
  columnSizingFeature,
  columnResizingFeature,
  columnVisibilityFeature,
  columnOrderingFeature,
  columnPinningFeature,
  columnMeta: metaHelper<ColumnSpec>(),
});

type Features = typeof features;
export type FramesTable = ReactTable<Features, TableRow>;
export type FramesRow = Row<Features, TableRow>;
export type FramesHeader = Header<Features, TableRow>;

const helper = createColumnHelper<Features, TableRow>();

/**
 * The table over the rows on screen only: it knows columns, widths and order; filtering and sorting are the worker's, as a million
 * row objects would cost half a gigabyte here.
 */
export function useFramesTable(
  columns: readonly ColumnSpec[],
  layout: ColumnLayout,
  setLayout: (layout: ColumnLayout) => void,
  rows: readonly TableRow[],
): FramesTable {
  const definitions = useMemo(
    () =>
      columns.map((column) =>
        helper.display({
          id: column.id,
          header: column.label,
          size: column.width,
          minSize: NARROWEST,
          maxSize: WIDEST,
          meta: column,
        }),
      ),
    [columns],
  );
  const state = useMemo(() => tableState(layout, columns), [layout, columns]);
  return useTable({
    features,
    columns: definitions,
    data: rows,
    getRowId: rowId,
    columnResizeMode: "onChange",
    state,
    onColumnSizingChange: (updater) =>
      setLayout(withWidths(layout, { ...layout.widths, ...functionalUpdate(updater, state.columnSizing) })),
  });
}

function rowId(row: TableRow): string {
  return String(row.row);
}
