import {
  filterExpression,
  isBegunPath,
  joinFilter,
  subjectFilter,
  type FilterJoin,
  type ValueSubject,
} from "../../src-decoder/index.ts";
import type { FilterFault, SearchProgress, ViewResult, ViewSpec } from "../worker/contract/view.ts";
import { carriedSort, type SortedView } from "./carried-sort.ts";
import { decoder, rowPages } from "./decoder.ts";
import { followSelection } from "./follow-selection.ts";
import type { Slice } from "./slice.ts";
import type { Settings, Sort } from "./settings.ts";
import type { State } from "./store.ts";

export interface ViewSlice {
  /** Text of the filter bar as it is typed. */
  readonly filterText: string;
  /** The last filter that parsed: the one that is applied. */
  readonly filter: string;
  /** What is wrong with the text of the filter bar, or of one before it while the answer to it is on its way. */
  readonly fault: FilterFault | null;
  /** The text that places of the fault count in. */
  readonly faultyText: string;
  readonly version: number;
  readonly rows: number;
  /** Rows without the filter. */
  readonly total: number;
  /** How far payloads are searched for the view that is shown; null where columns answered. */
  readonly search: SearchProgress | null;

  /** Takes over what is typed, without applying it. */
  readonly setFilterText: (text: string) => void;
  /** Applies what is typed so far, which is not remembered: more may follow. A path that is only begun waits for its end. */
  readonly tryFilter: (text: string) => Promise<void>;
  /** Applies a filter, and remembers it where it is one. */
  readonly applyFilter: (text: string) => Promise<void>;
  /** Shows frames, or exchanges, in the order that each has. */
  readonly setViewKind: (kind: ViewSpec["kind"]) => Promise<void>;
  /** Sorts the view that is shown, and the other one where both have the column. */
  readonly setSort: (sort: Sort | null) => Promise<void>;
  /** Asks for the same view again: more was read, or all. */
  readonly refreshView: (read: "more" | "all") => Promise<void>;
  /** Ends the search for more rows; those found stay. */
  readonly cancelSearch: () => Promise<void>;
  readonly forgetRows: () => void;
  /**
   * Changes the filter, and applies it: the one asked for last, whose rows may not be there yet. What is typed gives way where it is wrong: the
   * filter that is applied is what is seen.
   */
  readonly changeFilter: (change: (filter: string) => string) => Promise<void>;
  /** Puts a value into the filter, and applies it. */
  readonly filterBy: (subject: ValueSubject, how: FilterJoin) => Promise<void>;
}

const SORT_SETTING = { frames: "frameSort", exchanges: "exchangeSort" } as const satisfies Record<
  ViewSpec["kind"],
  keyof Settings
>;

const LAYOUT_SETTING = { frames: "frameColumns", exchanges: "exchangeColumns" } as const satisfies Record<
  ViewSpec["kind"],
  keyof Settings
>;

/** The setting that holds the columns of a view. */
export function columnLayoutKey(kind: ViewSpec["kind"]): "frameColumns" | "exchangeColumns" {
  return LAYOUT_SETTING[kind];
}

export function sortOf(settings: Readonly<Settings>): Sort | null {
  return settings[SORT_SETTING[settings.view]];
}

function sortedView(settings: Readonly<Settings>, kind: ViewSpec["kind"]): SortedView {
  return { kind, sort: settings[SORT_SETTING[kind]], layout: settings[LAYOUT_SETTING[kind]] };
}

/** Places count in the filter, which has no blanks around it as the text that is typed may. */
function placedIn(text: string, fault: FilterFault): FilterFault {
  return { ...fault, at: fault.at + text.length - text.trimStart().length };
}

/** The filter that follows the selection; also one that could not be used while nothing was selected. */
function followed({ fault, filter, filterText }: State): string {
  return fault === null ? filter : filterText.trim();
}

