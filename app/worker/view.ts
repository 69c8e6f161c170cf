import {
  NO_ROW,
  compileFilter,
  concatRows,
  exchangeRows,
  exchangeTest,
  fieldOf,
  filterPayloadRows,
  filterRows,
  messageKind,
  sortRows,
  type Capture,
  type PayloadFilter,
} from "../../src-decoder/index.ts";
import type { FilterFault, TableRow, ViewSpec } from "./contract.ts";
import { exchangeRow, frameRow } from "./rows.ts";

const PEER = "peer.";

/** The rows that the table shows, in its order. Frames in the order of the capture need no list: place and row are the same. */
export class View {
  readonly #capture: Capture;
  readonly #kind: ViewSpec["kind"];
  readonly #order: Uint32Array | null;
  /** Rows that were there when the view was made; those read since come with the next. */
  readonly length: number;
  readonly total: number;

  private constructor(capture: Capture, kind: ViewSpec["kind"], order: Uint32Array | null, total: number) {
    this.#capture = capture;
    this.#kind = kind;
    this.#order = order;
    this.length = order?.length ?? total;
    this.total = total;
  }

  /**
   * Builds what the spec asks for, or says why its filter cannot be read; null where `pause` told to stop. A filter over payloads takes
   * long, and `pause` is awaited between two slices of it.
   */
  static async build(
    capture: Capture,
    spec: ViewSpec,
    pause: () => Promise<boolean>,
  ): Promise<View | FilterFault | null> {
    const compiled = compileFilter(spec.filter, capture, { selected: spec.selected });
    if (!compiled.ok) return compiled.faults[0];
    const { filter } = compiled;
    const all = spec.kind === "frames" ? capture.frames.length : exchangeRows(capture);
    const total = typeof all === "number" ? all : all.length;
    let passed = all;
    if (filter.needs === "payload") {
      const hits = await payloadHits(capture, filter, pause);
      if (hits === null) return null;
      const passing = new Set(spec.kind === "frames" ? hits : hits.map((row) => exchangeOf(capture, row)));
      passed = filterRows(all, (row) => passing.has(row));
    } else if (filter.expression !== null) {
      passed = filterRows(all, spec.kind === "frames" ? filter.test : exchangeTest(capture, filter.test));
    }
    if (spec.sort !== null) return new View(capture, spec.kind, sorted(capture, passed, spec.sort), total);
    return new View(capture, spec.kind, typeof passed === "number" ? null : passed, total);
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

  #rowAt(place: number): number {
    return this.#order?.[place] ?? place;
  }
}

async function payloadHits(
  capture: Capture,
  filter: PayloadFilter,
  pause: () => Promise<boolean>,
): Promise<Uint32Array | null> {
  const slices: Uint32Array[] = [];
  for await (const { rows } of filterPayloadRows(capture, filter, capture.frames.length)) {
    slices.push(rows);
    if (!(await pause())) return null;
  }
  return concatRows(slices);
}

/**
 * Rows in the order of a field. `peer.FIELD` is that of the response, for exchanges, whose rows stand for their requests; those without a
 * response come last. A field that is not known leaves the order of the capture.
 */
function sorted(capture: Capture, rows: number | Uint32Array, sort: NonNullable<ViewSpec["sort"]>): Uint32Array {
  const list = typeof rows === "number" ? Uint32Array.from({ length: rows }, (_, row) => row) : rows;
  const ofPeer = sort.field.startsWith(PEER);
  const field = fieldOf(ofPeer ? sort.field.slice(PEER.length) : sort.field);
  if (field === null || field.type === "payload") return list;
  if (!ofPeer) return sortRows(list, field, capture, sort.descending);
  const responses = list.map((row) => responseOf(capture, row));
  const answered = responses.filter((row) => row !== NO_ROW);
  const inOrder = sortRows(answered, field, capture, sort.descending).map((row) => exchangeOf(capture, row));
  const unanswered = list.filter((_, at) => responses[at] === NO_ROW);
  return concatRows([inOrder, unanswered]);
}

/** The row that stands for the exchange of a frame: its request where it is known. */
function exchangeOf({ frames }: Capture, row: number): number {
  const peer = frames.peer.get(row);
  return peer !== NO_ROW && messageKind(frames.type.get(row)) === "response" ? peer : row;
}

function responseOf({ frames }: Capture, row: number): number {
  return messageKind(frames.type.get(row)) === "response" ? row : frames.peer.get(row);
}
