/** The cells that are more than a text. */
import type { ReactElement } from "react";
import { FRAME, shortResultName, type Direction } from "../../../src-decoder/index.ts";
import { containerName, cutMiddle, visible } from "../../format/ids.ts";
import { MiddleText } from "../../parts/MiddleText.tsx";
import { SEVERITY_WORDS, SeverityMark } from "../../parts/SeverityMark.tsx";
import type { FrameRow, TableRow } from "../../worker/contract/rows.ts";
import { mainOf, numberText } from "./row-parts.ts";
import { NANOSECOND_DECIMALS } from "./time-format.ts";

/** Before what failed. */
const CROSS = "✕ ";
/** Decimals of a second that are read first; those behind, of nanoseconds, are quiet. */
const PLAIN_DECIMALS = 6;
/** Of the sign of a request that waits, with the space behind it. */
export const SIGN_CHARACTERS = 2;
/** Width of a character in a tag, and of what is around its word, in characters of data. */
const TAG_CHARACTER = 0.78;
const TAG_FRAME = 2.4;
/** Characters of a tag that are shown at most: the style sheet's `max-width`. */
const LONGEST_TAG = 11;

/** The number of a frame, with the sign of the worst finding that names it. */
export function NumberCell({ frame }: { frame: FrameRow | null }): ReactElement | null {
  if (frame === null) return null;
  return (
    <>
      {frame.finding !== undefined && (
        <span className="finding-mark">
          <SeverityMark mark={frame.finding} size={11} label={`Finding: ${SEVERITY_WORDS[frame.finding].one}`} />
        </span>
      )}
      {frame.row + 1}
    </>
  );
}

/** A time, which has nine decimals as a text, to the last one that the capture tells. */
export function TimeCell({ text, decimals }: { text: string; decimals: number }): ReactElement {
  if (decimals === 0) return <>{text.slice(0, -NANOSECOND_DECIMALS - 1)}</>;
  const told = text.slice(0, text.length - NANOSECOND_DECIMALS + decimals);
  const fine = Math.max(0, decimals - PLAIN_DECIMALS);
  return (
    <>
      {told.slice(0, told.length - fine)}
      {fine > 0 && <span className="fine-digits">{told.slice(-fine)}</span>}
    </>
  );
}

/** The arrow is drawn by the style sheet; the words are for those who do not see it, and one element does for both. */
export function DirectionCell({ direction }: { direction: Direction }): ReactElement {
  return (
    <span className={`arrow ${direction}`}>{direction === "host-to-guest" ? "host to guest" : "guest to host"}</span>
  );
}

/** What is odd about a frame. */
interface Oddity {
  readonly word: string;
  /** In place of the word where the name needs the room. */
  readonly sign: string;
  readonly title: string;
}

/** By their flags, the worst first: the word of one for the row, which has room for no more, the sentences of all for the hover. */
const ODDITIES: readonly (Oddity & { readonly flag: number })[] = [
  {
    flag: FRAME.oversize,
    word: "oversize",
    sign: "≫",
    title: "Over 65,536 bytes: the host refuses it and closes the bridge.",
  },
  { flag: FRAME.unasked, word: "unasked", sign: "?", title: "No request on this bridge had this id." },
  { flag: FRAME.otherType, word: "other type", sign: "≠", title: "The response is not of the type of its request." },
  { flag: FRAME.notJson, word: "not JSON", sign: "{?", title: "The payload is not one JSON value." },
  {
    flag: FRAME.mistyped,
    word: "mistyped",
    sign: "!",
    title: "The receiver refuses the payload: it is no object, or a base field has another type.",
  },
  { flag: FRAME.repeated, word: "repeated", sign: "×2", title: "The request was answered before." },
];
const INCOMPLETE: Oddity = { word: "incomplete", sign: "…", title: "The capture does not have all of its bytes." };

