/** What of the timeline is drawn, and how each of it looks. */
/** How a span is drawn: the outcome in the low bits, then what else there is to tell. */
export const LOOK = {
  /** 0 to 3 are the values of `OUTCOME`. */
  outcome: 7,
  notification: 4,
  /** Some of several went wrong, others did not. */
  mixed: 5,
  /** Without an answer, which may be among what the capture lacks. */
  unknown: 6,
  longPoll: 8,
  /** Several items, or one shorter than a column; the share of the time that is covered stands in the two bits above. */
  dense: 16,
  fillShift: 5,
} as const;

/** What is to be drawn of a stretch of time; a column each, `count` entries, tracks ascending. */
export interface TimelineSpans {
  readonly count: number;
  readonly track: Uint32Array<ArrayBuffer>;
  /** ns since time zero. */
  readonly start: Float64Array<ArrayBuffer>;
  /** Infinite for what waits at the end of the capture. */
  readonly end: Float64Array<ArrayBuffer>;
  /** See `LOOK`. */
  readonly look: Uint8Array<ArrayBuffer>;
  /** Message type of the request, or of the notification; 0 where the span is dense. */
  readonly type: Uint32Array<ArrayBuffer>;
}

/** Collects spans; columns that look alike and touch become one. */
export class SpanList {
  readonly #track: number[] = [];
  readonly #start: number[] = [];
  readonly #end: number[] = [];
  readonly #look: number[] = [];
  readonly #type: number[] = [];

  add(track: number, start: number, end: number, look: number, type: number): void {
    this.#track.push(track);
    this.#start.push(start);
    this.#end.push(end);
    this.#look.push(look);
    this.#type.push(type);
  }

  addColumn(track: number, start: number, step: number, look: number): void {
    const last = this.#track.length - 1;
    const touches = last >= 0 && Math.abs(this.#end[last]! - start) < step / 2;
    const isPoint = (look & LOOK.outcome) === LOOK.notification;
    if (touches && !isPoint && this.#track[last] === track && this.#look[last] === look) {
      this.#end[last] = start + step;
    } else {
      this.add(track, start, start + step, look, 0);
    }
  }

  columns(): TimelineSpans {
    return {
      count: this.#track.length,
      track: Uint32Array.from(this.#track),
      start: Float64Array.from(this.#start),
      end: Float64Array.from(this.#end),
      look: Uint8Array.from(this.#look),
      type: Uint32Array.from(this.#type),
    };
  }
}
