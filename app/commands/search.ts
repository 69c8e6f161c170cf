/** Searching payloads: finding in them, and ending a search that a filter began. */
import type { State } from "../state/store.ts";
import { hasRows, isOpen, missingRows, type Command } from "./command.ts";

const NO_SEARCH = "Nothing is looked for: f finds in payloads.";

/** The bar need not be open: a step goes on with what was looked for last. */
const isSought = (state: State): boolean => state.findQuery.text !== "" && isOpen(state);

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
    enabled: isSought,
    missing: () => NO_SEARCH,
  },
  {
    id: "previous-hit",
    title: "Previous hit",
    group: "Move",
    keys: ["N", "Shift+F3"],
    run: (state) => void state.goToHit(-1),
    enabled: isSought,
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
