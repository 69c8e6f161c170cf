import { LOOK, OUTCOME, procedureName, type GapTime, type TimelinePlace } from "../../../src-decoder/index.ts";
import { timeTicks, type TimeRange } from "../../format/time-range.ts";

import { cross } from "../overview/draw-overview.ts";
import { BAR_HEIGHT, TRACK_HEIGHT, type LaneLayout } from "./lane-layout.ts";
import { hatching } from "./palette.ts";
import type { LoadedSpans } from "./span-loader.ts";
import type { Pen } from "./use-canvas.ts";

export const AXIS_HEIGHT = 20;
/** Bars from this width on carry a name. */
const LABEL_WIDTH = 44;
const LABEL_PADDING = 4;
/** Least width of a bar, and half the diagonal of a diamond. */
const LEAST_BAR = 1.5;
const DIAMOND = 4.5;
/** Bars from this width on have room for a question mark. */
const QUESTION_WIDTH = 14;
/** Of the line below those of which some failed. */
const FAILURES_HEIGHT = 4;
/** Distance between two ticks of the axis at least. */
const TICK_WIDTH = 110;
/** Opacity of a column by how much of its time is covered. */
const FILLS = [0.55, 0.7, 0.85, 1] as const;
/** No canvas draws well far outside of itself. */
const FAR = 50;

export interface TimelineScene {
  readonly layout: LaneLayout;
  readonly range: TimeRange;
  /** Height above the first row that is seen. */
  readonly scrollTop: number;
  readonly loaded: LoadedSpans | null;
  readonly gaps: readonly GapTime[];
  readonly selected: TimelinePlace | null;
  readonly cursor: number | null;
  /** What is filtered to, or about to be. */
  readonly brush: TimeRange | null;
  /** What the axis counts from, ns since the first packet. */
  readonly zero: number;
}

/** One picture of the timeline. Nothing is computed here that grows with the capture. */
export function drawTimeline(pen: Pen, scene: TimelineScene): void {
  const { context, palette, width, height } = pen;
  const { range } = scene;
  const x = (time: number): number =>
    Math.max(-FAR, Math.min(width + FAR, ((time - range.from) / (range.to - range.from)) * width));
  context.clearRect(0, 0, width, height);
  context.font = palette.font;
  context.textBaseline = "middle";
  const ticks = timeTicks(range, width / TICK_WIDTH, scene.zero);

  context.save();
  context.beginPath();
  context.rect(0, AXIS_HEIGHT, width, height - AXIS_HEIGHT);
  context.clip();
  context.fillStyle = palette.line;
  for (const { time } of ticks) context.fillRect(Math.round(x(time)), AXIS_HEIGHT, 1, height);
  if (scene.gaps.length > 0) {
    context.fillStyle = hatching(context, palette.lineStrong);
    for (const { from, to } of scene.gaps) {
      if (to >= range.from && from <= range.to) context.fillRect(x(from), 0, Math.max(3, x(to) - x(from)), height);
    }
  }
  drawRows(pen, scene, x);
  drawSpans(pen, scene, x);
  drawSelected(pen, scene, x);
  context.restore();

  context.fillStyle = palette.raised;
  context.fillRect(0, 0, width, AXIS_HEIGHT);
  context.fillStyle = palette.textSecondary;
  for (const { time, text } of ticks) context.fillText(text, x(time) + 4, AXIS_HEIGHT / 2);
  context.fillStyle = palette.line;
  context.fillRect(0, AXIS_HEIGHT - 1, width, 1);
  for (const { time } of ticks) context.fillRect(Math.round(x(time)), 0, 1, AXIS_HEIGHT);
  drawOverlays(pen, scene, x);
}

type ToX = (time: number) => number;

function drawRows({ context, palette, width, height }: Pen, { layout, scrollTop, range }: TimelineScene, x: ToX): void {
  if (layout.rows.length === 0) return;
  const last = layout.rowAt(scrollTop + height);
  for (let at = layout.rowAt(scrollTop); at <= last; at++) {
    const top = AXIS_HEIGHT + layout.top(at) - scrollTop;
    context.fillStyle = palette.line;
    context.fillRect(0, Math.round(top + layout.heightOfRow(at)) - 1, width, 1);
    const row = layout.rows[at]!;
    if (row.kind !== "bridge") continue;
    const middle = top + layout.heightOfRow(at) / 2;
    for (const { start, end, sawStart, ended } of row.connections) {
      if (end < range.from || start > range.to) continue;
      context.fillStyle = palette.textSecondary;
      context.fillRect(x(start), middle - 1, Math.max(2, x(end) - x(start)), 2);
      if (sawStart) context.fillRect(x(start), middle - 6, 2, 12);
      if (ended !== null) cross(context, x(end), middle, 4, palette.text);
    }
  }
}

