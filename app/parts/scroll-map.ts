/**
 * Scrolling through more rows than a browser can draw in their places. Chromium draws with 32-bit floats, which tell pixels apart by halves
 * up to 4.2 million; beyond that rows run into each other, and at 33.5 million an element ends. A longer view gets a scroll area of
 * `MOST_ITEMS` rows (items), and item `i` shows the row at place `i + shift`.
 * Small movements (wheel, keys) leave the shift alone, so that they move by exactly what they say; large ones (the scroll bar's
 * thumb) set it in proportion, so that the ends of the bar are the ends of the view.
 */

/** Items that the scroll area holds at most: 3.9 million pixels at 22 a row. */
export const MOST_ITEMS = 180_000;

/** Movements of up to so many items at once are small. */
const SMALL = 400;

export function itemsOf(rows: number): number {
  return Math.min(rows, MOST_ITEMS);
}

/** The shift that shows, at a scroll position, the part of the view that lies in proportion. `first` and `last` are items on screen. */
export function proportionalShift(rows: number, first: number, last: number): number {
  const items = itemsOf(rows);
  const spare = rows - items;
  if (spare <= 0) return 0;
  const room = items - (last - first + 1);
  return room <= 0 ? 0 : Math.round((spare * first) / room);
}

/** The shift after scrolling so that `first .. last` are the items on screen; `before` is what was the first, `shift` what was set. */
export function shiftAfterScroll(rows: number, before: number, first: number, last: number, shift: number): number {
  const spare = rows - itemsOf(rows);
  if (spare <= 0) return 0;
  if (first <= 0) return 0;
  if (last >= itemsOf(rows) - 1) return spare;
  if (Math.abs(first - before) > SMALL) return proportionalShift(rows, first, last);
  return Math.max(0, Math.min(spare, shift));
}

/** Where to scroll to show a place: near moves keep the shift, far ones take the item in proportion. */
export function itemFor(rows: number, place: number, shift: number, near: number): { item: number; shift: number } {
  const items = itemsOf(rows);
  const spare = rows - items;
  if (spare <= 0) return { item: place, shift: 0 };
  const item = place - shift;
  if (item >= 0 && item < items && Math.abs(item - near) <= SMALL) return { item, shift };
  const proportional = Math.round((place / (rows - 1)) * (items - 1));
  return { item: proportional, shift: place - proportional };
}
