import type { ReactElement, ReactNode } from "react";
import { count } from "../format/numbers.ts";
import { DialogFrame } from "./DialogFrame.tsx";

/** The head of a column; numbers stand at its end. */
export interface TableHead {
  readonly title: string;
  readonly isNumber?: boolean;
}

interface TableDialogProps {
  readonly title: string;
  /** What a screen reader calls the part that scrolls. */
  readonly label: string;
  readonly heads: readonly TableHead[];
  readonly rows: ReactNode;
  /** How many rows there are of how many, and which those are that are listed. */
  readonly listed: { readonly shown: number; readonly total: number; readonly which: string };
}

/** A dialog of rows to read, of which only the first are listed where they are very many. */
export function TableDialog({ title, label, heads, rows, listed }: TableDialogProps): ReactElement {
  const more = listed.total - listed.shown;
  return (
    <DialogFrame title={title} className="table-dialog">
      {/* The list scrolls, so the keyboard must reach it. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <section className="table-dialog-scroll" tabIndex={0} aria-label={label}>
        <table>
          <thead>
            <tr>
              {heads.map((head) => (
                <th key={head.title} scope="col" className={head.isNumber === true ? "cell-end" : undefined}>
                  {head.title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>{rows}</tbody>
        </table>
      </section>
      {more > 0 && (
        <p className="faint">
          {listed.which}; {count(more)} more were counted.
        </p>
      )}
    </DialogFrame>
  );
}
