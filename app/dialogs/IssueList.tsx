import type { ReactElement } from "react";
import { count, counted } from "../format/numbers.ts";
import { useStore } from "../state/store.ts";
import { DialogFrame } from "./DialogFrame.tsx";

/** What is wrong with the capture, with file and offset. */
export function IssueList(): ReactElement | null {
  const overview = useStore((state) => state.overview);
  if (overview === null) return null;
  const { issues, issueCount } = overview;
  return (
    <DialogFrame title={counted(issueCount, "issue")} className="issues">
      {/* The list scrolls, so the keyboard must reach it. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <section className="issue-scroll" tabIndex={0} aria-label="Issues">
        <table>
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col">File</th>
              <th scope="col" className="cell-end">
                Byte
              </th>
            </tr>
          </thead>
          <tbody>
            {issues.map((issue, index) => (
              // The list only grows, and equal issues can repeat: the place is the identity.
              // eslint-disable-next-line react/no-array-index-key
              <tr key={index}>
                <td>
                  {issue.text} <span className="faint data">{issue.code}</span>
                </td>
                <td className="cell-file">{issue.source}</td>
                <td className="data cell-end">{issue.at === null ? "" : count(issue.at)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {issues.length < issueCount && (
        <p className="faint">
          The first hundred of each kind are listed; {count(issueCount - issues.length)} more were counted.
        </p>
      )}
    </DialogFrame>
  );
}
