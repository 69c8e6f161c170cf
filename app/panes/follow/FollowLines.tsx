/* A list of which most lines are not there: they are placed one by one, hence roles. */
/* eslint-disable jsx-a11y/prefer-tag-over-role */
import { useVirtualizer, type Virtualizer } from "@tanstack/react-virtual";
import {
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
  type KeyboardEvent,
  type ReactElement,
} from "react";
import type { ConversationLine } from "../../../src-decoder/index.ts";
import { count } from "../../format/numbers.ts";
import { decoder } from "../../state/decoder.ts";
import { RowPages } from "../../state/row-pages.ts";
import { useStore } from "../../state/store.ts";
import type { FollowSummary } from "../../worker/contract/conclusions.ts";
import type { StdioForm } from "./FollowPane.tsx";
import { FollowLine } from "./FollowLine.tsx";

/** Lines of one request. */
const PAGE_LINES = 64;
/** Lines that are scrolled through at once: their heights differ, and finding a place among more would take too long. */
const SECTION = 10_000;
const LINE_HEIGHT = 22;
const OVERSCAN = 6;
const PAGE_KEY = 15;

interface FollowLinesProps {
  readonly summary: FollowSummary;
  readonly form: StdioForm;
}

/** The lines of a conversation. Arrows move among them, Enter or a click selects their frame; a frame selected elsewhere is brought into view. */
export function FollowLines({ summary, form }: FollowLinesProps): ReactElement {
  const { target, length } = summary;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const section = Math.floor(active / SECTION);
  const first = section * SECTION;
  const [pages] = useState(() => {
    const made = new RowPages<ConversationLine>((_, from, to) => decoder.followLines(target, from, to), PAGE_LINES);
    made.setView(0, length, false);
    return made;
  });
  useSyncExternalStore(pages.subscribe, pages.revision);
  const { fault } = pages;
  // The compiler cannot follow its values; they are read anew in each drawing.
  // eslint-disable-next-line react/incompatible-library
  const virtualizer = useVirtualizer({
    count: Math.min(SECTION, length - first),
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_HEIGHT,
    overscan: OVERSCAN,
    getItemKey: (item) => first + item,
  });
  const shownSection = useRef(section);
  useLayoutEffect(() => {
    if (shownSection.current === section) return;
    shownSection.current = section;
    virtualizer.scrollToIndex(active - first);
  }, [section, active, first, virtualizer]);
  const items = virtualizer.getVirtualItems();
  const [from, to] = [first + (items[0]?.index ?? 0), first + (items.at(-1)?.index ?? -1) + 1];
  useEffect(() => pages.want(from, to));

  const select = useOwnSelection(summary, first, virtualizer, setActive);
  const move = (place: number): void => {
    const next = Math.max(0, Math.min(length - 1, place));
    setActive(next);
    if (Math.floor(next / SECTION) === section) virtualizer.scrollToIndex(next - first);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = movedByKey(event.key, active, length);
    if (next !== null) move(next);
    else if (event.key === "Enter") select(pages.get(active));
    else return;
    event.preventDefault();
  };
  const selectedRow = useStore((state) => state.selectedRow);
  const offset = items[0]?.start ?? 0;
  return (
    <>
      {fault !== null && <p className="follow-notice">{fault}</p>}
      {length > SECTION && <Sections section={section} length={length} onMove={move} />}
      <div
        ref={scroller}
        role="listbox"
        tabIndex={0}
        className="follow-lines"
        aria-label="Conversation; Enter selects the frame of a line"
        aria-activedescendant={active >= from && active < to ? `${id}-${active}` : undefined}
        onKeyDown={onKeyDown}
        data-dock-focus
      >
        <div role="presentation" className="follow-body" style={{ height: virtualizer.getTotalSize() }}>
          <div role="presentation" className="follow-window" style={{ transform: `translateY(${offset}px)` }}>
            {items.map(({ index }) => {
              const place = first + index;
              const line = pages.get(place);
              return (
                // eslint-disable-next-line jsx-a11y/click-events-have-key-events -- the list has the keys
                <div
                  key={place}
                  ref={virtualizer.measureElement}
                  id={`${id}-${place}`}
                  role="option"
                  tabIndex={-1}
                  className="follow-line"
                  data-index={index}
                  aria-selected={place === active}
                  aria-current={line?.kind === "frame" && line.row === selectedRow ? true : undefined}
                  aria-setsize={length}
                  aria-posinset={place + 1}
                  onClick={() => {
                    setActive(place);
                    select(line);
                  }}
                >
                  {line === undefined ? "…" : <FollowLine line={line} form={form} />}
                </div>
              );
            })}
          </div>
        </div>
      </div>
    </>
  );
}

/** Which part of a long conversation is shown, and the way to those before and after. */
function Sections({
  section,
  length,
  onMove,
}: {
  section: number;
  length: number;
  onMove: (place: number) => void;
}): ReactElement {
  const first = section * SECTION;
  const end = Math.min(length, first + SECTION);
  return (
    <p className="follow-notice">
      Lines {count(first + 1)} to {count(end)} of {count(length)}.{" "}
      <button type="button" className="link" disabled={section === 0} onClick={() => onMove(first - SECTION)}>
        Earlier
      </button>{" "}
      <button type="button" className="link" disabled={end === length} onClick={() => onMove(end)}>
        Later
      </button>
    </p>
  );
}

/** Selects the frame of a line; a frame that was selected elsewhere is brought into view and becomes the active line. */
function useOwnSelection(
  { target }: FollowSummary,
  first: number,
  virtualizer: Virtualizer<HTMLDivElement, Element>,
  setActive: (place: number) => void,
): (line: ConversationLine | undefined) => void {
  const selectedRow = useStore((state) => state.selectedRow);
  const selectRow = useStore((state) => state.selectRow);
  const own = useRef<number | null>(null);
  const [wanted, setWanted] = useState<{ readonly place: number } | null>(null);
  const shown = useRef<typeof wanted>(null);
  useEffect(() => {
    let stale = false;
    const find = async (row: number): Promise<void> => {
      const place = await decoder.followPlace(target, row);
      if (stale || place < 0) return;
      setActive(place);
      setWanted({ place });
    };
    if (selectedRow !== null && selectedRow !== own.current) void find(selectedRow);
    return () => {
      stale = true;
    };
  }, [selectedRow, target, setActive]);
  useEffect(() => {
    // After the section that it lies in is there.
    if (wanted === null || wanted === shown.current || Math.floor(wanted.place / SECTION) * SECTION !== first) return;
    shown.current = wanted;
    virtualizer.scrollToIndex(wanted.place - first, { align: "center" });
  }, [wanted, first, virtualizer]);
  return useMemo(
    () => (line) => {
      const row = line === undefined ? null : line.kind === "stdio" ? line.execRow : line.row;
      if (row === null) return;
      own.current = row;
      void selectRow(row);
    },
    [selectRow],
  );
}

/** The place that a key moves to; null for other keys. */
function movedByKey(key: string, place: number, length: number): number | null {
  const moves: Readonly<Record<string, number>> = {
    ArrowUp: place - 1,
    ArrowDown: place + 1,
    PageUp: place - PAGE_KEY,
    PageDown: place + PAGE_KEY,
    Home: 0,
    End: length - 1,
  };
  return moves[key] ?? null;
}
