import { NO_ROW, messageKind, type Capture } from "../../src-decoder/index.ts";
import type { TableRow } from "./contract/rows.ts";
import type { ViewSpec } from "./contract/view.ts";
import { exchangeRow, frameRow } from "./rows.ts";

/** The rows that the table shows, in its order. Frames in the order of the capture need no list: place and row are the same. */
export class View {
  readonly #capture: Capture;
  readonly #kind: ViewSpec["kind"];
  readonly #order: Uint32Array | null;
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
    const identity = this.#kind === "frames" ? row : exchangeOf(this.#capture, row);
    if (this.#order === null) return identity < this.length ? identity : -1;
    return this.#order.indexOf(identity);
  }

  /** The frames that its rows show, in their order; their number where they are all of the capture. */
  frames(): number | Uint32Array {
    return framesShown(this.#capture, this.#order ?? this.length, this.#kind);
  }

  /** The next place above or below for which the test holds, going round; -1 where there is none. */
  find(place: number, by: -1 | 1, test: (row: number) => boolean): number {
    const peer = this.#capture.frames.peer;
    const passes = (row: number): boolean =>
      test(row) || (this.#kind === "exchanges" && peer.get(row) !== NO_ROW && test(peer.get(row)));
    const from = place < 0 && by < 0 ? 0 : place;
    for (let step = 1; step <= this.length; step++) {
      const at = (((from + by * step) % this.length) + this.length) % this.length;
      if (passes(this.#rowAt(at))) return at;
    }
    return -1;
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

/** Frames that rows of a view show: of an exchange its request, then its response. */
function framesShown(capture: Capture, rows: number | Uint32Array, kind: "frames" | "exchanges"): number | Uint32Array {
  if (kind === "frames" || typeof rows === "number") return rows;
  const frames: number[] = [];
  for (const row of rows) {
    frames.push(row);
    const peer = capture.frames.peer.get(row);
    if (peer !== NO_ROW) frames.push(peer);
  }
  return Uint32Array.from(frames);
}
