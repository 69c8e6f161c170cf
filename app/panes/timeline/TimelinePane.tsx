import { Filter, ZoomIn, ZoomOut } from "lucide-react";
import { useState, type ReactElement } from "react";
import { durationText } from "../../format/time.ts";
import { zoomed } from "../../format/time-range.ts";
import { NotYet } from "../../parts/NotYet.tsx";
import { Segmented } from "../../parts/Segmented.tsx";
import { useStore } from "../../state/store.ts";
import { captureEnd } from "../../state/timeline-slice.ts";
import { Legend } from "./Legend.tsx";
import { SequencePane } from "./SequencePane.tsx";
import { TimelineLanes } from "./TimelineLanes.tsx";
import { useTimelineData } from "./use-timeline-data.ts";
import "./timeline.css";

const VIEWS = [
  { value: "container", label: "By container" },
  { value: "type", label: "By message" },
  { value: "sequence", label: "Sequence" },
] as const;

const ZOOM = 2;

/** When what happened: lanes of containers and processes or of messages, and a diagram of who said what. */
export function TimelinePane(): ReactElement {
  const grouping = useStore((state) => state.timelineGrouping);
  const setGrouping = useStore((state) => state.setTimelineGrouping);
  const isRead = useStore((state) => state.phase === "read");
  const end = useStore(captureEnd);
  const data = useTimelineData();
  const [isSequence, setSequence] = useState(false);
  if (isRead && end <= 0) {
    return <p className="dock-note">The files carry no times, so there is no timeline.</p>;
  }
  if (data === null) {
    return <NotYet reading="The timeline stands here when the capture is read." read="Laying out the calls." />;
  }
  return (
    <div className="timeline">
      <div className="pane-bar">
        <Segmented
          label="Timeline"
          options={VIEWS}
          value={isSequence ? "sequence" : grouping}
          onChange={(view) => {
            setSequence(view === "sequence");
            if (view !== "sequence") setGrouping(view);
          }}
        />
        <RangeControls end={end} />
        {!isSequence && <Legend />}
      </div>
      {isSequence ? (
        <SequencePane />
      ) : (
        <TimelineLanes layout={data.layout} activity={data.activity} grouping={data.grouping} end={end} />
      )}
    </div>
  );
}

function RangeControls({ end }: { end: number }): ReactElement {
  const range = useStore((state) => state.timelineRange) ?? { from: 0, to: end };
  const isWhole = useStore((state) => state.timelineRange === null);
  const setRange = useStore((state) => state.setTimelineRange);
  const filterTimeRange = useStore((state) => state.filterTimeRange);
  const middle = (range.from + range.to) / 2;
  return (
    <div className="timeline-controls">
      <button
        type="button"
        className="icon-button"
        aria-label="Zoom in"
        title="Zoom in (w, + or Ctrl+wheel)"
        onClick={() => setRange(zoomed(range, middle, 1 / ZOOM, end))}
      >
        <ZoomIn size={15} aria-hidden="true" />
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label="Zoom out"
        title="Zoom out (s, - or Ctrl+wheel)"
        disabled={isWhole}
        onClick={() => setRange(zoomed(range, middle, ZOOM, end))}
      >
        <ZoomOut size={15} aria-hidden="true" />
      </button>
      <button
        type="button"
        className="link"
        title="Show the whole capture (0)"
        disabled={isWhole}
        onClick={() => setRange(null)}
      >
        All
      </button>
      <span className="data timeline-length">{durationText(range.to - range.from)}</span>
      <button
        type="button"
        className="icon-button"
        aria-label="Filter the table to the time shown"
        title="Filter the table to the time shown; a drag on the axis, or with Shift, filters to a part"
        onClick={() => void filterTimeRange({ from: Math.floor(range.from), to: Math.ceil(range.to) + 1 })}
      >
        <Filter size={14} aria-hidden="true" />
      </button>
    </div>
  );
}
