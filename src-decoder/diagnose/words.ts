/** How numbers are said in findings. */

import { counted, formatCount } from "../bytes/count-text.ts";

const MOST_TEXT = 160;

/** A length of time for people: three significant digits, in the unit that fits. `ns` may be NaN. */
export function formatAge(ns: number): string {
  if (!Number.isFinite(ns)) return "an unknown time";
  const units: readonly (readonly [number, string])[] = [
    [3600e9, "h"],
    [1e9, "s"],
    [1e6, "ms"],
    [1e3, "µs"],
  ];
  for (const [size, unit] of units) {
    if (ns >= size && (unit !== "h" || ns >= 2 * size)) return `${trim(ns / size)} ${unit}`;
  }
  return `${Math.round(ns)} ns`;
}

/** The moment `ns` after time zero as a clock shows it: `17:40:03 UTC`, whole seconds, never before the moment. */
export function clockTime(startNs: bigint | null, ns: number): string {
  if (startNs === null || !Number.isFinite(ns)) return "an unknown time";
  const second = Number((startNs + BigInt(Math.ceil(ns)) + 999_999_999n) / 1_000_000_000n) % 86_400;
  const [hours, minutes] = [Math.floor(second / 3600), Math.floor(second / 60) % 60];
  return `${[hours, minutes, second % 60].map((part) => String(part).padStart(2, "0")).join(":")} UTC`;
}

/** `a, b and c`; beyond `most` the rest is counted. */
export function listed(items: readonly string[], most = 5): string {
  const shown = items.length > most ? [...items.slice(0, most), counted(items.length - most, "more", "more")] : items;
  if (shown.length < 2) return shown.join("");
  return `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}

/** A long id shortened in the middle. */
export function shortId(id: string): string {
  return id.length <= 12 ? id : `${id.slice(0, 8)}…${id.slice(-4)}`;
}

/** A text of the guest's on one line, without its full stop, its end cut off where it is long: errors may quote whole requests. */
export function shortText(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim().replace(/\.$/, "");
  return line.length <= MOST_TEXT ? line : `${line.slice(0, MOST_TEXT - 1)}…`;
}

function trim(value: number): string {
  if (value >= 100) return formatCount(value);
  return String(Number(value.toPrecision(3)));
}