function drawSpans(pen: Pen, { layout, loaded, scrollTop }: TimelineScene, x: ToX): void {
  if (loaded === null) return;
  const { context, height, width } = pen;
  const { count, track, start, end, look, type } = loaded.spans;
  let before = -1;
  for (let at = 0; at < count; at++) {
    const top = AXIS_HEIGHT + layout.trackTop(track[at]!) - scrollTop;
    if (top > height || top < AXIS_HEIGHT - TRACK_HEIGHT) continue;
    const left = x(start[at]!);
    const right = x(end[at]!);
    if (left >= width || right <= -FAR) continue;
    const looks = look[at]!;
    if (looks !== before) setColours(pen, looks);
    before = looks;
    drawSpan(pen, looks, left, right, top + (TRACK_HEIGHT - BAR_HEIGHT) / 2);
    if (type[at] !== 0 && right - left >= LABEL_WIDTH) {
      drawLabel(pen, looks, procedureName(type[at]!), left, right, top + TRACK_HEIGHT / 2);
      before = -1;
    }
  }
  context.globalAlpha = 1;
}

/** A long poll that has no answer, or ended with its bridge, is as it should be (N1, N10): what somebody waited for stands out among them. */
function colourOf(look: number): "notification" | "pending" | "call" | "error" | "textSecondary" {
  const isQuiet = (look & LOOK.longPoll) !== 0;
  switch (look & LOOK.outcome) {
    case LOOK.notification:
      return "notification";
    case LOOK.unknown:
      return isQuiet ? "call" : "textSecondary";
    case OUTCOME.waiting:
      return isQuiet ? "call" : "pending";
    case OUTCOME.died:
      return isQuiet ? "call" : "error";
    case OUTCOME.answered:
    case LOOK.mixed:
      return "call";
    default:
      return "error";
  }
}

function setColours({ context, palette }: Pen, look: number): void {
  const colour = palette[colourOf(look)];
  const isColumn = (look & LOOK.dense) !== 0 && (look & LOOK.outcome) !== LOOK.notification;
  context.globalAlpha = isColumn ? FILLS[(look >>> LOOK.fillShift) & 3]! : 1;
  context.fillStyle = colour;
  context.strokeStyle = colour;
  context.lineWidth = 1;
}

/** Shapes: a bar; a thin bar for a long poll; an open one with an arrow for what waits; a hollow one with a cross for what died; a broken one for what nobody knows of. */
function drawSpan(pen: Pen, look: number, left: number, right: number, top: number): void {
  const { context, palette, width } = pen;
  const outcome = look & LOOK.outcome;
  if (outcome === LOOK.notification) {
    diamond(context, left, top + BAR_HEIGHT / 2);
    return;
  }
  const thin = (look & LOOK.longPoll) !== 0;
  const height = thin ? 4 : BAR_HEIGHT;
  const y = thin ? top + (BAR_HEIGHT - height) / 2 : top;
  const length = Math.max(LEAST_BAR, right - left);
  const isOne = (look & LOOK.dense) === 0;
  if (isOne && outcome === LOOK.unknown) {
    broken(pen, left, Math.min(right, width), y, height);
    return;
  }
  const isHollow = isOne && (outcome === OUTCOME.waiting || outcome === OUTCOME.died);
  if (!isHollow) {
    context.fillRect(left, y, length, height);
    if (outcome === LOOK.mixed) markFailures(pen, look, left, y, length);
    if (isOne && outcome === OUTCOME.failed && length >= 14)
      cross(context, right - 7, y + height / 2, 2.5, palette.surface);
    return;
  }
  const colour = context.fillStyle;
  if (outcome === OUTCOME.waiting && !thin) {
    context.fillStyle = palette.pendingSurface;
    context.fillRect(left, y, length, height);
    context.fillStyle = colour;
  }
  // Open at its end: nothing closes what waits.
  context.fillRect(left, y, 2, height);
  context.fillRect(left, y, length, 1);
  context.fillRect(left, y + height - 1, length, 1);
  const tip = Math.min(right, width);
  if (outcome === OUTCOME.waiting) arrow(context, tip - 2, y + height / 2);
  else {
    cross(context, tip - 4, y + height / 2, 3.5, palette[colourOf(look)]);
    context.strokeStyle = colour;
  }
}

