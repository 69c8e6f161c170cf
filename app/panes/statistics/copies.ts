/** Tables as people paste them. Pure functions. */
import { csvLine } from "../../../src-decoder/index.ts";

/** Columns aligned by spaces: those at `textColumns` at their start, numbers at their end. */
export function alignedText(lines: readonly (readonly string[])[], textColumns: ReadonlySet<number>): string {
  const widths = lines[0]!.map((_, at) => Math.max(...lines.map((line) => line[at]!.length)));
  const aligned = lines.map((line) =>
    line.map((cell, at) => {
      if (!textColumns.has(at)) return cell.padStart(widths[at]!);
      return at === line.length - 1 ? cell : cell.padEnd(widths[at]!);
    }),
  );
  return aligned.map((line) => `${line.join("  ")}\n`).join("");
}

/** A CSV file (RFC 4180). A text of a capture is no formula: one that a spreadsheet would run gets an apostrophe in front. */
export function csvFile(lines: readonly (readonly (string | number)[])[]): string {
  return lines.map((line) => `${csvLine(line.map(csvCell))}\r\n`).join("");
}

function csvCell(value: string | number): string {
  if (typeof value === "number") return Number.isNaN(value) ? "" : String(value);
  return /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
}
