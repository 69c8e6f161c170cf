import { CircleAlert, CircleStop, TriangleAlert, X } from "lucide-react";
import type { ReactElement } from "react";
import { isCutOff, isDamage, type Issue } from "../../src-decoder/index.ts";
import { byteSize, count, counted } from "../format/numbers.ts";
import { CodeText } from "../parts/CodeText.tsx";
import { useStore } from "../state/store.ts";
import type { OpenFailure } from "../worker/contract/capture.ts";

/** Names of files that a card tells; of more it tells the number. */
const MOST_NAMES = 4;
/** Reasons that have a card each; files that could not be read for others share one. */
const MOST_REASONS = 3;
/** Damaged files that have a card each. */
const MOST_DAMAGED = 3;

/** What could not be read, where, why and what to do, be it whole files or parts of them; and that reading was cancelled. What was readable is shown below. */
export function FailureCards(): ReactElement | null {
  const failures = useStore((state) => state.failures);
  const cancelled = useStore((state) => state.cancelled);
  const progress = useStore((state) => state.progress);
  const frames = useStore((state) => state.overview?.frames ?? 0);
  const dismiss = useStore((state) => state.dismissFailures);
  const damaged = useDamagedFiles();
  if (failures.length === 0 && damaged.length === 0 && !cancelled) return null;
  const groups = grouped(failures);
  const shown = `could be read and ${frames === 1 ? "is" : "are"} shown.`;
  const read = frames > 0 ? `${counted(frames, "frame")} ${shown}` : "";
  const readOfOthers = frames > 0 ? `${counted(frames, "frame")} of the other files ${shown}` : "";
  const isKept = failures.some(({ keepsOpen }) => keepsOpen === true);
  const close = (
    <button type="button" className="icon-button" aria-label="Dismiss" onClick={dismiss}>
      <X size={15} aria-hidden="true" />
    </button>
  );
  return (
    <div className="failures" role="alert">
      {groups.slice(0, MOST_REASONS).map(({ key, names, first }, index) => (
        <article key={key} className="failure">
          <CircleAlert size={16} aria-hidden="true" />
          <div>
            <h2 title={names.length > MOST_NAMES ? names.join("\n") : undefined}>
              {namesText(names)} {first.isLost === true ? "can no longer" : "could not"} be read
            </h2>
            <p>
              {first.offset !== null && `At byte ${count(first.offset)}: `}
              {sentence(first.reason)}{" "}
              {index === 0 && first.isLost !== true && (isKept ? "What was open before is still shown." : readOfOthers)}
            </p>
            <p className="faint">
              <CodeText text={first.advice} />
            </p>
          </div>
          {index === 0 && close}
        </article>
      ))}
      {groups.length > MOST_REASONS && <OtherReasons groups={groups.slice(MOST_REASONS)} />}
      {damaged.slice(0, MOST_DAMAGED).map(({ first, more }, index) => (
        <DamageCard
          key={first.source}
          first={first}
          more={more}
          read={failures.length === 0 && index === 0 ? read : ""}
          close={failures.length === 0 && index === 0 ? close : null}
        />
      ))}
      {cancelled && (
        <article className="failure failure-note">
          <CircleStop size={16} aria-hidden="true" />
          <p>
            Reading was cancelled
            {progress !== null && ` after ${byteSize(progress.bytesRead)} of ${byteSize(progress.bytesTotal)}`}. {read}
          </p>
          {failures.length === 0 && damaged.length === 0 && close}
        </article>
      )}
    </div>
  );
}

/** Files that could not be read, each for a reason of its own: how many, and on demand why. The cards scroll to what is asked for. */
function OtherReasons({ groups }: { readonly groups: readonly FailureGroup[] }): ReactElement {
  const files = groups.reduce((sum, { names }) => sum + names.length, 0);
  return (
    <article className="failure">
      <CircleAlert size={16} aria-hidden="true" />
      <div>
        <h2>{counted(files, "more file")} could not be read</h2>
        <details
          onToggle={({ currentTarget }) => currentTarget.open && currentTarget.scrollIntoView({ block: "nearest" })}
        >
          <summary>Names and reasons</summary>
          <ul>
            {groups.map(({ key, names, first }) => (
              <li key={key}>
                {namesText(names)}: {sentence(first.reason)}
              </li>
            ))}
          </ul>
        </details>
      </div>
    </article>
  );
}

interface DamagedFile {
  readonly first: Issue;
  /** How many more places of it could not be read, of those that are listed. */
  readonly more: number;
}

/** Files of which a part could not be read, once reading is over and until the user has seen it. */
function useDamagedFiles(): readonly DamagedFile[] {
  const issues = useStore((state) => state.overview?.issues);
  const isOver = useStore((state) => state.phase === "read" && !state.damageSeen);
  if (issues === undefined || !isOver) return [];
  const files = new Map<string, DamagedFile>();
  for (const issue of issues) {
    if (!isDamage(issue)) continue;
    const known = files.get(issue.source);
    files.set(issue.source, known === undefined ? { first: issue, more: 0 } : { ...known, more: known.more + 1 });
  }
  return [...files.values()];
}

/** One file that was read in part: where the first fault is, what it cost, and what to do. */
function DamageCard({
  first,
  more,
  read,
  close,
}: DamagedFile & { read: string; close: ReactElement | null }): ReactElement {
  const setDialog = useStore((state) => state.setDialog);
  return (
    <article className="failure failure-damage">
      <TriangleAlert size={16} aria-hidden="true" />
      <div>
        <h2>
          {first.source} {isCutOff(first) ? "ends too early" : "is damaged"}
        </h2>
        <p>
          {first.text} {read}{" "}
          {more > 0 && (
            <button type="button" className="link" onClick={() => setDialog("issues")}>
              {counted(more, "more such place")}
            </button>
          )}
        </p>
        <p className="faint">
          {isCutOff(first)
            ? "The capture was still being written, or the copy was cut: copy it again once capturing has ended."
            : "Copy the file again in binary form. What is missing between the frames counts as lost, not as never sent."}
        </p>
      </div>
      {close}
    </article>
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
