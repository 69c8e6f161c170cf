/**
 * What a person feels in the page: how soon rows are there after a drop, whether scrolling a million frames ever stalls, and how smoothly the
 * timeline moves. Bars are held against the time of the processor: by the clock a busy machine measures its other work.
 */
import { dropFiles, hostPage } from "../lib/page-session.mjs";
import { percentile, traceMainThread } from "./main-thread.mjs";
import { barRow } from "./report.mjs";
import { sizeText } from "./sizes.mjs";

/** @typedef {import("./report.mjs").Row} Row */
/** @typedef {import("./main-thread.mjs").MainThread} MainThread */

const FIRST_ROWS_MS = 1000;
const LONGEST_TASK_MS = 50;
/** A frame of a screen that shows sixty a second. */
const FRAME_MS = 16.7;
const MILLION = 1_000_000;
const ORDER_MS = 500;
const READING_LIMIT_MS = 300_000;
/** After the last row the page loads its editor while it is idle. */
const EDITOR_MS = 4000;
const GRID = '[role="grid"]';
const ROW = `${GRID} [data-frame]`;

/** @param {number} ms */
const milliseconds = (ms) => `${ms.toFixed(0)} ms`;
/** @param {number} ms */
const tenths = (ms) => `${ms.toFixed(1)} ms`;

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
    const reading = await traceMainThread(page, () => openCapture(page, capture));
    const { firstRows, read } = reading.result;
    const scroll = await traceMainThread(page, () => page.evaluate(scrollThrough, GRID));
    await page.keyboard.press("2");
    await page.getByRole("tree", { name: /^Lanes/ }).waitFor();
    const timeline = await traceMainThread(page, () => page.evaluate(panTimeline, ".timeline-canvas"));
    await page.close();
    const order = await sortAtOnce(host, capture);
    return [
      barRow(`page: first rows of ${sizeText(capture.bytes)} after the drop`, firstRows, {
        most: FIRST_ROWS_MS,
        show: milliseconds,
      }),
      { what: "  all rows", value: `${(read / 1000).toFixed(1)} s` },
      ...taskRows("longest task while reading, and the first editor, processor", reading, capture.frames),
      ...scrollRows(scroll, capture.frames),
      ...timelineRows(timeline, capture.frames),
      ...orderRows(order, capture.frames),
    ];
  } finally {
    await host.close();
  }
}

/**
 * Drops a capture and waits for all of its rows, and until the page has made ready what the first look at a payload needs.
 *
 * @param {import("playwright-core").Page} page
 * @param {import("./capture.mjs").BenchCapture} capture
 */
async function openCapture(page, capture) {
  await dropFiles(page, [capture.path]);
  await page.waitForFunction(() => window.bench.firstRows > 0, null, { timeout: READING_LIMIT_MS });
  const firstRows = await page.evaluate(() => window.bench.firstRows - window.bench.dropped);
  await page.waitForFunction(
    ([grid, frames]) => Number(document.querySelector(grid)?.getAttribute("aria-rowcount")) > frames,
    /** @type {const} */ ([GRID, capture.frames]),
    { timeout: READING_LIMIT_MS },
  );
  const read = await page.evaluate(() => performance.now() - window.bench.dropped);
  await page.waitForTimeout(EDITOR_MS);
  return { firstRows, read };
}

/**
 * Opens a capture anew and sorts it by what its frames say as soon as all rows are there: what payloads must be read for, and by what is shown.
 *
 * @param {import("../lib/page-session.mjs").PageHost} host
 * @param {import("./capture.mjs").BenchCapture} capture
 * @returns {Promise<number>} ms by the clock from the click to the rows in their order
 */
async function sortAtOnce({ browser, origin }, capture) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.setDefaultTimeout(READING_LIMIT_MS);
  await page.goto(origin);
  await page.waitForLoadState("networkidle");
  await dropFiles(page, [capture.path]);
  return page.evaluate(sortWhenRead, { grid: GRID, row: ROW, frames: capture.frames });
}

/**
 * @param {number} ms
 * @param {number} frames
 * @returns {Row[]}
 */
function orderRows(ms, frames) {
  const what = `  sort by info as soon as all rows are there, a million frames`;
  const value = (ms * MILLION) / frames;
  return [
    frames >= MILLION
      ? barRow(what, value, { most: ORDER_MS, show: milliseconds })
      : { what, value: milliseconds(value) },
    { what: `    ${frames} frames, clock, from the click to the rows`, value: milliseconds(ms) },
  ];
}

/**
 * @param {string} what
 * @param {MainThread} thread
 * @param {number} frames
 * @returns {Row[]}
 */
