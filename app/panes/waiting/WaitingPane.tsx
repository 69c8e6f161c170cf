import { ChevronLeft, ChevronRight } from "lucide-react";
import { useCallback, useMemo, type ReactElement } from "react";
import { count, counted } from "../../format/numbers.ts";
import { durationText } from "../../format/time.ts";
import { CommandButton } from "../../parts/CommandButton.tsx";
import { NotYet } from "../../parts/NotYet.tsx";
import { useMomentText } from "../../parts/use-moment-text.ts";
import { decoder } from "../../state/decoder.ts";
import { useStore } from "../../state/store.ts";
import { cursorTime } from "../../state/time-cursor-slice.ts";
import { useConcluded } from "../../state/use-concluded.ts";
import type { WaitingAt } from "../../worker/contract/conclusions.ts";
import { isPoll, waitGraph } from "./wait-tree.ts";
import { WaitTable } from "./WaitTable.tsx";
import "./waiting.css";

/** What was open at the time cursor, what each request waited for, and the way to the moments before and after. */
export function WaitingPane(): ReactElement {
  const cursor = useStore(cursorTime);
  const ask = useCallback(() => decoder.outstandingAt(cursor), [cursor]);
  const answer = useConcluded(ask);
  if (answer === null) {
    const reading = "What waits for an answer stands here when the capture is read.";
    return <NotYet reading={reading} read="Looking for what waits." />;
  }
  return (
    <div className="waiting-pane" tabIndex={-1} data-dock-focus>
      <WaitingHead answer={answer} />
      <WaitingList answer={answer} />
    </div>
  );
}

function WaitingHead({ answer }: { answer: WaitingAt }): ReactElement {
  const momentText = useMomentText();
  const setTimeCursor = useStore((state) => state.setTimeCursor);
  const end = useStore((state) => state.overview?.durationNs ?? 0);
  if (Number.isNaN(answer.time)) {
    return (
      <div className="pane-bar">
        <span>
          {counted(answer.total, "request")} without an answer. The files carry no times: this is the end of each
          stream.
        </span>
      </div>
    );
  }
  const isBeforeEnd = answer.time === answer.lastMoment && answer.time < end;
  return (
    <div className="pane-bar">
      <CommandButton id="previous-change">
        <ChevronLeft size={15} aria-hidden="true" />
      </CommandButton>
      <span className="data waiting-time">
        {/* The moment before a bridge ends is named by that end: the file may tell no time so near to it. */}
        {isBeforeEnd ? `before ${momentText(answer.time + 1)}` : momentText(answer.time)}
      </span>
      <CommandButton id="next-change">
        <ChevronRight size={15} aria-hidden="true" />
      </CommandButton>
      <output>{summary(answer)}</output>
      {answer.time === answer.lastMoment ? (
        <span className="faint">
          {isBeforeEnd ? `${durationText(end - answer.time)} before the end` : "the end"} of the capture
        </span>
      ) : (
        <button type="button" className="link" onClick={() => setTimeCursor(answer.lastMoment)}>
          To the end
        </button>
      )}
    </div>
  );
}

function summary({ total, waiting }: WaitingAt): string {
  const longPolls = waiting.filter(isPoll).length;
  const unknown = waiting.filter((one) => one.state === "unknown" && !isPoll(one)).length;
  const calls = total - longPolls;
  const polls = longPolls === 0 ? "" : ` and ${counted(longPolls, "long poll")}`;
  const lost = unknown === 0 ? "" : `; of ${counted(unknown, "call")} the answer may be lost`;
  return `${calls === 0 ? "no call" : counted(calls, "call")}${polls} open${lost}`;
}

function WaitingList({ answer }: { answer: WaitingAt }): ReactElement {
  const graph = useMemo(() => waitGraph(answer.waiting), [answer]);
  const more = answer.total - answer.waiting.length;
  if (answer.total === 0) return <p className="dock-note">Nothing waits for an answer at this moment.</p>;
  return (
    <div className="waiting-lists">
      <WaitTable graph={graph} />
      {more > 0 && <p className="dock-note">{count(more)} younger ones are not listed.</p>}
    </div>
  );
}
