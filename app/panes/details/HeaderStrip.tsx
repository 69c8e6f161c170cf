import {
  ArrowDownToLine,
  ArrowLeft,
  ArrowRight,
  ArrowUpToLine,
  BookOpen,
  MessageSquareText,
  TriangleAlert,
} from "lucide-react";
import type { ReactElement, ReactNode } from "react";
import { FRAME, formatResult, shortResultName } from "../../../src-decoder/index.ts";
import { processFilter } from "../../format/filters.ts";
import { byteSize, count, counted } from "../../format/numbers.ts";
import { durationText } from "../../format/time.ts";
import { useMomentText } from "../../parts/use-moment-text.ts";
import { CommandButton } from "../../parts/CommandButton.tsx";
import { ContainerLink } from "../../parts/ContainerLink.tsx";
import { FilterLink } from "../../parts/FilterLink.tsx";
import { useStore } from "../../state/store.ts";
import { messagePath } from "../../state/reference-path.ts";
import type { FrameDetails } from "../../worker/contract/details.ts";
import type { FrameRow } from "../../worker/contract/rows.ts";

/** A frame that came in many packets may have a comment on each; the column has them all. */
const MOST_COMMENTS = 5;

interface HeaderStripProps {
  readonly details: FrameDetails;
  readonly onGoTo: (row: number) => void;
  /** What can be done with the frame, at the right. */
  readonly children: ReactNode;
}

/** The frame in three lines: what it is, where it stands, what is odd about it. */
export function HeaderStrip({ details, onGoTo, children }: HeaderStripProps): ReactElement {
  const momentText = useMomentText();
  const unit = useStore(({ settings }) => (settings.timeMode === "absolute" ? " UTC" : " s"));
  const { frame } = details;
  const toGuest = frame.direction === "host-to-guest";
  const direction = toGuest ? "host to guest" : "guest to host";
  const Arrow = toGuest ? ArrowRight : ArrowLeft;
  return (
    <header className="strip">
      <div className="strip-line">
        <span className={`strip-direction strip-${frame.direction}`} title={direction}>
          <Arrow size={15} aria-hidden="true" />
          <span className="strip-direction-words">{direction}</span>
        </span>
        <h2 className="strip-name" title={frame.name}>
          {frame.name}
        </h2>
        <span className="strip-kind">{frame.messageKind}</span>
        <span className="strip-actions">
          <ContainerStep
            label="Previous frame of this container"
            row={details.previousOfContainer}
            onGoTo={onGoTo}
            icon={<ArrowUpToLine size={15} aria-hidden="true" />}
          />
          <ContainerStep
            label="Next frame of this container"
            row={details.nextOfContainer}
            onGoTo={onGoTo}
            icon={<ArrowDownToLine size={15} aria-hidden="true" />}
          />
          {messagePath(frame.type) !== null && (
            <CommandButton id="reference-message">
              <BookOpen size={15} aria-hidden="true" />
            </CommandButton>
          )}
          {children}
        </span>
      </div>
      <dl className="strip-facts data">
        <Fact label="frame">{count(frame.row + 1)}</Fact>
        <Fact label="id">{frame.id}</Fact>
        <Fact label="time">{Number.isFinite(frame.time) ? `${momentText(frame.time)}${unit}` : "unknown"}</Fact>
        <Fact label="size">{byteSize(frame.size)}</Fact>
        {frame.containerId !== null && frame.containerId !== "" && (
          <Fact label="container">
            <ContainerLink id={frame.containerId} quiet />
          </Fact>
        )}
        {frame.processId !== null && (
          <Fact label="process">
            <FilterLink
              filter={processFilter(frame.containerId, frame.processId)}
              text={String(frame.processId)}
              quiet
            />
          </Fact>
        )}
        {frame.result !== null && (
          <Fact label="result">
            <span className={frame.result === 0 ? "" : "strip-error"}>{resultWords(frame.result)}</span>
          </Fact>
        )}
        <PairFact frame={frame} peer={details.peer} onGoTo={onGoTo} />
      </dl>
      <Comments comments={details.comments} />
      {details.remarks.length > 0 && (
        <ul className="strip-remarks">
          {details.remarks.map((remark) => (
            <li key={remark}>
              <TriangleAlert size={13} aria-hidden="true" />
              <span>{remark}</span>
            </li>
          ))}
        </ul>
      )}
    </header>
  );
}

