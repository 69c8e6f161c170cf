import { ArrowDown, ArrowUp, Square, X } from "lucide-react";
import { useEffect, type KeyboardEvent, type ReactElement } from "react";
import { FIND_ID, focusFind, focusTable } from "../../focus.ts";
import { count, counted } from "../../format/numbers.ts";
import { Segmented } from "../../parts/Segmented.tsx";
import { useStore } from "../../state/store.ts";
import type { FindHit, FindProgress } from "../../worker/contract/view.ts";
import "./find.css";

const MODES = [
  { value: "text", label: "Text" },
  { value: "regex", label: "Regex" },
  { value: "bytes", label: "Bytes" },
] as const;

const OVER = [
  { value: "shown", label: "Shown" },
  { value: "all", label: "All frames" },
] as const;

/** Over the table while something is looked for in payloads. */
export function FindBar(): ReactElement {
  const query = useStore((state) => state.findQuery);
  const progress = useStore((state) => state.findProgress);
  const hit = useStore((state) => state.findHit);
  const setFind = useStore((state) => state.setFind);
  const goToHit = useStore((state) => state.goToHit);
  const closeFind = useStore((state) => state.closeFind);
  const cancelFind = useStore((state) => state.cancelFind);
  useEffect(() => {
    if (useStore.getState().findTakesFocus) focusFind();
  }, []);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Enter") void goToHit(event.shiftKey ? -1 : 1);
    else if (event.key === "ArrowDown") focusTable();
    else if (event.key === "Escape") {
      if (progress?.state === "running") void cancelFind();
      else closeFind();
    } else return;
    event.preventDefault();
  };
  const isWrong = progress?.state === "wrong";
  const hasHits = progress !== null && progress.state !== "wrong" && progress.hits > 0;
  return (
    <search className="find-bar" aria-label="Find in payloads">
      <input
        id={FIND_ID}
        className="text-input data"
        aria-label="Find in payloads"
        aria-invalid={isWrong}
        aria-describedby="find-status"
        placeholder={query.mode === "bytes" ? "Bytes: 7b 22 52" : "Find in payloads"}
        spellCheck={false}
        autoComplete="off"
        value={query.text}
        onChange={(event) => void setFind({ text: event.target.value })}
        onKeyDown={onKeyDown}
      />
      <Segmented label="What it is" options={MODES} value={query.mode} onChange={(mode) => void setFind({ mode })} />
      <button
        type="button"
        className="find-case"
        aria-label="Match case"
        title="Match case"
        aria-pressed={query.matchCase}
        disabled={query.mode === "bytes"}
        onClick={() => void setFind({ matchCase: !query.matchCase })}
      >
        Aa
      </button>
      <Segmented label="Where" options={OVER} value={query.over} onChange={(over) => void setFind({ over })} />
      <span className="find-status">
        <output
          id="find-status"
          className={isWrong ? "find-wrong" : undefined}
          aria-label="Hits"
          title={progress === null ? undefined : statusText(progress, hit)}
        >
          {progress !== null && statusText(progress, hit)}
        </output>
      </span>
      {progress?.state === "running" && (
        <IconButton label="End the search" title="End the search (Esc)" onClick={() => void cancelFind()}>
          <Square size={11} aria-hidden="true" fill="currentColor" />
        </IconButton>
      )}
      <IconButton label="Previous hit" title="Previous hit (N)" disabled={!hasHits} onClick={() => void goToHit(-1)}>
        <ArrowUp size={14} aria-hidden="true" />
      </IconButton>
      <IconButton label="Next hit" title="Next hit (n)" disabled={!hasHits} onClick={() => void goToHit(1)}>
        <ArrowDown size={14} aria-hidden="true" />
      </IconButton>
      <IconButton label="Close find" title="Close (Esc)" onClick={closeFind}>
        <X size={14} aria-hidden="true" />
      </IconButton>
    </search>
  );
}

function IconButton(props: {
  readonly label: string;
  readonly title: string;
  readonly disabled?: boolean;
  readonly onClick: () => void;
  readonly children: ReactElement;
}): ReactElement {
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={props.label}
      title={props.title}
      disabled={props.disabled ?? false}
      onClick={props.onClick}
    >
      {props.children}
    </button>
  );
}

function statusText(progress: FindProgress, hit: FindHit | null): string {
  if (progress.state === "wrong") return `At ${progress.at + 1}: ${progress.text}`;
  const { hits, looked, of } = progress;
  const found = hits === 0 ? "No hits" : counted(hits, "hit");
  const share = `${of === 0 ? 100 : Math.floor((looked / of) * 100)} %`;
  const where = hit === null ? "" : `${count(hit.number)} of `;
  const wrapped = hit?.wrapped === true ? ", from the other end" : "";
  switch (progress.state) {
    case "running":
      return `${where}${found} so far, ${share} searched`;
    case "cancelled":
      return `${where}${found}, ended at ${share}`;
    case "deadline":
      return `${where}${found}; the expression took too long, hits may be missing`;
    case "unreadable":
      return `${where}${found}; the file cannot be read any more, hits may be missing`;
    case "done":
      return `${where}${found}${wrapped}`;
  }
}
