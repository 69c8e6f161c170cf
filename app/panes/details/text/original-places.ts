import { utf8Text } from "../model/byte-text.ts";
import type { TextRange } from "../../../parts/monaco/hovers.ts";

/** Lines and columns of the text as it was sent, and the bytes that stand there. */
export class OriginalPlaces {
  readonly #bytes: Uint8Array;
  /** Offset of each line's first byte. */
  readonly #starts: readonly number[];

  constructor(bytes: Uint8Array) {
    const starts = [0];
    for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) starts.push(at + 1);
    this.#bytes = bytes;
    this.#starts = starts;
  }

  /** Where the bytes `start .. end` stand. */
  placeOf(start: number, end: number): TextRange {
    const from = this.#positionOf(start);
    const to = this.#positionOf(end);
    return { line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
  }

  /** The byte at a line and column, from 1. */
  offsetAt(line: number, column: number): number {
    const start = this.#starts[line - 1] ?? this.#bytes.length;
    // A character of the text takes at least one byte, and at most three for each of its UTF-16 units.
    const text = utf8Text(this.#bytes.subarray(start, start + 3 * column));
    return start + new TextEncoder().encode(text.slice(0, column - 1)).length;
  }

  #positionOf(offset: number): { line: number; column: number } {
    let low = 0;
    let high = this.#starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: utf8Text(this.#bytes.subarray(this.#starts[low], offset)).length + 1 };
  }
}

const NEWLINE = 0x0a;
