/**
 * The moments at which requests begin and end, in order: what the time cursor steps over, and what the count of outstanding requests over
 * time is made from.
 */
import { OUTCOME } from "./exchanges.ts";
import type { Exchanges } from "./exchanges.ts";

/** How many requests were open at once, at most, in equal spans of time, how many were answered, and how many of the answers told of an error. */
export interface OutstandingSpans {
  /** Calls: what an answer is due for. */
  readonly calls: Uint32Array<ArrayBuffer>;
  /** Waits for processes, which may last as long as these. */
  readonly longPolls: Uint32Array<ArrayBuffer>;
  readonly answers: Uint32Array<ArrayBuffer>;
  readonly errors: Uint32Array<ArrayBuffer>;
}

/** Begins and ends of some exchanges, each ascending; what has not ended has no end. */
interface Edges {
  readonly starts: Float64Array;
  readonly ends: Float64Array;
}

/** When requests begin and end and when failures were answered; ns since time zero. */
export class Changes {
  readonly #calls: Edges;
  readonly #longPolls: Edges;
  /** When failed requests were answered, ascending. */
  readonly #failures: Float64Array;

  constructor(exchanges: Exchanges) {
    this.#calls = edgesOf(exchanges, false);
    this.#longPolls = edgesOf(exchanges, true);
    this.#failures = exchanges.end.filter((_, exchange) => exchanges.outcome[exchange] === OUTCOME.failed).toSorted();
  }

  /** The nearest change before (-1) or after (1) a moment, ns since time zero; null where there is none. */
  next(time: number, by: -1 | 1): number | null {
    const lists = [this.#calls, this.#longPolls].flatMap(({ starts, ends }) => [starts, ends]);
    const found = lists.flatMap(
      (list) => (by === 1 ? list[countUpTo(list, time)] : list[countUpTo(list, time, true) - 1]) ?? [],
    );
    if (found.length === 0) return null;
    return by === 1 ? Math.min(...found) : Math.max(...found);
  }

  /** Requests outstanding in each of `spans` equal parts of `from .. to` (ns since time zero). */
  outstanding(spans: number, from: number, to: number): OutstandingSpans {
    return {
      calls: mostOpen(this.#calls, spans, from, to),
      longPolls: mostOpen(this.#longPolls, spans, from, to),
      answers: countIn([this.#calls.ends, this.#longPolls.ends], spans, from, to),
      errors: countIn([this.#failures], spans, from, to),
    };
  }
}

function edgesOf(exchanges: Exchanges, longPolls: boolean): Edges {
  const { length, start, end } = exchanges;
  const starts = new Float64Array(length);
  const ends = new Float64Array(length);
  let begun = 0;
  let ended = 0;
  for (let exchange = 0; exchange < length; exchange++) {
    if (exchanges.isLongPoll(exchange) !== longPolls || Number.isNaN(start[exchange]!)) continue;
    starts[begun++] = start[exchange]!;
    if (Number.isFinite(end[exchange]!)) ends[ended++] = end[exchange]!;
  }
  // Starts are in order as exchanges are; a slice gives back what was not needed.
  return { starts: starts.slice(0, begun), ends: ends.slice(0, ended).toSorted() };
}

function mostOpen({ starts, ends }: Edges, spans: number, from: number, to: number): Uint32Array<ArrayBuffer> {
  const most = new Uint32Array(spans);
  const length = (to - from) / spans;
  let begun = countUpTo(starts, from);
  let ended = countUpTo(ends, from);
  for (let span = 0; span < spans; span++) {
    const until = span === spans - 1 ? to : from + (span + 1) * length;
    let peak = begun - ended;
    // Walks the changes of this span in order; what ends at the moment another begins has made room for it.
    while (begun < starts.length && starts[begun]! <= until) {
      while (ended < ends.length && ends[ended]! <= starts[begun]!) ended++;
      begun++;
      peak = Math.max(peak, begun - ended);
    }
    while (ended < ends.length && ends[ended]! <= until) ended++;
    most[span] = Math.max(0, peak);
  }
  return most;
}

function countIn(lists: readonly Float64Array[], spans: number, from: number, to: number): Uint32Array<ArrayBuffer> {
  const counts = new Uint32Array(spans);
  for (const times of lists) {
    const end = countUpTo(times, to);
    for (let at = countUpTo(times, from, true); at < end; at++) {
      counts[Math.min(spans - 1, Math.floor(((times[at]! - from) / (to - from)) * spans))]!++;
    }
  }
  return counts;
}

/** How many of ascending values are at most `value`, or below it where `below`. */
function countUpTo(values: Float64Array, value: number, below = false): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const at = values[middle]!;
    if (at < value || (at === value && !below)) low = middle + 1;
    else high = middle;
  }
  return low;
}
