/** How long a request took, or has waited: a sign, and the word for it where there is room. */
import type { ReactElement } from "react";
import type { Outstanding } from "../../../src-decoder/index.ts";
import { durationText } from "../../format/time.ts";
import type { FrameRow } from "../../worker/contract/rows.ts";
import { SIGN_CHARACTERS, type RoomProps } from "./cells.tsx";
import { isLongPoll } from "./long-poll.ts";
import type { TimeFormat } from "./time-format.ts";

export function LatencyCell({
  frame,
  format,
  room,
}: { frame: FrameRow; format: TimeFormat } & RoomProps): ReactElement {
  if (!frame.pending) return <>{durationText(frame.latency ?? Number.NaN)}</>;
  const { look, sign, word, time, title } = waitOf(frame, format);
  return (
    <span className={look} title={title}>
      {sign !== "" && <span aria-hidden="true">{sign} </span>}
      {time === "" ? word : <Waited word={word} time={time} room={room} />}
    </span>
  );
}

/** What the cell of a latency says, in words alone. */
export function latencyText(frame: FrameRow, format: TimeFormat): string {
  if (!frame.pending) return durationText(frame.latency ?? Number.NaN);
  const { word, time } = waitOf(frame, format);
  return time === "" ? word : `${word} ${time}`;
}

/** The sign and the colour say that it waits: the word is heard, and is seen where the column was made wider. */
function Waited({ word, time, room }: { word: string; time: string } & RoomProps): ReactElement {
  const hasRoom = room >= SIGN_CHARACTERS + word.length + 1 + time.length;
  return (
    <>
      <span className={hasRoom ? undefined : "visually-hidden"}>{word} </span>
      {time}
    </>
  );
}

/** How a request without an answer is shown; `time` is empty where it is not known. */
interface Wait {
  readonly look: string;
  readonly sign: string;
  readonly word: string;
  readonly time: string;
  readonly title: string;
}

function waitOf(frame: FrameRow, { unanswered }: TimeFormat): Wait {
  const known = unanswered?.get(frame.row);
  const normal = isLongPoll(frame);
  if (known === undefined) {
    const title = "No answer so far. What became of it is told when the whole capture is looked through.";
    return { look: "waiting waiting-normal", sign: "", word: "no answer", time: "", title };
  }
  const time = durationText(known.age ?? Number.NaN);
  const title = `${whatIsKnown(known, time)}${normal ? "; this request waits by its nature." : "."}`;
  if (known.state === "unknown") {
    const word = time === "" ? "may be lost" : "answer may be lost, at most";
    return { look: normal ? "waiting waiting-normal" : "waiting waiting-unknown", sign: "?", word, time, title };
  }
  const word = known.ended ? "waited" : "waits";
  return {
    look: normal ? "waiting waiting-normal" : "waiting",
    sign: normal ? "◌" : "◉",
    word: time === "" ? "no answer" : word,
    time,
    title,
  };
}

function whatIsKnown({ state, ended }: Outstanding, time: string): string {
  if (state === "unknown") {
    const most = time === "" ? "" : `: it waited ${time} at most`;
    return `Its answer may be among the bytes that the capture lacks${most}`;
  }
  return ended ? `No answer: the bridge ended after ${time}` : "No answer in this capture";
}
