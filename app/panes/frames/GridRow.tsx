/* A grid of a million rows cannot be a <table>: rows are absolutely placed, and most are not there. Hence roles. */
/* eslint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/control-has-associated-label -- a cell is named by its content */
import { memo, type ReactElement, type ReactNode } from "react";
import { cutMiddle, visible } from "../../format/ids.ts";
import type { TableRow } from "../../worker/contract/rows.ts";
import { charactersIn } from "../../parts/character-width.ts";
import { endsInMiddle, type ColumnSpec } from "./columns.tsx";
import { mainOf } from "./row-parts.ts";
import { isLongPoll } from "./long-poll.ts";
import { SIGN, rowSigns } from "./row-signs.tsx";
import { looksSame, type TimeFormat } from "./time-format.ts";
import type { FramesRow } from "./use-table.ts";

interface GridRowProps {
  readonly row: FramesRow;
  readonly format: TimeFormat;
  /** Place in the view from 0. */
  readonly place: number;
  readonly selected: boolean;
  /** The row whose frame the details show. */
  readonly focused: boolean;
  /** The pair of the selected frame. */
  readonly paired: boolean;
  /** What people said of the row: bits of `SIGN`. */
  readonly signs: number;
  /** Changes when cells must be drawn anew though the row is the same: other columns, or others in front. */
  readonly look: unknown;
}

/** One row. It is drawn again only when what it shows changes; scrolling moves rows without drawing them. */
export const GridRow = memo(drawRow, (before, after) => {
  return (
    before.row.original === after.row.original &&
    before.place === after.place &&
    before.selected === after.selected &&
    before.focused === after.focused &&
    before.paired === after.paired &&
    before.signs === after.signs &&
    before.look === after.look &&
    looksSame(mainOf(after.row.original), before.format, after.format)
  );
});

export function rowElementId(place: number): string {
  return `row-${place}`;
}

/** The place of a row that the worker has not sent yet. A row of a grid must have a cell. */
export function RowToCome({ place }: { readonly place: number }): ReactElement {
  return (
    <div role="row" className="grid-row" aria-rowindex={place + 2}>
      <div role="gridcell" className="cell" />
    </div>
  );
}

function drawRow({ row, format, place, selected, focused, paired, signs }: GridRowProps): ReactElement {
  const frame = mainOf(row.original);
  const known = frame.pending && !isLongPoll(frame) ? format.unanswered?.get(frame.row) : undefined;
  const overdue = known !== undefined && known.state !== "unknown";
  return (
    <div
      role="row"
      id={rowElementId(place)}
      className="grid-row"
      aria-rowindex={place + 2}
      aria-selected={selected}
      data-place={place}
      data-frame={row.original.row + 1}
      data-focused={focused || undefined}
      data-overdue={overdue || undefined}
      data-tint={row.original.colour?.tint}
      data-paired={paired || undefined}
      data-marked={(signs & SIGN.marked) !== 0 || undefined}
      data-ignored={(signs & SIGN.ignored) !== 0 || undefined}
    >
      {row.getVisibleCells().map(({ column }, index) => {
        const spec = column.columnDef.meta;
        const pinned = column.getIsPinned() !== false;
        return (
          <div
            key={column.id}
            role="gridcell"
            className={spec?.align === "end" ? "cell cell-end" : "cell"}
            data-column={column.id}
            data-pinned={pinned || undefined}
            style={pinned ? { insetInlineStart: `var(--start-${column.id})` } : undefined}
          >
            {/* Called, not rendered as a component: six hundred of them come with each page that is scrolled. */}
            {index === 0 && signs !== 0 && rowSigns(signs)}
            {spec !== undefined && cellContent(spec, row.original, format, charactersIn(column.getSize()))}
          </div>
        );
      })}
    </div>
  );
}

function cellContent(column: ColumnSpec, row: TableRow, format: TimeFormat, room: number): ReactNode {
  if (column.cell !== undefined) return column.cell(row, format, room);
  const text = visible(column.text(row, format));
  return endsInMiddle(column) ? cutMiddle(text, room) : text;
}
