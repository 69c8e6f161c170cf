/* A grid of a million rows cannot be a <table>: rows are absolutely placed, and most are not there. Hence roles. */
/* eslint-disable jsx-a11y/prefer-tag-over-role */
import { useVirtualizer } from "@tanstack/react-virtual";
import {
  useEffect,
  useLayoutEffect,
  useMemo,
  useReducer,
  useRef,
  useState,
  useSyncExternalStore,
  type MouseEvent,
  type ReactElement,
  type RefObject,
} from "react";
import { TABLE_ID, focusTable } from "../../focus.ts";
import { decoder, rowPages } from "../../state/decoder.ts";
import type { SelectHow } from "../../state/selection-steps.ts";
import { useStore } from "../../state/store.ts";
import { columnLayoutKey, sortOf } from "../../state/view-slice.ts";
import { useFittedColumns } from "./column-widths.ts";
import { charactersIn } from "../../parts/character-width.ts";
import { endsInMiddle, type ColumnSpec } from "./columns.tsx";
import { isOf, shows } from "./row-parts.ts";
import { useSignsOf } from "./row-signs.tsx";
import { GridHead } from "./GridHead.tsx";
import { GradualRows, type DrawnRows } from "./gradual-rows.ts";
import { GridRow, RowToCome, rowElementId } from "./GridRow.tsx";
import { RowMenu } from "./RowMenu.tsx";
import { itemFor, itemsOf, shiftAfterScroll } from "../../parts/scroll-map.ts";
import { timeFormatOf, type TimeFormat } from "./time-format.ts";
import { useFramesTable, type FramesTable } from "./use-table.ts";
import "./frames.css";

const ROW_HEIGHT = 22;
const HEAD_HEIGHT = 26;
const OVERSCAN = 8;

/** The rows of the current view as an ARIA grid. Only what is on screen exists, here and in the table library. */
export function FramesGrid(): ReactElement {
  const rows = useStore((state) => state.rows);
  const settings = useStore((state) => state.settings);
  const setSetting = useStore((state) => state.setSetting);
  const overview = useStore((state) => state.overview);
  const selectedRow = useStore((state) => state.selectedRow);
  const selection = useStore((state) => state.selection.frames);
  const hasSeveral = useStore((state) => (state.selectionFacts?.rows ?? 1) !== 1);
  const selectedPlace = useStore((state) => state.selectedPlace);
  const signsOf = useSignsOf();
  const timeZero = useStore((state) => state.timeZero);
  const unanswered = useStore((state) => state.unanswered);
  const peer = useStore((state) => state.details?.frame.peer ?? null);
  const scroller = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (document.activeElement === document.body) focusTable();
  }, []);

  const rowWindow = useGridWindow(scroller, rows);
  const { first, last, offset, height, placeOf } = rowWindow;
  // After each page that arrived, too: it may have been for a part that is scrolled past.
  useEffect(() => rowPages.want(placeOf(first), placeOf(last) + 1));

  const layoutKey = columnLayoutKey(settings.view);
  const layout = settings[layoutKey];
  const format = useMemo(
    () => timeFormatOf(settings.timeMode, overview, unanswered, timeZero?.time),
    [settings.timeMode, overview, unanswered, timeZero],
  );
  const columns = useFittedColumns(settings.view, layout.fields, overview, format);
  useFieldColumns(layout.fields);
  useColourRules();
  const shown = useDrawnRows(rowWindow);
  const table = useFramesTable(columns, layout, (next) => setSetting(layoutKey, next), shown.present);
  const rooms = roomsOf(columns, layout.widths);
  const look = useMemo(
    () => ({ columns, order: layout.order, hidden: layout.hidden, pinned: layout.pinned, rooms }),
    [columns, layout.order, layout.hidden, layout.pinned, rooms],
  );
  useColumnVariables(scroller, table, layout.widths);

  const byId = table.getRowModel().rowsById;
  const selectionOnScreen = selectedPlace >= placeOf(first) && selectedPlace <= placeOf(last);
  return (
    <div
      ref={scroller}
      id={TABLE_ID}
      role="grid"
      aria-label={settings.view === "frames" ? "Frames" : "Exchanges"}
      aria-multiselectable="true"
      aria-rowcount={rows + 1}
      aria-colcount={table.getVisibleLeafColumns().length}
      aria-activedescendant={selectionOnScreen && rows > 0 ? rowElementId(selectedPlace) : undefined}
      tabIndex={0}
      className="grid"
      data-several={hasSeveral || undefined}
      onMouseDown={selectByMouse}
      onPointerOver={(event) => nameCell(event, columns, format)}
    >
      <GridHead table={table} sort={sortOf(settings)} />
      <RowMenu columns={columns} format={format}>
        <div role="rowgroup" className="grid-body" style={{ height: height - HEAD_HEIGHT }}>
          <div
            role="presentation"
            className="grid-window"
            style={{ transform: `translateY(${offset - HEAD_HEIGHT}px)` }}
          >
            {shown.rows.map(({ place, row }) => {
              const model = row === undefined ? undefined : byId[String(row.row)];
              if (row === undefined || model === undefined) return <RowToCome key={place} place={place} />;
              return (
                <GridRow
                  key={place}
                  row={model}
                  format={format}
                  place={place}
                  selected={isOf(row, selection)}
                  focused={selectedRow !== null && shows(row, selectedRow)}
                  paired={peer !== null && !hasSeveral && row.kind === "frame" && row.row === peer}
                  signs={signsOf(row)}
                  look={look}
                />
              );
            })}
          </div>
        </div>
      </RowMenu>
    </div>
  );
}

