import { byteSize, count } from "../../format/numbers.ts";
import { timeTicks, type TimeRange } from "../../format/time-range.ts";
import type { Pen } from "../timeline/use-canvas.ts";
import type { SpanNumbers } from "./over-time.ts";

/** px. */
const AXIS_HEIGHT = 18;
const LABEL_HEIGHT = 16;
const TICK_WIDTH = 110;
const LEAST_BAR = 2;

/** The charts, from the top; a row each. */
const CHARTS = [
  { label: "requests", value: (span: SpanNumbers) => span.requests, colour: "textSecondary", text: count },
  { label: "bytes from the host", value: (span: SpanNumbers) => span.hostBytes, colour: "call", text: byteSize },
  {
    label: "bytes from the guest",
    value: (span: SpanNumbers) => span.guestBytes,
    colour: "notification",
    text: byteSize,
  },
  { label: "errors", value: (span: SpanNumbers) => span.errors, colour: "error", text: count },
] as const;

export interface OverTimeScene {
  readonly spans: readonly SpanNumbers[];
  /** Whole capture, ns since time zero. */
  readonly whole: TimeRange;
  /** The span that keys or the pointer rest on; -1 where none. */
  readonly active: number;
  readonly brush: TimeRange | null;
  /** What the axis counts from, ns since the first packet. */
  readonly zero: number;
}

/** Small charts one below the other over one axis of time. */
export function drawOverTime({ context, palette, width, height }: Pen, scene: OverTimeScene): void {
  const { spans, whole, active, brush, zero } = scene;
  context.clearRect(0, 0, width, height);
  context.font = palette.font;
  context.textBaseline = "middle";
  const x = (time: number): number => ((time - whole.from) / (whole.to - whole.from)) * width;
  for (const { time, text } of timeTicks(whole, Math.max(1, Math.floor(width / TICK_WIDTH)), zero)) {
    context.fillStyle = palette.line;
    context.fillRect(Math.round(x(time)), AXIS_HEIGHT, 1, height);
    context.fillStyle = palette.textSecondary;
    context.fillText(text, x(time) + 4, AXIS_HEIGHT / 2);
  }
  const room = (height - AXIS_HEIGHT) / CHARTS.length;
  const barWidth = Math.max(1, width / spans.length - 1);
  for (const [at, chart] of CHARTS.entries()) {
    const bottom = AXIS_HEIGHT + (at + 1) * room - 1;
    const values = spans.map(chart.value);
    const most = Math.max(0, ...values);
    context.fillStyle = palette[chart.colour];
    for (const [span, value] of values.entries()) {
      if (value === 0) continue;
      const tall = Math.max(LEAST_BAR, (value / most) * (room - LABEL_HEIGHT - 2));
      context.fillRect((span / spans.length) * width, bottom - tall, barWidth, tall);
    }
    context.fillStyle = palette.line;
    context.fillRect(0, bottom, width, 1);
    context.fillStyle = palette.textSecondary;
    context.fillText(`${chart.label}, at most ${chart.text(most)}`, 4, bottom - room + LABEL_HEIGHT / 2 + 2);
  }
  context.fillStyle = palette.accent;
  const marked = brush ?? spans[active]?.range ?? null;
  if (marked === null) return;
  context.globalAlpha = 0.14;
  context.fillRect(x(marked.from), AXIS_HEIGHT, Math.max(1, x(marked.to) - x(marked.from)), height);
  context.globalAlpha = 1;
  context.fillRect(x(marked.from), AXIS_HEIGHT, 1, height);
}
