import { TriangleAlert } from "lucide-react";
import type { ReactElement } from "react";
import { SEVERITIES } from "../../../src-decoder/index.ts";
import { graveFilter } from "../../format/filters.ts";
import { filesRead } from "../../format/source-files.ts";
import { byteSize, count, counted, shareRead } from "../../format/numbers.ts";
import { durationText } from "../../format/time.ts";
import { FilterLink } from "../../parts/FilterLink.tsx";
import { FrameLink } from "../../parts/FrameLinks.tsx";
import { ProgressBar } from "../../parts/ProgressBar.tsx";
import { SEVERITY_WORDS, SeverityMark } from "../../parts/SeverityMark.tsx";
import { useStore } from "../../state/store.ts";
import type { CaptureOverview } from "../../worker/contract/capture.ts";
import { SelectionStatus } from "./SelectionStatus.tsx";
import "./status-bar.css";

/** What is open, what is selected and what is amiss, in numbers. While files are read, how far that is. */
export function StatusBar(): ReactElement {
  const phase = useStore((state) => state.phase);
  const overview = useStore((state) => state.overview);
  return (
    <footer className="status-bar">
      {phase === "reading" ? <ReadingStatus /> : overview !== null && <CaptureStatus overview={overview} />}
      <span className="status-spring" />
      <SelectionStatus />
      <FindingStatus />
      {overview !== null && <TroubleStatus overview={overview} />}
    </footer>
  );
}

function ReadingStatus(): ReactElement {
  const progress = useStore((state) => state.progress);
  const cancelReading = useStore((state) => state.cancelReading);
  return (
    <>
      <ProgressBar label="Bytes read" value={progress?.bytesRead ?? 0} total={progress?.bytesTotal ?? 0} />
      <span>
        {progress === null
          ? "Reading"
          : `${byteSize(progress.bytesRead)} of ${byteSize(progress.bytesTotal)}, ${counted(progress.frames, "frame")}`}
      </span>
      <button type="button" className="status-button" onClick={() => void cancelReading()}>
        Cancel
      </button>
    </>
  );
}

function CaptureStatus({ overview }: { overview: CaptureOverview }): ReactElement {
  const rows = useStore((state) => state.rows);
  const filter = useStore((state) => state.filter);
  const view = useStore((state) => state.settings.view);
  const { frames, requests, unanswered, longPolls, errors, durationNs } = overview;
  return (
    <>
      <span>
        {filter === "" ? counted(frames, "frame") : <AllFramesLink frames={frames} />}
        {view === "exchanges" && `, ${counted(rows, "exchange")}${filter === "" ? "" : " shown"}`}
        {view === "frames" && filter !== "" && `, ${count(rows)} shown`}
      </span>
      <PartStatus />
      <span>
        <FilterLink filter="request" text={counted(requests, "request")} quiet />
      </span>
      {unanswered > longPolls && (
        <span className="status-pending">
          <FilterLink filter="pending && !waits" text={`${count(unanswered - longPolls)} unanswered`} quiet />
        </span>
      )}
      {longPolls > 0 && (
        <span title="Waits for processes that run on: they are without an answer as they should be">
          <FilterLink filter="pending && waits" text={counted(longPolls, "long poll")} quiet />
        </span>
      )}
      {errors > 0 && (
        <span className="status-error">
          <FilterLink filter="error" text={counted(errors, "error")} quiet />
        </span>
      )}
      <SaidStatus />
      {durationNs > 0 && <span>{durationText(durationNs)}</span>}
    </>
  );
}

/** That the capture is not all of its files, as long as it is open: whatever is counted here may be more. */
function PartStatus(): ReactElement | null {
  const part = useStore((state) => state.partRead);
  if (part === null) return null;
  const title = `Reading ended after ${byteSize(part.bytesRead)} of ${byteSize(part.bytesTotal)}`;
  return (
    <span className="status-pending" title={title}>
      {shareRead(part)}
    </span>
  );
}

/** All frames again, however few of them are shown. */
function AllFramesLink({ frames }: { frames: number }): ReactElement {
  const applyFilter = useStore((state) => state.applyFilter);
  return (
    <button type="button" className="link link-quiet" title="Clears the filter" onClick={() => void applyFilter("")}>
      {counted(frames, "frame")}
    </button>
  );
}

