/** What the overview strip, the timeline and the time cursor ask for, from tables made once for a capture. */
import { Changes, type Correlation } from "../../src-decoder/index.ts";

export class TimelineSource {
  readonly #correlation: Correlation;
  #changes: Changes | null = null;

  constructor(correlation: Correlation) {
    this.#correlation = correlation;
  }

  /** See `DecoderApi.nextChange`. */
  nextChange(time: number, by: -1 | 1): number | null {
    return this.#allChanges().next(time, by);
  }

  #allChanges(): Changes {
    this.#changes ??= new Changes(this.#correlation.exchanges);
    return this.#changes;
  }
}
