import { Bookmark, Diff, EyeOff, Timer } from "lucide-react";
import { useCallback, type ReactElement } from "react";
import { useStore } from "../../state/store.ts";
import type { TableRow } from "../../worker/contract/rows.ts";
import { isOf, shows } from "./row-parts.ts";

/** Bits of what people said of a row. */
export const SIGN = {
  marked: 1,
  /** Shown only where a filter asks for ignored frames. */
  ignored: 2,
  /** Times count from this row. */
  zero: 4,
  /** Another frame is to be compared with it. */
  compared: 8,
} as const;

const SIGNS = [
  { sign: SIGN.marked, Icon: Bookmark, label: "Marked" },
  { sign: SIGN.ignored, Icon: EyeOff, label: "Ignored" },
  { sign: SIGN.zero, Icon: Timer, label: "Time zero" },
  { sign: SIGN.compared, Icon: Diff, label: "Marked for comparison" },
] as const;

/** Says of a row which signs it has, as bits. */
export function useSignsOf(): (row: TableRow) => number {
  const marked = useStore((state) => state.marked);
  const ignored = useStore((state) => state.ignored);
  const zero = useStore((state) => state.timeZero?.row ?? null);
  const compared = useStore((state) => state.compareMark);
  return useCallback(
    (row) =>
      (isOf(row, marked) ? SIGN.marked : 0) |
      (isOf(row, ignored) ? SIGN.ignored : 0) |
      (zero !== null && shows(row, zero) ? SIGN.zero : 0) |
      (compared !== null && shows(row, compared) ? SIGN.compared : 0),
    [marked, ignored, zero, compared],
  );
}

/** At the beginning of the row, whichever column is there: a shape for the eye, a word for who does not see it. */
export function rowSigns(signs: number): ReactElement {
  return (
    <span className="row-signs">
      {SIGNS.map(
        // eslint-disable-next-line jsx-a11y/prefer-tag-over-role -- it is drawn by the page, not loaded
        ({ sign, Icon, label }) => (signs & sign) !== 0 && <Icon key={sign} size={11} role="img" aria-label={label} />,
      )}
    </span>
  );
}
