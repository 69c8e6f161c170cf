import { Square } from "lucide-react";
import type { ReactElement } from "react";
import { FILTER_ID } from "../../focus.ts";
import { count, percent } from "../../format/numbers.ts";
import { searchExplained } from "../../format/search-words.ts";
import { useStore } from "../../state/store.ts";
import type { SearchProgress } from "../../worker/contract/view.ts";

/** How many rows the filter shows; while payloads are searched how far that is, and how to end it. */
export function SearchStatus(): ReactElement | null {
  const rows = useStore((state) => state.rows);
  const total = useStore((state) => state.total);
  const filter = useStore((state) => state.filter);
  const search = useStore((state) => state.search);
  const cancelSearch = useStore((state) => state.cancelSearch);
  const isRunning = search?.state === "running";
  // Without a filter all rows are shown: only that they are being read for an order, or were not to the end, is worth a word.
  if (filter === "" && (search === null || search.state === "done")) return null;
  return (
    <>
      <output
        className="filter-count"
        data-search={search?.state}
        aria-label="Rows shown"
        htmlFor={FILTER_ID}
        title={search === null ? undefined : searchExplained(search)}
      >
        {search === null || search.state === "done"
          ? `${count(rows)} of ${count(total)}`
          : `${count(rows)}${progressWords(search)}`}
      </output>
      {isRunning && (
        <button
          type="button"
          className="filter-clear"
          aria-label="End the search"
          title="End the search (Esc)"
          onClick={() => void cancelSearch()}
        >
          <Square size={11} aria-hidden="true" fill="currentColor" />
        </button>
      )}
    </>
  );
}

function progressWords(search: SearchProgress): string {
  const share = `${percent(search)} %`;
  switch (search.state) {
    case "running":
      return search.what === "filter" ? ` so far, ${share} searched` : `, ${share} read to sort them`;
    case "cancelled":
      return search.what === "filter" ? `, ended at ${share}` : ", not sorted";
    case "deadline":
      return ", rows may be missing";
    case "unreadable":
      return search.what === "filter" ? ", rows may be missing" : ", not sorted";
    case "done":
      return "";
  }
}
