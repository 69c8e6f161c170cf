/** Searching payloads: finding in them, and ending a search that a filter began. */
import { hasRows, missingRows, type Command } from "./command.ts";

const NO_SEARCH = "Nothing is looked for: f finds in payloads.";

export const SEARCH_COMMANDS: readonly Command[] = [
  {
    id: "cancel-search",
    title: "End the search for more rows",
    group: "View",
    keys: ["Esc"],
    run: (state) => void state.cancelSearch(),
    enabled: (state) => state.search?.state === "running",
  },
  {
    id: "find",
    title: "Find in payloads",
    words: ["search"],
    group: "Move",
    keys: ["f", "Ctrl+F"],
    run: (state) => state.openFind(),
    enabled: hasRows,
    missing: missingRows,
  },
  {
    id: "next-hit",
    title: "Next hit",
    group: "Move",
    keys: ["n", "F3"],
    run: (state) => void state.goToHit(1),
    enabled: (state) => state.findOpen,
    missing: () => NO_SEARCH,
  },
  {
    id: "previous-hit",
    title: "Previous hit",
    group: "Move",
    keys: ["N", "Shift+F3"],
    run: (state) => void state.goToHit(-1),
    enabled: (state) => state.findOpen,
    missing: () => NO_SEARCH,
  },
  {
    id: "close-find",
    title: "Close find",
    group: "View",
    keys: ["Esc"],
    run: (state) => state.closeFind(),
    enabled: (state) => state.findOpen,
  },
];
