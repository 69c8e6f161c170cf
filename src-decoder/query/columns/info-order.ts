/** Lines of very many frames, of which only the order is wanted. */
import { StringTable } from "../../bytes/string-table.ts";
import type { ByteRun } from "../../bytes/byte-run.ts";
import { InfoMaker } from "../info/info.ts";
import type { InfoFrames } from "../info/info.ts";
import { TextOrder } from "./text-ranks.ts";

const FIRST_ROWS = 1 << 14;
/** So many frames are added between two looks at whether there are enough new lines to put them in order. */
const ORDERED_EVERY = 1 << 12;

/** The order of frames by what they say, made from payloads as these come: while a capture is read, and elsewhere than where it is. */
export class InfoOrder {
  readonly #lines: InfoMaker;
  readonly #texts = new StringTable();
  readonly #order = new TextOrder(this.#texts);
  /** By row: the number of its line, that of no text where it says nothing. */
  #codes = new Uint32Array(FIRST_ROWS);
  #count = 0;

  /** @param frames where `add` finds what lines depend on beside payloads, by a number of the caller's */
  constructor(frames: InfoFrames) {
    this.#lines = new InfoMaker(frames);
  }

  /** Adds the frame that is `at` among the caller's, which has this row in the capture: each row once. A longer payload may be cut at `INFO_BYTES`. */
  add(row: number, at: number, payload: ByteRun): void {
    if (row >= this.#codes.length) {
      const larger = new Uint32Array(2 * row);
      larger.set(this.#codes);
      this.#codes = larger;
    }
    const line = this.#lines.of(at, payload);
    if (line !== "") this.#codes[row] = this.#texts.intern(line);
    this.#count++;
    if (this.#count % ORDERED_EVERY === 0) this.#putInOrder(false);
  }

  /** By row, the place of its line among all, from 1, or 0 where it has none; null where the capture has other than the `rows` that were added. To be called once, at the end. */
  places(rows: number): Uint32Array<ArrayBuffer> | null {
    if (this.#count !== rows) return null;
    this.#putInOrder(true);
    const ranks = this.#order.ranks();
    return this.#codes.slice(0, rows).map((code) => ranks[code]!);
  }

  /** Nobody else asks for anything where it is done: it takes no turns. */
  #putInOrder(toEnd: boolean): void {
    const turns = this.#order.turns(toEnd);
    while (turns.next().done !== true);
  }
}
