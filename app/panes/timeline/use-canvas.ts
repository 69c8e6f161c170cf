import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from "react";
import { useResolvedTheme } from "../../state/theme.ts";
import { readPalette, type Palette } from "./palette.ts";

/** CSS pixels. */
export interface CanvasSize {
  readonly width: number;
  readonly height: number;
}

/** Everything that drawing needs; coordinates are CSS pixels, whole device pixels underneath. */
export interface Pen extends CanvasSize {
  readonly context: CanvasRenderingContext2D;
  readonly palette: Palette;
}

interface Canvas {
  readonly size: CanvasSize;
  /** Asks for a picture at the next frame of the screen; several calls make one. */
  readonly redraw: () => void;
}

const NOTHING: CanvasSize = { width: 0, height: 0 };

/** Keeps a canvas as large as its box to the device pixel, drawn anew when that, the theme or `draw` changes. */
export function useCanvas(ref: RefObject<HTMLCanvasElement | null>, draw: (pen: Pen) => void): Canvas {
  const [size, setSize] = useState(NOTHING);
  const theme = useResolvedTheme();
  const frame = useRef(0);
  const shown = useRef(NOTHING);
  const drawing = useRef(draw);
  const wantedTheme = useRef(theme);
  const known = useRef<{ readonly theme: string; readonly palette: Palette } | null>(null);

  const redraw = useCallback(() => {
    if (frame.current !== 0) return;
    frame.current = requestAnimationFrame(() => {
      frame.current = 0;
      const canvas = ref.current;
      const context = canvas?.getContext("2d") ?? null;
      if (canvas === null || context === null || canvas.width === 0) return;
      if (known.current?.theme !== wantedTheme.current) {
        known.current = { theme: wantedTheme.current, palette: readPalette(canvas.parentElement ?? document.body) };
      }
      const { width, height } = shown.current;
      context.setTransform(canvas.width / width, 0, 0, canvas.height / height, 0, 0);
      drawing.current({ context, palette: known.current.palette, width, height });
    });
  }, [ref]);

  useLayoutEffect(() => {
    const canvas = ref.current;
    if (canvas === null) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      if (entry === undefined) return;
      const { width, height } = entry.contentRect;
      const box = entry.devicePixelContentBoxSize?.[0];
      const ratio = window.devicePixelRatio;
      canvas.width = box?.inlineSize ?? Math.round(width * ratio);
      canvas.height = box?.blockSize ?? Math.round(height * ratio);
      // The box says how large it is shown. The ratio would not always: an emulated screen does not change the pixels of the box.
      shown.current = { width, height };
      setSize(shown.current);
      redraw();
    });
    observer.observe(canvas);
    return () => observer.disconnect();
  }, [ref, redraw]);

  // The theme's mark is put on the document by an effect of the whole page, which comes before the next frame.
  useEffect(() => {
    wantedTheme.current = theme;
    redraw();
  }, [theme, redraw]);

  useLayoutEffect(() => {
    drawing.current = draw;
    redraw();
  }, [draw, redraw]);

  useEffect(
    () => () => {
      cancelAnimationFrame(frame.current);
      frame.current = 0;
    },
    [],
  );

  return { size, redraw };
}
