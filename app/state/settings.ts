/**
 * What the page remembers between visits: one row for each setting, with its default and a reader that refuses what does not fit.
 * Each has its own key in `localStorage`, so that one value gone bad costs only itself.
 */
import { columnChoice } from "../../src-decoder/index.ts";
import { FIRST_RULES, MOST_RULES, TINTS, type ColourRule } from "./colour-rules.ts";
import { dockTabOf, type DockTab } from "./dock-tabs.ts";

export interface ColumnLayout {
  /** Column ids, first to last; columns that are not named follow in their usual place. */
  readonly order: readonly string[];
  readonly hidden: readonly string[];
  readonly pinned: readonly string[];
  /** Pixels by column id, where they differ from the default. */
  readonly widths: Readonly<Record<string, number>>;
  /** Fields and paths into payloads that were made columns, as the filter language writes them. */
  readonly fields: readonly string[];
}

/** Columns under a name, for one of the views. */
export interface ColumnSet {
  readonly name: string;
  readonly view: "frames" | "exchanges";
  readonly layout: ColumnLayout;
}

export interface Sort {
  readonly field: string;
  readonly descending: boolean;
}

/** A filter that the user gave a name. */
export interface SavedFilter {
  readonly name: string;
  readonly filter: string;
}

/** Sizes in percent by panel id, as react-resizable-panels names them. */
export type PanelLayout = Readonly<Record<string, number>>;

interface Setting<T> {
  readonly fallback: T;
  /** The value if it is one; undefined otherwise. */
  readonly read: (value: unknown) => T | undefined;
}

const SELDOM_WANTED = ["delta", "connection", "type", "activity"] as const;

/** The columns as they are at first. */
export const FIRST_LAYOUTS: Readonly<Record<"frameColumns" | "exchangeColumns", ColumnLayout>> = {
  frameColumns: { order: [], hidden: SELDOM_WANTED, pinned: [], widths: {}, fields: [] },
  exchangeColumns: {
    order: [],
    hidden: [...SELDOM_WANTED, "direction", "response-size"],
    pinned: [],
    widths: {},
    fields: [],
  },
};

const VIEWS = choice(["frames", "exchanges"]);

const SETTINGS = {
  theme: choice(["system", "light", "dark"]),
  timeMode: choice(["relative", "absolute", "delta"]),
  view: VIEWS,
  frameColumns: { fallback: FIRST_LAYOUTS.frameColumns, read: readColumnLayout },
  exchangeColumns: { fallback: FIRST_LAYOUTS.exchangeColumns, read: readColumnLayout },
  colourRules: { fallback: FIRST_RULES, read: readColourRules },
  columnSets: { fallback: [], read: readColumnSets },
  frameSort: { fallback: null, read: readSort },
  exchangeSort: { fallback: null, read: readSort },
  filterHistory: { fallback: [], read: readStrings },
  savedFilters: { fallback: [], read: readSavedFilters },
  widePanels: { fallback: { table: 68, details: 32 }, read: readNumbers },
  narrowPanels: { fallback: { table: 45, details: 55 }, read: readNumbers },
  dockTab: { fallback: null, read: readDockTab },
  dockHeights: { fallback: {}, read: readNumbers },
} satisfies Record<string, Setting<unknown>>;

export type Settings = { -readonly [K in keyof typeof SETTINGS]: NonNullableRead<(typeof SETTINGS)[K]> };
type NonNullableRead<S> = S extends { read: (value: unknown) => infer T } ? Exclude<T, undefined> : never;

const PREFIX = "bridgescope.";

