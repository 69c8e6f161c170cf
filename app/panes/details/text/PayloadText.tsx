import { useMemo, useState, type ReactElement } from "react";
import {
  HEADER_BYTES,
  MOST_PLACES,
  NO_NODE,
  placeOfBytes,
  placeOfRow,
  rowAtLine,
  type RowRanges,
} from "../../../../src-decoder/index.ts";
import { byteSize, count, counted } from "../../../format/numbers.ts";
import type { TextHover } from "../../../parts/monaco/hovers.ts";
import { TextView, type TextViewProps } from "../../../parts/monaco/TextView.tsx";
import type { ThemeName } from "../../../parts/monaco/themes.ts";
import type { LineRemark, TextMarker } from "../../../parts/monaco/viewer.ts";
import { FieldContextMenu } from "../fields/FieldMenu.tsx";
import { factsOf } from "../model/field-facts.ts";
import { derivedOf, valueRow, type FieldId, type FieldModel } from "../model/field-model.ts";
import { OriginalPlaces } from "./original-places.ts";
import type { LoadedPayload } from "../frame/payload.ts";
import { shownText, type ShownText } from "./shown-text.ts";
import type { FrameView } from "../frame/use-frame.ts";
import { embeddingWords } from "../model/visible-fields.ts";

interface PayloadTextProps {
  readonly view: FrameView;
  readonly payload: LoadedPayload;
  readonly theme: ThemeName;
  readonly form: "formatted" | "original";
  readonly onShowBytes: () => void;
}

/** The payload in the editor, formatted or as it was sent; of large ones the first part, with a way to more. */
export function PayloadText(props: PayloadTextProps): ReactElement {
  const { payload, form } = props;
  const whole = form === "formatted" ? payload.formatted.text : payload.original;
  // The steps are those of this text: another one begins with its first part again.
  const [steps, setSteps] = useState({ of: whole, step: 0 });
  const step = steps.of === whole ? steps.step : 0;
  const shown = useMemo(() => shownText(whole, step), [whole, step]);
  return (
    <div className="payload-whole">
      <PartNotice
        shown={shown}
        whole={whole.length}
        onMore={() => setSteps({ of: whole, step: step + 1 })}
        onShowBytes={props.onShowBytes}
      />
      {!props.view.areAllHits && (
        <p className="payload-part" role="note">
          Only the first {count(MOST_PLACES)} hits of this payload are marked.
        </p>
      )}
      {form === "formatted" ? <Formatted {...props} shown={shown} /> : <Original {...props} shown={shown} />}
    </div>
  );
}

/** Says what of the text is not there. */
function PartNotice(props: {
  shown: ShownText;
  whole: number;
  onMore: () => void;
  onShowBytes: () => void;
}): ReactElement | null {
  const { shown, whole, onMore, onShowBytes } = props;
  if (shown.rest === 0 && shown.cut.length === 0) return null;
  const cut = shown.cut.length === 0 ? "" : ` ${counted(shown.cut.length, "line ends", "lines end")} early.`;
  return (
    <p className="payload-part" role="note">
      <span>
        {byteSize(shown.text.length)} of {byteSize(whole)} of text are here.{cut}
      </span>
      {shown.hasMore && (
        <button type="button" className="text-button" onClick={onMore}>
          Show more
        </button>
      )}
      <button type="button" className="text-button" onClick={onShowBytes}>
        All bytes
      </button>
    </p>
  );
}

/** Bytes of a value that takes more than a line or two. */
const LONG_VALUE = 200;

type FormProps = PayloadTextProps & { readonly shown: ShownText };

function Formatted({ view, payload, theme, shown }: FormProps): ReactElement {
  const { tree, formatted, findings } = payload;
  const { model } = view;
  const remarks = useMemo(() => [...lineRemarks(payload), ...cutRemarks(shown)], [payload, shown]);
  const markers = useMemo((): readonly TextMarker[] => {
    const wrong = findings.map(({ row, code, text }): TextMarker => ({
      range: placeOfRow(tree, formatted, row, code === "unknown-field" ? "key" : "value"),
      text,
      severity: "warning",
    }));
    const broken = tree.problems.map(({ node, text }): TextMarker => {
      // A long text that breaks off is not wrong in each of its lines.
      const part = tree.end(node) - tree.start(node) > LONG_VALUE ? "key" : "value";
      return { range: placeOfRow(tree, formatted, node, part), text, severity: "error" };
    });
    return [...broken, ...wrong].filter(({ range }) => range.line <= shown.lines);
  }, [findings, tree, formatted, shown]);
  const row = rowOf(view.field);
  const marked = useMemo(
    () => (row === NO_NODE || row >= tree.length ? null : placeOfRow(tree, formatted, row)),
    [tree, formatted, row],
  );
  const hits = useMemo(
    () =>
      payloadRanges(view.hits)
        .flatMap(([start, end]) => placeOfBytes(tree, formatted, start, end) ?? [])
        .filter(({ line }) => line <= shown.lines),
    [view.hits, tree, formatted, shown],
  );
  return (
    <JsonView
      view={view}
      text={shown.text}
      theme={theme}
      label="Payload, formatted"
      remarks={remarks}
      markers={markers}
      marked={marked}
      hits={hits}
      onCaret={(line) => {
        const at = rowAtLine(formatted, line);
        if (at !== NO_NODE) view.selectField(model.idOf(at));
      }}
      hoverAt={(line) => {
        const at = rowAtLine(formatted, line);
        // Where a container ends there is nothing to tell.
        if (at === NO_NODE || model.tree !== tree || formatted.lineOfRow[at] !== line - 1) return null;
        const range = placeOfRow(tree, formatted, at);
        return hoverOf(model, model.idOf(at), { ...range, endLine: line, endColumn: LAST_COLUMN });
      }}
    />
  );
}