function odditiesOf(frame: FrameRow): readonly Oddity[] {
  const odd = ODDITIES.filter(({ flag }) => (frame.flags & flag) !== 0);
  return (frame.flags & FRAME.complete) === 0 ? [...odd, INCOMPLETE] : odd;
}

export interface RoomProps {
  /** Characters that the cell has room for. */
  readonly room: number;
}

export function NameCell({ row, frame, room }: { row: TableRow; frame: FrameRow } & RoomProps): ReactElement {
  const frames = row.kind === "exchange" ? [row.request, row.response] : [row];
  const odd = frames.flatMap((each) => (each === null ? [] : odditiesOf(each)));
  const kind = row.kind === "exchange" ? "request" : frame.messageKind;
  const comments = frames.flatMap((each) => each?.comment ?? []);
  const look = `name name-${kind}`;
  if (kind !== "notification" && row.colour === undefined && odd.length === 0 && comments.length === 0)
    return <span className={look}>{cutMiddle(frame.name, room)}</span>;
  return (
    <span className="name-line">
      <MiddleText text={frame.name} className={look} />
      {kind === "notification" && <span className="mark mark-plain">notice</span>}
      {row.colour !== undefined && <RuleTag rule={row.colour.rule} room={room - frame.name.length} />}
      {comments.length > 0 && (
        <span className="mark mark-plain" title={`Comment in the capture file: ${comments.join("\n")}`}>
          comment
        </span>
      )}
      {odd[0] !== undefined && <OddityTag odd={odd} first={odd[0]} room={room - frame.name.length} />}
    </span>
  );
}

/** Whether a tag has room beside the name, which says more. */
function hasRoomFor(word: string, room: number): boolean {
  return room >= Math.min(word.length, LONGEST_TAG) * TAG_CHARACTER + TAG_FRAME;
}

/** Of a colour rule, whose tint is seen also where its name has no room. */
function RuleTag({ rule, room }: { rule: string } & RoomProps): ReactElement {
  if (!hasRoomFor(rule, room)) return <span className="visually-hidden">{rule}</span>;
  return (
    <span className="mark mark-plain" title={`Colour rule: ${rule}`}>
      {rule}
    </span>
  );
}

/** Its word where there is room for it, else its sign. */
function OddityTag({ odd, first, room }: { odd: readonly Oddity[]; first: Oddity } & RoomProps): ReactElement {
  const title = odd.map((each) => each.title).join("\n");
  const hasRoom = hasRoomFor(first.word, room);
  return (
    <span className="mark" title={hasRoom ? title : `${first.word}: ${title}`}>
      {hasRoom ? (
        first.word
      ) : (
        <>
          <span aria-hidden="true">{first.sign}</span>
          <span className="visually-hidden">{first.word}</span>
        </>
      )}
    </span>
  );
}

export function ContainerCell({ frame, room }: { frame: FrameRow } & RoomProps): ReactElement | null {
  if (frame.containerId === null || frame.containerId === "") return null;
  const name = cutMiddle(containerName(frame.containerId), room);
  return <span className={frame.containerFromPeer ? "inferred" : undefined}>{name}</span>;
}

/** An exchange is both of its frames: there it does not matter which of them names the process. */
export function ProcessCell({ row }: { row: TableRow }): ReactElement {
  const { processId, processFromPeer } = mainOf(row);
  return (
    <span className={processFromPeer && row.kind === "frame" ? "inferred" : undefined}>{numberText(processId)}</span>
  );
}

export function ResultCell({
  frame,
  text,
  room,
}: { frame: FrameRow | null; text: string } & RoomProps): ReactElement | null {
  return frame === null || frame.result === null ? null : <ResultText result={frame.result} text={text} room={room} />;
}

export function ResultText({ result, text, room }: { result: number; text: string } & RoomProps): ReactElement {
  if (result === 0) return <span className="result-good">{text}</span>;
  return (
    <span className="result-bad">
      <span aria-hidden="true">{CROSS}</span>
      {cutMiddle(shortResultName(result) ?? visible(text), room - CROSS.length)}
    </span>
  );
}
