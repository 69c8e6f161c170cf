/** All rows that are selected, and what there is to say of them; the one that has the focus is in `selection-slice.ts`. */
import { RowRanges, joinFilter, numbersFilter } from "../../src-decoder/index.ts";
import { count } from "../format/numbers.ts";
import type { SelectionFacts } from "../worker/contract/selection.ts";
import { decoder } from "./decoder.ts";
import { NONE_SELECTED, only, type RowSelection } from "./row-selection.ts";
import type { Slice } from "./slice.ts";

export interface SelectedRowsSlice {
  readonly selection: RowSelection;
  /** Of the rows that the view shows; those of the selection before until they are known. Null where no more than one frame is selected. */
  readonly selectionFacts: SelectionFacts | null;

  /** Back to the row that has the focus. */
  readonly selectOne: () => void;
  /**
   * The frames that commands act on: those selected that the view shows; where none is selected, the one that has the focus. Of an exchange
   * both.
   */
  readonly selectedFrames: () => Promise<RowRanges>;
  /** These frames, and where the view shows exchanges the others of their rows. */
  readonly wholeRows: (frames: RowRanges) => Promise<RowRanges>;
  /** Shows the selected frames only, or leaves them out of what is shown. */
  readonly filterBySelection: (how: "replace" | "and-not") => Promise<void>;
}

/** Ranges of numbers that a filter takes: more make a text that nobody can read and that takes long to read. */
const MOST_RANGES = 1000;

/** Why a filter cannot say these frames, a sentence; null where it can. */
export function tooManyRanges(frames: RowRanges): string | null {
  const ranges = frames.bounds.length / 2;
  if (ranges <= MOST_RANGES) return null;
  return `The frames lie in ${count(ranges)} ranges: a filter takes ${count(MOST_RANGES)}.`;
}

/** Of these frames those that the view shows, of exchanges both. */
async function shown(frames: RowRanges): Promise<RowRanges> {
  const facts = await decoder.selectionFacts(frames.bounds);
  return facts === null ? RowRanges.EMPTY : RowRanges.from(facts.frames);
}

/** Whether the view shows any of what is selected. */
export function showsSelected({ selectionFacts }: Pick<SelectedRowsSlice, "selectionFacts">): boolean {
  return selectionFacts === null || selectionFacts.rows > 0;
}

export const selectedRowsSlice: Slice<SelectedRowsSlice> = (set, get, store) => {
  let asking = false;

  /** Asks for the newest selection only; those passed meanwhile are skipped. */
  async function ask(): Promise<void> {
    if (asking) return;
    asking = true;
    try {
      for (let known: unknown = null; known !== factsKey();) {
        known = factsKey();
        const { frames } = get().selection;
        const selectionFacts = frames.size > 1 ? await decoder.selectionFacts(frames.bounds) : null;
        if (known === factsKey()) set({ selectionFacts });
      }
    } finally {
      asking = false;
    }
  }

  /** What the facts depend on, as one object that is another when any of it is. */
  let key = { frames: RowRanges.EMPTY, version: 0, rows: 0 };
  function factsKey(): object {
    const { selection, version, rows } = get();
    const { frames } = selection;
    if (key.frames !== frames || key.version !== version || key.rows !== rows) key = { frames, version, rows };
    return key;
  }

  store.subscribe((state, before) => {
    const isSame =
      state.selection === before.selection && state.version === before.version && state.rows === before.rows;
    if (isSame) return;
    if (state.selection.frames.size > 1) void ask();
    else if (state.selectionFacts !== null) set({ selectionFacts: null });
  });

  return {
    selection: NONE_SELECTED,
    selectionFacts: null,

    selectOne: () => {
      const { selectedRow } = get();
      if (selectedRow !== null) set({ selection: only(selectedRow) });
    },

    selectedFrames: async () => {
      await get().settled();
      const { selection, selectedRow } = get();
      if (selection.frames.size > 1) return shown(selection.frames);
      if (selection.frames.size === 1) return get().wholeRows(selection.frames);
      return selectedRow === null ? RowRanges.EMPTY : get().wholeRows(RowRanges.of([selectedRow]));
    },

    wholeRows: async (frames) => {
      const isWhole = get().settings.view === "frames" || frames.size === 0;
      return isWhole ? frames : frames.union(await shown(frames));
    },

    filterBySelection: async (how) => {
      const frames = await get().selectedFrames();
      const reason = tooManyRanges(frames);
      if (reason !== null) {
        get().tell(reason);
        return;
      }
      const condition = numbersFilter(frames);
      const { fault, filter, filterText } = get();
      await get().applyFilter(joinFilter(fault === null ? filterText : filter, condition, how));
    },
  };
};
