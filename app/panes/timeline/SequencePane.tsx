import { Copy, Download } from "lucide-react";
import { useCallback, useMemo, useRef, type ReactElement } from "react";
import { count } from "../../format/numbers.ts";
import { copyText } from "../../parts/copy.ts";
import { decoder } from "../../state/decoder.ts";
import { useStore } from "../../state/store.ts";
import { captureEnd } from "../../state/timeline-slice.ts";
import { useConcluded } from "../../state/use-concluded.ts";
import { saveSvg } from "./save-svg.ts";
import { mermaidOf, sequenceOf } from "./sequence.ts";
import { SequenceSvg } from "./SequenceSvg.tsx";

/** Frames that are drawn at most: more nobody reads as a diagram. */
const MOST_FRAMES = 200;

/** Who said what to whom in the time that the timeline shows. */
export function SequencePane(): ReactElement {
  const range = useStore((state) => state.timelineRange);
  const end = useStore(captureEnd);
  const ask = useCallback(
    // The last frame of the capture stands at its end.
    () => decoder.sequence(range?.from ?? 0, range?.to ?? end + 1, MOST_FRAMES),
    [range, end],
  );
  const data = useConcluded(ask);
  const unanswered = useStore((state) => state.unanswered);
  const diagram = useMemo(
    () => (data === null ? null : sequenceOf(data, (row) => unanswered?.get(row)?.state === "unknown")),
    [data, unanswered],
  );
  const svg = useRef<SVGSVGElement>(null);
  if (data === null || diagram === null)
    return <p className="dock-note">The frames of this time are being collected.</p>;
  if (diagram.arrows.length === 0) return <p className="dock-note">No frame was sent in the time shown.</p>;
  return (
    <>
      <div className="pane-bar">
        <span className="sequence-count">
          {data.total > data.frames.length
            ? `The first ${count(data.frames.length)} of ${count(data.total)} frames in the time shown. Zoom in for others.`
            : `${count(data.total)} frames in the time shown.`}
        </span>
        <button type="button" className="button" onClick={() => saveSvg(svg.current, "sequence.svg")}>
          <Download size={13} aria-hidden="true" />
          Save as SVG
        </button>
        <button type="button" className="button" onClick={() => copyText(mermaidOf(diagram))}>
          <Copy size={13} aria-hidden="true" />
          Copy as Mermaid
        </button>
      </div>
      {/* Scrolled by keys, too. */}
      <section className="sequence" tabIndex={-1} aria-label="Sequence diagram" data-dock-focus>
        <SequenceSvg ref={svg} diagram={diagram} />
      </section>
    </>
  );
}