/** What people said of frames, as far as it changes what is seen. */
function SaidStatus(): ReactElement {
  const ignored = useStore((state) => state.ignored);
  const marked = useStore((state) => state.marked);
  const timeZero = useStore((state) => state.timeZero);
  const stopIgnoring = useStore((state) => state.stopIgnoring);
  const clearTimeZero = useStore((state) => state.clearTimeZero);
  return (
    <>
      {marked.size > 0 && (
        <span>
          <FilterLink filter="marked" text={`${count(marked.size)} marked`} quiet />
        </span>
      )}
      {ignored.size > 0 && (
        <span>
          {count(ignored.size)} ignored
          <button type="button" className="status-button" onClick={() => void stopIgnoring()}>
            Show again
          </button>
        </span>
      )}
      {timeZero !== null && (
        <span>
          time zero at <FrameLink row={timeZero.row} />
          <button type="button" className="status-button" onClick={clearTimeZero}>
            Clear
          </button>
        </span>
      )}
    </>
  );
}

/** How many findings there are of each severity but notes. */
function FindingStatus(): ReactElement | null {
  const findings = useStore((state) => state.diagnosis?.findings);
  const openDock = useStore((state) => state.openDock);
  const applyFilter = useStore((state) => state.applyFilter);
  const counts = SEVERITIES.filter((severity) => severity !== "info").flatMap((severity) => {
    const number = findings?.filter((finding) => finding.severity === severity).length ?? 0;
    return number === 0 ? [] : [{ severity, number }];
  });
  if (counts.length === 0) return null;
  return (
    <button
      type="button"
      className="status-button status-findings"
      title="Shows the findings; with Shift, only the frames that they name"
      onClick={(event) => {
        if (event.shiftKey) void applyFilter(graveFilter(counts.map(({ severity }) => severity)));
        else openDock("findings");
      }}
    >
      {counts.map(({ severity, number }) => (
        <span key={severity} data-severity={severity}>
          <SeverityMark mark={severity} size={12} />
          {counted(number, SEVERITY_WORDS[severity].one, SEVERITY_WORDS[severity].many)}
        </span>
      ))}
    </button>
  );
}

function TroubleStatus({ overview }: { overview: CaptureOverview }): ReactElement {
  const setDialog = useStore((state) => state.setDialog);
  const tellNotRead = useStore((state) => state.tellNotRead);
  const unread = useStore(({ files, phase }) =>
    phase === "read" ? filesRead(files, overview).filter((read) => read === null).length : 0,
  );
  // Where the verdict says that it cannot tell, something is missing that has no number.
  const isWhole = useStore(
    ({ phase, partRead, diagnosis }) =>
      phase === "read" && partRead === null && diagnosis !== null && diagnosis.verdict.kind !== "cannot-tell",
  );
  const { gaps, gapBytes, unframedBytes, unseenBytes, issueCount, incomplete } = overview;
  return (
    <>
      {gaps > 0 && (
        <button
          type="button"
          className="link link-quiet"
          title="Bytes of the bridge that the capture lacks: shows where"
          onClick={() => setDialog("lacking")}
        >
          {counted(gaps, "gap")}, {byteSize(gapBytes)}
        </button>
      )}
      {unseenBytes > 0 && (
        <span title="Bytes of the bridge that its ends say they took, and the capture lacks">
          {byteSize(unseenBytes)} not captured
        </span>
      )}
      {unframedBytes > 0 && (
        <button
          type="button"
          className="link link-quiet"
          title="Bytes of the bridge that are in no frame: shows where, and why"
          onClick={() => setDialog("lacking")}
        >
          {byteSize(unframedBytes)} unframed
        </button>
      )}
      {unread > 0 && (
        <button type="button" className="link link-quiet status-error" title="Says why" onClick={tellNotRead}>
          {counted(unread, "file")} not read
        </button>
      )}
      {incomplete > 0 && (
        <span>
          <FilterLink filter="!complete" text={`${count(incomplete)} incomplete`} quiet />
        </span>
      )}
      {isWhole && issueCount + gaps + unframedBytes + unseenBytes + unread + incomplete === 0 && (
        <span>nothing missing</span>
      )}
      {issueCount > 0 && (
        <button type="button" className="status-button" onClick={() => setDialog("issues")}>
          <TriangleAlert size={12} aria-hidden="true" />
          {counted(issueCount, "issue")}
        </button>
      )}
    </>
  );
}
