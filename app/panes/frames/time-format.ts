import { secondsText } from "../../../src-decoder/index.ts";
import { clockText, spansDays } from "../../format/time.ts";
import type { Settings } from "../../state/settings.ts";
import type { Unanswered } from "../../state/unanswered.ts";
import type { CaptureOverview } from "../../worker/contract/capture.ts";
import type { FrameRow } from "../../worker/contract/rows.ts";

/** Of all times as texts. */
export const NANOSECOND_DECIMALS = 9;

/** What formatting a row's times needs to know of the capture. */
export interface TimeFormat {
  readonly mode: Settings["timeMode"];
  /** Nanoseconds since 1970 of time zero; null where the capture has no times of day. */
  readonly startNs: bigint | null;
  /** The capture runs over midnight, so the time of day alone would not tell. */
  readonly withDate: boolean;
  /** The capture's last moment, ns since time zero. */
  readonly lastTime: number;
  /** What is known of requests without an answer; null until the capture is looked through: until then any of it may turn out wrong. */
  readonly unanswered: Unanswered | null;
  /** Decimals of a second that the capture tells: those behind them are zeros. */
  readonly decimals: number;
  /** What relative times count from, ns since the first packet. */
  readonly zero: number;
}

export function timeFormatOf(
  mode: Settings["timeMode"],
  overview: Pick<CaptureOverview, "startNs" | "durationNs" | "timeDecimals"> | null,
  unanswered: Unanswered | null,
  zero = 0,
): TimeFormat {
  const startNs = overview?.startNs == null ? null : BigInt(overview.startNs);
  const lastTime = overview?.durationNs ?? Number.NaN;
  const withDate = startNs !== null && spansDays(startNs, lastTime);
  return {
    mode,
    startNs,
    lastTime,
    unanswered,
    zero,
    withDate,
    decimals: overview?.timeDecimals ?? NANOSECOND_DECIMALS,
  };
}

/** Whether a frame looks the same in both: what is known of requests without an answer shows in these only. */
export function looksSame(frame: FrameRow, a: TimeFormat, b: TimeFormat): boolean {
  if (a === b) return true;
  const times = a.mode === b.mode && a.startNs === b.startNs && a.withDate === b.withDate && a.zero === b.zero;
  if (a.decimals !== b.decimals) return false;
  return times && (!frame.pending || a.unanswered === b.unanswered);
}

/** With nine decimals. */
export function timeText(frame: FrameRow, format: TimeFormat): string {
  if (format.mode === "delta") return secondsText(frame.delta);
  if (format.mode === "absolute" && format.startNs !== null)
    return clockText(format.startNs, frame.time, format.withDate);
  return secondsText(frame.time - format.zero);
}
