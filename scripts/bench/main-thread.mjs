/** What the page's main thread did while something was measured, from the browser's own trace: by the clock and by the processor. */

/**
 * Times in ms. `cpu` is what the page needed itself: on a machine that does other things too, the clock says more of those.
 *
 * @typedef {{ readonly clock: number, readonly cpu: number }} Task
 */

/**
 * @typedef {object} MainThread
 * @property {readonly Task[]} tasks
 * @property {readonly number[]} frames what the thread needed from one animation frame to the next, ms of the processor, ascending
 */

/** Categories in which tasks, their threads and animation frames are told. */
const CATEGORIES = ["devtools.timeline", "toplevel", "__metadata"];
const TASK = "ThreadControllerImpl::RunTask";
const FRAME = "FireAnimationFrame";
const WANTED = [TASK, FRAME, "thread_name"];

/** @typedef {{ name: string, pid: number, tid: number, ts: number, dur?: number, tdur?: number, args?: { name?: string } }} TraceEvent times in µs */

/**
 * Runs `work` while the browser traces, and resolves to its result and what the page's main thread did meanwhile.
 *
 * @template T
 * @param {import("playwright-core").Page} page
 * @param {() => Promise<T>} work
 * @returns {Promise<MainThread & { result: T }>}
 */
export async function traceMainThread(page, work) {
  const session = await page.context().newCDPSession(page);
  /** @type {TraceEvent[]} */
  const events = [];
  session.on("Tracing.dataCollected", ({ value }) => {
    for (const event of value) {
      /** @type {unknown} */
      const read = event;
      if (isWanted(read)) events.push(read);
    }
  });
  const ended = new Promise((resolve) => session.once("Tracing.tracingComplete", resolve));
  await session.send("Tracing.start", {
    transferMode: "ReportEvents",
    traceConfig: { includedCategories: CATEGORIES, recordMode: "recordContinuously" },
  });
  const result = await work();
  await session.send("Tracing.end");
  await ended;
  await session.detach();
  const own = busiestThread(events);
  return { result, tasks: tasksOf(own), frames: framesOf(own) };
}

/**
 * @param {unknown} event
 * @returns {event is TraceEvent}
 */
function isWanted(event) {
  return typeof event === "object" && event !== null && "name" in event && WANTED.includes(String(event.name));
}

/**
 * The events of the renderer whose main thread did most: the page's.
 *
 * @param {readonly TraceEvent[]} events
 */
function busiestThread(events) {
  const mains = events.filter(({ args }) => args?.name === "CrRendererMain");
  const threads = mains.map((main) => events.filter(({ pid, tid }) => pid === main.pid && tid === main.tid));
  return threads.toSorted((a, b) => busy(b) - busy(a))[0] ?? [];
}

/** @param {readonly TraceEvent[]} events */
function busy(events) {
  return events.reduce((sum, { tdur = 0 }) => sum + tdur, 0);
}

/**
 * @param {readonly TraceEvent[]} events
 * @returns {Task[]}
 */
function tasksOf(events) {
  const tasks = events.filter(({ name }) => name === TASK);
  return tasks.map(({ dur = 0, tdur = 0 }) => ({ clock: dur / 1000, cpu: tdur / 1000 }));
}

/** @param {readonly TraceEvent[]} events */
function framesOf(events) {
  const inOrder = events.toSorted((a, b) => a.ts - b.ts);
  /** @type {number[]} */
  const frames = [];
  let needed = 0;
  for (const { name, tdur = 0 } of inOrder) {
    if (name === TASK) needed += tdur / 1000;
    if (name !== FRAME) continue;
    frames.push(needed);
    needed = 0;
  }
  return frames.toSorted((a, b) => a - b);
}

/**
 * The value below which a share of ascending values lies; 0 where there is none.
 *
 * @param {readonly number[]} values
 * @param {number} share
 */
export function percentile(values, share) {
  return values[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;
}
