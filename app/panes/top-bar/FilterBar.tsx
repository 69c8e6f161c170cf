import { ListFilter, X } from "lucide-react";
import { useEffect, useRef, type KeyboardEvent, type ReactElement } from "react";
import { FILTER_ID, focusTable } from "../../focus.ts";
import { useStore } from "../../state/store.ts";
import { SearchStatus } from "./SearchStatus.tsx";

/** Pause in typing, ms, after which a filter is applied without Enter. */
const APPLY_AFTER = 150;

/** The display filter. A filter that does not parse says so, and the last good one stays applied. */
export function FilterBar(): ReactElement {
  const text = useStore((state) => state.filterText);
  const fault = useStore((state) => state.fault);
  const setText = useStore((state) => state.setFilterText);
  const apply = useStore((state) => state.applyFilter);
  const isSearching = useStore((state) => state.search?.state === "running");
  const cancelSearch = useStore((state) => state.cancelSearch);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const applyNow = (next: string): void => {
    clearTimeout(timer.current);
    void apply(next);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === "Enter") {
      applyNow(text);
      focusTable();
    } else if (event.key === "Escape") {
      if (isSearching) void cancelSearch();
      else if (text === "") focusTable();
      else applyNow("");
    } else if (event.key === "ArrowDown") {
      focusTable();
    } else return;
    event.preventDefault();
  };

  return (
    <search className="filter">
      <ListFilter size={14} aria-hidden="true" className="filter-icon" />
      <div className="filter-field">
        {fault !== null && <FaultUnderline text={text} at={fault.at} length={fault.length} />}
        <input
          id={FILTER_ID}
          className="data"
          type="text"
          value={text}
          aria-label="Filter"
          aria-invalid={fault !== null}
          aria-describedby={fault === null ? undefined : "filter-fault"}
          placeholder="Filter: name == ExecuteProcess && latency > 5s"
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          onChange={(event) => {
            const next = event.target.value;
            setText(next);
            clearTimeout(timer.current);
            timer.current = setTimeout(() => void apply(next), APPLY_AFTER);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <SearchStatus />
      {text !== "" && (
        <button type="button" className="filter-clear" aria-label="Clear the filter" onClick={() => applyNow("")}>
          <X size={13} aria-hidden="true" />
        </button>
      )}
      {fault !== null && (
        <output id="filter-fault" className="filter-fault">
          <strong>{fault.text}</strong>
          {fault.hint !== null && <span>{fault.hint}</span>}
        </output>
      )}
    </search>
  );
}

/** The filter's text once more, unseen but for the line under what is wrong; it lies under the input in the same font. */
function FaultUnderline({ text, at, length }: { text: string; at: number; length: number }): ReactElement {
  const start = Math.min(at, text.length);
  const wrong = text.slice(start, start + Math.max(1, length));
  return (
    <div className="filter-underlay data" aria-hidden="true">
      {text.slice(0, start)}
      <span className="filter-wrong">{wrong === "" ? " " : wrong}</span>
    </div>
  );
}
