import type { ReactElement } from "react";
import { count, counted } from "../format/numbers.ts";
import { useStore } from "../state/store.ts";
import { TableDialog, type TableHead } from "./TableDialog.tsx";

const HEADS: readonly TableHead[] = [{ title: "What" }, { title: "File" }, { title: "Byte", isNumber: true }];

/** What is wrong with the capture, with file and offset. */
export function IssueList(): ReactElement | null {
  const overview = useStore((state) => state.overview);
  if (overview === null) return null;
  const { issues, issueCount } = overview;
  const rows = issues.map((issue, index) => (
    // The list only grows, and equal issues can repeat: the place is the identity.
    // eslint-disable-next-line react/no-array-index-key
    <tr key={index}>
      <td>
        {issue.text} <span className="faint data">{issue.code}</span>
      </td>
      <td className="cell-file">{issue.source}</td>
      <td className="data cell-end">{issue.at === null ? "" : count(issue.at)}</td>
    </tr>
  ));
  return (
    <TableDialog
      title={counted(issueCount, "issue")}
      label="Issues"
      heads={HEADS}
      rows={rows}
      listed={{ shown: issues.length, total: issueCount, which: "The first hundred of each kind are listed" }}
    />
  );
}
