/** Stretches of time: how they are written into a filter and read from one, moved and zoomed. Nanoseconds since time zero. */
import { parseFilter, printFilter, type FilterExpression } from "../../src-decoder/index.ts";

/** `from <= time < to`. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

const SECOND = 1e9;
/** A literal of whole or decimal seconds, as `secondsLiteral` writes it. */
const SECONDS = /^\d+(?:\.\d+)?s$/;

/**
 * The filter limited to a range in place of the one that it had, or to none. What did not parse is left out. `lasting`: of exchanges all are meant
 * that were open in it, also those that began before and ended behind it, or never.
 */
export function withTimeRange(filter: string, range: TimeRange | null, lasting = false): string {
  const rest = partsOf(filter).filter((part) => boundOf(part) === null);
  const from = lasting ? "end" : "time";
  const bounds =
    range === null ? [] : [`${from} >= ${secondsLiteral(range.from)}`, `time < ${secondsLiteral(range.to)}`];
  const text = rest.map((part) =>
    part.kind === "or" && rest.length + bounds.length > 1 ? `(${printFilter(part)})` : printFilter(part),
  );
  return [...text, ...bounds].join(" && ");
}

/** The range that a filter is limited to; null where it is not. */
export function timeRangeIn(filter: string): TimeRange | null {
  if (!filter.includes("time")) return null;
  let from: number | null = null;
  let to: number | null = null;
  for (const part of partsOf(filter)) {
    const bound = boundOf(part);
    if (bound?.side === "from") from = bound.time;
    if (bound?.side === "to") to = bound.time;
  }
  return from === null || to === null ? null : { from, to };
}

/** What must all be true of a frame that passes. */
function partsOf(filter: string): readonly FilterExpression[] {
  const { expression, faults } = parseFilter(filter);
  if (expression === null || faults.length > 0) return [];
  return expression.kind === "and" ? expression.parts : [expression];
}

function boundOf(part: FilterExpression): { readonly side: "from" | "to"; readonly time: number } | null {
  if (part.kind !== "compare" || (part.comparison !== ">=" && part.comparison !== "<")) return null;
  const { operand, value } = part;
  const isBound = operand.path === "time" || (operand.path === "end" && part.comparison === ">=");
  if (!isBound || operand.functions.length > 0) return null;
  if (value.kind !== "duration" || !SECONDS.test(value.text)) return null;
  return { side: part.comparison === "<" ? "to" : "from", time: Math.round(Number(value.text.slice(0, -1)) * SECOND) };
}

/** `12.3456s`, exact to the nanosecond. */
function secondsLiteral(time: number): string {
  const whole = Math.max(0, Math.round(time));
  const fraction = String(whole % SECOND)
    .padStart(9, "0")
    .replace(/0+$/, "");
  return `${Math.floor(whole / SECOND)}${fraction === "" ? "" : `.${fraction}`}s`;
}

/** The shortest stretch that the timeline shows. */
const SHORTEST = 200;

/** `range` made `factor` times as long about a moment that keeps its place, held within `0 .. end`. */
export function zoomed(range: TimeRange, about: number, factor: number, end: number): TimeRange {
  const length = Math.min(end, Math.max(SHORTEST, (range.to - range.from) * factor));
  const share = (about - range.from) / (range.to - range.from);
  const from = about - share * length;
  return within({ from, to: from + length }, end);
}

/** `range` moved by so much, held within `0 .. end`. */
export function moved(range: TimeRange, by: number, end: number): TimeRange {
  return within({ from: range.from + by, to: range.to + by }, end);
}

/** A range of the same length that lies in `0 .. end`. */
function within({ from, to }: TimeRange, end: number): TimeRange {
  const length = Math.min(to - from, end);
  const start = Math.max(0, Math.min(end - length, from));
  return { from: start, to: start + length };
}

/** What the timeline shows of a moment: a tenth of the capture about it. */
export function momentRange(time: number, end: number): TimeRange {
  const length = Math.max(SHORTEST, end / 10);
  return within({ from: time - length / 2, to: time + length / 2 }, end);
}

/** What it shows of a stretch: the stretch, and a tenth of it on both sides. */
export function stretchRange({ from, to }: TimeRange, end: number): TimeRange {
  const margin = Math.max(SHORTEST, (to - from) / 10);
  return within({ from: from - margin, to: to + margin }, end);
}

export interface TimeTick {
  readonly time: number;
  readonly text: string;
}

const UNITS = [
  { size: 1e9, name: "s" },
  { size: 1e6, name: "ms" },
  { size: 1e3, name: "µs" },
  { size: 1, name: "ns" },
] as const;

/** Moments in a range that are round as counted from `zero`, at most `most`, written with as many digits as tell them apart. */
export function timeTicks(range: TimeRange, most: number, zero = 0): TimeTick[] {
  const [from, to] = [range.from - zero, range.to - zero];
  const step = roundStep((to - from) / Math.max(1, most));
  const largest = Math.max(Math.abs(from), Math.abs(to), step);
  const unit = UNITS.find(({ size }) => largest >= size && step >= size / 1e4) ?? UNITS[3];
  const decimals = Math.max(0, Math.min(9, -Math.floor(Math.log10(step / unit.size) + 1e-9)));
  const ticks: TimeTick[] = [];
  for (let at = Math.ceil(from / step); at * step <= to && ticks.length <= most; at++) {
    ticks.push({ time: zero + at * step, text: `${((at * step) / unit.size).toFixed(decimals)} ${unit.name}` });
  }
  return ticks;
}

/** The next 1, 2 or 5 times a power of ten. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, least)));
  return power * (([1, 2, 5] as const).find((digit) => digit * power >= least) ?? 10);
}