/** The characters that columns have room for, where rows are drawn anew when that changes. */
function roomsOf(columns: readonly ColumnSpec[], widths: Readonly<Record<string, number>>): string {
  return columns
    .filter((column) => endsInMiddle(column) || column.growsWithRoom === true)
    .map(({ id, width }) => charactersIn(widths[id] ?? width))
    .join(" ");
}

interface GridWindow {
  /** Items from and to which rows are drawn, both included. */
  readonly first: number;
  readonly last: number;
  /** Those of them on screen. */
  readonly visibleFirst: number;
  readonly visibleLast: number;
  /** Pixels from the top of the scroll area to the first of them. */
  readonly offset: number;
  /** Of the scroll area, pixels. */
  readonly height: number;
  /** The place in the view that an item shows. */
  readonly placeOf: (item: number) => number;
}

/** Which rows are on screen, for views of any length; brings the selection into view when the store asks for it. */
function useGridWindow(scroller: RefObject<HTMLDivElement | null>, rows: number): GridWindow {
  const reveal = useStore((state) => state.reveal);
  const map = useRef({ first: 0, shift: 0 });
  const virtualizer = useVirtualizer({
    count: itemsOf(rows),
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: OVERSCAN,
    paddingStart: HEAD_HEIGHT,
    scrollPaddingStart: HEAD_HEIGHT,
  });

  const range = virtualizer.range;
  if (range !== null) {
    const shift = shiftAfterScroll(rows, map.current.first, range.startIndex, range.endIndex, map.current.shift);
    map.current = { first: range.startIndex, shift };
  }
  const { shift } = map.current;

  useLayoutEffect(() => {
    if (reveal.turn === 0 || reveal.place >= rows) return;
    const page = Math.max(1, (scroller.current?.clientHeight ?? 0) / ROW_HEIGHT);
    const target = itemFor(rows, reveal.place, map.current.shift, map.current.first);
    // A step to a neighbour moves the rows no further than it must, one by a page included; a jump shows what is around it.
    const reach = reveal.move === "step" ? page : 0;
    const { first } = map.current;
    const isNear = target.item >= first - reach && target.item < first + page + reach;
    if (target.shift !== map.current.shift) map.current = { first: target.item, shift: target.shift };
    virtualizer.scrollToIndex(target.item, { align: isNear ? "auto" : "center" });
    // Only a new wish moves the scroll position: growing views and new sizes must not.
    // eslint-disable-next-line react/exhaustive-deps
  }, [reveal]);

  const items = virtualizer.getVirtualItems();
  const placeOf = useMemo(() => (item: number) => item + shift, [shift]);
  return {
    first: items[0]?.index ?? 0,
    last: items.at(-1)?.index ?? -1,
    visibleFirst: range?.startIndex ?? 0,
    visibleLast: range?.endIndex ?? -1,
    offset: items[0]?.start ?? HEAD_HEIGHT,
    height: virtualizer.getTotalSize(),
    placeOf,
  };
}

