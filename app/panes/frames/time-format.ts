import { secondsText } from "../../../src-decoder/index.ts";
import { clockText, spansDays } from "../../format/time.ts";
import type { Settings } from "../../state/settings.ts";
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
  /** The capture's last moment, ns since time zero: how long an unanswered request has waited as far as we know. */
  readonly lastTime: number;
  /** How long unanswered requests had waited when their bridge ended, ns, by row; those of bridges that live are not in it. */
  readonly diedAfter: ReadonlyMap<number, number>;
  /** Decimals of a second that the capture tells: those behind them are zeros. */
  readonly decimals: number;
  /** What relative times count from, ns since the first packet. */
  readonly zero: number;
}

export function timeFormatOf(
  mode: Settings["timeMode"],
  overview: Pick<CaptureOverview, "startNs" | "durationNs" | "timeDecimals"> | null,
  diedAfter: ReadonlyMap<number, number>,
  zero = 0,
): TimeFormat {
  const startNs = overview?.startNs == null ? null : BigInt(overview.startNs);
  const lastTime = overview?.durationNs ?? Number.NaN;
  const withDate = startNs !== null && spansDays(startNs, lastTime);
  return {
    mode,
    startNs,
    lastTime,
    diedAfter,
    zero,
    withDate,
    decimals: overview?.timeDecimals ?? NANOSECOND_DECIMALS,
  };
}

/** Whether a frame looks the same in both: the ends of the capture, which moves while it is read, and of bridges show in waiting requests only. */
export function looksSame(frame: FrameRow, a: TimeFormat, b: TimeFormat): boolean {
  if (a === b) return true;
  const times = a.mode === b.mode && a.startNs === b.startNs && a.withDate === b.withDate && a.zero === b.zero;
  if (a.decimals !== b.decimals) return false;
  return times && (!frame.pending || (a.lastTime === b.lastTime && a.diedAfter === b.diedAfter));
}

/** With nine decimals. */
export function timeText(frame: FrameRow, format: TimeFormat): string {
  if (format.mode === "delta") return secondsText(frame.delta);
  if (format.mode === "absolute" && format.startNs !== null)
    return clockText(format.startNs, frame.time, format.withDate);
  return secondsText(frame.time - format.zero);
}
