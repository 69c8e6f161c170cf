import { fieldOf, joinFilter, subjectFilter, type FilterJoin, type ValueSubject } from "../../src-decoder/index.ts";
import { withVisible } from "../panes/frames/column-layout.ts";
import { columnsOf } from "../panes/frames/columns.tsx";
import type { FilterFault, ViewSpec } from "../worker/contract.ts";
import { decoder, rowPages } from "./decoder.ts";
import type { Slice } from "./slice.ts";
import type { Settings, Sort } from "./settings.ts";

export interface ViewSlice {
  /** Text of the filter bar as it is typed. */
  readonly filterText: string;
  /** The last filter that parsed: the one that is applied. */
  readonly filter: string;
  readonly fault: FilterFault | null;
  readonly version: number;
  readonly rows: number;
  /** Rows without the filter. */
  readonly total: number;

  /** Takes over what is typed, without applying it. */
  readonly setFilterText: (text: string) => void;
  readonly applyFilter: (text: string) => Promise<void>;
  readonly setViewKind: (kind: ViewSpec["kind"]) => Promise<void>;
  readonly setSort: (sort: Sort | null) => Promise<void>;
  /** Asks for the same view again: more was read. */
  readonly refreshView: () => Promise<void>;
  readonly forgetRows: () => void;
  /** Puts a value into the filter, and applies it. What is typed gives way where it is wrong: the filter that is applied is what is seen. */
  readonly filterBy: (subject: ValueSubject, how: FilterJoin) => Promise<void>;
  /** Shows a field as a column of the present view, where there is one. */
  readonly addColumn: (field: string) => void;
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

/** Whether two names are of one field; columns show a frame's own value or that of its pair by what the row is. */
function isSameField(a: string, b: string): boolean {
  const [first, second] = [a, b].map((name) => name.replace(/^peer\./u, ""));
  return (
    first !== undefined && (first === second || (fieldOf(first) !== null && fieldOf(first) === fieldOf(second ?? "")))
  );
}

export const viewSlice: Slice<ViewSlice> = (set, get) => {
  /** Tells the answer to the last question from those that came late. */
  let asked = 0;
  /** The filter asked for last, which may not have been answered yet; never one that turned out wrong. */
  let wanted = "";

  /** `keepRows`: the rows of before are near enough to stay until the new ones come. */
  async function show(filter: string, keepRows: boolean): Promise<void> {
    const turn = ++asked;
    const { settings, selectedRow } = get();
    const before = wanted;
    wanted = filter;
    const result = await decoder.setView({
      kind: settings.view,
      filter,
      sort: sortOf(settings),
      selected: selectedRow,
    });
    if (result.fault !== null && wanted === filter) wanted = before;
    if (turn !== asked) return;
    if (result.fault !== null) {
      set({ fault: result.fault });
      return;
    }
    rowPages.setView(result.version, result.rows, keepRows);
    // A wrong filter that is still being mended keeps its message while the view changes for another reason.
    const fault = filter === get().filterText.trim() ? null : get().fault;
    set({ fault, filter, version: result.version, rows: result.rows, total: result.total });
    await get().findSelection(keepRows);
  }

  return {
    filterText: "",
    filter: "",
    fault: null,
    version: 0,
    rows: 0,
    total: 0,

    setFilterText: (filterText) => set({ filterText }),

    applyFilter: async (text) => {
      set({ filterText: text });
      await show(text.trim(), false);
    },

    setViewKind: async (kind) => {
      if (kind === get().settings.view) return;
      get().setSetting("view", kind);
      await show(wanted, false);
    },

    setSort: async (sort) => {
      get().setSetting(SORT_SETTING[get().settings.view], sort);
      await show(wanted, false);
    },

    refreshView: () => show(wanted, true),

    filterBy: (subject, how) => {
      const { fault, filter, filterText } = get();
      return get().applyFilter(joinFilter(fault === null ? filterText : filter, subjectFilter(subject), how));
    },

    addColumn: (field) => {
      const { settings, setSetting } = get();
      const key = columnLayoutKey(settings.view);
      const column = columnsOf(settings.view).find((each) => each.field !== null && isSameField(each.field, field));
      if (column !== undefined) setSetting(key, withVisible(settings[key], column.id, true));
    },

    forgetRows: () => {
      asked++;
      rowPages.setView(0, 0, false);
      set({ version: 0, rows: 0, total: 0 });
    },
  };
};
