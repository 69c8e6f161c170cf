/** Rows in the order of any column. */
import type { Capture } from "../../model/capture.ts";
import { NO_ROW } from "../../stream/stream-sink.ts";
import type { ColumnField } from "../fields/field.ts";
import { fieldOf } from "../fields/fields.ts";
import { payloadKeys } from "./payload-keys.ts";
import { splitPath } from "../language/resolve.ts";
import { sortRows } from "./sort-rows.ts";

/**
 * Rows in the order of any column that `columnReader` knows; of what it does not know, in the order they came in. Where payloads must be
 * read for it, `pause` is awaited between slices with the bytes read so far: false ends it, and the answer is null. Values of a path are
 * ordered as numbers where all are numbers, else as texts; rows without a value come last. What was read for the last such column of a
 * whole capture is kept: to sort by it again, the other way or other rows, reads what is new only. Fails where a file cannot be read.
 */
export async function sortRowsBy(
  rows: Uint32Array,
  name: string,
  capture: Capture,
  descending: boolean,
  pause: (bytesRead: number) => Promise<boolean>,
): Promise<Uint32Array | null> {
  const { name: plain, ofPeer } = splitPath(name);
  const field = fieldOf(plain);
  if (field !== null && field.type !== "payload") {
    return sortRows(rows, ofPeer ? fieldOfPeer(field) : field, capture, descending);
  }
  const keys = payloadKeys(name, capture);
  if (keys === null) return rows;
  return (await keys.read(rows, pause)) ? keys.sorted(rows, descending) : null;
}

/** A field that reads the paired frame's value, for sorting; a frame without a pair has none. */
function fieldOfPeer(field: ColumnField): ColumnField {
  switch (field.type) {
    case "boolean":
      return {
        ...field,
        bind: (capture: Capture) => {
          const flag = field.bind(capture);
          return (row: number) => withPeer(capture, row, flag, false);
        },
      };
    case "id": {
      // The paired frame has the same id.
      return field;
    }
    case "text":
    case "enum":
      return {
        ...field,
        bind: (capture: Capture) => {
          const texts = field.bind(capture);
          return {
            code: (row: number) => withPeer(capture, row, (peer) => texts.code(peer), 0),
            text: (code: number) => texts.text(code),
          };
        },
      };
    case "number":
    case "duration":
    case "time":
    case "size":
    case "type":
    case "result": {
      // What tables show beside its values they show of its own frame.
      const { bindOrder: _, ...valued } = field;
      return {
        ...valued,
        bind: (capture: Capture) => {
          const read = field.bind(capture);
          return (row: number) => withPeer(capture, row, read, Number.NaN);
        },
      };
    }
  }
}

function withPeer<T>(capture: Capture, row: number, read: (row: number) => T, none: T): T {
  const peer = capture.frames.peer.get(row);
  return peer === NO_ROW ? none : read(peer);
}
