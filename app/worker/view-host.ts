import type { SearchProgress } from "./contract/view.ts";
import type { View } from "./view.ts";

/** Least time between two looks of the page at what was found, ms. */
export const SHOW_EVERY = 50;

/** `unwanted`: another view is asked for. `cancelled`: the user has seen enough. */
export type Standing = "wanted" | "cancelled" | "unwanted";

/** Who a view is built for. */
export interface ViewHost {
  /** Lets other work run; called between two slices of some milliseconds. */
  pause(): Promise<Standing>;
  /** Shows what is found so far. `search` is null where columns answer. `grown`: the same rows as shown last, and others behind them. */
  show(view: View, search: SearchProgress | null, grown: boolean): void;
}
