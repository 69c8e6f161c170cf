import type { ReactNode } from "react";
import { counted } from "../../format/numbers.ts";

/** Characters shown where there is no editor, and while it loads: little enough to lay out at once. */
const MOST_SHOWN = 100_000;
const MOST_SHOWN_BUSY = 8000;

interface PlainTextProps {
  readonly text: string;
  readonly label: string;
  /** The editor is on its way. */
  readonly busy?: boolean;
  /** Says why there is no editor. */
  readonly children?: ReactNode;
}

/** The text as such: what stands in for the editor while it loads or where it cannot. */
export function PlainText({ text, label, busy = false, children }: PlainTextProps) {
  const most = busy ? MOST_SHOWN_BUSY : MOST_SHOWN;
  const rest = text.length - most;
  return (
    <div className="plain-text" aria-busy={busy}>
      {children !== undefined && <div className="plain-text-note">{children}</div>}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keys */}
      <section className="plain-text-body data" aria-label={label} tabIndex={0}>
        <pre className="data">{rest > 0 ? text.slice(0, most) : text}</pre>
      </section>
      {rest > 0 && !busy && <p className="plain-text-note">{counted(rest, "more character")} not shown.</p>}
    </div>
  );
}
