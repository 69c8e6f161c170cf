import { CircleAlert, CircleStop, X } from "lucide-react";
import type { ReactElement } from "react";
import { byteSize, count, counted } from "../format/numbers.ts";
import { useStore } from "../state/store.ts";
import type { OpenFailure } from "../worker/contract/capture.ts";

/** Names of files that a card tells; of more it tells the number. */
const MOST_NAMES = 4;

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
      {grouped(failures).map(({ key, names, first }, index) => (
        <article key={key} className="failure">
          <CircleAlert size={16} aria-hidden="true" />
          <div>
            <h2 title={names.length > MOST_NAMES ? names.join("\n") : undefined}>
              {namesText(names)} could not be read
            </h2>
            <p>
              {first.offset !== null && `At byte ${count(first.offset)}: `}
              {sentence(first.reason)} {index === 0 && read}
            </p>
            <p className="faint">{first.advice}</p>
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

interface FailureGroup {
  readonly key: string;
  readonly names: string[];
  readonly first: OpenFailure;
}

/** One card for all files that could not be read for the same reason at the same place. */
function grouped(failures: readonly OpenFailure[]): readonly FailureGroup[] {
  const groups = new Map<string, FailureGroup>();
  for (const failure of failures) {
    const key = `${failure.offset} ${failure.reason} ${failure.advice}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { key, names: [failure.file], first: failure });
    else group.names.push(failure.file);
  }
  return [...groups.values()];
}

function namesText(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).join(", ");
  if (shown === "") return "The files";
  return names.length > MOST_NAMES ? `${shown} and ${count(names.length - MOST_NAMES)} more` : shown;
}

function sentence(text: string): string {
  return text.endsWith(".") ? text : `${text}.`;
}
