import { useCallback, useEffect, useMemo, useState } from "react";
import type { Lane, LaneGrouping, TimelinePlace } from "../../../src-decoder/index.ts";
import { decoder } from "../../state/decoder.ts";
import { useStore } from "../../state/store.ts";
import { useConcluded } from "../../state/use-concluded.ts";
import type { CaptureActivity } from "../../worker/contract/conclusions.ts";
import { LaneLayout } from "./lane-layout.ts";

interface TimelineData {
  readonly grouping: LaneGrouping;
  readonly layout: LaneLayout;
  readonly activity: CaptureActivity;
}

interface Lanes {
  readonly grouping: LaneGrouping;
  readonly lanes: readonly Lane[];
}

const askGaps = (): Promise<CaptureActivity | null> => decoder.activity(1);

/** Lanes, connections and gaps; null until the capture is read, and where it has no times. */
export function useTimelineData(): TimelineData | null {
  const grouping = useStore((state) => state.timelineGrouping);
  const activity = useConcluded(askGaps);
  const askLanes = useCallback(async (): Promise<Lanes | null> => {
    const lanes = await decoder.lanes(grouping);
    return lanes === null ? null : { grouping, lanes };
  }, [grouping]);
  const answer = useConcluded(askLanes);
  return useMemo(
    () =>
      answer === null || activity === null
        ? null
        : { grouping: answer.grouping, layout: new LaneLayout(answer.lanes, activity.connections), activity },
    [answer, activity],
  );
}

/** Where a frame is drawn; null where that is none, or it is not drawn. */
export function usePlace(grouping: LaneGrouping, row: number | null): TimelinePlace | null {
  const [place, setPlace] = useState<TimelinePlace | null>(null);
  useEffect(() => {
    let stale = false;
    const find = async (): Promise<void> => {
      const found = row === null ? null : await decoder.timelinePlace(grouping, row);
      if (!stale) setPlace(found);
    };
    void find();
    return () => {
      stale = true;
    };
  }, [row, grouping]);
  return place;
}
