import type { ReactElement } from "react";
import { framesFilter } from "../format/filters.ts";
import { count } from "../format/numbers.ts";
import { useStore } from "../state/store.ts";

/** The number of a frame; a click selects it. */
export function FrameLink({ row }: { row: number }): ReactElement {
  const selected = useStore((state) => state.selectedRow === row);
  return (
    <button
      type="button"
      className="link data"
      aria-label={`Frame ${count(row + 1)}`}
      aria-current={selected || undefined}
      onClick={() => void useStore.getState().selectRow(row)}
    >
      {count(row + 1)}
    </button>
  );
}

/** The first frames of a list as links; the rest becomes a filter. */
export function FrameLinks({ rows, most }: { rows: readonly number[]; most: number }): ReactElement {
  const shown = rows.slice(0, most);
  const more = rows.length - shown.length;
  return (
    <span className="frame-links">
      {shown.map((row) => (
        <FrameLink key={row} row={row} />
      ))}
      {more > 0 && (
        <button
          type="button"
          className="link"
          title="Shows only these frames in the table"
          onClick={() => void useStore.getState().applyFilter(framesFilter(rows))}
        >
          {count(more)} more
        </button>
      )}
    </span>
  );
}
