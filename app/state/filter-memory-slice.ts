/** Filters that were used, and those that have a name. */
import type { SavedFilter } from "./settings.ts";
import type { Slice } from "./slice.ts";

/** Filters remembered to go back to. */
const MOST_HISTORY = 50;

export interface FilterMemorySlice {
  /** Puts a filter in front of those that were used. */
  readonly rememberFilter: (filter: string) => void;
  readonly forgetFilters: () => void;
  /** Gives a filter a name; who had the name before gives it up. */
  readonly saveFilter: (name: string, filter: string) => void;
  readonly renameFilter: (name: string, next: string) => void;
  readonly deleteFilter: (name: string) => void;
}

export const filterMemorySlice: Slice<FilterMemorySlice> = (_, get) => {
  const change = (next: (saved: readonly SavedFilter[]) => readonly SavedFilter[]): void =>
    get().setSetting("savedFilters", next(get().settings.savedFilters));

  return {
    rememberFilter: (filter) => {
      if (filter === "") return;
      const others = get().settings.filterHistory.filter((each) => each !== filter);
      get().setSetting("filterHistory", [filter, ...others].slice(0, MOST_HISTORY));
    },

    forgetFilters: () => get().setSetting("filterHistory", []),

    saveFilter: (name, filter) =>
      change((saved) => {
        const at = saved.findIndex((each) => each.name === name);
        return at < 0 ? [...saved, { name, filter }] : saved.with(at, { name, filter });
      }),

    renameFilter: (name, next) =>
      change((saved) => {
        const isFree = next !== "" && !saved.some((each) => each.name === next);
        return isFree ? saved.map((each) => (each.name === name ? { ...each, name: next } : each)) : saved;
      }),

    deleteFilter: (name) => change((saved) => saved.filter((each) => each.name !== name)),
  };
};
