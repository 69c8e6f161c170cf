/** The table that a bench ends with. */

/**
 * @typedef {object} Row
 * @property {string} what
 * @property {string} value
 * @property {string} [bar] what is promised
 * @property {boolean} [passed] absent where nothing is promised
 */

/**
 * A row with a bar that the value must not exceed, or must reach.
 *
 * @param {string} what
 * @param {number} value
 * @param {{ most?: number, least?: number, show: (value: number) => string }} bar
 * @returns {Row}
 */
export function barRow(what, value, { most = Infinity, least = -Infinity, show }) {
  const bar = most === Infinity ? `at least ${show(least)}` : `at most ${show(most)}`;
  return { what, value: show(value), bar, passed: value <= most && value >= least };
}

/** @param {readonly Row[]} rows */
export function printTable(rows) {
  const cells = rows.map(({ what, value, bar = "", passed }) => [
    what,
    value,
    bar,
    passed === undefined ? "" : passed ? "ok" : "MISSED",
  ]);
  const widths = [0, 1, 2].map((column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  for (const [what = "", value = "", bar = "", verdict = ""] of cells) {
    const line = `${what.padEnd(widths[0] ?? 0)}  ${value.padStart(widths[1] ?? 0)}  ${bar.padEnd(widths[2] ?? 0)}  ${verdict}`;
    process.stdout.write(`${line.trimEnd()}\n`);
  }
}
