import { useCallback, useRef, useState } from "react";
import type { LaneGrouping, TimelineHit } from "../../../src-decoder/index.ts";
import { decoder } from "../../state/decoder.ts";
import type { FrameDetails } from "../../worker/contract/details.ts";

/** What the pointer rests on. */
export interface Hovered {
  /** px in the canvas. */
  readonly x: number;
  readonly y: number;
  readonly hit: TimelineHit;
  /** Of the one that is there; null where there are several. */
  readonly details: FrameDetails | null;
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly grouping: LaneGrouping;
  readonly track: number;
  readonly from: number;
  readonly to: number;
}

interface Hover {
  readonly hovered: Hovered | null;
  readonly look: (place: Place | null) => void;
}

/** Asks what lies under the pointer, one question at a time; places passed over meanwhile are skipped. */
export function useHover(): Hover {
  const [hovered, setHovered] = useState<Hovered | null>(null);
  const wanted = useRef<Place | null>(null);
  const isAsking = useRef(false);
  const look = useCallback((place: Place | null) => {
    wanted.current = place;
    if (place === null) setHovered(null);
    else if (!isAsking.current) void ask();

    async function ask(): Promise<void> {
      isAsking.current = true;
      let asked: Place | null = null;
      while (wanted.current !== null && wanted.current !== asked) {
        asked = wanted.current;
        const { x, y, grouping, track, from, to } = asked;
        const hit = await decoder.timelineHit(grouping, track, from, to);
        const details = hit?.count === 1 ? await decoder.details(hit.row) : null;
        if (wanted.current === asked) setHovered(hit === null ? null : { x, y, hit, details });
      }
      isAsking.current = false;
    }
  }, []);
  return { hovered, look };
}
