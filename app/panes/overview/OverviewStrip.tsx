import {
  useCallback,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type PointerEvent,
  type ReactElement,
} from "react";
import type { Severity } from "../../../src-decoder/index.ts";
import { count, counted } from "../../format/numbers.ts";
import { timeRangeIn, type TimeRange } from "../../format/time-range.ts";
import { useMomentText } from "../../parts/use-moment-text.ts";
import { decoder } from "../../state/decoder.ts";
import { culpritRow } from "../../state/diagnosis-slice.ts";
import { useStore } from "../../state/store.ts";
import { cursorTime } from "../../state/time-cursor-slice.ts";
import { captureEnd } from "../../state/timeline-slice.ts";
import { useConcluded } from "../../state/use-concluded.ts";
import type { CaptureActivity } from "../../worker/contract/conclusions.ts";
import { useCanvas, type Pen } from "../timeline/use-canvas.ts";
import { usePlace } from "../timeline/use-timeline-data.ts";
import { drawOverview, highest } from "./draw-overview.ts";
import "./overview.css";

/** A pointer that moved less has clicked, px. */
const CLICK = 4;
/** Keys move by this share of the capture. */
const KEY_STEP = 1 / 100;
/** How many spans are asked for until the strip has been laid out. */
const FIRST_SPANS = 1000;

/** The whole capture at a glance: outstanding requests over time, a brush that filters the table, the time cursor. Nothing without times. */
export function OverviewStrip(): ReactElement | null {
  const end = useStore(captureEnd);
  const [spans, setSpans] = useState(FIRST_SPANS);
  const ask = useCallback(() => decoder.activity(spans), [spans]);
  const activity = useConcluded(ask);
  if (end <= 0) return null;
  // Its place is kept while the capture is read, so that nothing moves when it comes.
  if (activity === null) return <div className="overview-strip" />;
  return <Strip activity={activity} end={end} onWidth={setSpans} />;
}

interface StripProps {
  readonly activity: CaptureActivity;
  /** ns since time zero. */
  readonly end: number;
  readonly onWidth: (pixels: number) => void;
}

function Strip({ activity, end, onWidth }: StripProps): ReactElement {
  const cursor = useStore(cursorTime);
  const shown = useStore((state) => state.timelineRange);
  const setTimeCursor = useStore((state) => state.setTimeCursor);
  const filterTimeRange = useStore((state) => state.filterTimeRange);
  const filter = useStore((state) => state.filter);
  const applied = useMemo(() => timeRangeIn(filter), [filter]);
  const draw = useCallback(
    (pen: Pen) => {
      drawOverview(pen, activity, end);
      onWidth(Math.max(1, Math.round(pen.width)));
    },
    [activity, end, onWidth],
  );
  const canvas = useRef<HTMLCanvasElement>(null);
  useCanvas(canvas, draw);
  const brush = useBrush(end, (range) => void filterTimeRange(range), setTimeCursor);
  const range = brush.range ?? applied;
  const severity = useStore((state) => state.diagnosis?.verdict.severity);
  const culprit = useCulpritRange();
  const valueText = useValueText(activity, cursor, applied, end, culprit);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Escape" && applied !== null) {
      event.preventDefault();
      void filterTimeRange(null);
      return;
    }
    const time = movedByKey(event.key, cursor ?? 0, end);
    if (time === null) return;
    event.preventDefault();
    if (event.shiftKey) void filterTimeRange(stretched(applied, cursor ?? 0, time));
    setTimeCursor(time);
  };
  return (
    <section
      className="overview-strip"
      aria-label="Overview"
      title="Outstanding requests over the capture. Drag to filter a range; arrows move the time cursor, Shift+arrows a range, Esc clears it."
      {...brush.handlers}
    >
      <input
        type="range"
        className="visually-hidden"
        aria-label="Time cursor in the whole capture"
        min={0}
        max={end}
        step="any"
        value={cursor ?? 0}
        aria-valuetext={valueText}
        onChange={(event) => setTimeCursor(Math.round(event.target.valueAsNumber))}
        onKeyDown={onKeyDown}
      />
      <canvas ref={canvas} className="overview-canvas" aria-hidden="true" />
      <span className="overview-legend" aria-hidden="true">
        outstanding, at most {count(highest(activity.calls))}
      </span>
      {shown !== null && <Mark className="overview-shown" range={shown} end={end} />}
      {range !== null && <Mark className="overview-brush" range={range} end={end} />}
      {culprit !== null && <Mark className="overview-culprit" severity={severity} range={culprit} end={end} />}
      {cursor !== null && <div className="overview-cursor" style={{ left: `${(cursor / end) * 100}%` }} />}
    </section>
  );
}

