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

  /** Marks the selected frames, or takes their marks away where all rows show one: an exchange shows that of either frame. */
  readonly toggleMark: () => Promise<void>;
  readonly clearMarks: () => Promise<void>;
  /** Selects the nearest marked frame above or below in the view, behind its end the one at the other end. */
  readonly goToMark: (by: -1 | 1) => Promise<void>;
  /** Takes the selected frames out of all views, or back where all are out; selects the one that takes the place of the first. */
  readonly toggleIgnored: () => Promise<void>;
  /** Takes ignored frames back, all where it is not said which. */
  readonly stopIgnoring: (frames?: RowRanges) => Promise<void>;
  /** Counts time from the earliest of the selected frames. */
  readonly setTimeZero: () => Promise<void>;
  readonly clearTimeZero: () => void;
  /** Keeps what is said while the same files are read again, where frames get other numbers: what it answers says it again. */
  readonly carryAnnotations: () => Promise<() => Promise<void>>;
  /** Another capture is opened, or none. */
  readonly forgetAnnotations: () => void;
}

const NOTHING = { marked: RowRanges.EMPTY, ignored: RowRanges.EMPTY, timeZero: null };

/** The earliest of some frames, which the view shows if they are several; null where none has a time. */
async function earliestOf(frames: RowRanges): Promise<AnnotationsSlice["timeZero"]> {
  const [first] = frames;
  if (first === undefined) return null;
  if (frames.size === 1) {
    const time = (await decoder.details(first))?.frame.time ?? Number.NaN;
    return Number.isFinite(time) ? { row: first, time } : null;
  }
  const facts = await decoder.selectionFacts(frames.bounds);
  return facts === null || facts.earliest === null ? null : { row: facts.earliest, time: facts.from };
}

function onlyRow(row: number | null | undefined): RowRanges {
  return row === null || row === undefined ? RowRanges.EMPTY : RowRanges.of([row]);
}

function firstOf(rows: RowRanges = RowRanges.EMPTY): number | null {
  const [first] = rows;
  return first ?? null;
}

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

  /** What is said of frames, said of these too; no more of them where all of their rows show it already. */
  async function toggled(said: RowRanges, frames: RowRanges): Promise<RowRanges> {
    const sayingIt = await get().wholeRows(said.intersection(frames));
    return sayingIt.includes(frames) ? said.without(frames) : said.union(frames);
  }

  /** Keys may come faster than answers: each step goes from where the one before led. */
  let steps = Promise.resolve();
  function inTurn(step: () => Promise<void>): Promise<void> {
    steps = steps.then(step, step);
    return steps;
  }

  /** When the last step that moves the selection is done; null where none is under way. */
  let moved: Promise<void> | null = null;
  function moving(step: () => Promise<void>): Promise<void> {
    const done = inTurn(step).finally(() => {
      if (moved === done) moved = null;
    });
    moved = done;
    return done;
  }

  return {
    ...NOTHING,

    toggleMark: () => {
      // Those selected now: the key behind this one may move on before the marks before it are made.
      const selected = moved === null ? get().selectedFrames() : moved.then(() => get().selectedFrames());
      return inTurn(async () => say({ marked: await toggled(get().marked, await selected) }));
    },

    clearMarks: () => say({ marked: RowRanges.EMPTY }),

    goToMark: (by) =>
      moving(async () => {
        const place = await decoder.markedPlace(get().selectedPlace, by);
        if (place >= 0) await get().selectPlace(place, "jump");
        else get().tell("None of the marked frames is shown.");
      }),

    toggleIgnored: () =>
      moving(async () => {
        const frames = await get().selectedFrames();
        const [first] = frames;
        if (first === undefined) return;
        const place = await decoder.placeOf(first);
        await say({ ignored: await toggled(get().ignored, frames) });
        const { rows, selectedPlace } = get();
        if (selectedPlace < 0 && rows > 0) await get().selectPlace(Math.max(0, Math.min(place, rows - 1)), "step");
      }),

    stopIgnoring: (frames = get().ignored) => say({ ignored: get().ignored.without(frames) }),

    setTimeZero: async () => {
      const frames = await get().selectedFrames();
      const earliest = await earliestOf(frames);
      // Frames without a time are no beginning.
      if (earliest === null) get().tell("The frame has no time to count from.");
      else set({ timeZero: earliest });
    },

    clearTimeZero: () => set({ timeZero: null }),

    carryAnnotations: async () => {
      const { marked, ignored, timeZero, compareMark, selectedRow } = get();
      const carried = [marked, ignored, ...[timeZero?.row, compareMark, selectedRow].map(onlyRow)];
      const places = await decoder.placesOfFrames(Uint32Array.from(carried.flatMap((rows) => [...rows])));
      return async () => {
        const found = await decoder.framesAtPlaces(places);
        let next = 0;
        const [marks, ignores, zero, compared, selected] = carried.map(({ size }) =>
          RowRanges.of(found.subarray(next, (next += size)).filter((row) => row >= 0)),
        );
        const zeroRow = firstOf(zero);
        set({
          timeZero: timeZero === null || zeroRow === null ? null : { ...timeZero, row: zeroRow },
          compareMark: firstOf(compared),
        });
        await say({ marked: marks ?? RowRanges.EMPTY, ignored: ignores ?? RowRanges.EMPTY });
        const selectedAgain = firstOf(selected);
        if (selectedAgain !== null) await get().selectRow(selectedAgain);
      };
    },

    forgetAnnotations: () => set(NOTHING),
  };
};