function taskRows(what, { tasks }, frames) {
  const longest = Math.max(0, ...tasks.map(({ cpu }) => cpu));
  const byClock = Math.max(0, ...tasks.map(({ clock }) => clock));
  const over = [tasks.filter(({ cpu }) => cpu > LONGEST_TASK_MS), tasks.filter(({ clock }) => clock > LONGEST_TASK_MS)];
  const row = `  ${what}`;
  return [
    frames >= MILLION
      ? barRow(row, longest, { most: LONGEST_TASK_MS, show: milliseconds })
      : { what: row, value: milliseconds(longest) },
    { what: "    by the clock", value: milliseconds(byClock) },
    { what: "    tasks over 50 ms, processor and clock", value: over.map(({ length }) => length).join(", ") },
  ];
}

/**
 * @param {MainThread & { result: number[] }} scroll
 * @param {number} frames
 * @returns {Row[]}
 */
function scrollRows(scroll, frames) {
  return [
    ...taskRows(`longest task while scrolling ${frames} frames, processor`, scroll, frames),
    {
      what: "    between two frames, clock, median and 95th percentile",
      value: quantiles(scroll.result, milliseconds),
    },
  ];
}

/**
 * @param {MainThread & { result: number[] }} timeline
 * @param {number} frames
 * @returns {Row[]}
 */
function timelineRows({ frames: needed, result }, frames) {
  const what = `  timeline of ${Math.floor(frames / 2)} exchanges: a frame while panning and zooming, processor, 95th percentile`;
  const slow = percentile(needed, 0.95);
  return [
    frames >= 2 * MILLION ? barRow(what, slow, { most: FRAME_MS, show: tenths }) : { what, value: tenths(slow) },
    { what: "    median and longest", value: [percentile(needed, 0.5), needed.at(-1) ?? 0].map(tenths).join(", ") },
    { what: "    between two frames, clock, median and 95th percentile", value: quantiles(result, tenths) },
  ];
}

/**
 * @param {readonly number[]} times ascending
 * @param {(ms: number) => string} show
 */
function quantiles(times, show) {
  return [0.5, 0.95].map((share) => show(percentile(times, share))).join(", ");
}

/**
 * Runs in the page before its own code: watches for the drop and the first rows.
 *
 * @param {string} row
 */
function installWatches(row) {
  window.bench = { dropped: 0, firstRows: 0 };
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
 * @returns {Promise<number[]>} time between frames, ms, ascending
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
  return times.toSorted((a, b) => a - b);
}

/**
 * Runs in the page: waits until all rows are there, and clicks on the head of the lines.
 *
 * @param {{ grid: string, row: string, frames: number }} what
 * @returns {Promise<number>} ms from the click to the rows in their order
 */
async function sortWhenRead({ grid, row, frames }) {
  const isRead = () => Number(document.querySelector(grid)?.getAttribute("aria-rowcount")) > frames;
  while (!isRead()) await new Promise((resolve) => requestAnimationFrame(resolve));
  const heads = [...document.querySelectorAll(`${grid} [role="columnheader"]`)];
  const info = heads.find(({ textContent }) => textContent?.trim().startsWith("Info"))?.querySelector("button");
  if (info === null || info === undefined) throw new Error("no head of the lines");
  const first = () => document.querySelector(row)?.getAttribute("data-frame") ?? null;
  const before = first();
  const clicked = performance.now();
  info.click();
  while (first() === null || first() === before) await new Promise((resolve) => requestAnimationFrame(resolve));
  return performance.now() - clicked;
}

/**
 * Runs in the page: zooms into the middle of the timeline as Ctrl+wheel does, moves there and back, and zooms out again.
 *
 * @param {string} selector
 * @returns {Promise<number[]>} time between frames, ms, ascending
 */
async function panTimeline(selector) {
  const canvas = document.querySelector(selector);
  if (canvas === null) throw new Error("no timeline");
  const { x, y, width } = canvas.getBoundingClientRect();
  /** @type {number[]} */
  const times = [];
  let last = performance.now();
  /** @param {WheelEventInit} turn */
  const wheel = async (turn) => {
    const place = { clientX: x + width / 2, clientY: y + 60, bubbles: true, cancelable: true };
    canvas.dispatchEvent(new WheelEvent("wheel", { ...place, ...turn }));
    await new Promise((resolve) => requestAnimationFrame(resolve));
    const now = performance.now();
    times.push(now - last);
    last = now;
  };
  for (let i = 0; i < 60; i++) await wheel({ ctrlKey: true, deltaY: -20 });
  for (let i = 0; i < 240; i++) await wheel({ deltaX: i < 120 ? 15 : -15 });
  for (let i = 0; i < 60; i++) await wheel({ ctrlKey: true, deltaY: 20 });
  return times.toSorted((a, b) => a - b);
}
