import type { TableRow } from "../../worker/contract/rows.ts";

/**
 * Rows that one task draws anew at most. A row costs about a millisecond, most of it layout and paint, and scrolling is smooth only
 * while no task takes 50: what a jump brings beyond this comes with the next tasks, a hundredth of a second later each.
 */
export const DRAWN_AT_ONCE = 16;

export interface DrawnRows {
  /** One entry for each place; without a row where it is not loaded, or not its turn yet. */
  readonly rows: readonly { readonly place: number; readonly row: TableRow | undefined }[];
  /** The rows of those that have one. */
  readonly present: readonly TableRow[];
  /** False where rows that are loaded wait for their turn. */
  readonly complete: boolean;
}

export interface PlaceRange {
  /** Both included. */
  readonly from: number;
  readonly to: number;
}

/** Decides which rows a task draws: those on screen first, then those around; what is drawn stays. */
export class GradualRows {
  #last: DrawnRows = { rows: [], present: [], complete: true };
  #drawn = new Map<number, TableRow>();

  /** The rows of `range`; `visible` is the part of it on screen. The same object as before where nothing changed. */
  next(range: PlaceRange, visible: PlaceRange, rowAt: (place: number) => TableRow | undefined): DrawnRows {
    const drawn = new Map<number, TableRow>();
    let left = DRAWN_AT_ONCE;
    let complete = true;
    const draw = (from: number, to: number): void => {
      for (let place = from; place <= to; place++) {
        const row = rowAt(place);
        const before = this.#drawn.get(place);
        if (row === undefined) continue;
        if (row === before || left > 0) drawn.set(place, row);
        else if (before !== undefined) drawn.set(place, before);
        if (row === before) continue;
        if (left > 0) left--;
        else complete = false;
      }
    };
    const from = Math.max(range.from, visible.from);
    const to = Math.min(range.to, visible.to);
    draw(from, to);
    draw(to + 1, range.to);
    draw(range.from, from - 1);
    this.#drawn = drawn;
    return this.#same(rowsOf(range, drawn, complete));
  }

  #same(next: DrawnRows): DrawnRows {
    const { rows, complete } = this.#last;
    const isSame =
      complete === next.complete &&
      rows.length === next.rows.length &&
      rows.every(({ place, row }, at) => place === next.rows[at]?.place && row === next.rows[at]?.row);
    if (!isSame) this.#last = next;
    return this.#last;
  }
}

function rowsOf({ from, to }: PlaceRange, drawn: ReadonlyMap<number, TableRow>, complete: boolean): DrawnRows {
  const rows: { place: number; row: TableRow | undefined }[] = [];
  const present: TableRow[] = [];
  const seen = new Set<number>();
  for (let place = from; place <= to; place++) {
    const row = drawn.get(place);
    // While a view changes, rows of before and after stand side by side, and a frame can be among both.
    const isFirst = row !== undefined && !seen.has(row.row);
    rows.push({ place, row: isFirst ? row : undefined });
    if (!isFirst) continue;
    seen.add(row.row);
    present.push(row);
  }
  return { rows, present, complete };
}
