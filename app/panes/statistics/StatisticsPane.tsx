import { Copy } from "lucide-react";
import { useCallback, useMemo, useState, type ReactElement } from "react";
import { Segmented } from "../../parts/Segmented.tsx";
import { NotYet } from "../../parts/NotYet.tsx";
import { copyText } from "../../parts/copy.ts";
import { useMomentText } from "../../parts/use-moment-text.ts";
import { decoder } from "../../state/decoder.ts";
import { useStore } from "../../state/store.ts";
import { useConcluded } from "../../state/use-concluded.ts";
import type { CallNumbers } from "../../worker/contract/conclusions.ts";
import { hasTimes } from "../frames/column-widths.ts";
import { sortStatistics, statisticsCsv, statisticsText, type Grouping, type StatisticsSort } from "./columns.ts";
import { OverTime } from "./OverTime.tsx";
import { slowestCsv, slowestText } from "./slowest.ts";
import { SlowestTable } from "./SlowestTable.tsx";
import { StatisticsTable } from "./StatisticsTable.tsx";
import "./statistics.css";

const VIEWS = [
  { value: "type", label: "By call" },
  { value: "container", label: "By container" },
  { value: "slowest", label: "Slowest" },
  { value: "time", label: "Over time" },
] as const;

const CALLS = [
  { value: "all", label: "All" },
  { value: "shown", label: "Shown" },
] as const;

/** How often, how long, how many failed: by call and by container, the slowest of all, and how much went on over time. */
export function StatisticsPane(): ReactElement {
  const [view, setView] = useState<(typeof VIEWS)[number]["value"]>("type");
  const [sort, setSort] = useState<StatisticsSort>({ column: "count", descending: true });
  /** Filter of what is shown over time; empty for everything. */
  const [subject, setSubject] = useState("");
  const [calls, setCalls] = useState<(typeof CALLS)[number]["value"]>("all");
  const filter = useStore((state) => state.filter);
  const isFiltered = filter !== "";
  const onlyShown = isFiltered && calls === "shown";
  const within = onlyShown ? filter : "";
  const numbers = useCallNumbers(onlyShown);
  const timed = useStore((state) => hasTimes(state.overview));
  const momentText = useMomentText();
  const rows = useMemo(() => {
    if (numbers === null || !isTable(view)) return [];
    return sortStatistics(view === "type" ? numbers.byType : numbers.byContainer, sort);
  }, [numbers, view, sort]);
  if (numbers === null) {
    return <NotYet reading="The numbers stand here when the capture is read." read="Counting the calls." />;
  }
  if (numbers.byType.length === 0 && !isFiltered)
    return <p className="dock-note">There is no request in this capture.</p>;
  const isOverTime = view === "time";
  return (
    <div className="statistics" tabIndex={-1} data-dock-focus>
      <div className="pane-bar">
        <Segmented label="Statistics" options={VIEWS} value={view} onChange={setView} />
        {isFiltered && !isOverTime && <Segmented label="Calls" options={CALLS} value={calls} onChange={setCalls} />}
        {isTable(view) && rows.length > 0 && (
          <CopyButtons text={() => statisticsText(rows, view)} csv={() => statisticsCsv(rows, view)} />
        )}
        {view === "slowest" && numbers.slowest.length > 0 && (
          <CopyButtons text={() => slowestText(numbers.slowest, momentText)} csv={() => slowestCsv(numbers.slowest)} />
        )}
      </div>
      {view === "slowest" && (
        <div className="statistics-body">
          <SlowestTable frames={numbers.slowest} within={within} />
        </div>
      )}
      {isTable(view) && rows.length === 0 && <p className="dock-note">No frame that is shown is of a call.</p>}
      {isTable(view) && rows.length > 0 && (
        <div className="statistics-body">
          <StatisticsTable
            rows={rows}
            grouping={view}
            timed={timed}
            sort={sort}
            within={within}
            onSort={setSort}
            onOverTime={(subjectFilter) => {
              setSubject(subjectFilter);
              setView("time");
            }}
          />
        </div>
      )}
      {isOverTime && <OverTime numbers={numbers} chosen={subject} onChoose={setSubject} />}
    </div>
  );
}

/** Numbers of all calls, or of those that the table shows: anew with each of its views. */
function useCallNumbers(onlyShown: boolean): CallNumbers | null {
  const view = useStore((state) => (onlyShown ? `${state.version}/${state.rows}` : ""));
  // Each view is another question, though it is asked in the same words.
  const ask = useCallback(() => decoder.statistics(view !== ""), [view]);
  return useConcluded(ask);
}

function isTable(view: (typeof VIEWS)[number]["value"]): view is Grouping {
  return view === "type" || view === "container";
}

/** What is shown, to the clipboard; written only when it is asked for. */
function CopyButtons({ text, csv }: { text: () => string; csv: () => string }): ReactElement {
  return (
    <div className="statistics-copy">
      <CopyButton label="Copy as text" onClick={() => copyText(text())} />
      <CopyButton label="Copy as CSV" onClick={() => copyText(csv())} />
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
