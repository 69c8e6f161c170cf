import { useMemo, type ReactElement, type ReactNode } from "react";
import { useStore } from "../../state/store.ts";

/** What the shapes and colours of the timeline mean. What only captures with holes have has no place in the others, whose bar is narrow. */
export function Legend(): ReactElement {
  const diagnosis = useStore((state) => state.diagnosis);
  const mayLack = useMemo(() => diagnosis?.outstanding.some(({ state }) => state === "unknown") === true, [diagnosis]);
  return (
    <ul className="timeline-legend" aria-label="Legend">
      <Entry text="answered">
        <rect className="legend-call" y="1" width="22" height="10" />
      </Entry>
      <Entry text="failed">
        <rect className="legend-error" y="1" width="22" height="10" />
        <path className="legend-on" d="M13 3.5l5 5m0-5l-5 5" />
      </Entry>
      <Entry text="some failed">
        <rect className="legend-call" y="1" width="22" height="10" />
        <rect className="legend-error" y="7" width="22" height="4" />
      </Entry>
      <Entry text="no answer yet">
        <path className="legend-pending-bar" d="M22 1.5H.5v9H22" />
        <path className="legend-pending" d="M15 2l5 4-5 4z" />
      </Entry>
      <Entry text="died with the bridge">
        <path className="legend-error-line" d="M22 1.5H.5v9H22M14 3l6 6m0-6l-6 6" />
      </Entry>
      {mayLack && (
        <Entry text="answer may be lost">
          <path className="legend-unknown" d="M.5 1v10M1 1.5h21M1 10.5h21" />
          <text className="legend-question" x="14" y="9.5">
            ?
          </text>
        </Entry>
      )}
      <Entry text="long poll">
        <rect className="legend-call" y="4" width="22" height="4" />
      </Entry>
      <Entry text="notification">
        <path className="legend-notification" d="M11 1l5 5-5 5-5-5z" />
      </Entry>
      <Entry text="gap">
        <path className="legend-line" d="M-2 12L10 0M4 12L16 0M10 12L22 0M16 12L28 0" />
      </Entry>
    </ul>
  );
}

function Entry({ text, children }: { text: string; children: ReactNode }): ReactElement {
  return (
    <li>
      <svg width="22" height="12" aria-hidden="true">
        {children}
      </svg>
      {text}
    </li>
  );
}