/** From when to when the call went on that the verdict names first; of any other frame the moment of its finding, which a wait says nothing of. */
function useCulpritRange(): TimeRange | null {
  const row = useStore(culpritRow);
  const place = usePlace("container", row);
  const time = useStore(({ diagnosis }) => diagnosis?.findings.find(({ rows }) => rows[0] === row)?.time ?? Number.NaN);
  if (row === null) return null;
  if (place?.isDue === true) return { from: place.start, to: place.end };
  return Number.isNaN(time) ? null : { from: time, to: time };
}

interface MarkProps {
  readonly className: string;
  readonly range: TimeRange;
  readonly end: number;
  /** Whose colour it has; its own where absent. */
  readonly severity?: Severity | undefined;
}

function Mark({ className, range, end, severity }: MarkProps): ReactElement {
  const left = Math.max(0, range.from / end) * 100;
  const right = Math.min(1, range.to / end) * 100;
  return (
    <div
      className={className}
      data-severity={severity}
      style={{
        left: severity === undefined ? `${left}%` : `min(${left}%, 100% - 8px)`,
        width: `${Math.max(0, right - left)}%`,
      }}
    />
  );
}

function useValueText(
  { calls, longPolls, errors }: CaptureActivity,
  cursor: number | null,
  range: TimeRange | null,
  end: number,
  culprit: TimeRange | null,
): string {
  const momentText = useMomentText();
  const wrong = culprit === null ? "" : `; the verdict is of ${momentText(culprit.from)} on`;
  const filtered = range === null ? "" : `; the table shows ${momentText(range.from)} to ${momentText(range.to)}`;
  if (cursor === null) {
    const failed = errors.reduce((sum, errorsHere) => sum + errorsHere, 0);
    return `${counted(highest(calls), "request")} outstanding at most, ${counted(failed, "error")}${wrong}${filtered}`;
  }
  const at = Math.max(0, Math.min(calls.length - 1, Math.floor((cursor / end) * calls.length)));
  const polls = longPolls[at]! > 0 ? `, ${counted(longPolls[at]!, "long poll")}` : "";
  return `${momentText(cursor)}: ${counted(calls[at]!, "request")} outstanding${polls}${filtered}`;
}

/** Where a key moves the cursor to; null for other keys. */
function movedByKey(key: string, time: number, end: number): number | null {
  const moves: Readonly<Record<string, number>> = {
    ArrowLeft: time - end * KEY_STEP,
    ArrowRight: time + end * KEY_STEP,
    PageUp: time - end * 10 * KEY_STEP,
    PageDown: time + end * 10 * KEY_STEP,
    Home: 0,
    End: end,
  };
  const moved = moves[key];
  return moved === undefined ? null : Math.round(Math.max(0, Math.min(end, moved)));
}

/** A range with one of its ends moved to `to`: that at which the cursor stands, or a new range from the cursor on. */
function stretched(range: TimeRange | null, cursor: number, to: number): TimeRange {
  const fixed =
    range === null ? cursor : Math.abs(range.from - cursor) < Math.abs(range.to - cursor) ? range.to : range.from;
  return { from: Math.min(fixed, to), to: Math.max(fixed, to) };
}

interface Brush {
  /** What is being drawn; null while nothing is. */
  readonly range: TimeRange | null;
  readonly handlers: {
    readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void;
    readonly onPointerMove: (event: PointerEvent<HTMLElement>) => void;
    readonly onPointerUp: (event: PointerEvent<HTMLElement>) => void;
    readonly onPointerCancel: () => void;
  };
}

function useBrush(end: number, onRange: (range: TimeRange) => void, onClick: (time: number) => void): Brush {
  const [ends, setEnds] = useState<{ readonly first: number; readonly last: number; readonly x: number } | null>(null);
  const timeAt = (event: PointerEvent<HTMLElement>): number => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    return Math.round(Math.max(0, Math.min(1, (event.clientX - left) / width)) * end);
  };
  const range = ends === null ? null : { from: Math.min(ends.first, ends.last), to: Math.max(ends.first, ends.last) };
  return {
    range,
    handlers: {
      onPointerDown: (event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        const time = timeAt(event);
        setEnds({ first: time, last: time, x: event.clientX });
      },
      onPointerMove: (event) => {
        if (ends !== null) setEnds({ ...ends, last: timeAt(event) });
      },
      onPointerUp: (event) => {
        if (ends === null || range === null) return;
        setEnds(null);
        if (Math.abs(event.clientX - ends.x) < CLICK) onClick(ends.first);
        else onRange(range);
      },
      onPointerCancel: () => setEnds(null),
    },
  };
}
