import { ChevronRight, Search, TriangleAlert } from "lucide-react";
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type ReactElement } from "react";
import { HEADER_BYTES, NO_NODE, type RowRanges } from "../../../../src-decoder/index.ts";
import { valueRow, type ByteRange, type FieldId, type FieldModel } from "../model/field-model.ts";
import { visible } from "../../../format/ids.ts";
import { isCopyKey } from "../../../keys.ts";
import { copyText } from "../../../parts/copy.ts";
import { MiddleText } from "../../../parts/MiddleText.tsx";
import { useRowWindow } from "../../../parts/use-row-window.ts";
import { FieldContextMenu } from "./FieldMenu.tsx";
import { factsOf } from "../model/field-facts.ts";
import type { FieldRow } from "../model/field-row.ts";
import type { FrameView } from "../frame/use-frame.ts";
import { subjectOf } from "../model/value-subject.ts";
import { VisibleFields } from "../model/visible-fields.ts";

const ROW_HEIGHT = 22;
const INDENT = 14;
/** Characters that may not fit into a row. */
const LONG_VALUE = 24;

interface FieldTreeProps {
  readonly view: FrameView;
}

/** Header fields with their bits and the payload's values as a tree; only the rows on screen exist. */
export function FieldTree({ view }: FieldTreeProps): ReactElement {
  const { model, field: selected, selectField: onSelect } = view;
  const scroller = useRef<HTMLDivElement>(null);
  const prefix = useId();
  /** Rows opened or closed against their default. */
  const [toggled, setToggled] = useState<ReadonlySet<FieldId>>(new Set());
  const fields = useMemo(() => new VisibleFields(model, toggled), [model, toggled]);
  const { first, last, offset, height, page, reveal } = useRowWindow(scroller, fields.length, ROW_HEIGHT);
  const place = selected === null ? -1 : fields.indexOf(selected);

  // A field chosen by its bytes may lie in something closed.
  const hidden = selected === null || place >= 0 ? null : fields.closedAbove(selected);
  useEffect(() => {
    if (place >= 0) reveal(place);
    // Only another choice scrolls: a tree that is scrolled away stays where it is.
    // eslint-disable-next-line react/exhaustive-deps
  }, [place]);
  if (hidden !== null && hidden.length > 0) setToggled(withToggled(toggled, hidden));

  const toggle = (row: FieldRow): void => {
    if (row.expandable) setToggled(withToggled(toggled, [row.id]));
  };
  const choose = (index: number): void => {
    const row = fields.at(Math.max(0, Math.min(fields.length - 1, index)));
    if (row !== null) onSelect(row.id);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const row = fields.at(place);
    const move: Record<string, () => void> = {
      ArrowDown: () => choose(place + 1),
      ArrowUp: () => choose(place - 1),
      PageDown: () => choose(place + page),
      PageUp: () => choose(place - page),
      Home: () => choose(0),
      End: () => choose(fields.length - 1),
      ArrowRight: () => (row?.expandable === true && !row.expanded ? toggle(row) : choose(place + 1)),
      ArrowLeft: () => (row?.expanded === true ? toggle(row) : choose(fields.parentOf(place))),
      Enter: () => row !== null && toggle(row),
      " ": () => row !== null && toggle(row),
    };
    if (row !== null && (event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey))) {
      event.preventDefault();
      openMenuAt(document.getElementById(`${prefix}${row.id}`) ?? event.currentTarget);
      return;
    }
    const value = selected === null ? "" : (subjectOf(model, selected)?.text ?? "");
    if (value !== "" && isCopyKey(event)) {
      event.preventDefault();
      copyText(value);
    }
    const action = move[event.key];
    if (action === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  };

  const rows: ReactElement[] = [];
  for (let index = first; index <= last; index++) {
    const row = fields.at(index);
    if (row === null) continue;
    rows.push(
      <TreeRow
        key={row.id}
        row={row}
        title={titleOf(model, row)}
        elementId={`${prefix}${row.id}`}
        selected={index === place}
        hit={holdsHit(model, row, view.hits)}
        onSelect={() => onSelect(row.id)}
        onToggle={() => toggle(row)}
      />,
    );
  }
  const onScreen = place >= first && place <= last;
  return (
    <FieldContextMenu view={view}>
      <div
        ref={scroller}
        className="field-tree"
        role="tree"
        aria-label="Fields"
        tabIndex={0}
        aria-activedescendant={selected !== null && onScreen ? `${prefix}${selected}` : undefined}
        onKeyDown={onKeyDown}
      >
        <div role="presentation" style={{ height }}>
          <div role="presentation" style={{ transform: `translateY(${offset}px)` }}>
            {rows}
          </div>
        </div>
      </div>
    </FieldContextMenu>
  );
}

