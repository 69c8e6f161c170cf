const SECOND = 1e9;

/** `12.345678901`: nanoseconds as seconds, always with nine decimals, so that a column of them aligns on the point. Empty where unknown. */
export function secondsText(ns: number): string {
  if (!Number.isFinite(ns)) return "";
  const magnitude = Math.abs(ns);
  const fraction = String(magnitude % SECOND).padStart(9, "0");
  return `${ns < 0 ? "-" : ""}${Math.floor(magnitude / SECOND)}.${fraction}`;
}
