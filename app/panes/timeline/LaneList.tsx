import { MessagesSquare } from "lucide-react";
import { memo, useEffect, useId, useState, type KeyboardEvent, type ReactElement, type RefObject } from "react";
import { useStore } from "../../state/store.ts";
import type { LaneLayout } from "./lane-layout.ts";
import { rowTarget, rowText } from "./lane-text.ts";

interface LaneListProps {
  readonly layout: LaneLayout;
  readonly scrollTop: number;
  /** Height that is seen, px. */
  readonly height: number;
  /** The row of the selected frame's lane; null where none is. */
  readonly selected: number | null;
  /** Brings a row into view. */
  readonly onReveal: (row: number) => void;
  /** Keys that do not move among the lanes. */
  readonly onOtherKey: (event: KeyboardEvent) => void;
  readonly ref: RefObject<HTMLDivElement | null>;
}

/**
 * The names of the lanes beside the picture: those in view, and the chosen one. Enter or a double click filters to a lane, F follows it. Drawn anew only when
 * lanes or their place change: moving through time leaves them alone.
 */
export const LaneList = memo(Lanes);

function Lanes({ layout, scrollTop, height, selected, onReveal, onOtherKey, ref }: LaneListProps): ReactElement {
  const id = useId();
  useFocusOfAncestor(ref);
  const applyFilter = useStore((state) => state.applyFilter);
  const follow = useStore((state) => state.follow);
  /** Until a frame of another lane is selected. */
  const [chosen, setChosen] = useState({ row: selected ?? 0, selected });
  const { rows, manyBridges } = layout;
  const active = Math.min(chosen.selected === selected ? chosen.row : (selected ?? chosen.row), rows.length - 1);
  const choose = (row: number): void => {
    const next = Math.max(0, Math.min(rows.length - 1, row));
    setChosen({ row: next, selected });
    onReveal(next);
  };
  const filterTo = (at: number): void => {
    const row = rows[at];
    const filter = row === undefined ? null : rowText(row, manyBridges).filter;
    if (filter !== null) void applyFilter(filter);
  };
  const followLane = (at: number): void => {
    const row = rows[at];
    const target = row === undefined ? null : rowTarget(row);
    if (target !== null) follow(target);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const moves: Readonly<Record<string, number>> = {
      ArrowUp: active - 1,
      ArrowDown: active + 1,
      PageUp: active - 10,
      PageDown: active + 10,
      Home: 0,
      End: rows.length - 1,
    };
    const move = moves[event.key];
    if (move !== undefined) choose(move);
    else if (event.key === "Enter") filterTo(active);
    else if (event.key === "F") followLane(active);
    else {
      onOtherKey(event);
      return;
    }
    event.preventDefault();
  };
  const first = layout.rowAt(scrollTop);
  const last = layout.rowAt(scrollTop + height);
  const shown = Array.from({ length: last - first + 1 }, (_, at) => first + at);
  if (!shown.includes(active)) shown.push(active);
  return (
    <div
      ref={ref}
      role="tree"
      tabIndex={0}
      className="timeline-lanes"
      aria-label="Lanes; Enter filters to one, F follows it"
      aria-activedescendant={`${id}-${active}`}
      style={{ height: layout.height }}
      onKeyDown={onKeyDown}
      data-dock-focus
    >
      {shown.map((at) => {
        const { short, full, isNested, numbers } = rowText(rows[at]!, manyBridges, rows[at - 1]);
        return (
          <div
            key={at}
            id={`${id}-${at}`}
            role="treeitem"
            tabIndex={-1}
            className="timeline-lane"
            aria-level={isNested ? 2 : 1}
            aria-selected={at === active}
            aria-setsize={rows.length}
            aria-posinset={at + 1}
            data-nested={isNested || undefined}
            title={`${full}\n${numbers}\nEnter or double click filters to it, F follows it`}
            style={{ top: layout.top(at), height: layout.heightOfRow(at) }}
            onPointerDown={() => setChosen({ row: at, selected })}
            onDoubleClick={() => filterTo(at)}
          >
            <span className="timeline-lane-name">{short}</span> <span className="faint">{numbers}</span>
            {rowTarget(rows[at]!) !== null && (
              // The key does the same.
              <button
                type="button"
                className="timeline-lane-follow"
                tabIndex={-1}
                aria-hidden="true"
                title={`Follow ${short} as a conversation (F)`}
                onClick={() => followLane(at)}
              >
                <MessagesSquare size={13} aria-hidden="true" />
              </button>
            )}
          </div>
        );
      })}
    </div>
  );
}

/** The dock gives the focus to what is there when it opens; what comes later takes it over from the dock. */
function useFocusOfAncestor(ref: RefObject<HTMLDivElement | null>): void {
  useEffect(() => {
    const { activeElement } = document;
    if (activeElement !== document.body && activeElement?.contains(ref.current) === true) {
      ref.current?.focus({ preventScroll: true });
    }
  }, [ref]);
}