/** Opens the menu of a row by key, where the row is. */
function openMenuAt(row: Element): void {
  const { left, bottom } = row.getBoundingClientRect();
  row.dispatchEvent(new MouseEvent("contextmenu", { bubbles: true, clientX: left + 24, clientY: bottom }));
}

interface TreeRowProps {
  readonly row: FieldRow;
  /** What hovering tells; the line at the foot tells it too. */
  readonly title: string | undefined;
  readonly elementId: string;
  readonly selected: boolean;
  /** It holds something of what is looked for, and no row below it does. */
  readonly hit: boolean;
  readonly onSelect: () => void;
  readonly onToggle: () => void;
}

/* oxlint-disable jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the tree holds the focus and the keys, rows are its active descendants */
function TreeRow({ row, title, elementId, selected, hit, onSelect, onToggle }: TreeRowProps): ReactElement {
  return (
    <div
      id={elementId}
      role="treeitem"
      aria-level={row.depth + 1}
      aria-selected={selected}
      aria-expanded={row.expandable ? row.expanded : undefined}
      className={row.absent ? "field-row field-absent" : "field-row"}
      style={{ paddingLeft: 8 + row.depth * INDENT }}
      title={title}
      onClick={onSelect}
      onContextMenu={onSelect}
      onDoubleClick={onToggle}
    >
      <span
        className="field-twisty"
        aria-hidden="true"
        onClick={(event) => {
          event.stopPropagation();
          onToggle();
        }}
      >
        {row.expandable && <ChevronRight size={14} className={row.expanded ? "field-open" : ""} />}
      </span>
      {row.swatch !== null && <span className={`field-swatch field-colour-${row.swatch}`} aria-hidden="true" />}
      <span className="field-label">{visible(row.label)}</span>
      {row.value !== "" && (
        <MiddleText text={row.value} className={row.faulty ? "field-value field-faulty" : "field-value"} />
      )}
      {/* eslint-disable-next-line jsx-a11y/prefer-tag-over-role -- it is drawn, not loaded */}
      {hit && <Search className="field-hit" size={15} role="img" aria-label="hit" />}
      {row.faulty && <TriangleAlert className="field-remark" size={13} aria-hidden="true" />}
      {row.meaning !== "" && (
        <span className={row.faulty ? "field-meaning field-faulty" : "field-meaning"}>{row.meaning}</span>
      )}
      {row.range !== null && <span className="field-range">{rangeText(row.range)}</span>}
    </div>
  );
}
/* oxlint-enable jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus */

/** Whether hits lie in a row: in its key or value, of what is open in its key only, as the rows below have the rest. */
function holdsHit(model: FieldModel, row: FieldRow, hits: RowRanges): boolean {
  if (row.range === null || hits.size === 0) return false;
  const value = valueRow(row.id);
  const key = value === NO_NODE ? null : (model.tree?.keyRange(value) ?? null);
  const start = key === null ? row.range.start : HEADER_BYTES + key.start;
  return hits.touches(start, row.expanded ? row.range.start : row.range.end);
}

/** Its value where the row may not show all of it, what it is, and what the value means. */
function titleOf(model: FieldModel, row: FieldRow): string | undefined {
  const { text, type, notes } = factsOf(model, row.id);
  const value = row.value.length > LONG_VALUE ? row.value : "";
  const lines = [value, row.meaning, type === "" ? text : `${text} (${type})`, ...notes].filter((line) => line !== "");
  return lines.length === 0 ? undefined : lines.join("\n");
}

/** `31–68`, first and last byte in the frame. */
function rangeText({ start, end }: ByteRange): string {
  return end - start > 1 ? `${start}–${end - 1}` : String(start);
}

function withToggled(before: ReadonlySet<FieldId>, ids: readonly FieldId[]): ReadonlySet<FieldId> {
  const after = new Set(before);
  for (const id of ids) if (!after.delete(id)) after.add(id);
  return after;
}
