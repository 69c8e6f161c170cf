import { decoder } from "./decoder.ts";
import type { Slice } from "./slice.ts";
import type { State } from "./store.ts";

/** The moment that "waiting at t" and the lines in the overview and the timeline are about. */
export interface TimeCursorSlice {
  /** Where it was put by hand, ns since time zero; null while it goes with the selection. Read it through `cursorTime`. */
  readonly timeCursor: number | null;
  /** The frame that was selected when it was put there: selecting another takes it along again. */
  readonly timeCursorRow: number | null;

  /** Puts the cursor at a moment; null lets it go with the selection. */
  readonly setTimeCursor: (time: number | null) => void;
  /** To the previous (-1) or next (1) moment at which a request or an answer changes what is outstanding. */
  readonly stepTimeCursor: (by: -1 | 1) => Promise<void>;
}

export const timeCursorSlice: Slice<TimeCursorSlice> = (set, get) => ({
  timeCursor: null,
  timeCursorRow: null,

  setTimeCursor: (time) => set((state) => ({ timeCursor: time, timeCursorRow: state.selectedRow })),

  stepTimeCursor: async (by) => {
    const from = cursorTime(get()) ?? (by === 1 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY);
    const time = await decoder.nextChange(from, by);
    if (time !== null) get().setTimeCursor(time);
    else if (get().overview?.startNs === null) get().tell("The files carry no times.");
    else get().tell(`Nothing begins or ends ${by === 1 ? "after" : "before"} this moment.`);
  },
});

/** The moment in force: where the cursor was put, else the time of the selected frame; null where there is neither. */
export function cursorTime(
  state: Pick<State, "timeCursor" | "timeCursorRow" | "selectedRow" | "details">,
): number | null {
  const { timeCursor, timeCursorRow, selectedRow, details } = state;
  if (timeCursor !== null && timeCursorRow === selectedRow) return timeCursor;
  if (details === null || details.frame.row !== selectedRow || Number.isNaN(details.frame.time)) return null;
  return details.frame.time;
}
