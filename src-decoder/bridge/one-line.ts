/** Whether a payload is the one line that Go's encoders write, told without reading it as JSON. */
import { placesOf } from "../bytes/byte-places.ts";
import { CLOSE_OBJECT, NEWLINE, OPEN_OBJECT } from "../bytes/json-bytes.ts";

const NEWLINES = 0x0a0a_0a0a;

/**
 * Whether the bytes begin and end as one object does. The host ends its line with a line break and has none inside; a second one is how two
 * messages glued together show (rule H38).
 */
export function looksWhole(view: DataView, start: number, end: number): boolean {
  if (end - start < 2 || view.getUint8(start) !== OPEN_OBJECT) return false;
  if (view.getUint8(end - 1) !== NEWLINE) return view.getUint8(end - 1) === CLOSE_OBJECT;
  return view.getUint8(end - 2) === CLOSE_OBJECT && !hasNewline(view, start, end - 1);
}

/** Whether a line break is among the bytes: sixteen are looked at at once. */
function hasNewline(view: DataView, start: number, end: number): boolean {
  let at = start;
  for (; at + 16 <= end; at += 16) {
    const inFirst = placesOf(view.getInt32(at, true), NEWLINES) | placesOf(view.getInt32(at + 4, true), NEWLINES);
    const inSecond = placesOf(view.getInt32(at + 8, true), NEWLINES) | placesOf(view.getInt32(at + 12, true), NEWLINES);
    if ((inFirst | inSecond) !== 0) return true;
  }
  for (; at < end; at++) if (view.getUint8(at) === NEWLINE) return true;
  return false;
}
