import { Copy } from "lucide-react";
import { useMemo, useState, type ReactElement } from "react";
import { Segmented } from "../../parts/Segmented.tsx";
import { copyText } from "../../parts/copy.ts";
import { decoder } from "../../state/decoder.ts";
import { useConcluded } from "../../state/use-concluded.ts";
import type { CallNumbers } from "../../worker/contract.ts";
import { sortStatistics, statisticsCsv, statisticsText, type StatisticsSort } from "./columns.ts";
import { SlowestTable } from "./SlowestTable.tsx";
import { StatisticsTable } from "./StatisticsTable.tsx";
import "./statistics.css";

const VIEWS = [
  { value: "type", label: "By call" },
  { value: "container", label: "By container" },
  { value: "slowest", label: "Slowest" },
] as const;

const askStatistics = (): Promise<CallNumbers | null> => decoder.statistics();

/** How often, how long, how many failed: by call and by container, and the slowest of all. */
export function StatisticsPane(): ReactElement {
  const [view, setView] = useState<(typeof VIEWS)[number]["value"]>("type");
  const [sort, setSort] = useState<StatisticsSort>({ column: "count", descending: true });
  const numbers = useConcluded(askStatistics);
  const rows = useMemo(() => {
    if (numbers === null || view === "slowest") return [];
    return sortStatistics(view === "type" ? numbers.byType : numbers.byContainer, sort);
  }, [numbers, view, sort]);
  if (numbers === null) return <p className="dock-note">The numbers stand here when the capture is read.</p>;
  if (numbers.byType.length === 0) return <p className="dock-note">There is no request in this capture.</p>;
  return (
    <div className="statistics" tabIndex={-1} data-dock-focus>
      <div className="pane-bar">
        <Segmented label="Statistics" options={VIEWS} value={view} onChange={setView} />
        {view !== "slowest" && (
          <div className="statistics-copy">
            <CopyButton label="Copy as text" onClick={() => copyText(statisticsText(rows, view))} />
            <CopyButton label="Copy as CSV" onClick={() => copyText(statisticsCsv(rows, view))} />
          </div>
        )}
      </div>
      <div className="statistics-body">
        {view === "slowest" ? (
          <SlowestTable frames={numbers.slowest} />
        ) : (
          <StatisticsTable rows={rows} grouping={view} sort={sort} onSort={setSort} />
        )}
      </div>
    </div>
  );
}

function CopyButton({ label, onClick }: { label: string; onClick: () => void }): ReactElement {
  return (
    <button type="button" className="button" onClick={onClick}>
      <Copy size={13} aria-hidden="true" />
      {label}
    </button>
  );
}
