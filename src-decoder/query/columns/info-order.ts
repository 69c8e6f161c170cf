/** Lines of very many frames, of which only the order is wanted. */
import { StringTable } from "../../bytes/string-table.ts";
import type { ByteRun } from "../../bytes/byte-run.ts";
import { InfoMaker } from "../info/info.ts";
import type { InfoFrames } from "../info/info.ts";
import { textRanks } from "./text-ranks.ts";

const FIRST_ROWS = 1 << 14;

/** The order of frames by what they say, made from payloads as these come: while a capture is read, and elsewhere than where it is. */
export class InfoOrder {
  readonly #lines: InfoMaker;
  readonly #texts = new StringTable();
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
  }

  /** By row, the place of its line among all, from 1, or 0 where it has none; null where the capture has other than the `rows` that were added. To be called once, at the end. */
  async places(rows: number): Promise<Uint32Array<ArrayBuffer> | null> {
    if (this.#count !== rows) return null;
    const ranks = await textRanks(this.#texts, () => Promise.resolve(true));
    return ranks === null ? null : this.#codes.slice(0, rows).map((code) => ranks[code]!);
  }
}
