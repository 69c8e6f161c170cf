/* A grid of a million rows cannot be a <table>: rows are absolutely placed, and most are not there. Hence roles. */
/* eslint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/interactive-supports-focus -- the buttons in a head are its focus */
import { ArrowDown, ArrowUp, ChevronDown, Timer } from "lucide-react";
import { useState, type DragEvent, type KeyboardEvent, type ReactElement } from "react";
import { focusTable } from "../../focus.ts";
import { useStore } from "../../state/store.ts";
import type { Sort } from "../../state/settings.ts";
import { ColumnMenu } from "./ColumnMenu.tsx";
import { columnActions } from "./column-actions.ts";
import type { DropSide } from "./column-layout.ts";
import type { FramesHeader, FramesTable } from "./use-table.ts";

/** Type of what a dragged column carries, so that a dropped file or text is never taken for one. */
const DRAG_TYPE = "application/x-bridgescope-column";
/** Heads under this width, px, have room for a label and the arrow of an order, and for nothing that lies over them. */
const NARROW = 70;

/** Where the column that is dragged would come to stand. */
interface Drop {
  readonly column: string;
  readonly side: DropSide;
}

interface GridHeadProps {
  readonly table: FramesTable;
  readonly sort: Sort | null;
}

/** The table's head: click sorts, dragging a label moves its column, dragging its edge resizes it; the menu does all of that too. */
export function GridHead({ table, sort }: GridHeadProps): ReactElement {
  const [drop, setDrop] = useState<Drop | null>(null);
  const headers = table.getHeaderGroups()[0]?.headers ?? [];
  return (
    <div role="rowgroup" className="grid-head">
      {/* The arrows move between the labels, so that the head is one stop on the way of the Tab key. */}
      <div role="row" aria-rowindex={1} className="grid-row" data-own-keys="" tabIndex={-1} onKeyDown={moveInHead}>
        {headers.map((header, index) => (
          <HeadCell
            key={header.column.id}
            header={header}
            first={index === 0}
            sort={sort}
            dropSide={drop?.column === header.column.id ? drop.side : null}
            onDropSide={(side) => setDrop(side === null ? null : { column: header.column.id, side })}
          />
        ))}
      </div>
    </div>
  );
}

interface HeadCellProps {
  readonly header: FramesHeader;
  readonly first: boolean;
  readonly sort: Sort | null;
  readonly dropSide: DropSide | null;
  readonly onDropSide: (side: DropSide | null) => void;
}

function HeadCell({ header, first, sort, dropSide, onDropSide }: HeadCellProps): ReactElement | null {
  const [menuOpen, setMenuOpen] = useState(false);
  const { column } = header;
  const spec = column.columnDef.meta;
  if (spec === undefined) return null;
  const pinned = column.getIsPinned() !== false;
  const sorted = sort !== null && sort.field === spec.field ? (sort.descending ? "descending" : "ascending") : null;

  const drag = {
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes(DRAG_TYPE)) return;
      event.preventDefault();
      onDropSide(sideOf(event));
    },
    onDragLeave: () => onDropSide(null),
    onDrop: (event: DragEvent) => {
      const moved = event.dataTransfer.getData(DRAG_TYPE);
      onDropSide(null);
      if (moved === "") return;
      event.preventDefault();
      columnActions.drop(moved, sideOf(event), column.id);
    },
  };

  return (
    <div
      role="columnheader"
      // Else it is called by its buttons too, in each cell that a screen reader comes to.
      aria-label={spec.label}
      aria-sort={sorted ?? "none"}
      className={spec.align === "end" ? "head-cell cell-end" : "head-cell"}
      data-head={column.id}
      data-pinned={pinned || undefined}
      data-drop={dropSide ?? undefined}
      data-narrow={column.getSize() < NARROW || undefined}
      data-menu={menuOpen || undefined}
      style={pinned ? { insetInlineStart: `var(--start-${column.id})` } : undefined}
      onContextMenu={(event) => {
        event.preventDefault();
        setMenuOpen(true);
      }}
      {...drag}
    >
      <button
        type="button"
        className="head-label"
        tabIndex={first ? 0 : -1}
        title={spec.field === null ? spec.title : `${spec.title}: sort`}
        draggable
        onDragStart={(event) => {
          event.dataTransfer.setData(DRAG_TYPE, column.id);
          event.dataTransfer.effectAllowed = "move";
        }}
        onClick={() => columnActions.cycleSort(spec)}
      >
        <span className="head-text">{spec.label}</span>
        {spec.id === "time" && <ZeroSign />}
        {sorted === "ascending" && <ArrowUp size={12} aria-hidden="true" />}
        {sorted === "descending" && <ArrowDown size={12} aria-hidden="true" />}
      </button>
      <ColumnMenu spec={spec} pinned={pinned} sorted={sorted} open={menuOpen} onOpenChange={setMenuOpen}>
        <button type="button" className="head-menu" tabIndex={-1} aria-label={`${spec.title}: column menu`}>
          <ChevronDown size={12} aria-hidden="true" />
        </button>
      </ColumnMenu>
      <div
        className="resize-handle"
        aria-hidden="true"
        data-resizing={column.getIsResizing() || undefined}
        onMouseDown={(event) => {
          // Else the browser drags the label that the wider column brings under the place where the pointer went down.
          event.preventDefault();
          columnActions.beginResize(column.id);
          header.getResizeHandler()(event);
        }}
        onTouchStart={header.getResizeHandler()}
        onDoubleClick={() => columnActions.fit(column.id)}
      />
    </div>
  );
}

/** The half of a head that the pointer is over. */
function sideOf({ clientX, currentTarget }: DragEvent): DropSide {
  const { left, width } = currentTarget.getBoundingClientRect();
  return clientX < left + width / 2 ? "before" : "after";
}

/** Says in the head of the times that they do not count from the first packet. */
function ZeroSign(): ReactElement | null {
  const zero = useStore((state) => state.timeZero);
  const counts = useStore((state) => state.settings.timeMode === "relative");
  if (zero === null || !counts) return null;
  return <Timer size={12} role="img" aria-label={`Counts from frame ${zero.row + 1}`} />;
}

function moveInHead(event: KeyboardEvent<HTMLElement>): void {
  if (event.key === "ArrowDown" && event.target instanceof Element && event.target.classList.contains("head-label")) {
    event.preventDefault();
    focusTable();
    return;
  }
  const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
  if (by === 0 || event.altKey || event.ctrlKey) return;
  const buttons = [...event.currentTarget.querySelectorAll("button")];
  const at = buttons.findIndex((button) => button === document.activeElement);
  const next = buttons[at + by];
  if (at < 0 || next === undefined) return;
  event.preventDefault();
  next.focus();
}
