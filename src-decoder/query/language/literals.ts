/** Numbers out of literals. A literal's form is checked by the lexer already; here it meets the unit of the field it is compared with. */
import type { NumberUnit } from "../fields/field.ts";
import type { Literal } from "./syntax.ts";

const DURATION_NS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  min: 60e9,
  h: 3600e9,
  d: 86_400e9,
};

const SIZE_BYTES: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1e3,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
};

const NS_PER_DAY = 86_400_000_000_000n;
/** What a decimal fraction and a product of it may be off, as a part of them. */
const LARGEST_ERROR = 4 * Number.EPSILON;

/** What the times of a filter are relative to. */
export interface Clock {
  /** Nanoseconds since 1970-01-01 UTC of time zero; null where the capture has none. */
  readonly startNs: bigint | null;
  /** ns since time zero of the last packet. */
  readonly lastTime: number;
}

/** A literal that does not fit a unit. */
export interface Misfit {
  readonly text: string;
  readonly hint: string | null;
}

const HINTS: Readonly<Record<NumberUnit, string>> = {
  number: "Write a number: 412 or 0x19c",
  duration: "Write a number with a unit: 5s, 10ms, 1.5us",
  time: "Write a time of day (10:15:02.5) or a time since the first packet (5s)",
  size: "Write bytes: 4096, 64KiB",
  type: "Write a message type: 0x10100b01",
  result: "Write a number, 0xC037010E, or a name: HrVmcomputeSystemNotFound",
};

/** The number of a literal in a field's unit (ns, bytes, signed HRESULT). */
export function numberOf(literal: Literal, unit: NumberUnit, clock: Clock): number | Misfit {
  const { kind, text } = literal;
  if (kind === "integer" && unit !== "time" && (unit !== "duration" || Number(text) === 0)) {
    const value = Number(integerOf(text));
    // HRESULTs are signed, but people write them as unsigned hexadecimal.
    return unit === "result" && value > 0x7fff_ffff && value <= 0xffff_ffff ? value | 0 : value;
  }
  if (kind === "decimal" && (unit === "number" || unit === "size")) return Number(text);
  if (kind === "duration" && (unit === "duration" || unit === "time")) return scaled(text, DURATION_NS);
  if (kind === "size" && unit === "size") return scaled(text, SIZE_BYTES);
  if ((kind === "clock" || kind === "instant") && unit === "time") return timeOf(literal, clock);
  return { text: `${unitName(unit)} cannot be compared with ${shown(literal)}.`, hint: hintFor(literal, unit) };
}

function hintFor({ kind, text }: Literal, unit: NumberUnit): string {
  const bare = unit === "duration" && (kind === "integer" || kind === "decimal");
  return bare ? `Write a unit: ${text}s, ${text}ms` : HINTS[unit];
}

function unitName(unit: NumberUnit): string {
  if (unit === "type") return "A message type";
  return `A ${unit}`;
}

/** A literal as messages show it. */
export function shown({ kind, text }: Literal): string {
  return kind === "string" ? `the text "${text}"` : text;
}

/** The exact value of an integer literal, decimal or hexadecimal. */
export function integerOf(text: string): bigint {
  return text.startsWith("-") ? -BigInt(text.slice(1)) : BigInt(text);
}

function scaled(text: string, units: Readonly<Record<string, number>>): number {
  const [, sign = "", whole = "", fraction = "", unit = ""] = /^(-?)(\d+)(\.\d+)?(.+)$/.exec(text) ?? [];
  const scale = units[unit] ?? Number.NaN;
  // 4.001 ms are 4,001,000 ns, but 4.001 times a million is a little less in binary.
  const part = Number(fraction) * scale;
  const rounded = Math.round(part);
  const value = Number(whole) * scale + (Math.abs(part - rounded) <= part * LARGEST_ERROR ? rounded : part);
  return sign === "-" ? -value : value;
}

function timeOf(literal: Literal, { startNs, lastTime }: Clock): number | Misfit {
  if (startNs === null) {
    return { text: "This capture has no times of day.", hint: "Write a time since the first packet: 5s" };
  }
  if (literal.kind === "instant") {
    const [date = "", clock = "0:0"] = literal.text.replace("Z", "").split("T");
    const day = Date.parse(`${date}T00:00:00Z`);
    const ofDay = clockNs(clock);
    // A day that its month does not have is read as one of the next.
    const isDay = !Number.isNaN(day) && new Date(day).toISOString().startsWith(date);
    if (!isDay || ofDay === null) return { text: "There is no such time.", hint: null };
    return Number(BigInt(day) * 1_000_000n + ofDay - startNs);
  }
  const ofDay = clockNs(literal.text);
  if (ofDay === null) return { text: "There is no such time of day.", hint: "They are 00:00:00 to 23:59:59.999999999" };
  // A time of day means the capture's first day. Where the capture runs over midnight, one before its begin may be of the next day: then it
  // is in the capture, or nearer to its end than to its begin.
  const midnight = startNs - (((startNs % NS_PER_DAY) + NS_PER_DAY) % NS_PER_DAY);
  const first = Number(midnight + ofDay - startNs);
  const next = first + Number(NS_PER_DAY);
  const overMidnight = Number(midnight + NS_PER_DAY - startNs) <= lastTime;
  return first < 0 && overMidnight && next - lastTime < -first ? next : first;
}

/** Nanoseconds of `10:15`, `10:15:02.5`; null where the clock has no such time. */
function clockNs(text: string): bigint | null {
  const [hours = "0", minutes = "0", secondsText = "0"] = text.split(":");
  const [seconds = "0", fraction = ""] = secondsText.split(".");
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return null;
  const whole = BigInt(hours) * 3600n + BigInt(minutes) * 60n + BigInt(seconds);
  return whole * 1_000_000_000n + BigInt(fraction.padEnd(9, "0"));
}
