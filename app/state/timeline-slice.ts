import type { LaneGrouping } from "../../src-decoder/index.ts";
import { withTimeRange, type TimeRange } from "../format/time-range.ts";
import type { Slice } from "./slice.ts";
import type { State } from "./store.ts";

export interface TimelineSlice {
  /** What the timeline shows; null for the whole capture. */
  readonly timelineRange: TimeRange | null;
  readonly timelineGrouping: LaneGrouping;

  readonly setTimelineRange: (range: TimeRange | null) => void;
  readonly setTimelineGrouping: (grouping: LaneGrouping) => void;
  /** Limits the table to a stretch of time, in the filter; null takes the limit away. */
  readonly filterTimeRange: (range: TimeRange | null) => Promise<void>;
  /** Another capture has other times. */
  readonly forgetTimes: () => void;
}

export const timelineSlice: Slice<TimelineSlice> = (set, get) => ({
  timelineRange: null,
  timelineGrouping: "container",

  setTimelineRange: (timelineRange) => set({ timelineRange }),
  setTimelineGrouping: (timelineGrouping) => set({ timelineGrouping }),
  filterTimeRange: (range) => {
    const { filter, settings, applyFilter } = get();
    return applyFilter(withTimeRange(filter, range, settings.view === "exchanges"));
  },

  forgetTimes: () => {
    get().setTimeCursor(null);
    set({ timelineRange: null });
  },
});

/** The last moment of the capture, ns since time zero; 0 where it has no times. */
export function captureEnd({ overview }: Pick<State, "overview">): number {
  return overview?.durationNs ?? 0;
}
