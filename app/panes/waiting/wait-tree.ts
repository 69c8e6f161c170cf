import type { WaitingExchange } from "../../worker/contract/conclusions.ts";
import { isLongPoll } from "../frames/long-poll.ts";

/** A line of the wait graph: a request below the one that holds it up. */
export interface WaitLine {
  readonly exchange: WaitingExchange;
  /** 0 for what nothing holds up. */
  readonly depth: number;
  /** How many stand directly behind it. */
  readonly holds: number;
}

export interface WaitGraph {
  readonly calls: readonly WaitLine[];
  /** Waits that may last as long as a process: no one is to blame for them. */
  readonly longPolls: readonly WaitLine[];
}

/** Requests under those that hold them up, each group in the order given. What stands behind one that is not listed stands alone. */
export function waitGraph(waiting: readonly WaitingExchange[]): WaitGraph {
  const listed = new Set(waiting.map(({ frame }) => frame.row));
  const behind = new Map<number, WaitingExchange[]>();
  const roots: WaitingExchange[] = [];
  for (const exchange of waiting) {
    // Nothing waits for one that came after it, so that no circle can be.
    const head = exchange.behind;
    if (head === null || head >= exchange.frame.row || !listed.has(head)) {
      roots.push(exchange);
      continue;
    }
    const queue = behind.get(head);
    if (queue === undefined) behind.set(head, [exchange]);
    else queue.push(exchange);
  }
  const linesOf = (exchanges: readonly WaitingExchange[], depth: number): WaitLine[] =>
    exchanges.flatMap((exchange) => {
      const queue = behind.get(exchange.frame.row) ?? [];
      return [{ exchange, depth, holds: queue.length }, ...linesOf(queue, depth + 1)];
    });
  return {
    calls: linesOf(
      roots.filter((one) => !isPoll(one)),
      0,
    ),
    longPolls: linesOf(
      roots.filter((one) => isPoll(one)),
      0,
    ),
  };
}

/** Whether it is a wait: one whose answer may be lost is one, too. */
export function isPoll({ frame, state }: WaitingExchange): boolean {
  return state === "long-poll" || (state === "unknown" && isLongPoll(frame));
}