/** What the capture file says of the packets that brought the frame. */
function Comments({ comments }: Pick<FrameDetails, "comments">): ReactElement | null {
  if (comments.length === 0) return null;
  return (
    <ul className="strip-comments" aria-label="Comments in the capture file">
      {comments.slice(0, MOST_COMMENTS).map(({ packet, text }, index) => (
        // Comments of one frame do not change, and equal ones can repeat: the place is the identity.
        // eslint-disable-next-line react/no-array-index-key
        <li key={index}>
          <MessageSquareText size={13} aria-hidden="true" />
          <span className="faint">packet {count(packet)}</span>
          <span className="strip-comment" title={text}>
            {text}
          </span>
        </li>
      ))}
      {comments.length > MOST_COMMENTS && (
        <li className="faint">and {counted(comments.length - MOST_COMMENTS, "comment")} more</li>
      )}
    </ul>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }): ReactElement {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** `answered by 417 after 4.02 s`, `answers 412 after 4.02 s`, or what there is instead of a pair. */
function PairFact(props: {
  frame: FrameRow;
  peer: FrameRow | null;
  onGoTo: (row: number) => void;
}): ReactElement | null {
  const { frame, peer, onGoTo } = props;
  if (peer !== null) {
    const after = distanceText(frame.latency);
    return (
      <Fact label={frame.messageKind === "request" ? "answered by" : "answers"}>
        <button type="button" className="strip-link" onClick={() => onGoTo(peer.row)}>
          {count(peer.row + 1)}
        </button>
        {after}
      </Fact>
    );
  }
  if (frame.pending) return <NoAnswer row={frame.row} />;
  if (frame.messageKind !== "response") return null;
  // The host takes no message that did not arrive whole, and so it answers nothing.
  const isWhole = (frame.flags & FRAME.complete) !== 0;
  return <Fact label="answers">{isWhole ? "no request in this capture" : "nothing, as it is not whole"}</Fact>;
}

function NoAnswer({ row }: { row: number }): ReactElement {
  const known = useStore((state) => state.unanswered?.get(row));
  if (known === undefined) return <Fact label="answer">none so far</Fact>;
  if (known.state === "unknown") {
    return (
      <Fact label="answer">
        <span className="strip-unknown">not known, the capture lacks bytes</span>
      </Fact>
    );
  }
  return (
    <Fact label="answer">
      <span className="strip-pending">{known.ended ? `none, the bridge ended${afterText(known.age)}` : "waiting"}</span>
    </Fact>
  );
}

interface ContainerStepProps {
  readonly label: string;
  readonly row: number | null;
  readonly onGoTo: (row: number) => void;
  readonly icon: ReactElement;
}

function ContainerStep({ label, row, onGoTo, icon }: ContainerStepProps): ReactElement {
  const words = row === null ? `${label}: there is none` : `${label}: ${count(row + 1)}`;
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={words}
      title={words}
      disabled={row === null}
      onClick={() => row !== null && onGoTo(row)}
    >
      {icon}
    </button>
  );
}

/** The name that the table has, and for errors the number that sources and the web are searched for. */
function resultWords(result: number): string {
  const name = shortResultName(result);
  if (result === 0 && name !== null) return name;
  return name === null ? formatResult(result) : `${name} ${formatResult(result)}`;
}

function afterText(age: number | null): string {
  return age === null ? "" : ` after ${durationText(age)}`;
}

/** How long an answer took; one before its request was captured by another clock. */
function distanceText(latency: number | null): string {
  if (latency === null) return "";
  return latency < 0 ? `, ${durationText(-latency)} before its request` : ` after ${durationText(latency)}`;
}
