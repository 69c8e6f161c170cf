/** Parts of texts for people that several commands print. */

/** A heading and its lines behind an empty line; nothing where there are no lines. */
export function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", title, ...lines];
}

/** Rows as indented lines; the first column, a number or a length of time, is aligned at its end. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) row.forEach((cell, i) => (widths[i] = Math.max(widths[i] ?? 0, cell.length)));
  return rows.map((row) => {
    const cells = row.map((cell, i) => (i === 0 ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)));
    return `  ${cells.join("  ").trimEnd()}`;
  });
}

/** `1 frame`, `5845 frames`. */
export function count(value: number, word: string): string {
  return `${value} ${word}${value === 1 ? "" : "s"}`;
}
