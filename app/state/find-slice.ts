/** Looking for text in payloads, from hit to hit. */
import { focusFind, focusTable } from "../focus.ts";
import { RowRanges, isBegunBytes } from "../../src-decoder/index.ts";
import type { FindHit, FindProgress, FindQuery } from "../worker/contract/view.ts";
import { decoder } from "./decoder.ts";
import type { Slice } from "./slice.ts";

export interface FindSlice {
  readonly findOpen: boolean;
  /** Whether the bar, when it opens, is to be typed into: not where a step to a hit opened it again. */
  readonly findTakesFocus: boolean;
  readonly findQuery: FindQuery;
  /** Null until something is looked for. */
  readonly findProgress: FindProgress | null;
  /** The hit that was gone to last. */
  readonly findHit: FindHit | null;
  /** The bytes of the frame in the details that are part of a hit, counted from its header's first byte; null until they are known. */
  readonly hitPlaces: { readonly row: number; readonly bytes: RowRanges; readonly isAll: boolean } | null;
  readonly openFind: () => void;
  readonly closeFind: () => void;
  /** Changes what is looked for and searches anew. */
  readonly setFind: (change: Partial<FindQuery>) => Promise<void>;
  readonly cancelFind: () => Promise<void>;
  /** Selects the next (1) or previous (-1) hit, as seen from the selected frame; of what was looked for last, where the bar was closed. */
  readonly goToHit: (by: -1 | 1) => Promise<void>;
}

function isBegun({ mode, text }: FindQuery): boolean {
  return mode === "bytes" && text !== "" && isBegunBytes(text);
}

export const findSlice: Slice<FindSlice> = (set, get, store) => {
  let asked = 0;
  /** Keys may come faster than hits: each step goes from where the one before led. */
  let steps = Promise.resolve();
  /** Whether the search that was asked for last goes on, and the step that waits for its first hit. */
  let isSearching = false;
  let waiting: -1 | 1 | null = null;

  async function searchAnew(): Promise<void> {
    const turn = ++asked;
    const { findQuery } = get();
    isSearching = findQuery.text !== "";
    waiting = null;
    if (findQuery.text === "") {
      set({ findProgress: null, findHit: null });
      await Promise.all([decoder.cancelFind(), loadPlaces()]);
      return;
    }
    set({ findHit: null });
    const take = (findProgress: FindProgress): void => {
      if (turn !== asked) return;
      set({ findProgress });
      if (waiting === null || findProgress.state === "wrong" || findProgress.hits === 0) return;
      // Once, though more hits come before it is there.
      const by = waiting;
      waiting = null;
      void get().goToHit(by);
    };
    const search = decoder.find(findQuery, take);
    // Questions reach the worker in order: it knows by then what is looked for.
    void loadPlaces();
    const end = await search;
    if (turn === asked) isSearching = false;
    if (end !== null) take(end);
  }

  let placesAsked = 0;

  async function loadPlaces(): Promise<void> {
    const turn = ++placesAsked;
    const { details, findOpen, findQuery } = get();
    if (details === null || !findOpen || findQuery.text === "") {
      set({ hitPlaces: null });
      return;
    }
    const { row } = details.frame;
    const { bounds, isAll } = await decoder.hitPlaces(row);
    if (turn === placesAsked) set({ hitPlaces: { row, bytes: RowRanges.from(bounds), isAll } });
  }

  store.subscribe(({ details, findOpen, version, phase }, before) => {
    if (details !== before.details || findOpen !== before.findOpen) void loadPlaces();
    // What is shown changed, or all there is: the hits are others.
    if (findOpen && before.findOpen && (version !== before.version || phase !== before.phase)) void searchAnew();
  });

  /** Opens the bar, and looks for what was looked for last. */
  function open(findTakesFocus: boolean): void {
    set({ findOpen: true, findTakesFocus });
    void searchAnew();
  }

  return {
    findOpen: false,
    findTakesFocus: true,
    findQuery: { text: "", mode: "text", matchCase: false, over: "shown" },
    findProgress: null,
    findHit: null,
    hitPlaces: null,

    openFind: () => {
      if (get().findOpen) focusFind();
      else open(true);
    },

    closeFind: () => {
      asked++;
      set({ findOpen: false, findProgress: null, findHit: null });
      void decoder.cancelFind();
      focusTable();
    },

    setFind: (change) => {
      set((state) => ({ findQuery: { ...state.findQuery, ...change } }));
      if (!isBegun(get().findQuery)) return searchAnew();
      // Half a byte is no fault while the other half may follow.
      asked++;
      set({ findProgress: null, findHit: null });
      return decoder.cancelFind();
    },

    cancelFind: () => decoder.cancelFind(),

    goToHit: (by) => {
      const { findOpen, findQuery } = get();
      if (!findOpen && findQuery.text !== "") {
        open(false);
        waiting = by;
        return Promise.resolve();
      }
      if (isBegun(findQuery)) return searchAnew();
      const before = steps;
      steps = (async () => {
        await before;
        const turn = asked;
        const hit = await decoder.findHit(get().selectedRow, by);
        if (turn !== asked) return;
        waiting = hit === null && isSearching ? by : null;
        if (hit === null) return;
        set({ findHit: hit });
        await get().selectRow(hit.row);
      })();
      return steps;
    },
  };
};
