import { readInfo, type Capture } from "../../src-decoder/index.ts";
import type { FrameRow, TableRow } from "./contract/rows.ts";

/** Lines that are kept, at most 240 characters each: a few screens around where the table stands. */
const MOST_LINES = 4096;

/** The Info lines of rows that the page asks for; their payloads are read from the files, each once for as long as its line is kept. */
export class InfoLines {
  readonly #capture: Capture;
  /** By row; the least recently used first. */
  readonly #lines = new Map<number, string>();

  constructor(capture: Capture) {
    this.#capture = capture;
  }

  /** The rows with what their frames say. A payload that cannot be read leaves its row without a line. */
  told(rows: readonly TableRow[]): Promise<readonly TableRow[]> {
    return Promise.all(rows.map((row) => this.#row(row)));
  }

  async #row(row: TableRow): Promise<TableRow> {
    if (row.kind === "frame") return this.#frame(row);
    const { request, response } = row;
    return {
      ...row,
      request: request === null ? null : await this.#frame(request),
      response: response === null ? null : await this.#frame(response),
    };
  }

  async #frame(frame: FrameRow): Promise<FrameRow> {
    const info = await this.#line(frame.row);
    return info === null ? frame : { ...frame, info };
  }

  async #line(row: number): Promise<string | null> {
    const kept = this.#lines.get(row);
    try {
      const line = kept ?? (await readInfo(this.#capture, row));
      // Until the capture is read, rows may still move to their last place.
      if (!this.#capture.finished) return line;
      this.#lines.delete(row);
      this.#lines.set(row, line);
      const oldest = this.#lines.size > MOST_LINES ? this.#lines.keys().next().value : undefined;
      if (oldest !== undefined) this.#lines.delete(oldest);
      return line;
    } catch {
      // The file is gone: the table shows the columns all the same.
      return null;
    }
  }
}
