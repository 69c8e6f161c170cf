import { CircleAlert, CircleStop, X } from "lucide-react";
import type { ReactElement } from "react";
import { byteSize, count, counted } from "../format/numbers.ts";
import { useStore } from "../state/store.ts";

/** What could not be read, where, why and what to do; and that reading was cancelled. What was readable is shown below. */
export function FailureCards(): ReactElement | null {
  const failures = useStore((state) => state.failures);
  const cancelled = useStore((state) => state.cancelled);
  const progress = useStore((state) => state.progress);
  const frames = useStore((state) => state.overview?.frames ?? 0);
  const dismiss = useStore((state) => state.dismissFailures);
  if (failures.length === 0 && !cancelled) return null;
  const read = frames > 0 ? `${counted(frames, "frame")} could be read and ${frames === 1 ? "is" : "are"} shown.` : "";
  const close = (
    <button type="button" className="icon-button" aria-label="Dismiss" onClick={dismiss}>
      <X size={15} aria-hidden="true" />
    </button>
  );
  return (
    <div className="failures" role="alert">
      {failures.map((failure, index) => (
        <article key={`${failure.file} ${failure.offset}`} className="failure">
          <CircleAlert size={16} aria-hidden="true" />
          <div>
            <h2>{failure.file === "" ? "The files" : failure.file} could not be read</h2>
            <p>
              {failure.offset !== null && `At byte ${count(failure.offset)}: `}
              {sentence(failure.reason)} {read}
            </p>
            <p className="faint">{failure.advice}</p>
          </div>
          {index === 0 && close}
        </article>
      ))}
      {cancelled && (
        <article className="failure failure-note">
          <CircleStop size={16} aria-hidden="true" />
          <p>
            Reading was cancelled
            {progress !== null && ` after ${byteSize(progress.bytesRead)} of ${byteSize(progress.bytesTotal)}`}. {read}
          </p>
          {close}
        </article>
      )}
    </div>
  );
}

function sentence(text: string): string {
  return text.endsWith(".") ? text : `${text}.`;
}
