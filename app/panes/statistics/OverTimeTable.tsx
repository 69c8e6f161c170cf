import type { ReactElement } from "react";
import { count } from "../../format/numbers.ts";
import { useMomentText } from "../../parts/use-moment-text.ts";
import { FilterLink } from "../../parts/FilterLink.tsx";
import { busySpans, spanFilter, type SpanNumbers, type Subject } from "./over-time.ts";

interface OverTimeTableProps {
  readonly spans: readonly SpanNumbers[];
  readonly subject: Subject;
}

/** The same numbers to read: the spans in which anything happened. */
export function OverTimeTable({ spans, subject }: OverTimeTableProps): ReactElement {
  const momentText = useMomentText();
  const busy = busySpans(spans);
  if (busy.length === 0) return <p className="dock-note">Nothing of it is in the capture.</p>;
  return (
    <div className="statistics-body">
      <table className="pane-table" aria-label="Numbers over time">
        <thead>
          <tr>
            <th scope="col">From</th>
            {["Requests", "Errors", "Bytes from the host", "Bytes from the guest"].map((label) => (
              <th key={label} scope="col" className="end">
                {label}
              </th>
            ))}
            <th scope="col">To</th>
          </tr>
        </thead>
        <tbody>
          {busy.map(({ range, requests, errors, hostBytes, guestBytes }) => (
            <tr key={range.from}>
              <th scope="row">
                <FilterLink filter={spanFilter(subject, range)} text={momentText(range.from)} />
              </th>
              <td className="end">{count(requests)}</td>
              <td className="end">
                {errors === 0 ? (
                  <span className="faint">0</span>
                ) : (
                  <FilterLink filter={`${spanFilter(subject, range)} && error`} text={count(errors)} quiet />
                )}
              </td>
              <td className="end">{count(hostBytes)}</td>
              <td className="end">{count(guestBytes)}</td>
              <td>{momentText(range.to)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
