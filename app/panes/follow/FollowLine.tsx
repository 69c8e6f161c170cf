import { memo, type ReactElement } from "react";
import {
  LONG_PAUSE,
  stdioText,
  type ConversationLine,
  type FrameLine,
  type StdioLine,
} from "../../../src-decoder/index.ts";
import { count } from "../../format/numbers.ts";
import { durationText } from "../../format/time.ts";
import { useMomentText } from "../../parts/use-moment-text.ts";
import { useStore } from "../../state/store.ts";
import type { StdioForm } from "./FollowPane.tsx";
import { hexDump } from "./hex-dump.ts";

/** One line of a conversation, with the pause before it where that is long. */
export const FollowLine = memo(function FollowLine({
  line,
  form,
}: {
  line: ConversationLine;
  form: StdioForm;
}): ReactElement {
  const momentText = useMomentText();
  return (
    <>
      {line.after >= LONG_PAUSE && <div className="follow-pause">{durationText(line.after)} later</div>}
      <span className="follow-time">{momentText(line.time)}</span>
      {line.kind === "frame" && <FrameText line={line} />}
      {line.kind === "stdio" && <StdioText line={line} form={form} />}
      {line.kind === "event" && <span className="follow-event">{line.text}</span>}
    </>
  );
});

function FrameText({ line }: { line: FrameLine }): ReactElement {
  const { direction, messageKind, name, id, info, latency, failed, unanswered, step, row } = line;
  return (
    <>
      <Sender toGuest={direction === "host-to-guest"} />
      <span className={messageKind === "response" ? "follow-name follow-answer" : "follow-name"}>
        {messageKind === "notification" ? name : `${name} ${id}`}
      </span>
      <span className={failed ? "follow-text result-bad" : "follow-text"}>
        {failed && <span aria-hidden="true">✕ </span>}
        {info}
        {step !== null && <span className="follow-step">{step}</span>}
      </span>
      <span className="follow-wait">
        {latency !== null && <span className="faint">after {durationText(latency)}</span>}
        {unanswered !== "no" && <NoAnswer row={row} isLongPoll={unanswered === "long-poll"} />}
      </span>
      <span className="follow-number faint">{count(row + 1)}</span>
    </>
  );
}

function NoAnswer({ row, isLongPoll }: { row: number; isLongPoll: boolean }): ReactElement {
  const state = useStore((all) => all.unanswered?.get(row)?.state);
  // Whether it waits is known once the capture is looked through.
  if (state === undefined) return <span className="faint">no answer</span>;
  if (state === "unknown")
    return <span className={isLongPoll ? "faint" : "waiting waiting-unknown"}>? may be lost</span>;
  return <span className={isLongPoll ? "faint" : "waiting"}>{isLongPoll ? "◌" : "◉"} no answer</span>;
}

function StdioText({ line, form }: { line: StdioLine; form: StdioForm }): ReactElement {
  const { toGuest, name, processId, length } = line;
  return (
    <>
      <Sender toGuest={toGuest} />
      <span className="follow-name">
        {name} {processId}
      </span>
      <span className="follow-bytes" data-to-guest={toGuest || undefined}>
        <span className="follow-bytes-text">{form === "hex" ? hexDump(line) : textWithoutLastBreak(line)}</span>
      </span>
      <span className="follow-wait faint">{count(length)} B</span>
      <span className="follow-number" />
    </>
  );
}

/** The arrow is drawn by the style sheet of the table; the words are for those who do not see it. */
function Sender({ toGuest }: { toGuest: boolean }): ReactElement {
  return <span className={`arrow ${toGuest ? "host-to-guest" : "guest-to-host"}`}>{toGuest ? "host" : "guest"}</span>;
}

/** A break at the end would draw an empty line. */
function textWithoutLastBreak(line: StdioLine): string {
  const text = stdioText(line);
  return text.endsWith("\n") ? text.slice(0, -1) : text;
}