/** All settings as they were left; defaults where nothing, or nothing usable, is stored. */
export function loadSettings(storage: Pick<Storage, "getItem">): Settings {
  const load = <T>(key: string, setting: Setting<T>): T => {
    const text = storage.getItem(PREFIX + key);
    return (text === null ? undefined : setting.read(parse(text))) ?? setting.fallback;
  };
  return {
    theme: load("theme", SETTINGS.theme),
    timeMode: load("timeMode", SETTINGS.timeMode),
    view: load("view", SETTINGS.view),
    frameColumns: load("frameColumns", SETTINGS.frameColumns),
    exchangeColumns: load("exchangeColumns", SETTINGS.exchangeColumns),
    colourRules: load<readonly ColourRule[]>("colourRules", SETTINGS.colourRules),
    columnSets: load<readonly ColumnSet[]>("columnSets", SETTINGS.columnSets),
    frameSort: load<Sort | null>("frameSort", SETTINGS.frameSort),
    exchangeSort: load<Sort | null>("exchangeSort", SETTINGS.exchangeSort),
    filterHistory: load<readonly string[]>("filterHistory", SETTINGS.filterHistory),
    savedFilters: load<readonly SavedFilter[]>("savedFilters", SETTINGS.savedFilters),
    widePanels: load("widePanels", SETTINGS.widePanels),
    narrowPanels: load("narrowPanels", SETTINGS.narrowPanels),
    dockTab: load<DockTab | null>("dockTab", SETTINGS.dockTab),
    dockHeights: load<PanelLayout>("dockHeights", SETTINGS.dockHeights),
  };
}

/** Stores one setting. A full or forbidden storage is no reason to stop: the setting then lasts for this visit. */
export function storeSetting<K extends keyof Settings>(
  storage: Pick<Storage, "setItem">,
  key: K,
  value: Settings[K],
): void {
  try {
    storage.setItem(PREFIX + key, JSON.stringify(value));
  } catch {
    return;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** One of a few words, the first of them by default. */
function choice<const T extends string>(options: readonly [T, ...T[]]): Setting<T> {
  return { fallback: options[0], read: (value) => options.find((option) => option === value) };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function readStrings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === "string") : [];
}

function readNumbers(value: unknown): Readonly<Record<string, number>> | undefined {
  if (!isRecord(value)) return undefined;
  const numbers: Record<string, number> = {};
  for (const [key, entry] of Object.entries(value)) {
    if (typeof entry === "number" && Number.isFinite(entry) && entry >= 0) numbers[key] = entry;
  }
  return numbers;
}

function readColumnLayout(value: unknown): ColumnLayout | undefined {
  if (!isRecord(value)) return undefined;
  return {
    order: readStrings(value["order"]),
    hidden: readStrings(value["hidden"]),
    pinned: readStrings(value["pinned"]),
    widths: readNumbers(value["widths"]) ?? {},
    fields: readStrings(value["fields"]),
  };
}

function readSavedFilters(value: unknown): readonly SavedFilter[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry: unknown) => {
    if (!isRecord(entry)) return [];
    const { name, filter } = entry;
    return typeof name === "string" && typeof filter === "string" ? [{ name, filter }] : [];
  });
}

const TINT = choice(TINTS);

function readColourRules(value: unknown): readonly ColourRule[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const rules = value.flatMap((entry: unknown): ColourRule[] => {
    if (!isRecord(entry) || typeof entry["name"] !== "string" || typeof entry["filter"] !== "string") return [];
    const tint = TINT.read(entry["tint"]) ?? TINT.fallback;
    return [{ name: entry["name"], filter: entry["filter"], tint, on: entry["on"] === true }];
  });
  return rules.slice(0, MOST_RULES);
}

function readColumnSets(value: unknown): readonly ColumnSet[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.flatMap((entry: unknown): ColumnSet[] => {
    if (!isRecord(entry) || typeof entry["name"] !== "string") return [];
    const view = VIEWS.read(entry["view"]);
    const layout = readColumnLayout(entry["layout"]);
    return view === undefined || layout === undefined ? [] : [{ name: entry["name"], view, layout }];
  });
}

/** Null while the dock is closed. */
function readDockTab(value: unknown): DockTab | null | undefined {
  return value === null ? null : dockTabOf(value);
}

function readSort(value: unknown): Sort | null | undefined {
  if (value === null) return null;
  if (!isRecord(value) || typeof value["field"] !== "string") return undefined;
  // By what is no column any more nobody would see that rows are ordered.
  if (columnChoice(value["field"]) === null) return undefined;
  return { field: value["field"], descending: value["descending"] === true };
}