export const viewSlice: Slice<ViewSlice> = (set, get, store) => {
  /** Tells the answer to the last question from those that came late. */
  let asked = 0;
  /** The question whose answer is shown; while payloads are searched, more of it still comes. */
  let taken = 0;
  /** The filter asked for last, which may not have been answered yet; never one that turned out wrong. */
  let wanted = "";

  /**
   * Of the rows of before nothing stays; or each until its successor is there, be that in another `order`, the top of which is shown then; or the
   * view as a whole until all of the new one is found.
   * Resolves when there are rows to show, be it not all of them yet, or those of before. `keepFault`: that it cannot be used now is no fault of what is typed.
   */
  function show(filter: string, stays: "nothing" | "order" | "rows" | "view", keepFault = false): Promise<void> {
    const turn = ++asked;
    const { settings, selectedRow: selected } = get();
    const before = wanted;
    wanted = filter;
    let isShown = false;
    let isRevealed = stays === "rows" || stays === "view";
    const take = async (result: ViewResult, isWhole: boolean): Promise<void> => {
      taken = turn;
      rowPages.setView(result.version, result.rows, stays !== "nothing" || isShown);
      // A wrong filter that is still being mended keeps its message while the view changes for another reason.
      const fault = filter === get().filterText.trim() ? null : get().fault;
      const { version, rows, total, search } = result;
      isShown = true;
      set({ fault, filter, version, rows, total, search });
      // What columns answer comes soon as a whole, and the selection may lie behind its first rows. Where payloads are searched nobody waits for it.
      const reveals = !isRevealed && (isWhole || search !== null || (await hasSelection()));
      isRevealed ||= reveals;
      await get().findSelection(!reveals);
    };
    return new Promise((resolve, reject) => {
      let isDone = false;
      const onProgress = (result: ViewResult): void => {
        if (turn < taken || isDone) return;
        if (stays !== "view") {
          take(result, false).then(resolve, reject);
          return;
        }
        set({ search: result.search });
        resolve();
      };
      const onDone = async (result: ViewResult | null): Promise<void> => {
        isDone = true;
        if (result === null) return;
        if (result.fault !== null && wanted === filter) wanted = before;
        if (turn < taken) return;
        if (result.fault === null) {
          await take(result, true);
          return;
        }
        // A late answer to a text that has changed since says nothing of this one.
        const { filterText } = get();
        if (!keepFault && filter === filterText.trim())
          set({ fault: placedIn(filterText, result.fault), faultyText: filterText });
        // Of a capture that was just opened nothing is shown yet: all of it is better than nothing.
        if (get().version === 0 && filter !== "") await show("", stays);
      };
      decoder
        .setView({ kind: settings.view, filter, sort: sortOf(settings), selected }, stays === "view", onProgress)
        .then(onDone)
        .then(resolve, reject);
    });
  }

  async function hasSelection(): Promise<boolean> {
    const { selectedRow } = get();
    return selectedRow !== null && (await decoder.placeOf(selectedRow)) >= 0;
  }

  followSelection(
    store,
    (state) => [followed(state)],
    () => void follow(followed(get())),
  );

  async function follow(text: string): Promise<void> {
    // A frame without the value leaves the rows as they are.
    await show(text, "rows", get().fault === null);
    if (get().selectedPlace >= 0) await get().findSelection(false);
  }

  return {
    filterText: "",
    filter: "",
    fault: null,
    faultyText: "",
    version: 0,
    rows: 0,
    total: 0,
    search: null,

    setFilterText: (filterText) => set({ filterText }),

    tryFilter: async (text) => {
      set({ filterText: text });
      if (isBegunPath(filterExpression(text))) set({ fault: null });
      else await show(text.trim(), "nothing");
    },

    applyFilter: async (text) => {
      set({ filterText: text });
      await show(text.trim(), "nothing");
      if (get().filter === text.trim()) get().rememberFilter(text.trim());
    },

    setViewKind: async (kind) => {
      if (kind === get().settings.view) return;
      get().setSetting("view", kind);
      await show(wanted, "nothing");
    },

    setSort: async (sort) => {
      const { view } = get().settings;
      const other = view === "frames" ? "exchanges" : "frames";
      get().setSetting(SORT_SETTING[view], sort);
      // Now, not when the other view is shown: going there and back must not undo an order that it does not have.
      const carried = carriedSort(sortedView(get().settings, view), sortedView(get().settings, other));
      get().setSetting(SORT_SETTING[other], carried);
      await show(wanted, "order");
    },

    // A search that is under way is of frames that were there when it began: those that come in meanwhile wait for its end.
    refreshView: async (read) => {
      // Rows that stay until all of the new ones are there keep their place; where there are none yet, each is welcome.
      if (read === "all") await show(wanted, get().version === 0 ? "rows" : "view");
      else if (get().search?.state !== "running") await show(wanted, "view");
    },

    cancelSearch: () => decoder.cancelSearch(),

    changeFilter: (change) => {
      const { fault, filter, filterText } = get();
      return get().applyFilter(change(fault === null ? filterText.trim() : filter));
    },

    filterBy: (subject, how) => get().changeFilter((filter) => joinFilter(filter, subjectFilter(subject), how)),

    forgetRows: () => {
      taken = ++asked;
      rowPages.setView(0, 0, false);
      set({ version: 0, rows: 0, total: 0, search: null });
    },
  };
};