/** An outline of short lines, open at its end as that of what waits, with a question mark there. */
function broken({ context }: Pen, left: number, right: number, y: number, height: number): void {
  const from = Math.max(left, -FAR);
  context.fillRect(left, y, 2, height);
  context.setLineDash([4, 3]);
  context.beginPath();
  context.moveTo(from, y + 0.5);
  context.lineTo(right, y + 0.5);
  context.moveTo(from, y + height - 0.5);
  context.lineTo(right, y + height - 0.5);
  context.stroke();
  context.setLineDash([]);
  if (right - left >= QUESTION_WIDTH) context.fillText("?", right - 9, y + height / 2 + 0.5);
}

/** A line below those of which some failed. A canvas is slow to say what its colours are, so they are set again, not read. */
function markFailures(pen: Pen, look: number, left: number, y: number, length: number): void {
  const { context, palette } = pen;
  context.fillStyle = palette.error;
  context.globalAlpha = 1;
  context.fillRect(left, y + BAR_HEIGHT - FAILURES_HEIGHT, length, FAILURES_HEIGHT);
  setColours(pen, look);
}

function diamond(context: CanvasRenderingContext2D, x: number, y: number): void {
  context.beginPath();
  context.moveTo(x - DIAMOND, y);
  context.lineTo(x, y - DIAMOND);
  context.lineTo(x + DIAMOND, y);
  context.lineTo(x, y + DIAMOND);
  context.fill();
}

function arrow(context: CanvasRenderingContext2D, x: number, y: number): void {
  context.beginPath();
  context.moveTo(x - 6, y - 4);
  context.lineTo(x, y);
  context.lineTo(x - 6, y + 4);
  context.fill();
}

function drawLabel(
  { context, palette, width }: Pen,
  look: number,
  text: string,
  left: number,
  right: number,
  y: number,
): void {
  const outcome = look & LOOK.outcome;
  const from = Math.max(0, left) + LABEL_PADDING;
  const room = Math.min(width, right) - from - LABEL_PADDING - (outcome === OUTCOME.answered ? 0 : 10);
  // A long poll's line is too thin to be written on.
  if (room < LABEL_WIDTH - 2 * LABEL_PADDING || (look & LOOK.longPoll) !== 0) return;
  context.globalAlpha = 1;
  const isHollow = outcome === OUTCOME.waiting || outcome === OUTCOME.died || outcome === LOOK.unknown;
  context.fillStyle = isHollow ? palette.text : palette.surface;
  context.fillText(fitting(characterWidth(context, palette.font), text, room), from, y + 0.5);
}

/** Width of a character by font, px: measured once, as a picture has hundreds of labels. */
const CHARACTER_WIDTHS = new Map<string, number>();

function characterWidth(context: CanvasRenderingContext2D, font: string): number {
  const known = CHARACTER_WIDTHS.get(font);
  if (known !== undefined) return known;
  const { width } = context.measureText("0");
  CHARACTER_WIDTHS.set(font, width);
  return width;
}

/** As many characters as there is room for. The font has one width for all. */
function fitting(width: number, text: string, room: number): string {
  const characters = Math.floor(room / width);
  return text.length <= characters ? text : `${text.slice(0, Math.max(1, characters - 1))}…`;
}

function drawSelected({ context, palette }: Pen, { selected, layout, scrollTop }: TimelineScene, x: ToX): void {
  if (selected === null) return;
  const top = AXIS_HEIGHT + layout.trackTop(selected.track) - scrollTop;
  const left = x(selected.start);
  const isPoint = selected.end === selected.start;
  const right = Math.max(left + (isPoint ? DIAMOND : LEAST_BAR), x(selected.end));
  const outer = isPoint ? left - DIAMOND : left;
  context.strokeStyle = palette.focus;
  context.lineWidth = 2;
  context.strokeRect(outer - 2, top, right - outer + 4, TRACK_HEIGHT);
}

function drawOverlays({ context, palette, height }: Pen, { brush, cursor, range }: TimelineScene, x: ToX): void {
  context.fillStyle = palette.accent;
  if (brush !== null && brush.to > range.from && brush.from < range.to) {
    const left = x(brush.from);
    const right = x(brush.to);
    context.globalAlpha = 0.14;
    context.fillRect(left, 0, right - left, height);
    context.globalAlpha = 1;
    context.fillRect(left, 0, 1, height);
    context.fillRect(right - 1, 0, 1, height);
  }
  if (cursor !== null && cursor >= range.from && cursor <= range.to)
    context.fillRect(Math.round(x(cursor)), 0, 1, height);
}
