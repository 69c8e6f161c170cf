import type { Output } from "./output.ts";
import { printable } from "./messages.ts";

export interface TableColumn {
  readonly label: string;
  readonly align: "start" | "end";
}

/** Rows that the widths are taken from; what comes later and is wider moves its own line only. */
const MEASURED_ROWS = 1000;
/** Nothing is cut, but one long value among many short ones does not push all the others away. */
const MOST_WIDTH = 60;
const SPACE_BETWEEN = "  ";

/** Prints lines in aligned columns without holding them all. */
export class TablePrinter {
  readonly #out: Output;
  readonly #columns: readonly TableColumn[];
  #waiting: string[][] = [];
  #widths: readonly number[] | null = null;

  constructor(out: Output, columns: readonly TableColumn[]) {
    this.#out = out;
    this.#columns = columns;
  }

  row(cells: readonly string[]): void {
    const safe = cells.map(printable);
    if (this.#widths !== null) {
      this.#line(safe, this.#widths);
      return;
    }
    this.#waiting.push(safe);
    if (this.#waiting.length === MEASURED_ROWS) this.end();
  }

  /** Prints what still waits; to be called behind the last row. */
  end(): void {
    if (this.#widths !== null) return;
    const head = this.#columns.map(({ label }) => label);
    const widths = this.#columns.map((_, i) =>
      this.#waiting.reduce((width, row) => Math.max(width, Math.min(row[i]?.length ?? 0, MOST_WIDTH)), head[i]!.length),
    );
    this.#widths = widths;
    this.#line(head, widths);
    for (const row of this.#waiting) this.#line(row, widths);
    this.#waiting = [];
  }

  #line(cells: readonly string[], widths: readonly number[]): void {
    const padded = cells.map((cell, i) =>
      this.#columns[i]?.align === "end" ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0),
    );
    this.#out.line(padded.join(SPACE_BETWEEN).trimEnd());
  }
}
