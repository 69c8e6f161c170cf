/** Times as the page writes them. Input is nanoseconds since time zero, whole numbers below 2^53; NaN where unknown. */
import { count, threeDigits } from "./numbers.ts";

const DAY_NS = 86_400_000_000_000n;

/** `10:15:02.512345678` in UTC. `withDate` puts `2026-08-20 ` in front, for captures that run over midnight. */
export function clockText(startNs: bigint, time: number, withDate: boolean): string {
  if (!Number.isFinite(time)) return "";
  const at = startNs + BigInt(Math.round(time));
  const milliseconds = Number(at / 1_000_000n);
  const iso = new Date(milliseconds).toISOString();
  const nanoseconds = String(at % 1_000_000_000n).padStart(9, "0");
  const clock = `${iso.slice(11, 19)}.${nanoseconds}`;
  return withDate ? `${iso.slice(0, 10)} ${clock}` : clock;
}

/** Whether a capture from `startNs` on for `length` ns touches more than one day (UTC). */
export function spansDays(startNs: bigint, length: number): boolean {
  if (!Number.isFinite(length)) return false;
  return startNs / DAY_NS !== (startNs + BigInt(Math.round(length))) / DAY_NS;
}

/** A length of time for people, three digits: `812 ns`, `3.41 ms`, `291 s`, `2 h 05 min`. Empty where unknown. */
export function durationText(length: number): string {
  if (!Number.isFinite(length)) return "";
  const magnitude = Math.abs(length);
  const sign = length < 0 ? "-" : "";
  if (magnitude < 1000) return `${sign}${count(Math.round(magnitude))} ns`;
  if (magnitude < 999.5e3) return `${sign}${threeDigits(magnitude / 1e3)} µs`;
  if (magnitude < 999.5e6) return `${sign}${threeDigits(magnitude / 1e6)} ms`;
  if (magnitude < 3600e9) return `${sign}${threeDigits(magnitude / 1e9)} s`;
  const minutes = Math.round(magnitude / 60e9);
  return `${sign}${count(Math.floor(minutes / 60))} h ${String(minutes % 60).padStart(2, "0")} min`;
}
