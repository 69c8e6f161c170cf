import { filterExpression, usesSelection } from "../../src-decoder/index.ts";
import type { Slice } from "./slice.ts";
import type { State } from "./store.ts";

/** The selection rests on a frame after this long, ms: who walks through frames by key would have each one followed. */
const FOLLOW_AFTER = 120;

/** Calls back when another frame was selected for a while and one of the filters that are in use then asks for it. */
export function followSelection(
  store: Parameters<Slice<unknown>>[2],
  filtersOf: (state: State) => readonly string[],
  follow: () => void,
): void {
  let following: ReturnType<typeof setTimeout> | undefined;
  store.subscribe((state, before) => {
    if (state.selectedRow === before.selectedRow || state.selectedRow === null) return;
    clearTimeout(following);
    const asked = filtersOf(state).some((filter) => usesSelection(filterExpression(filter)));
    if (asked) following = setTimeout(follow, FOLLOW_AFTER);
  });
}
