import type { TableRow } from "../worker/contract/rows.ts";
import { errorText } from "../format/error-text.ts";

/** Rows of one request, and of one unit of the cache. */
export const PAGE_ROWS = 256;
/** Pages kept: 16,384 rows, about 10 MB. */
const MOST_PAGES = 64;
/** Requests under way at once: one on screen and one ahead; what is scrolled past meanwhile is never asked for. */
const MOST_REQUESTS = 2;

const FAILED = "failed";

type Fetch<T> = (version: number, from: number, to: number) => Promise<readonly T[] | null>;

interface Page<T> {
  readonly rows: readonly T[];
  readonly version: number;
  /** Of all that rows may say, what they said when the page was asked for. */
  readonly telling: number;
  /** How many rows were asked for: fewer than a page at the end of the view. */
  readonly asked: number;
}

/**
 * Rows of the current view, fetched by pages around what is looked at. A page of an older version stays on screen until its
 * successor is there, so that neither reading nor scrolling flickers.
 */
export class RowPages<T = TableRow> {
  readonly #fetch: Fetch<T>;
  readonly #pageRows: number;
  /** In order of use, the least recent first. */
  #pages = new Map<number, Page<T>>();
  readonly #underWay = new Set<string>();
  #wanted: readonly number[] = [];
  #version = 0;
  #rows = 0;
  /** Rises when rows say more than before. */
  #telling = 0;
  #revision = 0;
  #fault: string | null = null;
  readonly #listeners = new Set<() => void>();

  constructor(fetch: Fetch<T>, pageRows = PAGE_ROWS) {
    this.#fetch = fetch;
    this.#pageRows = pageRows;
  }

  /** Rises whenever a page arrived or went; what React compares. */
  readonly revision = (): number => this.#revision;

  /** Why the last rows that were asked for cannot be had; null where they can. */
  get fault(): string | null {
    return this.#fault;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Another view, or the same after more was read. `keep` leaves the rows of before on screen until the new ones come. */
  setView(version: number, rows: number, keep: boolean): void {
    this.#version = version;
    this.#rows = rows;
    if (!keep) this.#pages = new Map();
    this.#changed();
    this.#request();
  }

  /** The same rows say more now: all are fetched again, and stay on screen until then. */
  refetch(): void {
    this.#telling++;
    this.#request();
  }

  /** The row at a place as far as it is known, maybe of the version before. */
  get(place: number): T | undefined {
    if (place >= this.#rows) return undefined;
    return this.#pages.get(Math.floor(place / this.#pageRows))?.rows[place % this.#pageRows];
  }

  /** The row at a place of this very version: from the cache, else from the worker. Null where the view changed meanwhile. */
  async load(place: number): Promise<T | null> {
    const page = this.#pages.get(Math.floor(place / this.#pageRows));
    const known = page?.version === this.#version ? page.rows[place % this.#pageRows] : undefined;
    if (known !== undefined) return known;
    const rows = await this.#fetch(this.#version, place, place + 1);
    return rows?.[0] ?? null;
  }

  /** Says what is on screen; fetches it, and the pages on either side. */
  want(from: number, to: number): void {
    const first = Math.floor(from / this.#pageRows);
    const last = Math.floor(Math.max(from, to - 1) / this.#pageRows);
    const wanted: number[] = [];
    for (let page = first; page <= last; page++) wanted.push(page);
    const ahead = this.#pageRows / 2;
    if (to + ahead > (last + 1) * this.#pageRows) wanted.push(last + 1);
    if (from - ahead < first * this.#pageRows && first > 0) wanted.push(first - 1);
    this.#wanted = wanted;
    this.#request();
  }

  #request(): void {
    for (const number of this.#wanted) {
      if (this.#underWay.size >= MOST_REQUESTS) return;
      if (number * this.#pageRows >= this.#rows || this.#isFresh(number)) continue;
      const key = `${this.#version}/${number}`;
      if (!this.#underWay.has(key)) void this.#load(number, key);
    }
  }

  #isFresh(number: number): boolean {
    const page = this.#pages.get(number);
    return page?.version === this.#version && page.telling === this.#telling && page.asked === this.#rowsOf(number);
  }

  #rowsOf(number: number): number {
    return Math.min(this.#pageRows, this.#rows - number * this.#pageRows);
  }

  async #load(number: number, key: string): Promise<void> {
    const version = this.#version;
    const telling = this.#telling;
    const from = number * this.#pageRows;
    const asked = this.#rowsOf(number);
    this.#underWay.add(key);
    const rows = await this.#fetch(version, from, from + asked)
      .catch((error: unknown) => this.#failed(error))
      .finally(() => this.#underWay.delete(key));
    if (rows === FAILED) return;
    this.#fault = null;
    if (rows !== null && version === this.#version) {
      const before = this.#pages.get(number)?.rows;
      this.#pages.delete(number);
      this.#pages.set(number, { rows: before === undefined ? rows : keepEqual(before, rows), version, telling, asked });
      this.#evict();
      this.#changed();
    }
    this.#request();
  }

  /** They are asked for again when something else is looked at, not at once: that would go on and on. */
  #failed(error: unknown): typeof FAILED {
    const fault = errorText(error);
    if (fault !== this.#fault) {
      this.#fault = fault;
      this.#changed();
    }
    return FAILED;
  }

  #evict(): void {
    for (const number of this.#pages.keys()) {
      if (this.#pages.size <= MOST_PAGES) return;
      if (!this.#wanted.includes(number)) this.#pages.delete(number);
    }
  }

  #changed(): void {
    this.#revision++;
    for (const listener of this.#listeners) listener();
  }
}

/** The new rows, but the objects of before where nothing changed: what is on screen is then not drawn again. */
function keepEqual<T>(before: readonly T[], rows: readonly T[]): readonly T[] {
  return rows.map((row, index) => {
    const old = before[index];
    return old !== undefined && isEqual(old, row) ? old : row;
  });
}

/** Rows are records of plain values, and an exchange is two of them. */
function isEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  const other = new Map(Object.entries(b));
  const entries = Object.entries(a);
  return entries.length === other.size && entries.every(([key, value]) => isEqual(value, other.get(key)));
}
