/** Makes what the table shows out of a filter and a sort; what payloads must be read for is shown while it is found. */
import {
  payloadBytes,
  concatRows,
  exchangeRows,
  filterPayloadRows,
  filterRows,
  filterSlices,
  settledRows,
  type Capture,
  type ColumnFilter,
  type Filter,
  type PayloadFilter,
  type RowTest,
} from "../../src-decoder/index.ts";
import type { SearchProgress, ViewSpec } from "./contract/view.ts";
import { readsPayloads, sorted } from "./sort-view.ts";
import { isUnreadable } from "./unreadable-file.ts";
import { SHOW_EVERY, type Standing, type ViewHost } from "./view-host.ts";
import { View, exchangeOf } from "./view.ts";

/** Putting what was found in order may take this share of the time. */
const SHOW_SHARE = 1 / 4;

/** Rows that columns are asked about in one go: a millisecond, also on slow machines. */
const LOOK_ROWS = 1 << 14;
/** Rows that are asked about in some milliseconds, which is all that most captures have: of more the first that pass are shown before. */
const QUICK_ROWS = 1 << 18;
/** More than any window has: so many are shown as soon as they are found, and fewer once `SOME_ROWS` are looked at. */
const WINDOW_ROWS = 256;
const SOME_ROWS = 1 << 16;

export interface BuiltView {
  readonly view: View;
  /** Null where columns answered. */
  readonly search: SearchProgress | null;
  /** The view holds the rows that were shown last, and maybe others behind them. */
  readonly grown: boolean;
}

/** Builds what the spec asks for with its filter, compiled for rows of the spec's kind; null where it is not wanted any more. */
export async function buildView(
  capture: Capture,
  spec: ViewSpec,
  filter: Filter,
  host: ViewHost,
  isOut: RowTest | null = null,
): Promise<BuiltView | null> {
  const { kind, sort } = spec;
  const every = kind === "frames" ? capture.frames.length : exchangeRows(capture);
  const total = typeof every === "number" ? every : every.length;
  const all = isOut === null ? every : filterRows(every, (row) => !isOut(row));
  if (filter.needs === "payload") return filtered(capture, spec, filter, all, total, host);
  let passed: number | Uint32Array = all;
  let judging: SearchProgress | null = null;
  let isShown = false;
  if (filter.expression !== null) {
    if (filter.patterns.isGuarded) {
      const judged = await guarded(filter, all, host);
      if (judged === null) return null;
      passed = judged.rows;
      judging = judged.search;
    } else {
      const found = await fromColumns(filter, all, host, (rows) => {
        // Rows that stand in another order soon are not worth a look.
        if (sort !== null) return;
        host.show(new View(capture, kind, rows, total), null, false);
        isShown = true;
      });
      if (found === null) return null;
      passed = found;
    }
  }
  if (sort === null) {
    const order = typeof passed === "number" ? null : passed;
    return { view: new View(capture, kind, order, total), search: judging, grown: isShown };
  }
  const list = listOf(passed);
  const inOrder = await sorted(capture, list, spec, host, (search) =>
    host.show(new View(capture, kind, list, total), search, false),
  );
  if (inOrder === null) return null;
  const { rows } = inOrder;
  const search = judging ?? inOrder.search;
  return { view: new View(capture, kind, rows, total), search, grown: false };
}

/** Rows that columns let pass; the first of many are shown before the others are looked at. Null where they are not wanted any more. */
async function fromColumns(
  { test }: ColumnFilter,
  all: number | Uint32Array,
  host: ViewHost,
  show: (first: Uint32Array) => void,
): Promise<Uint32Array | null> {
  const total = typeof all === "number" ? all : all.length;
  const slices: Uint32Array[] = [];
  let isShown = total <= QUICK_ROWS;
  let looked = 0;
  let found = 0;
  for (const slice of filterSlices(all, test, LOOK_ROWS)) {
    slices.push(slice);
    looked += LOOK_ROWS;
    found += slice.length;
    if (looked >= total) break;
    if (!isShown && found >= (looked < SOME_ROWS ? WINDOW_ROWS : 1)) {
      show(concatRows(slices));
      isShown = true;
    }
    if ((await host.pause()) === "unwanted") return null;
  }
  return concatRows(slices);
}

/** Rows that columns let pass by regular expressions that may have to be ended; null where they are not wanted any more. */
async function guarded(
  { patterns, test }: ColumnFilter,
  all: number | Uint32Array,
  host: ViewHost,
): Promise<{ readonly rows: Uint32Array; readonly search: SearchProgress | null } | null> {
  const slices: Uint32Array[] = [];
  let standing: Standing = "wanted";
  for await (const slice of settledRows(patterns, test, all)) {
    slices.push(slice);
    standing = await host.pause();
    if (standing !== "wanted") break;
  }
  if (patterns.expired) standing = await host.pause();
  if (standing === "unwanted") return null;
  const state = standing === "cancelled" ? "cancelled" : "deadline";
  const isWhole = standing === "wanted" && !patterns.expired;
  return { rows: concatRows(slices), search: isWhole ? null : { what: "filter", state, searched: 0, bytes: 0 } };
}

