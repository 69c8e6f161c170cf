import { Copy } from "lucide-react";
import { useCallback, useMemo, useState, type ReactElement } from "react";
import { Segmented } from "../../parts/Segmented.tsx";
import { copyText } from "../../parts/copy.ts";
import { decoder } from "../../state/decoder.ts";
import { useStore } from "../../state/store.ts";
import { captureEnd } from "../../state/timeline-slice.ts";
import { useConcluded } from "../../state/use-concluded.ts";
import type { CallNumbers } from "../../worker/contract/conclusions.ts";
import { EVERYTHING, SPANS, overTimeCsv, spansOf, subjectOf, type Subject } from "./over-time.ts";
import { OverTimeChart } from "./OverTimeChart.tsx";
import { OverTimeTable } from "./OverTimeTable.tsx";

const FORMS = [
  { value: "chart", label: "Chart" },
  { value: "table", label: "Table" },
] as const;
/** Calls and containers that can be chosen; the most frequent come first. */
const MOST_SUBJECTS = 200;

interface OverTimeProps {
  readonly numbers: CallNumbers;
  /** Filter of the subject. */
  readonly chosen: string;
  readonly onChoose: (filter: string) => void;
}

/** Requests, bytes and errors over the capture, of all frames or of one call or container. */
export function OverTime({ numbers, chosen, onChoose }: OverTimeProps): ReactElement {
  const [form, setForm] = useState<(typeof FORMS)[number]["value"]>("chart");
  const end = useStore(captureEnd);
  const ask = useCallback(() => decoder.overTime(chosen, SPANS), [chosen]);
  const activity = useConcluded(ask);
  const spans = useMemo(() => (activity === null ? null : spansOf(activity)), [activity]);
  const { calls, containers } = useSubjects(numbers);
  const subject = [...calls, ...containers].find(({ filter }) => filter === chosen) ?? EVERYTHING;
  if (end <= 0) return <p className="dock-note">The files carry no times, so there is nothing over time.</p>;
  return (
    <div className="over-time">
      <div className="pane-bar over-time-bar">
        <select
          aria-label="What is counted"
          className="over-time-subject"
          value={subject.filter}
          onChange={(event) => onChoose(event.target.value)}
        >
          <option value="">{EVERYTHING.label}</option>
          <Options label="Calls" subjects={calls} />
          <Options label="Containers" subjects={containers} />
        </select>
        <Segmented label="Shown as" options={FORMS} value={form} onChange={setForm} />
        {spans !== null && (
          <button type="button" className="button" onClick={() => copyText(overTimeCsv(spans))}>
            <Copy size={13} aria-hidden="true" />
            Copy as CSV
          </button>
        )}
      </div>
      {spans === null && <p className="dock-note">The numbers are being counted.</p>}
      {spans !== null && form === "chart" && <OverTimeChart spans={spans} subject={subject} end={end} />}
      {spans !== null && form === "table" && <OverTimeTable spans={spans} subject={subject} />}
    </div>
  );
}

function useSubjects({
  byType,
  byContainer,
}: CallNumbers): Readonly<Record<"calls" | "containers", readonly Subject[]>> {
  return useMemo(
    () => ({
      calls: byType.slice(0, MOST_SUBJECTS).map(subjectOf),
      containers: byContainer.slice(0, MOST_SUBJECTS).map(subjectOf),
    }),
    [byType, byContainer],
  );
}

function Options({ label, subjects }: { label: string; subjects: readonly Subject[] }): ReactElement {
  return (
    <optgroup label={label}>
      {subjects.map(({ filter, label: text }) => (
        <option key={filter} value={filter}>
          {text}
        </option>
      ))}
    </optgroup>
  );
}
