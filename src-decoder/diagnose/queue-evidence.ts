/** What shows that a guest served requests one after the other, and not each beside the others (bridge.md H31). */
import { NO_ROW } from "../stream/stream-sink.ts";
import type { DiagnosisContext } from "./context.ts";

/** Calls that any guest that runs answers at once: three disks that do not appear are no frozen guest. */
const QUICK: ReadonlySet<string> = new Set(["GetProperties", "ResizeConsole", "DumpStacks"]);
/** Calls that a Linux guest does, while Windows takes its time (bridge.md N21, H20). */
const QUICK_ON_LINUX: ReadonlySet<string> = new Set(["SignalProcess", "Start"]);

/** A call that any guest answers at once, and that took longer, was kept waiting. */
export const SLOW_FOR_QUICK_NS = 1e9;
/** A quick call is answered so soon after the slow one of another kind that it waited for. */
const SOON_NS = 100e6;
/** Calls that wait for devices, and so many of them that hardly wait for one moment. */
const FOR_DEVICES: ReadonlySet<string> = new Set(["ModifySettings", "Create"]);
const MANY_AT_ONCE = 8;

/** Whether a call that any guest answers at once is among those that waited. */
export function hasQuick(context: DiagnosisContext, rows: readonly number[], until: number): boolean {
  return rows.some((row) => isQuick(context, row) && until - context.time(row) >= SLOW_FOR_QUICK_NS);
}

function isQuick(context: DiagnosisContext, row: number): boolean {
  const name = context.name(row);
  return QUICK.has(name) || (QUICK_ON_LINUX.has(name) && context.guestOf(context.bridgeOf(row)) === "linux");
}

/**
 * Whether a quick call waited for the first of these: it was answered soon after that, however much later it had been sent. Calls that are all
 * slow, each beside the others, are answered as far apart as they were sent.
 */
export function heldQuick(
  context: DiagnosisContext,
  [first = NO_ROW, ...behind]: readonly number[],
  until: number,
): boolean {
  const answer = first === NO_ROW ? null : context.answer(first);
  if (answer === null) return false;
  return behind.some((row) => {
    const own = context.answer(row);
    if (own === null || !hasQuick(context, [row], until)) return false;
    const soon = context.name(row) === context.name(first) ? 0 : SOON_NS;
    const apart = context.time(row) - context.time(first);
    return context.time(own) - context.time(answer) <= Math.max(apart / 2, soon);
  });
}

/** Whether the requests that have answers got them in the order they were sent. */
export function answeredInOrder(context: DiagnosisContext, queued: readonly number[]): boolean {
  const answers = queued.flatMap((row) => context.answer(row) ?? []);
  return answers.every((row, place) => place === 0 || row > answers[place - 1]!);
}

/** Whether a few calls of one kind may each have waited for the same thing outside, as for disks that appear together. */
export function mayWaitTogether(context: DiagnosisContext, queued: readonly number[]): boolean {
  const [name, ...others] = new Set(queued.map((row) => context.name(row)));
  return others.length === 0 && FOR_DEVICES.has(name ?? "") && queued.length < MANY_AT_ONCE;
}

/** Whether the answers, in whatever order, stand much closer together than their requests. */
export function cameTogether(context: DiagnosisContext, queued: readonly number[]): boolean {
  const answered = queued.filter((row) => context.answer(row) !== null);
  const [first, last] = [answered[0], answered.at(-1)];
  if (first === undefined || last === undefined) return false;
  const [earliest, latest] = answered
    .map((row) => context.time(context.answer(row)!))
    .reduce(([low, high], time) => [Math.min(low, time), Math.max(high, time)], [Infinity, -Infinity]);
  return 2 * (latest - earliest) < context.time(last) - context.time(first);
}

/** So many answers to calls of one kind, one by one, are no accident; where others came in turn before, fewer will do. */
const FEWEST_ANSWERS = MANY_AT_ONCE - 1;
const FEWEST_AFTER_OTHERS = 3;
/** Answers are evenly spaced where none comes more than so much later than another, each after the one before. */
const UNEVEN = 2;
/** What Windows takes its time for, whatever stands before it (bridge.md N21, H20). */
const SLOW_ON_WINDOWS: ReadonlySet<string> = new Set(["SignalProcess", "Start", "Create"]);

/**
 * Whether many calls of one kind that came almost at once were answered in their order and one by one, each about as long after the one before:
 * handlers beside each other would end as far apart as they began, or in any order. The last ones may be open still. `inTurn` answers were in
 * order so far.
 */
export function servedEvenly(context: DiagnosisContext, queued: readonly number[], inTurn: number): boolean {
  const [first = 0] = queued;
  const name = context.name(first);
  if (queued.length < MANY_AT_ONCE || queued.some((row) => context.name(row) !== name)) return false;
  if (SLOW_ON_WINDOWS.has(name) && context.guestOf(context.bridgeOf(first)) !== "linux") return false;
  const times = queued.flatMap((row) => context.answer(row) ?? []).map((row) => context.time(row));
  if (times.length < (inTurn >= MANY_AT_ONCE ? FEWEST_AFTER_OTHERS : FEWEST_ANSWERS)) return false;
  const isPrefix = queued.every((row, place) => (context.answer(row) !== null) === place < times.length);
  const asked = context.time(queued[times.length - 1]!) - context.time(first);
  const gaps = times.slice(1).map((time, place) => time - times[place]!);
  const isSpread = 2 * asked < times.at(-1)! - times[0]!;
  return isPrefix && isSpread && Math.max(...gaps) <= UNEVEN * Math.min(...gaps);
}
