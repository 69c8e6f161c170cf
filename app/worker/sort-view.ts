/** Puts the rows of a view in the order of a field. */
import {
  NO_ROW,
  columnReader,
  fieldOf,
  messageKind,
  payloadBytes,
  sortRowsBy,
  valueReader,
  type Capture,
} from "../../src-decoder/index.ts";
import type { SearchProgress, ViewSpec } from "./contract/view.ts";
import { isUnreadable } from "./unreadable-file.ts";
import { exchangeOf } from "./view.ts";
import { SHOW_EVERY, type Standing, type ViewHost } from "./view-host.ts";

const PEER = "peer.";

export interface SortedRows {
  readonly rows: Uint32Array;
  /** Null where columns answered. */
  readonly search: SearchProgress | null;
}

/** Rows in the order that the spec asks for; null where it is not wanted any more. A sort that is cancelled leaves them as they are, and one for which a file cannot be read any more. */
export async function sorted(
  capture: Capture,
  rows: Uint32Array,
  { kind, sort }: ViewSpec,
  host: ViewHost,
  report: (search: SearchProgress) => void,
): Promise<SortedRows | null> {
  if (sort === null) return { rows, search: null };
  const { field, descending } = sort;
  const bytes = readsPayloads(capture, field) ? payloadBytes(capture) : 0;
  const stand: { now: Standing } = { now: "wanted" };
  let nextReport = performance.now() + SHOW_EVERY;
  let searched = 0;
  const asked = kind === "frames" ? rows : framesThatTell(capture, rows, field);
  let inOrder: Uint32Array | null = null;
  let end: "cancelled" | "unreadable" = "cancelled";
  try {
    inOrder = await sortRowsBy(asked, plainName(kind, field), capture, descending, async (bytesRead) => {
      stand.now = await host.pause();
      searched = bytesRead;
      if (performance.now() >= nextReport) {
        nextReport = performance.now() + SHOW_EVERY;
        report({ what: "sort", state: "running", searched, bytes });
      }
      return stand.now === "wanted";
    });
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    end = "unreadable";
  }
  if (stand.now === "unwanted") return null;
  if (inOrder === null) return { rows, search: { what: "sort", state: end, searched, bytes } };
  const order = kind === "frames" ? inOrder : exchangesInOrder(capture, rows, inOrder);
  return { rows: order, search: bytes === 0 ? null : { what: "sort", state: "done", searched: bytes, bytes } };
}

/** Exchanges are sorted by frames: `peer.FIELD` then is the response's own. */
function plainName(kind: ViewSpec["kind"], field: string): string {
  return kind === "exchanges" && field.startsWith(PEER) ? field.slice(PEER.length) : field;
}

/**
 * The frames whose values exchanges are sorted by: of `peer.FIELD` the responses; else the requests, and the responses of those that have no
 * value. Whether a payload has one is not known before it is read: then both are asked, and those without come last.
 */
function framesThatTell(capture: Capture, rows: Uint32Array, name: string): Uint32Array {
  const ofPeer = name.startsWith(PEER);
  const field = fieldOf(name);
  const value = field === null || field.type === "payload" ? null : valueReader(field, capture);
  const asked = new Uint32Array(rows.length * 2);
  let count = 0;
  for (const row of rows) {
    const response = responseOf(capture, row);
    const ownTells = !ofPeer || response === row;
    if (ownTells) asked[count++] = row;
    const isTold = ownTells && value !== null && value(row) !== null;
    if (!isTold && response !== NO_ROW && response !== row) asked[count++] = response;
  }
  return asked.subarray(0, count);
}

/** Each exchange where the first of its frames stands; those of which none was asked come last. */
function exchangesInOrder(capture: Capture, rows: Uint32Array, frames: Uint32Array): Uint32Array {
  const placed = new Uint8Array(capture.frames.length);
  const order = new Uint32Array(rows.length);
  let count = 0;
  const place = (row: number): void => {
    if (placed[row] === 1) return;
    placed[row] = 1;
    order[count++] = row;
  };
  for (const frame of frames) place(exchangeOf(capture, frame));
  for (const row of rows) place(row);
  return order;
}

export function readsPayloads(capture: Capture, field: string): boolean {
  return columnReader(field, capture)?.needs === "payload";
}

function responseOf({ frames }: Capture, row: number): number {
  return messageKind(frames.type.get(row)) === "response" ? row : frames.peer.get(row);
}
