import { Binary } from "lucide-react";
import { useMemo, useState, type ReactElement } from "react";
import { HEADER_BYTES, NO_NODE, placeOfRow, rowAtLine } from "../../../src-decoder/index.ts";
import { count, counted } from "../../format/numbers.ts";
import { TextView } from "../../parts/monaco/TextView.tsx";
import type { ThemeName } from "../../parts/monaco/themes.ts";
import type { LineRemark, TextRange } from "../../parts/monaco/viewer.ts";
import { utf8Text } from "./byte-text.ts";
import { valueRow } from "./field-model.ts";
import type { LoadedPayload } from "./payload.ts";
import { payloadNotices } from "./payload-notices.ts";
import { Segmented } from "../../parts/Segmented.tsx";
import type { FrameView } from "./use-frame.ts";
import { embeddingWords } from "./visible-fields.ts";

const FORMS = [
  { value: "formatted", label: "Formatted" },
  { value: "original", label: "Original" },
] as const;

interface JsonTabProps {
  readonly view: FrameView;
  readonly theme: ThemeName;
  readonly onShowBytes: () => void;
}

/** The payload as text: formatted, with JSON in strings opened, or exactly as it was sent. */
export function JsonTab({ view, theme, onShowBytes }: JsonTabProps): ReactElement {
  const [form, setForm] = useState<"formatted" | "original">("formatted");
  const { payload, model, details } = view;
  if (details.payloadLength === 0)
    return <p className="details-note">This message has no payload: a header of 16 bytes is all of it.</p>;
  const notices = payload === null ? [] : payloadNotices(payload);
  const range = view.field === null || valueRow(view.field) === NO_NODE ? null : model.rangeOf(view.field);
  return (
    <div className="tab-body">
      <div className="tab-bar">
        <Segmented label="Text of the payload" options={FORMS} value={form} onChange={setForm} />
        <span className="tab-path data" title={view.field === null ? undefined : model.nameOf(view.field)}>
          {range !== null && view.field !== null && model.nameOf(view.field)}
        </span>
        {range !== null && (
          <button type="button" className="text-button" onClick={onShowBytes}>
            <Binary size={14} aria-hidden="true" />
            bytes {count(range.start)}–{count(range.end - 1)}
          </button>
        )}
      </div>
      {notices.length > 0 && (
        <ul className="tab-notices">
          {notices.map((notice) => (
            <li key={notice.text}>
              <span>{notice.text}</span>
              {notice.range !== null && (
                <button
                  type="button"
                  className="text-button"
                  onClick={() => {
                    const { start, end } = notice.range ?? { start: 0, end: 1 };
                    view.selectBytes({ anchor: HEADER_BYTES + start, focus: HEADER_BYTES + Math.max(start, end - 1) });
                    onShowBytes();
                  }}
                >
                  Show {counted(notice.range.end - notice.range.start, "byte")}
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      <div className="tab-main">
        {payload === null && <p className="details-note details-late">Reading the payload.</p>}
        {view.lastPayload !== null && (
          <div className={payload === null ? "payload-stale" : "payload-text"}>
            <PayloadText view={view} payload={view.lastPayload} theme={theme} form={form} />
          </div>
        )}
      </div>
    </div>
  );
}

interface PayloadTextProps {
  readonly view: FrameView;
  readonly payload: LoadedPayload;
  readonly theme: ThemeName;
  readonly form: "formatted" | "original";
}

function PayloadText({ view, payload, theme, form }: PayloadTextProps): ReactElement {
  const { tree, formatted } = payload;
  const remarks = useMemo(() => lineRemarks(payload), [payload]);
  const row = valueRow(view.field);
  const marked = useMemo(
    () => (row === NO_NODE || row >= tree.length ? null : placeOfRow(tree, formatted, row)),
    [tree, formatted, row],
  );
  const markedOriginal = useMemo(
    () =>
      form === "formatted" || row === NO_NODE || row >= tree.length
        ? null
        : placeOfBytes(payload.bytes, tree.start(row), tree.end(row)),
    [form, payload, tree, row],
  );
  if (form === "original") {
    return (
      <TextView
        text={payload.original}
        language="json"
        theme={theme}
        label="Payload as it was sent"
        wrap
        marked={markedOriginal}
      />
    );
  }
  return (
    <TextView
      text={formatted.text}
      language="json"
      theme={theme}
      label="Payload, formatted"
      wrap
      remarks={remarks}
      marked={marked}
      onCaret={(line) => {
        const at = rowAtLine(formatted, line);
        if (at !== NO_NODE) view.selectField(view.model.idOf(at));
      }}
    />
  );
}

/** Lines and columns of a run of bytes in the text as it was sent. */
function placeOfBytes(bytes: Uint8Array, start: number, end: number): TextRange {
  const from = positionAfter(utf8Text(bytes.subarray(0, start)));
  const to = positionAfter(utf8Text(bytes.subarray(0, end)));
  return { line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
}

function positionAfter(text: string): { line: number; column: number } {
  const lines = text.split(/\r\n|\r|\n/);
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
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
