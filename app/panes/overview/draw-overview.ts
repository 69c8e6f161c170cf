import type { CaptureActivity } from "../../worker/contract/conclusions.ts";
import { hatching } from "../timeline/palette.ts";
import type { Pen } from "../timeline/use-canvas.ts";

/** Where the lines of connections end and the area may begin, and what the errors take at the bottom, px. */
const CONNECTIONS_HEIGHT = 8;
const ERRORS_HEIGHT = 6;
const LEAST_ERROR = 2;
const FAINTEST_ERROR = 0.35;
const CONNECTION_LINES = 2;
/** Arms of the sign of an end, px. */
const CROSS_REACH = 3;
/** Room that each connection must have on the average for its ends to be drawn, px. */
const LEAST_PER_CONNECTION = 2;

/**
 * The whole capture in one strip: connections above, outstanding calls as an area, errors as ticks below, gaps hatched over all. Long polls
 * are left out: they outnumber and outlast what an answer is due for.
 */
export function drawOverview({ context, palette, width, height }: Pen, activity: CaptureActivity, end: number): void {
  context.clearRect(0, 0, width, height);
  const x = (time: number): number => (time / end) * width;
  context.fillStyle = hatching(context, palette.lineStrong);
  for (const { from, to } of activity.gaps) context.fillRect(x(from), 0, Math.max(3, x(to) - x(from)), height);
  drawConnections({ context, palette, width, height }, activity, x);

  const bottom = height - ERRORS_HEIGHT;
  const most = Math.max(1, highest(activity.calls));
  const y = (value: number): number =>
    value === 0 ? bottom : Math.min(bottom - 1, bottom - (value / most) * (bottom - CONNECTIONS_HEIGHT - 2));
  steps(context, activity.calls, width, y);
  context.lineTo(width, bottom);
  context.lineTo(0, bottom);
  context.globalAlpha = 0.8;
  context.fillStyle = palette.call;
  context.fill();
  context.globalAlpha = 1;
  context.fillStyle = palette.line;
  context.fillRect(0, bottom, width, 1);
  drawErrors({ context, palette, width, height }, activity);
}

/** Puts the outline of values in equal spans on the pen, without drawing it. */
function steps(
  context: CanvasRenderingContext2D,
  values: Uint32Array,
  width: number,
  y: (value: number) => number,
): void {
  const span = width / values.length;
  context.beginPath();
  for (const [at, value] of values.entries()) {
    context.lineTo(at * span, y(value));
    context.lineTo((at + 1) * span, y(value));
  }
}

function drawConnections(
  { context, palette, width }: Pen,
  { connections }: CaptureActivity,
  x: (time: number) => number,
): void {
  // Of very many, starts and ends would be one black bar.
  const areMany = connections.length > width / LEAST_PER_CONNECTION;
  // Whole, where they lie at the ends of the strip, too: there a bridge dies.
  const inside = (at: number): number => Math.max(CROSS_REACH + 1, Math.min(width - CROSS_REACH - 1, at));
  for (const [at, { start, sawStart, end, ended }] of connections.entries()) {
    const y = 2 + (at % CONNECTION_LINES) * 3;
    context.fillStyle = palette.lineStrong;
    context.fillRect(x(start), y, Math.max(1, x(end) - x(start)), 1);
    if (areMany) continue;
    context.fillStyle = palette.text;
    if (sawStart) context.fillRect(Math.min(width - 2, x(start)), 0, 2, CONNECTIONS_HEIGHT);
    if (ended !== null) cross(context, inside(x(end)), CONNECTIONS_HEIGHT / 2, CROSS_REACH, palette.text);
  }
}

/** An X with arms of `reach` px. */
export function cross(context: CanvasRenderingContext2D, x: number, y: number, reach: number, colour: string): void {
  context.strokeStyle = colour;
  context.lineWidth = 1.5;
  context.beginPath();
  context.moveTo(x - reach, y - reach);
  context.lineTo(x + reach, y + reach);
  context.moveTo(x + reach, y - reach);
  context.lineTo(x - reach, y + reach);
  context.stroke();
}

/** As tall and as strong as errors are a large part of the answers there: where a few fail all the time, that is no alarm. */
function drawErrors({ context, palette, width, height }: Pen, { errors, answers }: CaptureActivity): void {
  const span = width / errors.length;
  context.fillStyle = palette.error;
  for (const [at, count] of errors.entries()) {
    if (count === 0) continue;
    const share = count / Math.max(count, answers[at]!);
    const tall = LEAST_ERROR + share * (ERRORS_HEIGHT - LEAST_ERROR);
    context.globalAlpha = FAINTEST_ERROR + share * (1 - FAINTEST_ERROR);
    context.fillRect(at * span, height - tall, Math.max(2, span), tall);
  }
  context.globalAlpha = 1;
}

export function highest(values: Uint32Array): number {
  let most = 0;
  for (const value of values) most = Math.max(most, value);
  return most;
}
