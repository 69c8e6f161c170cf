import { useEffect, useRef, type PointerEvent, type RefObject } from "react";
import { moved, zoomed, type TimeRange } from "../../format/time-range.ts";
import { AXIS_HEIGHT } from "./draw-timeline.ts";

/** A pointer that moved less has clicked, px. */
const CLICK = 4;
/** Change of the length by a wheel that moved 100 px. */
const WHEEL_ZOOM = 1.4;
/** What a wheel that counts in lines means by one. */
const LINE = 16;

interface Point {
  readonly x: number;
  readonly y: number;
}

interface PointerOptions {
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  readonly range: TimeRange;
  readonly end: number;
  readonly onRange: (range: TimeRange) => void;
  /** The lanes are to move up by so many px. */
  readonly onScroll: (by: number) => void;
  readonly onClick: (point: Point) => void;
  /** The pointer rests at a place, or (null) no more. */
  readonly onHover: (point: Point | null) => void;
  /** A stretch is being marked; `done` when the pointer lets go. */
  readonly onBrush: (range: TimeRange | null, done: boolean) => void;
}

interface PointerHandlers {
  readonly onPointerDown: (event: PointerEvent<HTMLCanvasElement>) => void;
  readonly onPointerMove: (event: PointerEvent<HTMLCanvasElement>) => void;
  readonly onPointerUp: (event: PointerEvent<HTMLCanvasElement>) => void;
  readonly onPointerCancel: (event: PointerEvent<HTMLCanvasElement>) => void;
  readonly onPointerLeave: () => void;
}

/** What a press has become. */
type Gesture =
  | { readonly kind: "press" | "pan"; readonly first: Point }
  | { readonly kind: "brush"; readonly first: Point; readonly time: number }
  | { readonly kind: "pinch" };

/**
 * Mouse and touch on the canvas: drag moves, with Shift or on the axis it marks a stretch; Ctrl+wheel and two fingers zoom about where
 * they are; the plain wheel scrolls the lanes and, sideways, time.
 */
export function useTimelinePointer(options: PointerOptions): PointerHandlers {
  const { canvas } = options;
  const pointers = useRef(new Map<number, Point>());
  const gesture = useRef<Gesture | null>(null);
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });

  useEffect(() => {
    const element = canvas.current;
    if (element === null) return undefined;
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const { range, end, onRange, onScroll } = latest.current;
      const scale = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE : 1;
      const [sideways, down] = event.shiftKey ? [event.deltaY + event.deltaX, 0] : [event.deltaX, event.deltaY];
      if (event.ctrlKey || event.metaKey) {
        const about = timeAt(element, range, event.clientX);
        onRange(zoomed(range, about, WHEEL_ZOOM ** ((down * scale) / 100), end));
        return;
      }
      if (sideways !== 0) onRange(moved(range, timeOf(element, range, sideways * scale), end));
      if (down !== 0) onScroll(down * scale);
    };
    // React's own wheel handler could not keep the browser from zooming the page.
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => element.removeEventListener("wheel", onWheel);
  }, [canvas]);

  return {
    onPointerDown: (event) => {
      if (event.button !== 0) return;
      const element = event.currentTarget;
      const point = pointOf(element, event);
      element.setPointerCapture(event.pointerId);
      pointers.current.set(event.pointerId, point);
      options.onHover(null);
      if (pointers.current.size > 1) gesture.current = { kind: "pinch" };
      else if (event.shiftKey || point.y < AXIS_HEIGHT) {
        gesture.current = { kind: "brush", first: point, time: timeAt(element, options.range, event.clientX) };
      } else gesture.current = { kind: "press", first: point };
    },

    onPointerMove: (event) => {
      const element = event.currentTarget;
      const point = pointOf(element, event);
      const before = pointers.current.get(event.pointerId);
      const doing = gesture.current;
      if (before === undefined || doing === null) {
        options.onHover(point);
        return;
      }
      if (doing.kind === "press" && distance(doing.first, point) < CLICK) return;
      if (doing.kind === "pinch") pinch(element, options, pointers.current, event.pointerId, point);
      pointers.current.set(event.pointerId, point);
      if (doing.kind === "brush") {
        options.onBrush(between(doing.time, timeAt(element, options.range, event.clientX)), false);
      } else if (doing.kind !== "pinch") {
        if (doing.kind === "press") gesture.current = { ...doing, kind: "pan" };
        options.onRange(moved(options.range, timeOf(element, options.range, before.x - point.x), options.end));
        options.onScroll(before.y - point.y);
      }
    },

    onPointerUp: (event) => {
      const element = event.currentTarget;
      const point = pointOf(element, event);
      const doing = gesture.current;
      pointers.current.delete(event.pointerId);
      if (pointers.current.size === 0) gesture.current = null;
      if (doing?.kind === "press") options.onClick(point);
      if (doing?.kind !== "brush") return;
      const isClick = distance(doing.first, point) < CLICK;
      const marked = between(doing.time, timeAt(element, options.range, event.clientX));
      options.onBrush(isClick ? null : marked, true);
      if (isClick) options.onClick(point);
    },

    onPointerCancel: (event) => {
      pointers.current.delete(event.pointerId);
      gesture.current = null;
      options.onBrush(null, true);
    },

    onPointerLeave: () => options.onHover(null),
  };
}

/** Two fingers keep the moments below them. */
function pinch(
  element: HTMLElement,
  { range, end, onRange }: PointerOptions,
  pointers: ReadonlyMap<number, Point>,
  id: number,
  point: Point,
): void {
  const before = pointers.get(id);
  const other = [...pointers].find(([pointer]) => pointer !== id)?.[1];
  if (before === undefined || other === undefined) return;
  const spread = Math.max(10, Math.abs(before.x - other.x)) / Math.max(10, Math.abs(point.x - other.x));
  onRange(zoomed(range, range.from + timeOf(element, range, other.x), spread, end));
}

function pointOf(element: HTMLElement, event: { readonly clientX: number; readonly clientY: number }): Point {
  const { left, top } = element.getBoundingClientRect();
  return { x: event.clientX - left, y: event.clientY - top };
}

/** How much time so many px are. */
function timeOf(element: HTMLElement, range: TimeRange, pixels: number): number {
  return (pixels / element.clientWidth) * (range.to - range.from);
}

function timeAt(element: HTMLElement, range: TimeRange, clientX: number): number {
  const at = range.from + timeOf(element, range, clientX - element.getBoundingClientRect().left);
  return Math.max(range.from, Math.min(range.to, at));
}

function between(one: number, other: number): TimeRange {
  return { from: Math.floor(Math.min(one, other)), to: Math.ceil(Math.max(one, other)) };
}

function distance(one: Point, other: Point): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}
