import { Binary } from "lucide-react";
import { useState, type ReactElement } from "react";
import { HEADER_BYTES, NO_NODE } from "../../../../src-decoder/index.ts";
import { count, counted } from "../../../format/numbers.ts";
import { MiddleText } from "../../../parts/MiddleText.tsx";
import type { ThemeName } from "../../../parts/monaco/themes.ts";
import { valueRow } from "../model/field-model.ts";
import { payloadNotices } from "./payload-notices.ts";
import { PayloadText } from "./PayloadText.tsx";
import { Segmented } from "../../../parts/Segmented.tsx";
import type { FrameView } from "../frame/use-frame.ts";

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
          {range !== null && view.field !== null && <MiddleText text={model.nameOf(view.field)} />}
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
        {view.payloadFault !== null && <p className="details-note">{view.payloadFault}</p>}
        {payload === null && view.payloadFault === null && (
          <p className="details-note details-late">Reading the payload.</p>
        )}
        {view.lastPayload !== null && (
          <div className={payload === null ? "payload-stale" : "payload-text"}>
            <PayloadText view={view} payload={view.lastPayload} theme={theme} form={form} onShowBytes={onShowBytes} />
          </div>
        )}
      </div>
    </div>
  );
}
