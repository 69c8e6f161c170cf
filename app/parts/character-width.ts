/** How wide a character of data is, and how many of them a column has room for. */

/** Padding of a cell, both sides, px. */
export const PADDING = 16;
/** Counted at once, so that what a browser rounds for one is lost among them. */
const SAMPLE = 100;

let known: number | null = null;

/** Width of a character of data, px; measured once, as its face and its size stay the same. */
export function characterWidth(): number {
  if (known !== null) return known;
  const canvas = document.createElement("canvas").getContext("2d");
  if (canvas === null) return 7.3;
  const style = getComputedStyle(document.documentElement);
  canvas.font = `${style.getPropertyValue("--size-data")} ${style.getPropertyValue("--font-mono")}`;
  known = canvas.measureText("0".repeat(SAMPLE)).width / SAMPLE;
  return known;
}

/** Whole characters that fit into a cell of a column of this width, px. */
export function charactersIn(width: number): number {
  return Math.max(0, Math.floor((width - PADDING) / characterWidth() + 0.02));
}