/** The rows to draw now. What must wait for its turn comes in tasks of its own, without anything else happening. */
function useDrawnRows({ first, last, visibleFirst, visibleLast, placeOf }: GridWindow): DrawnRows {
  useSyncExternalStore(rowPages.subscribe, rowPages.revision);
  const [, drawOn] = useReducer((turn: number) => turn + 1, 0);
  const [gradual] = useState(() => new GradualRows());
  const drawn = gradual.next(
    { from: placeOf(first), to: placeOf(last) },
    { from: placeOf(visibleFirst), to: placeOf(visibleLast) },
    (place) => rowPages.get(place),
  );
  useEffect(() => {
    if (drawn.complete) return undefined;
    // A task of its own: in an animation frame it would add to what a scroll event draws there.
    const timer = setTimeout(drawOn, 0);
    return () => clearTimeout(timer);
  }, [drawn]);
  return drawn;
}

/** Widths and offsets as variables of the grid: resizing a column then draws no row anew. */
function useColumnVariables(
  scroller: RefObject<HTMLDivElement | null>,
  table: FramesTable,
  chosen: Readonly<Record<string, number>>,
): void {
  useLayoutEffect(() => {
    const style = scroller.current?.style;
    if (style === undefined) return;
    const columns = table.getVisibleLeafColumns();
    style.setProperty("--columns", columns.map((column) => widthOf(column, chosen)).join(" "));
    style.setProperty("--grid-width", `${table.getTotalSize()}px`);
    for (const column of columns) {
      if (column.getIsPinned() !== false) style.setProperty(`--start-${column.id}`, `${column.getStart("start")}px`);
    }
  }, [scroller, table, chosen]);
}

/** One column takes what room is left, so that the longest text is seen as far as it may be, until somebody says how wide it is to be. */
function widthOf(
  column: ReturnType<FramesTable["getVisibleLeafColumns"]>[number],
  chosen: Readonly<Record<string, number>>,
): string {
  const width = `${column.getSize()}px`;
  return column.id === "info" && !("info" in chosen) ? `minmax(${width}, 1fr)` : width;
}

/** Has the rows tell the fields that were made columns. */
function useFieldColumns(fields: readonly string[]): void {
  useEffect(() => {
    void decoder.setColumns(fields);
    rowPages.refetch();
  }, [fields]);
}

/** A new capture is coloured by the rules that are there. */
function useColourRules(): void {
  const apply = useStore((state) => state.applyColourRules);
  useEffect(() => void apply(), [apply]);
}

/** The menu is for all selected rows when it is opened on one of them. */
function selectHow({ button, shiftKey, ctrlKey, metaKey }: MouseEvent, isSelected: boolean): SelectHow {
  if (button !== 0) return isSelected ? "focus" : "only";
  if (shiftKey) return "extend";
  return ctrlKey || metaKey ? "toggle" : "only";
}

function selectByMouse(event: MouseEvent): void {
  if (!(event.target instanceof Element)) return;
  const row = event.target.closest<HTMLElement>("[data-frame]");
  if (row === null) return;
  const frame = Number(row.dataset["frame"]) - 1;
  const isSelected = row.getAttribute("aria-selected") === "true";
  void useStore.getState().selectRow(frame, selectHow(event, isSelected));
}

/** The whole value of a cell on hover, made only when it is hovered. */
function nameCell(event: MouseEvent, columns: readonly ColumnSpec[], format: TimeFormat): void {
  if (!(event.target instanceof Element)) return;
  const cell = event.target.closest<HTMLElement>("[data-column]");
  const place = cell?.parentElement?.dataset["place"];
  const row = place === undefined ? undefined : rowPages.get(Number(place));
  const column = columns.find(({ id }) => id === cell?.dataset["column"]);
  if (cell === null || row === undefined || column === undefined) return;
  const rule = row.colour === undefined ? "" : `Colour rule: ${row.colour.rule}`;
  cell.title = [column.text(row, format), rule].filter((line) => line !== "").join("\n");
}
