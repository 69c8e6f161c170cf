/** Bytes that came before those in front of them, copied out of their packet. */
export interface HeldRun {
  /** Offset in the stream; `start + bytes.length` is its end. */
  start: number;
  readonly bytes: Uint8Array;
  time: number;
  /** Of another file than the run behind it, by whose clock its time is not told yet. */
  isForeign: boolean;
  readonly file: number;
  readonly fileOffset: number;
  readonly packet: number;
  /** The connection's packet count when it came. */
  readonly arrival: number;
}

/** What a run costs beside its bytes: bounds count it, so that a million runs of one byte are not a megabyte. */
const RUN_COST = 256;
/** Places in front that are free before they are cut off. */
const MOST_FREE_PLACES = 1024;

/** Memory that a run takes. */
export function costOf(run: HeldRun): number {
  return run.bytes.length + RUN_COST;
}

/** The runs of one stream that wait, by offset, never empty ones and never overlapping. */
export class HeldRuns {
  #runs: HeldRun[] = [];
  /** Runs before it are taken: cutting them off one by one would move the rest each time. */
  #head = 0;
  #cost = 0;

  /** Memory held. */
  get cost(): number {
    return this.#cost;
  }

  get isEmpty(): boolean {
    return this.#head === this.#runs.length;
  }

  /** The run with the least offset; there must be one. */
  get first(): HeldRun {
    return this.#runs[this.#head]!;
  }

  /** Place of the first run that ends behind `offset`; `run` gives nothing there when there is none. */
  placeBehind(offset: number): number {
    let low = this.#head;
    let high = this.#runs.length;
    // Most packets come behind all that is held.
    if (high > low && endOf(this.#runs[high - 1]!) <= offset) return high;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (endOf(this.#runs[middle]!) <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  run(place: number): HeldRun | undefined {
    return this.#runs[place];
  }

  /** Adds a run at the place that `placeBehind` gave for its start. */
  insert(place: number, run: HeldRun): void {
    this.#cost += costOf(run);
    if (place === this.#runs.length) this.#runs.push(run);
    else this.#runs.splice(place, 0, run);
  }

  /** Tells the times of what came of a file by the clock of the others, which is so much behind. */
  adjustClock(file: number, ahead: number): void {
    for (let place = this.#head; place < this.#runs.length; place++) {
      const run = this.#runs[place]!;
      if (!run.isForeign || run.file !== file) continue;
      run.time -= ahead;
      run.isForeign = false;
    }
  }

  takeFirst(): HeldRun {
    const run = this.first;
    this.#cost -= costOf(run);
    this.#head++;
    if (this.#head >= MOST_FREE_PLACES && this.#head * 2 >= this.#runs.length) {
      this.#runs = this.#runs.slice(this.#head);
      this.#head = 0;
    }
    return run;
  }

  /** Moves all offsets by `distance`: the stream's start is now known. */
  shift(distance: number): void {
    for (let place = this.#head; place < this.#runs.length; place++) this.#runs[place]!.start += distance;
  }
}

export function endOf(run: HeldRun): number {
  return run.start + run.bytes.length;
}
