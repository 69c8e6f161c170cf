/** Widths of columns as they are on the screen, and as the values on the screen need them. */
import { TABLE_ID } from "../../focus.ts";
import { PADDING, characterWidth } from "../../parts/character-width.ts";
import { rowPages } from "../../state/decoder.ts";
import type { ColumnSpec } from "./columns.tsx";
import type { TimeFormat } from "./time-format.ts";

/** Pixels of the signs that may stand beside a value, and of the arrow and the menu beside a label. */
const SIGNS = 20;
const BESIDE_LABEL = 24;

/** Pixels that a column has on the screen; null where it is not there. One takes what room is left, and is wider than it was made. */
export function shownWidth(id: string): number | null {
  return document.querySelector(`#${TABLE_ID} [data-head="${CSS.escape(id)}"]`)?.getBoundingClientRect().width ?? null;
}

/** Pixels that the longest value of the rows on screen needs, and the column's label. */
export function widthOfValues(spec: ColumnSpec, format: TimeFormat): number {
  const rows = document.querySelectorAll<HTMLElement>(`#${TABLE_ID} [data-place]`);
  const lengths = Array.from(rows, ({ dataset }) => {
    const row = rowPages.get(Number(dataset["place"]));
    return row === undefined ? 0 : spec.text(row, format).length;
  });
  const label = spec.label.length * characterWidth() + BESIDE_LABEL;
  return Math.ceil(Math.max(label, Math.max(0, ...lengths) * characterWidth() + SIGNS) + PADDING);
}
