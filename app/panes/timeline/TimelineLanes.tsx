import { useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactElement } from "react";
import type { TimelinePlace } from "../../../src-decoder/index.ts";
import { counted } from "../../format/numbers.ts";
import { moved, timeRangeIn, zoomed, type TimeRange } from "../../format/time-range.ts";
import { useMomentText } from "../../parts/use-moment-text.ts";
import { decoder } from "../../state/decoder.ts";
import { culpritRow } from "../../state/diagnosis-slice.ts";
import { useStore } from "../../state/store.ts";
import { cursorTime } from "../../state/time-cursor-slice.ts";
import type { CaptureActivity } from "../../worker/contract/conclusions.ts";
import { AXIS_HEIGHT, drawTimeline } from "./draw-timeline.ts";
import type { LaneLayout } from "./lane-layout.ts";
import { LaneList } from "./LaneList.tsx";
import { SpanLoader, type LoadedSpans } from "./span-loader.ts";
import { TimelineTip } from "./TimelineTip.tsx";
import { useCanvas, type Pen } from "./use-canvas.ts";
import { useHover } from "./use-hover.ts";
import { useTimelinePointer } from "./use-timeline-pointer.ts";
import { usePlace } from "./use-timeline-data.ts";

/** Spans asked for at most: from there on columns become wider than a pixel. */
const MOST_SPANS = 100_000;
/** How far around the pointer is looked, px. */
const REACH = 3;
/** Keys zoom and move by this much. */
const KEY_ZOOM = 1.5;
const KEY_MOVE = 1 / 8;
/** How much of a window is seen before a selected frame that was outside of it. */
const LEAD = 0.25;

interface TimelineLanesProps {
  readonly layout: LaneLayout;
  readonly activity: CaptureActivity;
  readonly grouping: "container" | "type";
  /** ns since time zero. */
  readonly end: number;
}

/** The lanes with their names, in a picture that moves and zooms at once and is made exact when the worker has answered. */
export function TimelineLanes({ layout, activity, grouping, end }: TimelineLanesProps): ReactElement {
  const stored = useStore((state) => state.timelineRange);
  const setRange = useStore((state) => state.setTimelineRange);
  const selectRow = useStore((state) => state.selectRow);
  const setTimeCursor = useStore((state) => state.setTimeCursor);
  const filterTimeRange = useStore((state) => state.filterTimeRange);
  const filter = useStore((state) => state.filter);
  const cursor = useStore(cursorTime);
  const range = useMemo(() => stored ?? { from: 0, to: end }, [stored, end]);
  const [scrollTop, setScrollTop] = useState(0);
  const [marking, setMarking] = useState<TimeRange | null>(null);
  const applied = useMemo(() => timeRangeIn(filter), [filter]);
  const selectedRow = useStore((state) => state.selectedRow);
  const selected = usePlace(grouping, selectedRow);
  const culprit = useStore(culpritRow);
  const begun = usePlace(grouping, selectedRow === null ? culprit : null);
  const scroller = useRef<HTMLDivElement>(null);
  const lanes = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const hover = useHover();
  const [newest, setNewest] = useState<LoadedSpans | null>(null);
  const [loader] = useState(() => new SpanLoader((query) => decoder.timelineSpans(query), setNewest));
  const loaded = newest?.query.grouping === grouping ? newest : null;

  const zero = useStore((state) => state.timeZero?.time ?? 0);
  const draw = useCallback(
    (pen: Pen) => {
      const { gaps } = activity;
      drawTimeline(pen, { layout, range, scrollTop, loaded, gaps, selected, cursor, brush: marking ?? applied, zero });
    },
    [loaded, activity, layout, range, scrollTop, selected, cursor, marking, applied, zero],
  );
  const { size } = useCanvas(canvas, draw);
  const seen = size.height - AXIS_HEIGHT;

  useEffect(() => {
    if (size.width === 0) return;
    const tracks = layout.tracksIn(scrollTop, scrollTop + seen);
    const columns = Math.min(size.width, MOST_SPANS / 2 / Math.max(1, tracks.endTrack - tracks.firstTrack));
    loader.want({ grouping, ...range, step: (range.to - range.from) / columns, ...tracks });
  }, [loader, layout, grouping, range, scrollTop, seen, size.width]);

  const reveal = useCallback(
    (row: number) => {
      const element = scroller.current;
      if (element === null) return;
      const top = layout.top(row);
      const bottom = top + layout.heightOfRow(row);
      if (top < element.scrollTop) element.scrollTop = top;
      else if (bottom > element.scrollTop + element.clientHeight) element.scrollTop = bottom - element.clientHeight;
    },
    [layout],
  );
  useReveal(selected, layout, reveal, end);
  useEffect(() => {
    // With nothing selected it begins where it went wrong, unless somebody has moved on from its top.
    if (begun !== null && scroller.current?.scrollTop === 0) reveal(layout.rowOfLane(begun.lane));
  }, [begun, layout, reveal]);

  const timeAt = (x: number): number => range.from + (x / size.width) * (range.to - range.from);
  const placeAt = ({ x, y }: { x: number; y: number }): { track: number; from: number; to: number } => ({
    track: y < AXIS_HEIGHT ? -1 : layout.trackAt(y - AXIS_HEIGHT + scrollTop),
    from: timeAt(x - REACH),
    to: timeAt(x + REACH),
  });
  const click = async (point: { x: number; y: number }): Promise<void> => {
    const { track, from, to } = placeAt(point);
    const hit = track < 0 ? null : await decoder.timelineHit(grouping, track, from, to);
    if (hit === null) setTimeCursor(Math.round(timeAt(point.x)));
    else await selectRow(hit.row);
  };
  const pointer = useTimelinePointer({
    canvas,
    range,
    end,
    onRange: setRange,
    onScroll: (by) => scroller.current?.scrollBy({ top: by }),
    onClick: (point) => void click(point),
    onHover: (point) => {
      const place = point === null ? null : placeAt(point);
      hover.look(point === null || place === null || place.track < 0 ? null : { ...point, ...place, grouping });
    },
    onBrush: (marked, done) => {
      setMarking(done ? null : marked);
      if (done && marked !== null) void filterTimeRange(marked);
    },
  });

  const onKeyDown = useCallback(
    (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const state = useStore.getState();
      const next = rangeByKey(event.key, state.timelineRange ?? { from: 0, to: end }, cursorTime(state), end);
      if (next === undefined) return;
      event.preventDefault();
      state.setTimelineRange(next);
    },
    [end],
  );
  const summary = useSummary(layout, range);
  return (
    <section className="timeline-body data" aria-label="Lanes over time">
      <div className="timeline-corner">{grouping === "container" ? "Container, process" : "Message"}</div>
      <div ref={scroller} className="timeline-scroll" onScroll={(event) => setScrollTop(event.currentTarget.scrollTop)}>
        <LaneList
          ref={lanes}
          layout={layout}
          scrollTop={scrollTop}
          height={seen}
          selected={selected === null ? null : layout.rowOfLane(selected.lane)}
          onReveal={reveal}
          onOtherKey={onKeyDown}
        />
      </div>
      <figure className="timeline-picture">
        <figcaption className="visually-hidden">{summary}</figcaption>
        <canvas
          ref={canvas}
          aria-hidden="true"
          className="timeline-canvas"
          {...pointer}
          onMouseDown={(event) => {
            // Keys then work where the pointer is; the picture itself is nothing to stop at.
            event.preventDefault();
            lanes.current?.focus({ preventScroll: true });
          }}
          onDoubleClick={(event) => setRange(zoomed(range, timeAt(event.nativeEvent.offsetX), 1 / 4, end))}
        />
        {hover.hovered !== null && <TimelineTip hovered={hover.hovered} width={size.width} height={size.height} />}
      </figure>
    </section>
  );
}

