/** What a person feels in the page: how soon rows are there after a drop, and whether scrolling a million frames ever stalls. */
import { dropFiles, hostPage } from "../lib/page-session.mjs";
import { barRow } from "./report.mjs";
import { sizeText } from "./sizes.mjs";

/** @typedef {import("./report.mjs").Row} Row */

const FIRST_ROWS_MS = 1000;
const LONGEST_TASK_MS = 50;
const MILLION = 1_000_000;
const READING_LIMIT_MS = 300_000;
const GRID = '[role="grid"]';
const ROW = `${GRID} [data-frame]`;

/** @param {number} ms */
const milliseconds = (ms) => `${ms.toFixed(0)} ms`;

/**
 * @param {import("./capture.mjs").BenchCapture} capture
 * @returns {Promise<Row[]>}
 */
export async function measurePage(capture) {
  const host = await hostPage();
  try {
    const page = await host.browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.addInitScript(installWatches, ROW);
    await page.goto(host.origin);
    await page.waitForLoadState("networkidle");
    await dropFiles(page, [capture.path]);
    await page.waitForFunction(() => window.bench.firstRows > 0, null, { timeout: READING_LIMIT_MS });
    const firstRows = await page.evaluate(() => window.bench.firstRows - window.bench.dropped);
    await page.waitForFunction(
      ([grid, frames]) => Number(document.querySelector(grid)?.getAttribute("aria-rowcount")) > frames,
      /** @type {const} */ ([GRID, capture.frames]),
      { timeout: READING_LIMIT_MS },
    );
    const read = await page.evaluate(() => performance.now() - window.bench.dropped);
    const whileReading = await page.evaluate(() => Math.max(0, ...window.bench.longTasks.splice(0)));
    const scroll = await page.evaluate(scrollThrough, GRID);
    const stalls = await page.evaluate(() => Math.max(0, ...window.bench.longTasks.splice(0)));
    const rows = [
      barRow(`page: first rows of ${sizeText(capture.bytes)} after the drop`, firstRows, {
        most: FIRST_ROWS_MS,
        show: milliseconds,
      }),
      { what: "  all rows", value: `${(read / 1000).toFixed(1)} s` },
      { what: "  longest task of the main thread while reading", value: taskText(whileReading) },
    ];
    const what = `  longest task while scrolling ${capture.frames} frames`;
    return [
      ...rows,
      capture.frames >= MILLION
        ? { ...barRow(what, stalls, { most: LONGEST_TASK_MS, show: taskText }) }
        : { what, value: taskText(stalls) },
      {
        what: "  time of a frame while scrolling, median and 95th percentile",
        value: scroll.map(milliseconds).join(", "),
      },
    ];
  } finally {
    await host.close();
  }
}

/**
 * The browser names only tasks of 50 ms and more.
 *
 * @param {number} ms
 */
function taskText(ms) {
  return ms < LONGEST_TASK_MS ? `under ${LONGEST_TASK_MS} ms` : milliseconds(ms);
}

/**
 * Runs in the page before its own code: watches for the drop, the first rows and long tasks.
 *
 * @param {string} row
 */
function installWatches(row) {
  window.bench = { dropped: 0, firstRows: 0, longTasks: [] };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.bench.longTasks.push(entry.duration);
  }).observe({ type: "longtask" });
  const look = () => {
    if (document.querySelector(row) === null) requestAnimationFrame(look);
    else window.bench.firstRows = performance.now();
  };
  window.addEventListener(
    "drop",
    () => {
      window.bench.dropped = performance.now();
      look();
    },
    { capture: true },
  );
}

/**
 * Runs in the page: scrolls as a wheel does, then faster and faster, then jumps as a dragged scroll bar does.
 *
 * @param {string} grid
 * @returns {Promise<number[]>} time between frames, ms: median and 95th percentile
 */
async function scrollThrough(grid) {
  const scroller = document.querySelector(grid);
  if (scroller === null) throw new Error("no table");
  /** @type {number[]} */
  const times = [];
  let last = performance.now();
  /** @param {number} top */
  const scrollTo = async (top) => {
    scroller.scrollTop = top;
    await new Promise((resolve) => requestAnimationFrame(resolve));
    const now = performance.now();
    times.push(now - last);
    last = now;
  };
  for (const step of [33, 120, 900, 20_000]) {
    for (let i = 0; i < 120; i++) await scrollTo(scroller.scrollTop + step);
  }
  for (let i = 0; i < 120; i++) await scrollTo((scroller.scrollHeight * ((i * 37) % 120)) / 120);
  // Long tasks are reported a moment later.
  await new Promise((resolve) => setTimeout(resolve, 500));
  times.sort((a, b) => a - b);
  return [0.5, 0.95].map((share) => times[Math.floor(times.length * share)] ?? 0);
}
