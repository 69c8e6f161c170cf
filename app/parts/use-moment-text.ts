import { secondsText } from "../../src-decoder/index.ts";
import { useMemo } from "react";
import { clockText, spansDays } from "../format/time.ts";
import { useStore } from "../state/store.ts";

/** Writes a moment (ns since the first packet) as the table writes times: since time zero, which people may have set, or the time of day. */
export function useMomentText(): (time: number) => string {
  const startNs = useStore(({ settings, overview }) => (settings.timeMode === "absolute" ? overview?.startNs : null));
  const durationNs = useStore((state) => state.overview?.durationNs ?? 0);
  const zero = useStore((state) => state.timeZero?.time ?? 0);
  return useMemo(() => momentText(startNs ?? null, durationNs, zero), [startNs, durationNs, zero]);
}

/** `startNs` is the time of the first packet, nanoseconds since 1970; null to count from `zero`. */
function momentText(startNs: string | null, durationNs: number, zero: number): (time: number) => string {
  if (startNs === null) return (time) => secondsText(Math.round(time - zero));
  const start = BigInt(startNs);
  const withDate = spansDays(start, durationNs);
  return (time) => clockText(start, time, withDate);
}