/** Moves to the selected frame where it is out of sight. */
function useReveal(place: TimelinePlace | null, layout: LaneLayout, reveal: (row: number) => void, end: number): void {
  useEffect(() => {
    if (place === null) return;
    reveal(layout.rowOfLane(place.lane));
    const { timelineRange: range, setTimelineRange } = useStore.getState();
    if (range === null || (place.start < range.to && place.end > range.from)) return;
    const lead = (range.to - range.from) * LEAD;
    setTimelineRange(moved(range, place.start - lead - range.from, end));
  }, [place, layout, reveal, end]);
}

/** What a key makes of a range; null for the whole capture, undefined for keys that do nothing here. */
function rangeByKey(key: string, range: TimeRange, cursor: number | null, end: number): TimeRange | null | undefined {
  const length = range.to - range.from;
  const middle = range.from + length / 2;
  const about = cursor !== null && cursor >= range.from && cursor <= range.to ? cursor : middle;
  switch (key) {
    case "w":
    case "+":
    case "=":
      return zoomed(range, about, 1 / KEY_ZOOM, end);
    case "s":
    case "-":
      return zoomed(range, about, KEY_ZOOM, end);
    case "a":
    case "ArrowLeft":
      return moved(range, -length * KEY_MOVE, end);
    case "d":
    case "ArrowRight":
      return moved(range, length * KEY_MOVE, end);
    case "0":
      return null;
    default:
      return undefined;
  }
}

/** The picture in words, for those who do not see it. */
function useSummary(layout: LaneLayout, range: TimeRange): string {
  const momentText = useMomentText();
  const numbers = useMemo(() => {
    let lanes = 0;
    let requests = 0;
    let failed = 0;
    let unanswered = 0;
    for (const row of layout.rows) {
      if (row.kind === "bridge") continue;
      lanes++;
      requests += row.lane.exchanges;
      failed += row.lane.failed;
      unanswered += row.lane.unanswered;
    }
    return `${counted(requests, "request")} in ${counted(lanes, "lane")}, ${failed} failed, ${unanswered} unanswered`;
  }, [layout]);
  return `Timeline: ${numbers}. Shown: ${momentText(range.from)} to ${momentText(range.to)}.`;
}
