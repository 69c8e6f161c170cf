/** Between what the page remembers of the columns and the state that the table library wants. */
import type { ColumnLayout } from "../../state/settings.ts";
import type { ColumnSpec } from "./columns.tsx";

/** Least width of a column, pixels. */
export const NARROWEST = 28;
export const WIDEST = 900;
/** Pixels that the keyboard's "wider" and "narrower" change. */
export const WIDTH_STEP = 24;

export interface TableColumnState {
  /** As they stand on the screen: those kept at the left first. */
  readonly columnOrder: string[];
  readonly columnVisibility: Record<string, boolean>;
  readonly columnPinning: { start: string[]; end: string[] };
  readonly columnSizing: Record<string, number>;
}

/**
 * The remembered layout for the columns there are; ids that are gone are dropped, new columns take their usual place. Of a layout that hides
 * all of them the first is shown, as one kept for captures with other columns may.
 */
export function tableState(layout: ColumnLayout, columns: readonly Pick<ColumnSpec, "id">[]): TableColumnState {
  const known = new Set(columns.map(({ id }) => id));
  const order = layout.order.filter((id) => known.has(id));
  for (const [index, { id }] of columns.entries()) {
    if (order.includes(id)) continue;
    const before = columns[index - 1]?.id;
    order.splice(before === undefined ? 0 : order.indexOf(before) + 1, 0, id);
  }
  const kept = order.filter((id) => layout.pinned.includes(id));
  const hidden = order.filter((id) => layout.hidden.includes(id));
  if (hidden.length === order.length) hidden.shift();
  return {
    columnOrder: [...kept, ...order.filter((id) => !kept.includes(id))],
    columnVisibility: Object.fromEntries(hidden.map((id) => [id, false])),
    columnPinning: { start: kept, end: [] },
    columnSizing: Object.fromEntries(Object.entries(layout.widths).filter(([id]) => known.has(id))),
  };
}

/** Whether two layouts are the same to the last width. */
export function isSameLayout(a: ColumnLayout, b: ColumnLayout): boolean {
  return textOf(a) === textOf(b);
}

function textOf({ order, hidden, pinned, widths, fields }: ColumnLayout): string {
  const inOrder = Object.entries(widths).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify([order, hidden, pinned, inOrder, fields]);
}

export function withWidths(layout: ColumnLayout, widths: Readonly<Record<string, number>>): ColumnLayout {
  return { ...layout, widths };
}

export function withWidth(layout: ColumnLayout, id: string, width: number): ColumnLayout {
  return withWidths(layout, { ...layout.widths, [id]: Math.max(NARROWEST, Math.min(WIDEST, width)) });
}

export function withVisible(layout: ColumnLayout, id: string, visible: boolean): ColumnLayout {
  const hidden = layout.hidden.filter((each) => each !== id);
  return { ...layout, hidden: visible ? hidden : [...hidden, id] };
}

export function withPinned(layout: ColumnLayout, id: string, pinned: boolean): ColumnLayout {
  const others = layout.pinned.filter((each) => each !== id);
  return { ...layout, pinned: pinned ? [...others, id] : others };
}

/** Where new columns are seen without scrolling: before the line that takes what room is left. */
const BEFORE = "info";

/** Makes a field a column. `order` is all columns in their present order. */
export function withField(layout: ColumnLayout, order: readonly string[], field: string, id: string): ColumnLayout {
  return withMoved({ ...layout, fields: [...layout.fields, field] }, order, id, BEFORE);
}

/** Takes the column of a field away, and all that was remembered of it. */
export function withoutField(layout: ColumnLayout, field: string, id: string): ColumnLayout {
  const { [id]: _, ...widths } = layout.widths;
  const others = (ids: readonly string[]): readonly string[] => ids.filter((each) => each !== id);
  return {
    order: others(layout.order),
    hidden: others(layout.hidden),
    pinned: others(layout.pinned),
    widths,
    fields: layout.fields.filter((each) => each !== field),
  };
}

/** Puts a column before another, or at the end where `before` is null. `order` is all columns in their present order. */
export function withMoved(
  layout: ColumnLayout,
  order: readonly string[],
  id: string,
  before: string | null,
): ColumnLayout {
  if (id === before) return layout;
  const others = order.filter((each) => each !== id);
  const at = before === null ? others.length : others.indexOf(before);
  return { ...layout, order: others.toSpliced(at < 0 ? others.length : at, 0, id) };
}

/** On which half of another column one is dropped. */
export type DropSide = "before" | "after";

/**
 * Puts a column that is dropped before or behind another: among those kept at the left it is kept there too, among the others it is let
 * go. `order` is all columns in their present order.
 */
export function withDropped(
  layout: ColumnLayout,
  order: readonly string[],
  id: string,
  side: DropSide,
  other: string,
): ColumnLayout {
  if (id === other) return layout;
  const before = side === "before" ? other : (order[order.indexOf(other) + 1] ?? null);
  return withMoved(withPinned(layout, id, layout.pinned.includes(other)), order, id, before);
}

/** A column one place to the left (-1) or right (1) among the visible ones of its kind, kept at the left or not; null at the end of these. */
export function withStep(layout: ColumnLayout, order: readonly string[], id: string, by: -1 | 1): ColumnLayout | null {
  const isKept = layout.pinned.includes(id);
  const places = order.filter((each) => !layout.hidden.includes(each) && layout.pinned.includes(each) === isKept);
  const neighbour = places[places.indexOf(id) + by];
  if (neighbour === undefined) return null;
  return withMoved(layout, order, id, by < 0 ? neighbour : (order[order.indexOf(neighbour) + 1] ?? null));
}