/** Runs a filter over payloads, and shows its hits as they come: in their order where one is asked for. */
async function filtered(
  capture: Capture,
  spec: ViewSpec,
  filter: PayloadFilter,
  all: number | Uint32Array,
  total: number,
  host: ViewHost,
): Promise<BuiltView | null> {
  const { kind, sort } = spec;
  const bytes = payloadBytes(capture);
  const hits = new HitRows(capture, kind, all);
  // Exchanges are found by the payloads of either frame.
  const source = kind === "frames" ? all : capture.frames.length;
  // A sort by payloads waits for the end; until then the hits stand in the order of the capture.
  const sortedSoon = sort !== null && !readsPayloads(capture, sort.field);
  let looked = 0;
  let nextShow = 0;
  let standing: Standing = "wanted";
  let isShown = false;
  const viewOfHits = async (): Promise<View> => {
    const rows = hits.rows();
    const inOrder = sortedSoon ? await sorted(capture, rows, spec, host, () => undefined) : null;
    return new View(capture, kind, inOrder?.rows ?? rows, total);
  };
  let end: "done" | "deadline" | "unreadable" = "done";
  try {
    for await (const { rows, bytes: passed } of filterPayloadRows(capture, filter, source)) {
      hits.add(rows);
      looked = passed;
      standing = await host.pause();
      if (standing === "unwanted") return null;
      if (standing === "cancelled" || filter.patterns.expired) break;
      const now = performance.now();
      if (now < nextShow && (isShown || hits.length === 0)) continue;
      const view = await viewOfHits();
      host.show(
        view,
        { what: "filter", state: "running", searched: looked, bytes },
        isShown && hits.appends && !sortedSoon,
      );
      isShown = true;
      nextShow = now + Math.max(SHOW_EVERY, (performance.now() - now) / SHOW_SHARE);
    }
    if (filter.patterns.expired) end = "deadline";
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    end = "unreadable";
  }
  // A search that is ended ends its expression too, which then has not come to its end either.
  if (end !== "done") standing = await host.pause();
  if (standing === "unwanted") return null;
  const state = standing === "cancelled" ? "cancelled" : end;
  const search: SearchProgress = { what: "filter", state, searched: state === "done" ? bytes : looked, bytes };
  const grown = isShown && hits.appends && !sortedSoon;
  if (sort !== null && !sortedSoon && state === "done") {
    const found = hits.rows();
    let shown = grown;
    const inOrder = await sorted(capture, found, spec, host, (progress) => {
      host.show(new View(capture, kind, found, total), progress, shown);
      shown = hits.appends;
    });
    if (inOrder === null) return null;
    return { view: new View(capture, kind, inOrder.rows, total), search: inOrder.search ?? search, grown: false };
  }
  return { view: await viewOfHits(), search, grown };
}

/** Rows that passed, in the order of the capture. */
class HitRows {
  readonly #capture: Capture;
  readonly #source: number | Uint32Array;
  #rows = new Uint32Array(1024);
  /** Of exchanges, whose rows come in the order of their answers: 1 for each row that passed. */
  readonly #marks: Uint8Array | null;
  length = 0;

  constructor(capture: Capture, kind: ViewSpec["kind"], source: number | Uint32Array) {
    this.#capture = capture;
    this.#source = source;
    this.#marks = kind === "frames" ? null : new Uint8Array(capture.frames.length);
  }

  /** Whether rows come in the order of the capture, so that new ones stand behind those that were there. */
  get appends(): boolean {
    return this.#marks === null;
  }

  add(rows: Uint32Array): void {
    if (this.#marks !== null) {
      for (const row of rows) this.#marks[exchangeOf(this.#capture, row)] = 1;
    } else {
      if (this.length + rows.length > this.#rows.length) {
        const larger = new Uint32Array(Math.max(this.length + rows.length, this.#rows.length * 2));
        larger.set(this.#rows);
        this.#rows = larger;
      }
      this.#rows.set(rows, this.length);
    }
    this.length += rows.length;
  }

  rows(): Uint32Array {
    const marks = this.#marks;
    return marks === null ? this.#rows.subarray(0, this.length) : filterRows(this.#source, (row) => marks[row] === 1);
  }
}

function listOf(rows: number | Uint32Array): Uint32Array {
  if (typeof rows !== "number") return rows;
  const list = new Uint32Array(rows);
  for (let row = 0; row < rows; row++) list[row] = row;
  return list;
}
