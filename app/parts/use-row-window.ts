import { useCallback, useEffect, useRef, useState, type RefObject } from "react";
import { itemFor, itemsOf, shiftAfterScroll } from "./scroll-map.ts";

/** Rows drawn beyond each edge, so that scrolling shows no blank. */
const OVERSCAN = 8;

/** The part of a long list that is on screen. */
export interface RowWindow {
  /** Places of the first and the last row to draw; `last` is under `first` when there are none. */
  readonly first: number;
  readonly last: number;
  /** Pixels from the top of the scroll area to the first of them, and the height of the area. */
  readonly offset: number;
  readonly height: number;
  /** Whole rows that fit the screen. */
  readonly page: number;
  /** Brings a row that is off the screen onto it. */
  readonly reveal: (place: number) => void;
}

/** Items on screen, and which place the first item of the area shows (see `scroll-map.ts`). */
interface View {
  readonly first: number;
  readonly last: number;
  readonly shift: number;
}

/** Rows of one height in a list of any length: beyond what a browser can lay out, the scroll bar is scaled. */
export function useRowWindow(scroller: RefObject<HTMLElement | null>, rows: number, rowHeight: number): RowWindow {
  const [view, setView] = useState<View>({ first: 0, last: -1, shift: 0 });
  /** The shift that `reveal` wants with the scroll event that it causes. */
  const wanted = useRef<number | null>(null);
  const items = itemsOf(rows);

  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const update = (): void => {
      const first = Math.floor(element.scrollTop / rowHeight);
      const last = Math.min(items - 1, Math.ceil((element.scrollTop + element.clientHeight) / rowHeight) - 1);
      const asked = wanted.current;
      wanted.current = null;
      setView((before) => {
        const shift = asked ?? shiftAfterScroll(rows, before.first, first, last, before.shift);
        const same = before.first === first && before.last === last && before.shift === shift;
        return same ? before : { first, last, shift };
      });
    };
    const sizes = new ResizeObserver(update);
    sizes.observe(element);
    element.addEventListener("scroll", update, { passive: true });
    return () => {
      sizes.disconnect();
      element.removeEventListener("scroll", update);
    };
  }, [scroller, rows, items, rowHeight]);

  const { first, shift } = view;
  const reveal = useCallback(
    (place: number) => {
      const element = scroller.current;
      if (element === null || place < 0 || place >= rows) return;
      const target = itemFor(rows, place, shift, first);
      const top = target.item * rowHeight;
      if (target.shift !== shift) wanted.current = target.shift;
      const bottom = top + rowHeight - element.clientHeight;
      if (element.scrollTop <= top && element.scrollTop >= bottom && target.shift === shift) return;
      // A step shows the next row at the edge; a jump shows its target with what lies around it.
      const isStep = top >= element.scrollTop - rowHeight && bottom <= element.scrollTop + rowHeight;
      if (!isStep) element.scrollTo({ top: (top + bottom) / 2 });
      else element.scrollTo({ top: element.scrollTop > top ? top : bottom });
    },
    [scroller, rows, rowHeight, first, shift],
  );

  const from = Math.max(0, view.first - OVERSCAN);
  const to = Math.min(items - 1, view.last + OVERSCAN);
  return {
    first: from + shift,
    last: to + shift,
    offset: from * rowHeight,
    height: items * rowHeight,
    page: Math.max(1, view.last - view.first - 1),
    reveal,
  };
}