/** A text of the payload in the editor, with the menu of its fields. */
function JsonView(props: Omit<TextViewProps, "language" | "wrap"> & { readonly view: FrameView }): ReactElement {
  const { view, ...text } = props;
  return (
    <FieldContextMenu view={view}>
      <div className="payload-view">
        <TextView language="json" wrap {...text} />
      </div>
    </FieldContextMenu>
  );
}

function Original({ view, payload, theme, shown }: FormProps): ReactElement {
  const { tree, bytes, findings } = payload;
  const { model } = view;
  const places = useMemo(() => new OriginalPlaces(bytes), [bytes]);
  const remarks = useMemo(() => cutRemarks(shown), [shown]);
  // What is wrong stands where it was sent; so far behind it is not shown that it need not be looked for.
  const markers = useMemo(
    () =>
      findings
        .filter(({ start }) => start < shown.text.length)
        .map(({ start, end, code, text }): TextMarker => {
          // What a container lacks is told at its first sign.
          const last = code === "missing-field" ? start + 1 : Math.min(end, start + shown.text.length);
          return { range: places.placeOf(start, last), text, severity: "warning" };
        }),
    [findings, places, shown],
  );
  const row = rowOf(view.field);
  const marked = useMemo(
    () => (row === NO_NODE || row >= tree.length ? null : places.placeOf(tree.start(row), tree.end(row))),
    [places, tree, row],
  );
  const hits = useMemo(
    () =>
      payloadRanges(view.hits)
        .filter(([start]) => start < shown.text.length)
        .map(([start, end]) => places.placeOf(start, end)),
    [view.hits, places, shown],
  );
  const fieldAt = (line: number, column: number): FieldId | null =>
    model.fieldAt(HEADER_BYTES + places.offsetAt(line, column));
  return (
    <JsonView
      view={view}
      text={shown.text}
      theme={theme}
      label="Payload as it was sent"
      remarks={remarks}
      markers={markers}
      marked={marked}
      hits={hits}
      onCaret={(line, column) => {
        const id = fieldAt(line, column);
        if (id !== null) view.selectField(id);
      }}
      hoverAt={(line, column) => {
        const id = model.tree === tree ? fieldAt(line, column) : null;
        const range = id === null ? null : model.rangeOf(id);
        if (id === null || range === null) return null;
        return hoverOf(model, id, places.placeOf(range.start - HEADER_BYTES, range.end - HEADER_BYTES));
      }}
    />
  );
}

/** Bytes of the payload, of bytes of the frame. */
function payloadRanges(hits: RowRanges): (readonly [start: number, end: number])[] {
  return Array.from(hits.ranges(), ([from, to]) => [from - HEADER_BYTES, to - HEADER_BYTES]);
}

/** Behind any column there can be. */
const LAST_COLUMN = 2 ** 30;

/** The payload's row that a field lies in; `NO_NODE` outside it. */
function rowOf(id: FieldId | null): number {
  return derivedOf(id)?.row ?? valueRow(id);
}

/** What hovering tells of a field: what it is, its type, what its value means. What is wrong is told by its marker. */
function hoverOf(model: FieldModel, id: FieldId, range: TextHover["range"]): TextHover | null {
  const { name, type, text, meaning, notes } = factsOf(model, id);
  const paragraphs = [meaning, text, type === "" ? "" : `Type: ${type}.`, notes.join(" ")];
  const told = paragraphs.filter((paragraph) => paragraph !== "");
  return told.length === 0 ? null : { range, name, paragraphs: told };
}

/** What stands behind lines of the formatted text: where a string was opened, and what is wrong. */
function lineRemarks({ tree, formatted }: LoadedPayload): readonly LineRemark[] {
  const strings = formatted.stringRows.map((row): LineRemark => {
    const range = `bytes ${count(tree.start(row))} to ${count(tree.end(row) - 1)} of the payload`;
    return {
      line: (formatted.lineOfRow[row] ?? 0) + 1,
      text: embeddingWords(tree, row),
      hover: `${tree.key(row) ?? "This value"} is a string whose text is JSON: ${range}.`,
      tone: "note",
    };
  });
  const faults = tree.problems.map(({ node, text }): LineRemark => ({
    line: (formatted.lineOfRow[node] ?? 0) + 1,
    text,
    hover: null,
    tone: "fault",
  }));
  return [...strings, ...faults];
}

function cutRemarks({ cut }: ShownText): readonly LineRemark[] {
  return cut.map(({ line, rest }) => ({
    line,
    text: `… ${counted(rest, "more character")}`,
    hover: null,
    tone: "note",
  }));
}
