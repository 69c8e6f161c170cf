import type { ReactElement } from "react";
import { count } from "../../format/numbers.ts";
import { durationText } from "../../format/time.ts";
import { useMomentText } from "../../parts/use-moment-text.ts";
import { useStore } from "../../state/store.ts";
import type { FrameDetails } from "../../worker/contract/details.ts";
import type { Hovered } from "./use-hover.ts";

/** Room that the tip needs beside the pointer, px. */
const ROOM = { width: 300, height: 110 } as const;

/** What the pointer rests on, in words. */
export function TimelineTip({
  hovered,
  width,
  height,
}: {
  hovered: Hovered;
  width: number;
  height: number;
}): ReactElement {
  const momentText = useMomentText();
  const { x, y, hit, details } = hovered;
  return (
    <div
      className="timeline-tip"
      style={{
        insetInlineStart: x + ROOM.width > width ? undefined : x + 12,
        insetInlineEnd: x + ROOM.width > width ? width - x + 12 : undefined,
        top: y + ROOM.height > height ? undefined : y + 14,
        bottom: y + ROOM.height > height ? height - y + 8 : undefined,
      }}
    >
      {details === null ? (
        <>
          <strong>{count(hit.count)} here</strong>
          {hit.bad > 0 && <span>{count(hit.bad)} failed or without an answer; a click selects the first of them</span>}
          <span className="data">
            {momentText(hit.start)} to {Number.isFinite(hit.end) ? momentText(hit.end) : "the end"}
          </span>
          <span>Zoom in to tell them apart</span>
        </>
      ) : (
        <OneFrame details={details} momentText={momentText} />
      )}
    </div>
  );
}

interface OneFrameProps {
  readonly details: FrameDetails;
  readonly momentText: (time: number) => string;
}

function OneFrame({ details: { frame, peer }, momentText }: OneFrameProps): ReactElement {
  const known = useStore((state) => state.unanswered?.get(frame.row));
  return (
    <>
      <strong>
        {frame.name}
        {frame.messageKind === "request" && ` ${frame.id}`}
      </strong>
      <span>{outcomeText({ frame, peer }, known?.state === "unknown")}</span>
      {frame.containerId !== null && <span className="data">{frame.containerId}</span>}
      {frame.processId !== null && <span>process {frame.processId}</span>}
      <span className="data">
        {momentText(frame.time)}, frame {count(frame.row + 1)}
        {peer !== null && ` → ${count(peer.row + 1)}`}
      </span>
    </>
  );
}

/** `answered after 3.41 ms`, `failed after 3.41 ms: HrVmcomputeSystemNotFound`, `no answer`. */
export function outcomeText({ frame, peer }: Pick<FrameDetails, "frame" | "peer">, mayBeLost = false): string {
  if (frame.messageKind === "notification") return "notification";
  if (peer === null)
    return mayBeLost ? "its answer may be among the bytes that the capture lacks" : "no answer in the capture";
  const after = frame.latency === null ? "" : ` after ${durationText(frame.latency)}`;
  if (peer.result === null || peer.result === 0) return `answered${after}`;
  return `failed${after}: ${peer.resultName ?? String(peer.result)}`;
}
