import {
  useCallback,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type PointerEvent,
  type ReactElement,
} from "react";
import { byteSize, counted } from "../../format/numbers.ts";
import type { TimeRange } from "../../format/time-range.ts";
import { useMomentText } from "../../parts/use-moment-text.ts";
import { useStore } from "../../state/store.ts";
import { useCanvas, type Pen } from "../timeline/use-canvas.ts";
import { drawOverTime } from "./draw-over-time.ts";
import { spanFilter, type SpanNumbers, type Subject } from "./over-time.ts";

interface OverTimeChartProps {
  readonly spans: readonly SpanNumbers[];
  readonly subject: Subject;
  /** ns since time zero. */
  readonly end: number;
}

/** Spans `first .. last`, in either order. */
interface Marked {
  readonly first: number;
  readonly last: number;
}

/** The charts: a click filters the table to a span, a drag to several; arrows move a mark among the spans and Enter filters to it. */
export function OverTimeChart({ spans, subject, end }: OverTimeChartProps): ReactElement {
  const applyFilter = useStore((state) => state.applyFilter);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [active, setActive] = useState(-1);
  const [marked, setMarked] = useState<Marked | null>(null);
  const whole = useMemo(() => ({ from: 0, to: end }), [end]);
  const brush = marked === null ? null : rangeOf(spans, marked);
  const [from, to] = [brush?.from ?? null, brush?.to ?? null];
  const zero = useStore((state) => state.timeZero?.time ?? 0);
  const draw = useCallback(
    (pen: Pen) =>
      drawOverTime(pen, { spans, whole, active, brush: from === null || to === null ? null : { from, to }, zero }),
    [spans, whole, active, from, to, zero],
  );
  useCanvas(canvas, draw);
  const momentText = useMomentText();
  const spanAt = (event: PointerEvent<HTMLElement>): number => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    return Math.max(0, Math.min(spans.length - 1, Math.floor(((event.clientX - left) / width) * spans.length)));
  };
  const filterTo = (range: TimeRange): void => void applyFilter(spanFilter(subject, range));
  const shown = spans[Math.max(0, active)];
  const text = shown === undefined ? "" : spanText(shown, momentText);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || shown === undefined) return;
    event.preventDefault();
    filterTo(shown.range);
  };
  return (
    <div className="over-time-chart">
      <input
        type="range"
        className="visually-hidden"
        data-own-keys=""
        aria-label="Span of time; Enter filters to it"
        min={0}
        max={spans.length - 1}
        value={Math.max(0, active)}
        aria-valuetext={text}
        onChange={(event) => setActive(event.target.valueAsNumber)}
        onKeyDown={onKeyDown}
      />
      <canvas
        ref={canvas}
        className="over-time-canvas"
        aria-hidden="true"
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          setMarked({ first: spanAt(event), last: spanAt(event) });
        }}
        onPointerMove={(event) => {
          setActive(spanAt(event));
          if (marked !== null) setMarked({ ...marked, last: spanAt(event) });
        }}
        onPointerUp={() => {
          if (brush !== null) filterTo(brush);
          setMarked(null);
        }}
        onPointerCancel={() => setMarked(null)}
      />
      <p className="over-time-text data">
        {active < 0 ? "Click a span, or drag over several, to filter the table." : text}
      </p>
    </div>
  );
}

function rangeOf(spans: readonly SpanNumbers[], { first, last }: Marked): TimeRange | null {
  const from = spans[Math.min(first, last)]?.range.from;
  const to = spans[Math.max(first, last)]?.range.to;
  return from === undefined || to === undefined ? null : { from, to };
}

function spanText(
  { range, requests, errors, hostBytes, guestBytes }: SpanNumbers,
  momentText: (time: number) => string,
): string {
  const numbers = [
    counted(requests, "request"),
    counted(errors, "error"),
    `${byteSize(hostBytes)} from the host`,
    `${byteSize(guestBytes)} from the guest`,
  ];
  return `${momentText(range.from)} to ${momentText(range.to)}: ${numbers.join(", ")}`;
}
