/** When the bytes of a stream were sent, as runs that begin at a moment: enough to tell a conversation, and bounded whatever the stream's length. */

/** Bytes from `offset` on were sent from `time` on (ns since time zero), up to the next run. */
export interface StreamRun {
  readonly offset: number;
  readonly time: number;
}

/** Bytes that follow within this time of a run's first belong to it, ns. */
export const FIRST_RESOLUTION = 1e6;
/** Runs of one stream; where there would be more, each comes to cover twice the time. */
export const MOST_RUNS = 1024;
const FIRST_ROOM = 4;

/** The runs of a stream but the first, which begins with its first byte. */
export class RunTimes {
  #offsets = new Float64Array(FIRST_ROOM);
  #times = new Float64Array(FIRST_ROOM);
  #length = 0;
  #resolution = FIRST_RESOLUTION;

  /** Bytes at `offset` were sent at `time`; `first` is when the stream began. Later calls have larger offsets. */
  add(offset: number, time: number, first: number): void {
    const last = this.#length === 0 ? first : this.#times[this.#length - 1]!;
    if (!(time - last >= this.#resolution)) return;
    if (this.#length === MOST_RUNS) {
      this.#thin(first);
      this.add(offset, time, first);
      return;
    }
    if (this.#length === this.#times.length) {
      this.#offsets = enlarged(this.#offsets);
      this.#times = enlarged(this.#times);
    }
    this.#offsets[this.#length] = offset;
    this.#times[this.#length] = time;
    this.#length++;
  }

  get runs(): StreamRun[] {
    return Array.from({ length: this.#length }, (_, at) => ({ offset: this.#offsets[at]!, time: this.#times[at]! }));
  }

  /** Joins runs until half of the room is free. */
  #thin(first: number): void {
    while (this.#length > MOST_RUNS / 2) {
      this.#resolution *= 2;
      let kept = 0;
      let last = first;
      for (let at = 0; at < this.#length; at++) {
        if (this.#times[at]! - last < this.#resolution) continue;
        last = this.#times[at]!;
        this.#offsets[kept] = this.#offsets[at]!;
        this.#times[kept] = last;
        kept++;
      }
      this.#length = kept;
    }
  }
}

function enlarged(values: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(Math.min(4 * values.length, MOST_RUNS));
  larger.set(values);
  return larger;
}
