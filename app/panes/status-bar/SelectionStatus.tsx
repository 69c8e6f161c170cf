import type { ReactElement } from "react";
import { RowRanges } from "../../../src-decoder/index.ts";
import { byteSize, count, counted } from "../../format/numbers.ts";
import { durationText } from "../../format/time.ts";
import { useStore } from "../../state/store.ts";
import type { FrameDetails } from "../../worker/contract/details.ts";
import type { SelectionFacts } from "../../worker/contract/selection.ts";

/** The selected frame with its pair, or how many are selected, over what time, of how many bytes. */
export function SelectionStatus(): ReactElement | null {
  const details = useStore((state) => state.details);
  const facts = useStore((state) => state.selectionFacts);
  if (facts !== null && facts.rows !== 1) return <Several facts={facts} />;
  return details === null ? null : <One details={details} />;
}

function Several({ facts }: { facts: SelectionFacts }): ReactElement {
  const view = useStore((state) => state.settings.view);
  const frames = RowRanges.from(facts.frames).size;
  const span = facts.to - facts.from;
  return (
    <span title="Rows that are selected and shown: count, time from the first to the last, bytes of the frames">
      {view === "exchanges" && `${counted(facts.rows, "exchange")}, `}
      {counted(frames, "frame")} selected
      {frames > 0 && Number.isFinite(span) && `, ${durationText(span)}`}
      {frames > 0 && `, ${byteSize(facts.bytes)}`}
    </span>
  );
}

function One({ details }: { details: FrameDetails }): ReactElement {
  const { frame, peer } = details;
  const number = frame.row + 1;
  if (peer === null) return <span>selected {count(number)}</span>;
  const [request, response] = frame.messageKind === "response" ? [peer.row + 1, number] : [number, peer.row + 1];
  const latency = frame.latency ?? peer.latency;
  return (
    <span>
      selected {count(request)} → {count(response)}
      {latency !== null && `, ${durationText(latency)}`}
    </span>
  );
}
