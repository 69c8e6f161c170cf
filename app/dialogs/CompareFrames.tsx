import { secondsText } from "../../src-decoder/index.ts";
import { ArrowLeftRight } from "lucide-react";
import type { ReactElement } from "react";
import { byteSize, count } from "../format/numbers.ts";
import { DiffView } from "../parts/monaco/DiffView.tsx";
import { useStore } from "../state/store.ts";
import { useResolvedTheme } from "../state/theme.ts";
import { DialogFrame } from "./DialogFrame.tsx";
import { useComparison, type ComparedFrame } from "./use-comparison.ts";

/** The payloads of two frames side by side, with what differs. */
export function CompareFrames(): ReactElement | null {
  const compared = useStore((state) => state.compared);
  return compared === null ? null : <Compared left={compared[0]} right={compared[1]} />;
}

function Compared({ left, right }: { left: number; right: number }): ReactElement {
  const compareFrames = useStore((state) => state.compareFrames);
  const theme = useResolvedTheme();
  const { frames, fault } = useComparison(left, right);
  const [first, second] = frames ?? [];
  return (
    <DialogFrame title="Compare payloads" className="compare">
      <div className="compare-head">
        <Side row={left} frame={first} isRead={frames !== undefined} />
        <button
          type="button"
          className="icon-button"
          aria-label="Swap the sides"
          title="Swap the sides"
          onClick={() => compareFrames(right, left)}
        >
          <ArrowLeftRight size={15} aria-hidden="true" />
        </button>
        <Side row={right} frame={second} isRead={frames !== undefined} />
      </div>
      <p className="compare-note" aria-live="polite">
        {fault ?? noteOf(first, second)}
      </p>
      <div className="compare-body">
        {first !== undefined && first !== null && second !== undefined && second !== null && (
          <DiffView
            left={first.text}
            right={second.text}
            leftLabel={`Payload of frame ${left + 1}`}
            rightLabel={`Payload of frame ${right + 1}`}
            theme={theme}
          />
        )}
      </div>
    </DialogFrame>
  );
}

interface SideProps {
  readonly row: number;
  readonly frame: ComparedFrame | null | undefined;
  readonly isRead: boolean;
}

/** What stands on one side: the frame's number, which leads to it, its message, time and size. */
function Side({ row, frame, isRead }: SideProps): ReactElement {
  const selectRow = useStore((state) => state.selectRow);
  const setDialog = useStore((state) => state.setDialog);
  const zero = useStore((state) => state.timeZero?.time ?? 0);
  const details = frame?.details;
  return (
    <div className="compare-side">
      <button
        type="button"
        className="strip-link data"
        title="Go to this frame"
        onClick={() => {
          setDialog(null);
          void selectRow(row);
        }}
      >
        frame {count(row + 1)}
      </button>
      {details !== undefined && (
        <>
          <strong>
            {details.frame.name} {details.frame.messageKind}
          </strong>
          <span className="faint data">
            id {details.frame.id}
            {Number.isFinite(details.frame.time) && `, ${secondsText(details.frame.time - zero)} s`},{" "}
            {byteSize(details.frame.size)}
          </span>
        </>
      )}
      {isRead && frame === null && <span className="faint">not in the capture</span>}
    </div>
  );
}

/** What is to be known before the differences are read. */
function noteOf(first: ComparedFrame | null | undefined, second: ComparedFrame | null | undefined): string {
  if (first === undefined || second === undefined) return "Reading both payloads.";
  if (first === null || second === null) return "One of the frames is not in the capture any more.";
  const notes: string[] = [];
  for (const { text, details } of [first, second]) {
    if (text === "") notes.push(`Frame ${count(details.frame.row + 1)} has no payload.`);
  }
  const isPart = first.isPart || second.isPart;
  if (isPart) notes.push("The payloads are large: their first parts are compared.");
  if (first.text === second.text) notes.push(`${isPart ? "These parts" : "Both payloads"} are the same.`);
  return notes.length === 0
    ? "JSON in strings is opened on both sides; lines without a difference are folded."
    : notes.join(" ");
}
