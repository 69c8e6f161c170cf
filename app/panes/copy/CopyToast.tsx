import { X } from "lucide-react";
import { useEffect, type ReactElement } from "react";
import { byteSize, count, counted } from "../../format/numbers.ts";
import { ProgressBar } from "../../parts/ProgressBar.tsx";
import type { CopyStatus } from "../../state/copy-slice.ts";
import type { NoticeAction } from "../../state/notice-slice.ts";
import { useStore } from "../../state/store.ts";
import { MOST_COPIED } from "../../worker/copy-limit.ts";
import "./copy.css";

/** How long good news stay, ms, and what has a button that must be reached. */
const STAYS = 4000;
const STAYS_FOR_ACTION = 15_000;

/** What passes over the page: why a key does nothing, and what becomes of copying: how far it is, what was copied, what was left out and why. */
export function CopyToast(): ReactElement {
  const copying = useStore((state) => state.copying);
  const notice = useStore((state) => state.notice);
  // The regions are there before there is something to say, else screen readers would not say it.
  return (
    <div className="toasts">
      <output aria-label="Copying">{copying !== null && <Toast key={copying.turn} status={copying} />}</output>
      <output aria-label="Message">{notice !== null && <Notice key={notice.turn} {...notice} />}</output>
    </div>
  );
}

/** Why a key does nothing; it goes by itself, with the next command, or by a click. */
function Notice({ text, action }: { text: string; action: NoticeAction | null }): ReactElement {
  const forgetNotice = useStore((state) => state.forgetNotice);
  const stays = action === null ? STAYS : STAYS_FOR_ACTION;
  useEffect(() => {
    const timer = setTimeout(forgetNotice, stays);
    return () => clearTimeout(timer);
  }, [forgetNotice, stays]);
  return (
    <div className="toast">
      <span>{text}</span>
      {action !== null && (
        <button
          type="button"
          className="link"
          onClick={() => {
            forgetNotice();
            action.run();
          }}
        >
          {action.label}
        </button>
      )}
      <button type="button" className="icon-button" aria-label="Close the message" title="Close" onClick={forgetNotice}>
        <X size={14} aria-hidden="true" />
      </button>
    </div>
  );
}

function Toast({ status }: { status: CopyStatus }): ReactElement {
  const cancelCopy = useStore((state) => state.cancelCopy);
  const forgetCopy = useStore((state) => state.forgetCopy);
  const { state, frames, of } = status;
  const isPassing = state === "cancelled" || (state === "done" && frames === of);
  useEffect(() => {
    if (!isPassing) return undefined;
    const timer = setTimeout(forgetCopy, STAYS);
    return () => clearTimeout(timer);
  }, [isPassing, forgetCopy]);
  return (
    <div className="toast" data-state={state}>
      <span>{textOf(status)}</span>
      {state === "running" ? (
        <>
          <ProgressBar label="Frames copied" value={frames} total={of} />
          <button type="button" className="link" onClick={cancelCopy}>
            Cancel
          </button>
        </>
      ) : (
        <button type="button" className="icon-button" aria-label="Close the message" title="Close" onClick={forgetCopy}>
          <X size={14} aria-hidden="true" />
        </button>
      )}
    </div>
  );
}

function textOf({ state, frames, of, unit, as, reason }: CopyStatus): string {
  switch (state) {
    case "running":
      return of === 0 ? `Copying ${as}` : `Copying ${count(frames)} of ${counted(of, unit)} ${as}`;
    case "done":
      return frames === of
        ? `Copied ${counted(frames, unit)} ${as}`
        : `Copied the first ${count(frames)} of ${counted(of, unit)} ${as}: more than ${byteSize(MOST_COPIED)} are not copied`;
    case "cancelled":
      return "Copying was cancelled: the clipboard is as it was";
    case "failed":
      return `Nothing was copied ${as}. ${reason}`;
  }
}
