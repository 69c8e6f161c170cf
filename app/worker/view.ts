import { NO_ROW, RowRanges, messageKind, type Capture } from "../../src-decoder/index.ts";
import type { TableRow } from "./contract/rows.ts";
import type { ViewSpec } from "./contract/view.ts";
import { exchangeRow, frameRow } from "./rows.ts";

/** The rows that the table shows, in its order. Frames in the order of the capture need no list: place and row are the same. */
export class View {
  readonly #capture: Capture;
  readonly #kind: ViewSpec["kind"];
  readonly #order: Uint32Array | null;
  #shown: RowRanges | null = null;
  /** Rows that were there when the view was made; those read since come with the next. */
  readonly length: number;
  readonly total: number;

  /** @param order null for all frames in the order of the capture */
  constructor(capture: Capture, kind: ViewSpec["kind"], order: Uint32Array | null, total: number) {
    this.#capture = capture;
    this.#kind = kind;
    this.#order = order;
    this.length = order?.length ?? total;
    this.total = total;
  }

  rows(from: number, to: number): readonly TableRow[] {
    const make = this.#kind === "frames" ? frameRow : exchangeRow;
    const rows: TableRow[] = [];
    for (let place = Math.max(0, from); place < Math.min(to, this.length); place++) {
      rows.push(make(this.#capture, this.#rowAt(place), place === 0 ? -1 : this.#rowAt(place - 1)));
    }
    return rows;
  }

  /** Place of a frame, or of the exchange it belongs to; -1 where it is not shown. */
  placeOf(row: number): number {
    const identity = this.#identityOf(row);
    if (this.#order === null) return identity < this.length ? identity : -1;
    return this.#order.indexOf(identity);
  }

  /** Place of the row whose number comes next after (1) or before (-1) that of a frame, in whatever order they stand; -1 where there is none. */
  nearestPlace(row: number, by: -1 | 1): number {
    const identity = this.#identityOf(row);
    let nearest = by < 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
    let found = -1;
    for (let place = 0; place < this.length; place++) {
      const at = this.#rowAt(place);
      if (by < 0 ? at >= identity || at <= nearest : at <= identity || at >= nearest) continue;
      nearest = at;
      found = place;
    }
    return found;
  }

  /** The frames that its rows show, in their order; their number where they are all of the capture. */
  frames(): number | Uint32Array {
    return this.#order === null ? this.length : this.#framesOf(this.#order);
  }

  /** The frames that rows `from .. to` (exclusive) show. */
  framesBetween(from: number, to: number): RowRanges {
    const [start, end] = [Math.max(0, from), Math.min(to, this.length)];
    if (this.#order === null) return RowRanges.range(start, end);
    if (start === 0 && end === this.length) return this.#all();
    return RowRanges.of(this.#framesOf(this.#order.subarray(start, Math.max(start, end))));
  }

  /** Of these frames those that the view shows; an exchange that shows one of them counts with both of its frames. */
  shown(frames: RowRanges): RowRanges {
    const all = this.#all();
    const shown = frames.intersection(all);
    if (this.#kind === "frames" || shown.size === all.size) return shown;
    return shown.union(RowRanges.of(pairsOf(this.#capture, shown)));
  }

  /** How many rows show these frames, which are such as `shown` gives. */
  rowCount(frames: RowRanges): number {
    if (this.#kind === "frames") return frames.size;
    let rows = 0;
    for (const row of frames) if (exchangeOf(this.#capture, row) === row) rows++;
    return rows;
  }

  /** The frames that are in a set, in the order of the view. */
  *inOrder(frames: RowRanges): Generator<number> {
    const all = this.frames();
    if (typeof all === "number") yield* frames;
    else for (const row of all) if (frames.has(row)) yield row;
  }

  /** Places of rows that show one of these frames, from a place on: the first `most` of them. */
  placesOf(frames: RowRanges, from: number, most: number): number[] {
    const places: number[] = [];
    for (let place = Math.max(0, from); place < this.length && places.length < most; place++) {
      if (this.#passes(place, (row) => frames.has(row))) places.push(place);
    }
    return places;
  }

  /** The next place above or below for which the test holds, going round; -1 where there is none. */
  find(place: number, by: -1 | 1, test: (row: number) => boolean): number {
    const from = place < 0 && by < 0 ? 0 : place;
    for (let step = 1; step <= this.length; step++) {
      const at = (((from + by * step) % this.length) + this.length) % this.length;
      if (this.#passes(at, test)) return at;
    }
    return -1;
  }

  /** All frames that its rows show, made when they are asked for. */
  #all(): RowRanges {
    this.#shown ??= this.#order === null ? RowRanges.range(0, this.length) : RowRanges.of(this.#framesOf(this.#order));
    return this.#shown;
  }

  /** Whether the test holds for a frame that the row at a place shows. */
  #passes(place: number, test: (row: number) => boolean): boolean {
    const row = this.#rowAt(place);
    if (test(row)) return true;
    if (this.#kind === "frames") return false;
    const peer = this.#capture.frames.peer.get(row);
    return peer !== NO_ROW && test(peer);
  }

  /** Of an exchange its request, then its response. */
  #framesOf(rows: Uint32Array): Uint32Array {
    if (this.#kind === "frames") return rows;
    const frames = new Uint32Array(2 * rows.length);
    let count = 0;
    for (const row of rows) {
      frames[count++] = row;
      const peer = this.#capture.frames.peer.get(row);
      if (peer !== NO_ROW) frames[count++] = peer;
    }
    return frames.subarray(0, count);
  }

  /** The row that stands for a frame. */
  #identityOf(row: number): number {
    return this.#kind === "frames" ? row : exchangeOf(this.#capture, row);
  }

  #rowAt(place: number): number {
    return this.#order?.[place] ?? place;
  }
}

/** The row that stands for the exchange of a frame: its request where it is known. */
export function exchangeOf({ frames }: Capture, row: number): number {
  const peer = frames.peer.get(row);
  return peer !== NO_ROW && messageKind(frames.type.get(row)) === "response" ? peer : row;
}

/** The paired frames of those that have one. */
function pairsOf({ frames: { peer } }: Capture, rows: RowRanges): number[] {
  return Array.from(rows, (row) => peer.get(row)).filter((row) => row !== NO_ROW);
}
