/** Where bytes of a payload stand in its formatted text. */
import { placeOfRow, shownLength } from "./payload-format.ts";
import type { FormattedPayload, TextPlace } from "./payload-format.ts";
import { outerStart, type PayloadLayer } from "./payload-layers.ts";
import { NO_NODE, type PayloadTree } from "./payload-tree.ts";

/**
 * The place of the bytes `start .. end` (exclusive) of the payload: of part of a key or value exactly that part, escapes in strings
 * undone as the text undoes them; from the first of several to the last. Null outside of what was read.
 */
export function placeOfBytes(
  tree: PayloadTree,
  formatted: FormattedPayload,
  start: number,
  end: number,
): TextPlace | null {
  const first = placeAt(tree, formatted, start, end);
  if (first === null) return null;
  const last = end > first.until ? placeAt(tree, formatted, end - 1, end) : null;
  if (last === null || !isBehind(last.place, first.place)) return first.place;
  return { ...first.place, endLine: last.place.endLine, endColumn: last.place.endColumn };
}

function isBehind(a: TextPlace, b: TextPlace): boolean {
  return a.endLine > b.endLine || (a.endLine === b.endLine && a.endColumn > b.endColumn);
}

/** A place, and the byte of the payload behind the key or value that it is in. */
interface PartPlace {
  readonly place: TextPlace;
  readonly until: number;
}

/** The place of as many bytes from `start` on as lie in one key or value. */
function placeAt(tree: PayloadTree, formatted: FormattedPayload, start: number, end: number): PartPlace | null {
  const row = tree.at(start);
  if (row === NO_NODE) return null;
  const { keyStart, keyEnd, start: valueStart, end: valueEnd, layers, layer } = tree.parts;
  const keyRange = tree.keyRange(row);
  const isKey = keyRange !== null && start < keyRange.end;
  const whole = placeOfRow(tree, formatted, row, isKey ? "key" : "value");
  const isOpened = !isKey && (tree.hasChildren(row) || tree.embedding(row) !== null);
  const until = isKey ? keyRange.end : tree.end(row);
  if (isOpened || whole.line !== whole.endLine) return { place: whole, until };
  const [first, last] = isKey ? [keyStart[row]!, keyEnd[row]!] : [valueStart[row]!, valueEnd[row]!];
  const own = layers[layer[row]!]!;
  const from = placeInLayer(own, first, last, start);
  const to = Math.max(from, Math.min(last, placeInLayer(own, first, last, end - 1) + 1));
  const lexeme = own.bytes;
  const column = Math.min(whole.endColumn, whole.column + shownLength(lexeme.subarray(first, from)));
  const endColumn = Math.min(whole.endColumn, column + shownLength(lexeme.subarray(from, to)));
  return { place: { ...whole, column, endColumn }, until };
}

/** The byte of a layer, between two of it, that the payload's byte `outer` belongs to: of an escape all bytes are the sign they stand for. */
function placeInLayer(layer: PayloadLayer, first: number, last: number, outer: number): number {
  let low = first;
  for (let high = last; low + 1 < high;) {
    const middle = (low + high) >>> 1;
    if (outerStart(layer, middle) <= outer) low = middle;
    else high = middle;
  }
  return low;
}
