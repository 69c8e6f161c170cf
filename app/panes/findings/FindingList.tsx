/* A tree of rows with one tab stop, as ARIA has it; there is no element for it. */
/* eslint-disable jsx-a11y/prefer-tag-over-role */
import { ChevronDown, ChevronRight } from "lucide-react";
import { useEffect, type KeyboardEvent, type ReactElement } from "react";
import { count } from "../../format/numbers.ts";
import { placesOf, showPlace } from "../../parts/EvidenceLinks.tsx";
import { SEVERITY_WORDS, SeverityMark } from "../../parts/SeverityMark.tsx";
import { useMomentText } from "../../parts/use-moment-text.ts";
import { useStore } from "../../state/store.ts";
import type { FindingLine } from "./finding-tree.ts";

/** Lines that are drawn; a capture with more findings has one cause many times over. */
const MOST_LINES = 500;

interface FindingListProps {
  readonly lines: readonly FindingLine[];
  readonly selected: FindingLine;
  readonly onSelect: (id: string) => void;
  readonly onExpand: (id: string, expanded: boolean) => void;
}

export function FindingList({ lines, selected, onSelect, onExpand }: FindingListProps): ReactElement {
  const shown = lines.slice(0, MOST_LINES);
  const activeId = elementId(selected.node.id);
  useEffect(() => {
    // In braces: newer browsers return a promise, which is no cleanup.
    document.getElementById(activeId)?.scrollIntoView({ block: "nearest" });
  }, [activeId]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const target = targetOf(event.key, shown, selected);
    if (target !== null) onSelect(target);
    else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      if (selected.expanded === (event.key === "ArrowLeft")) onExpand(selected.node.id, !selected.expanded);
    } else if (event.key === "Enter") showEvidence(selected);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <div
        role="tree"
        aria-label="Findings"
        aria-activedescendant={activeId}
        className="finding-tree"
        tabIndex={0}
        data-dock-focus
        onKeyDown={onKeyDown}
      >
        {shown.map((line) => (
          <FindingRow
            key={line.node.id}
            line={line}
            selected={line === selected}
            onSelect={onSelect}
            onExpand={onExpand}
          />
        ))}
      </div>
      {shown.length < lines.length && (
        <p className="dock-note">{count(lines.length - shown.length)} more, not listed</p>
      )}
    </>
  );
}

interface FindingRowProps extends Pick<FindingListProps, "onSelect" | "onExpand"> {
  readonly line: FindingLine;
  readonly selected: boolean;
}

function FindingRow({ line, selected, onSelect, onExpand }: FindingRowProps): ReactElement {
  const { node, level, expanded } = line;
  const { severity, title, time } = node.finding;
  const momentText = useMomentText();
  const Chevron = expanded === true ? ChevronDown : ChevronRight;
  return (
    // The keys are the tree's: the focus stays on it.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      role="treeitem"
      id={elementId(node.id)}
      className="finding"
      aria-level={level}
      aria-selected={selected}
      aria-expanded={expanded ?? undefined}
      style={{ paddingInlineStart: 8 + (level - 1) * 18 }}
      onClick={() => onSelect(node.id)}
      onDoubleClick={() => showEvidence(line)}
    >
      {/* Arrow keys do the same from the tree. */}
      {/* eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions */}
      <span
        className="finding-twist"
        onClick={(event) => {
          if (expanded === null) return;
          event.stopPropagation();
          onExpand(node.id, !expanded);
        }}
      >
        {expanded !== null && <Chevron size={13} aria-hidden="true" />}
      </span>
      <SeverityMark mark={severity} />
      <span className="finding-word">{SEVERITY_WORDS[severity].label}</span>
      <span className="finding-title">
        {title}
        {expanded !== null && <span className="faint"> {followersText(node.consequences.length)}</span>}
      </span>
      <span className="finding-time data">{Number.isNaN(time) ? "" : momentText(time).slice(0, -6)}</span>
    </div>
  );
}

function followersText(number: number): string {
  return `and ${count(number)} that ${number === 1 ? "follows" : "follow"}`;
}

/** The line that a key moves to; null where it moves to none. */
function targetOf(key: string, lines: readonly FindingLine[], selected: FindingLine): string | null {
  const at = lines.indexOf(selected);
  const line = (place: number): string | null => lines[Math.max(0, Math.min(lines.length - 1, place))]?.node.id ?? null;
  switch (key) {
    case "ArrowDown":
      return line(at + 1);
    case "ArrowUp":
      return line(at - 1);
    case "Home":
      return line(0);
    case "End":
      return line(lines.length - 1);
    case "ArrowLeft":
      return selected.expanded === true ? null : (selected.parent?.id ?? null);
    case "ArrowRight":
      return selected.expanded === true ? line(at + 1) : null;
    default:
      return null;
  }
}

/** Leads to the first frame that proves it, or to the first place of a finding that no frame shows. */
function showEvidence({ node }: FindingLine): void {
  const { rows, evidence } = node.finding;
  const [row] = rows;
  const [place] = placesOf(evidence);
  if (row !== undefined) void useStore.getState().selectRow(row);
  else if (place !== undefined) showPlace(place);
}

function elementId(id: string): string {
  return `finding-${id}`;
}
