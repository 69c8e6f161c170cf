import type { SearchProgress } from "../worker/contract/view.ts";

/** What became of a search through payloads, in sentences; nothing of one that came to its end. */
export function searchExplained(search: SearchProgress): string | undefined {
  switch (search.state) {
    case "running":
      return "Payloads are read from the file. Esc ends it; what was found stays.";
    case "cancelled":
      return "The search was ended before its end. Apply the filter again to search on.";
    case "deadline":
      return "A regular expression took too long on one text and was ended. Frames from there on were not looked at.";
    case "unreadable":
      return search.what === "filter"
        ? "A file cannot be read any more. Frames from there on were not looked at."
        : "A file cannot be read any more: the rows stand as they did before.";
    case "done":
      return undefined;
  }
}
