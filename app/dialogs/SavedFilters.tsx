import { Trash2 } from "lucide-react";
import { useId, useRef, useState, type ReactElement } from "react";
import { flushSync } from "react-dom";
import type { SavedFilter } from "../state/settings.ts";
import { useStore } from "../state/store.ts";
import { DialogFrame } from "./DialogFrame.tsx";
import { focusLine } from "./focus-line.ts";

/** The filters that have a name, to rename and delete. */
export function SavedFilters(): ReactElement {
  const saved = useStore((state) => state.settings.savedFilters);
  const deleteFilter = useStore((state) => state.deleteFilter);
  const list = useRef<HTMLUListElement>(null);
  const remove = (place: number, name: string): void => {
    flushSync(() => deleteFilter(name));
    focusLine(list.current, place);
  };
  return (
    <DialogFrame title="Saved filters" className="saved-filters">
      {saved.length === 0 && (
        <p className="faint">None. Save the filter that is applied from the menu in the filter bar.</p>
      )}
      <ul ref={list}>
        {saved.map((each, place) => (
          <SavedLine
            key={keyOf(saved, place)}
            saved={each}
            taken={saved.map(({ name }) => name)}
            onDelete={() => remove(place, each.name)}
          />
        ))}
      </ul>
    </DialogFrame>
  );
}

/** The same before and after a new name: a line that is made anew loses the focus, and a click that is under way. */
function keyOf(saved: readonly SavedFilter[], place: number): string {
  const filter = saved[place]?.filter ?? "";
  return `${saved.slice(0, place).filter((other) => other.filter === filter).length} ${filter}`;
}

interface SavedLineProps {
  readonly saved: SavedFilter;
  readonly taken: readonly string[];
  readonly onDelete: () => void;
}

function SavedLine({ saved, taken, onDelete }: SavedLineProps): ReactElement {
  const renameFilter = useStore((state) => state.renameFilter);
  const [name, setName] = useState(saved.name);
  const next = name.trim();
  const fault = next === saved.name ? null : faultOf(next, taken);
  const rename = (): void => {
    if (fault === null && next !== saved.name) renameFilter(saved.name, next);
  };
  const hint = useId();
  return (
    <li className="saved-line">
      <input
        className="text-input"
        aria-label={`Name of ${saved.filter}`}
        aria-invalid={fault !== null}
        aria-describedby={fault === null ? undefined : hint}
        maxLength={80}
        autoComplete="off"
        value={name}
        onChange={(event) => setName(event.target.value)}
        onBlur={() => {
          rename();
          // What is not its name does not stand there as if it were.
          if (fault !== null) setName(saved.name);
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter") rename();
        }}
      />
      <code className="data" title={saved.filter}>
        {saved.filter}
      </code>
      <button
        type="button"
        className="icon-button"
        aria-label={`Delete ${saved.name}`}
        title="Delete"
        onClick={onDelete}
      >
        <Trash2 size={14} aria-hidden="true" />
      </button>
      {fault !== null && (
        <p id={hint} className="saved-fault" role="alert">
          {fault}
        </p>
      )}
    </li>
  );
}

/** Why a filter cannot be called so; null where it can. */
function faultOf(name: string, taken: readonly string[]): string | null {
  if (name === "") return "A filter without a name cannot be found again.";
  return taken.includes(name) ? "Another filter has this name." : null;
}
