import { useMemo } from "react";
import { clockText, secondsText, spansDays } from "../format/time.ts";
import { useStore } from "../state/store.ts";

/** Writes a moment (ns since time zero) as the table writes times: since the first packet, or the time of day. */
export function useMomentText(): (time: number) => string {
  const startNs = useStore(({ settings, overview }) => (settings.timeMode === "absolute" ? overview?.startNs : null));
  const durationNs = useStore((state) => state.overview?.durationNs ?? 0);
  return useMemo(() => momentText(startNs ?? null, durationNs), [startNs, durationNs]);
}

/** `startNs` is time zero, nanoseconds since 1970; null to count from time zero. */
function momentText(startNs: string | null, durationNs: number): (time: number) => string {
  if (startNs === null) return (time) => secondsText(Math.round(time));
  const start = BigInt(startNs);
  const withDate = spansDays(start, durationNs);
  return (time) => clockText(start, time, withDate);
}
