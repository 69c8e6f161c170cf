/** Looking for text in payloads, from hit to hit. */
import { focusFind, focusTable } from "../focus.ts";
import type { FindHit, FindProgress, FindQuery } from "../worker/contract/view.ts";
import { decoder } from "./decoder.ts";
import type { Slice } from "./slice.ts";

export interface FindSlice {
  readonly findOpen: boolean;
  readonly findQuery: FindQuery;
  /** Null until something is looked for. */
  readonly findProgress: FindProgress | null;
  /** The hit that was gone to last. */
  readonly findHit: FindHit | null;
  readonly openFind: () => void;
  readonly closeFind: () => void;
  /** Changes what is looked for and searches anew. */
  readonly setFind: (change: Partial<FindQuery>) => Promise<void>;
  readonly cancelFind: () => Promise<void>;
  /** Selects the next (1) or previous (-1) hit, as seen from the selected frame. */
  readonly goToHit: (by: -1 | 1) => Promise<void>;
}

export const findSlice: Slice<FindSlice> = (set, get) => {
  let asked = 0;
  /** Keys may come faster than hits: each step goes from where the one before led. */
  let steps = Promise.resolve();

  async function search(): Promise<void> {
    const turn = ++asked;
    const { findQuery } = get();
    if (findQuery.text === "") {
      set({ findProgress: null, findHit: null });
      await decoder.cancelFind();
      return;
    }
    set({ findHit: null });
    const take = (findProgress: FindProgress): void => {
      if (turn === asked) set({ findProgress });
    };
    const end = await decoder.find(findQuery, take);
    if (end !== null) take(end);
  }

  return {
    findOpen: false,
    findQuery: { text: "", mode: "text", matchCase: false, over: "shown" },
    findProgress: null,
    findHit: null,

    openFind: () => {
      const wasOpen = get().findOpen;
      set({ findOpen: true });
      if (wasOpen) focusFind();
    },

    closeFind: () => {
      asked++;
      set({ findOpen: false, findProgress: null, findHit: null });
      void decoder.cancelFind();
      focusTable();
    },

    setFind: (change) => {
      set((state) => ({ findQuery: { ...state.findQuery, ...change } }));
      return search();
    },

    cancelFind: () => decoder.cancelFind(),

    goToHit: (by) => {
      const before = steps;
      steps = (async () => {
        await before;
        const turn = asked;
        const hit = await decoder.findHit(get().selectedRow, by);
        if (turn !== asked || hit === null) return;
        set({ findHit: hit });
        await get().selectRow(hit.row);
      })();
      return steps;
    },
  };
};
