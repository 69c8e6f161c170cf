import { useMemo, type ReactElement } from "react";
import { highlightFilter } from "../../../src-decoder/index.ts";
import type { FilterFault } from "../../worker/contract/view.ts";

interface FilterTextProps {
  readonly text: string;
  readonly fault?: FilterFault | null;
}

/** A filter's text in the colours of its parts, with a line under what is wrong. */
export function FilterText({ text, fault = null }: FilterTextProps): ReactElement {
  const pieces = useMemo(() => highlightFilter(text), [text]);
  const from = fault === null ? Number.POSITIVE_INFINITY : Math.min(fault.at, text.length);
  const to = fault === null ? from : from + Math.max(1, fault.length);
  const spans: ReactElement[] = [];
  let at = 0;
  for (const { text: piece, kind } of pieces) {
    // A fault may begin or end within a piece.
    for (const [start, end] of cuts(at, at + piece.length, from, to)) {
      const isWrong = start >= from && start < to;
      spans.push(
        <span key={start} data-kind={kind} className={isWrong ? "filter-wrong" : undefined}>
          {text.slice(start, end)}
        </span>,
      );
    }
    at += piece.length;
  }
  const isBehind = fault !== null && from >= text.length;
  return (
    <>
      {spans}
      {isBehind && <span className="filter-wrong"> </span>}
    </>
  );
}

function cuts(start: number, end: number, from: number, to: number): readonly (readonly [number, number])[] {
  const places = [start, ...[from, to].filter((place) => place > start && place < end), end];
  return places.slice(1).map((place, index) => [places[index] ?? start, place] as const);
}
