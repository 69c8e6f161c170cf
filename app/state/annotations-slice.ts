import { RowRanges, asksFor, filterExpression } from "../../src-decoder/index.ts";
import { decoder, rowPages } from "./decoder.ts";
import type { Slice } from "./slice.ts";
import { sortOf } from "./view-slice.ts";

/** All that people say of the frames of the capture that is open. */
export interface AnnotationsSlice {
  /** Rows of frames. */
  readonly marked: RowRanges;
  /** Rows of frames that views leave out. */
  readonly ignored: RowRanges;
  /** The frame that times are counted from, and its own time; null while that is the first packet. */
  readonly timeZero: { readonly row: number; readonly time: number } | null;

  /** Marks the selected frame, or takes its mark away. */
  readonly toggleMark: () => Promise<void>;
  readonly clearMarks: () => Promise<void>;
  /** Selects the nearest marked frame above or below in the view, behind its end the one at the other end. */
  readonly goToMark: (by: -1 | 1) => Promise<void>;
  /** Takes the selected frame out of all views, and selects the one that takes its place. */
  readonly ignoreSelected: () => Promise<void>;
  readonly stopIgnoring: () => Promise<void>;
  readonly setTimeZero: () => Promise<void>;
  readonly clearTimeZero: () => void;
  /** Another capture is opened, or none. */
  readonly forgetAnnotations: () => void;
}

const NOTHING = { marked: RowRanges.EMPTY, ignored: RowRanges.EMPTY, timeZero: null };

export const annotationsSlice: Slice<AnnotationsSlice> = (set, get) => {
  /** Takes over what is said, and shows what follows from it: other rows or another order, else other cells and colours of the same rows. */
  async function say(what: Partial<Pick<AnnotationsSlice, "marked" | "ignored">>): Promise<void> {
    set(what);
    const { marked, ignored, filter, settings } = get();
    await decoder.setAnnotations({ marked: marked.bounds, ignored: ignored.bounds });
    const orders = [filter, sortOf(settings)?.field ?? ""];
    const isOther = what.ignored !== undefined || orders.some((text) => asksFor(filterExpression(text), "marked"));
    if (isOther) await get().refreshView("all");
    else rowPages.refetch();
  }

  /** Keys may come faster than places: each step goes from where the one before led. */
  let steps = Promise.resolve();

  return {
    ...NOTHING,

    toggleMark: async () => {
      const { selectedRow, marked } = get();
      if (selectedRow === null) return;
      const one = RowRanges.of([selectedRow]);
      await say({ marked: marked.has(selectedRow) ? marked.without(one) : marked.union(one) });
    },

    clearMarks: () => say({ marked: RowRanges.EMPTY }),

    goToMark: (by) => {
      const before = steps;
      steps = (async () => {
        await before;
        const place = await decoder.markedPlace(get().selectedPlace, by);
        if (place >= 0) await get().selectPlace(place, "jump");
      })();
      return steps;
    },

    ignoreSelected: async () => {
      const { selectedRow, selectedPlace, ignored } = get();
      if (selectedRow === null) return;
      await say({ ignored: ignored.union(RowRanges.of([selectedRow])) });
      const { rows, selectedPlace: now } = get();
      if (now < 0 && rows > 0) await get().selectPlace(Math.max(0, Math.min(selectedPlace, rows - 1)), "step");
    },

    stopIgnoring: () => say({ ignored: RowRanges.EMPTY }),

    setTimeZero: async () => {
      const { selectedRow, details } = get();
      if (selectedRow === null) return;
      const known = details?.frame.row === selectedRow ? details : await decoder.details(selectedRow);
      // A frame without a time is no beginning.
      if (known === null || !Number.isFinite(known.frame.time)) return;
      set({ timeZero: { row: selectedRow, time: known.frame.time } });
    },

    clearTimeZero: () => set({ timeZero: null }),

    forgetAnnotations: () => set(NOTHING),
  };
};
