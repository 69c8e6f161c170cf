import { ChartColumn, ChevronDown, ChevronUp } from "lucide-react";
import type { ReactElement } from "react";
import type { CallStatistics } from "../../../src-decoder/index.ts";
import { count } from "../../format/numbers.ts";
import { shortContainerName } from "../../format/ids.ts";
import {
  filterOf,
  headingOf,
  labelOf,
  ofBridge,
  shownColumns,
  type Grouping,
  type StatisticsColumn,
  type StatisticsSort,
} from "./columns.ts";
import { FilterLink } from "../../parts/FilterLink.tsx";
import { Histogram } from "./Histogram.tsx";

/** Rows that are drawn; copies hold all of them. */
const MOST_ROWS = 300;

interface StatisticsTableProps {
  readonly rows: readonly CallStatistics[];
  readonly grouping: Grouping;
  /** False of files without times, which have no latencies. */
  readonly timed: boolean;
  readonly sort: StatisticsSort;
  readonly onSort: (sort: StatisticsSort) => void;
  /** The filter whose calls alone are counted; empty where all are. */
  readonly within: string;
  /** Shows what a filter counts over time. */
  readonly onOverTime: (filter: string) => void;
}

export function StatisticsTable({
  rows,
  grouping,
  timed,
  sort,
  within,
  onSort,
  onOverTime,
}: StatisticsTableProps): ReactElement {
  const shown = rows.slice(0, MOST_ROWS);
  const columns = shownColumns(timed);
  return (
    <>
      <table className="pane-table statistics-table" aria-label={`Statistics by ${grouping}`}>
        <thead>
          <tr>
            <SortHead id="name" label={headingOf(grouping)} sort={sort} onSort={onSort} />
            {columns.map(({ id, label }) => (
              <SortHead key={id} id={id} label={label} sort={sort} onSort={onSort} />
            ))}
            {timed && (
              <th scope="col" title="From under 10 µs to over 1,000 s, three bars to a decade">
                Latencies, 10 µs to 1,000 s
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <tr key={labelOf(row)}>
              <th scope="row" className="data">
                <span className="statistics-name">
                  <FilterLink filter={filterOf(row)} text={rowText(row)} within={within} />
                  <button
                    type="button"
                    className="statistics-over-time"
                    aria-label={`${rowText(row)} over time`}
                    title="Over time"
                    onClick={() => onOverTime(filterOf(row))}
                  >
                    <ChartColumn size={12} aria-hidden="true" />
                  </button>
                </span>
              </th>
              {columns.map((column) => (
                <td key={column.id} className="end" data-column={column.id}>
                  <NumberCell row={row} column={column} within={within} />
                </td>
              ))}
              {timed && (
                <td>
                  <Histogram buckets={row.histogram} />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length < rows.length && (
        <p className="dock-note">{count(rows.length - shown.length)} more are not shown; copies have them.</p>
      )}
    </>
  );
}

function rowText(row: CallStatistics): string {
  return row.name ?? `${shortContainerName(row.containerId ?? "", 8)}${ofBridge(row)}`;
}

interface SortHeadProps extends Pick<StatisticsTableProps, "sort" | "onSort"> {
  readonly id: string;
  readonly label: string;
}

function SortHead({ id, label, sort, onSort }: SortHeadProps): ReactElement {
  const sorted = sort.column === id;
  const Chevron = sort.descending ? ChevronDown : ChevronUp;
  const direction = sort.descending ? "descending" : "ascending";
  return (
    <th scope="col" className={id === "name" ? undefined : "end"} aria-sort={sorted ? direction : undefined}>
      <button
        type="button"
        className="sort-button"
        onClick={() => onSort({ column: id, descending: sorted ? !sort.descending : id !== "name" })}
      >
        {sorted && <Chevron size={12} aria-hidden="true" />}
        {label}
      </button>
    </th>
  );
}

/** A number that shows the frames it stands for. */
function NumberCell({
  row,
  column,
  within,
}: {
  row: CallStatistics;
  column: StatisticsColumn;
  within: string;
}): ReactElement {
  const value = column.value(row);
  const text = column.text(value);
  const filter = column.filter(value);
  if (filter === null) return <span className="faint">{text}</span>;
  // A filter may let only responses pass: they stand for their calls.
  const own = within === "" || column.id !== "count" ? `${filterOf(row)} && ${filter}` : filterOf(row);
  return <FilterLink filter={own} text={text} within={within} quiet />;
}
