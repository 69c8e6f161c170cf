import type { TimelineSpans } from "../../../src-decoder/index.ts";
import type { TimelineQuery } from "../../worker/contract/conclusions.ts";

/** Spans with what they are the answer to. */
export interface LoadedSpans {
  readonly query: TimelineQuery;
  readonly spans: TimelineSpans;
}

type Fetch = (query: TimelineQuery) => Promise<TimelineSpans | null>;

/**
 * Spans for what is looked at, one question at a time: what is passed over meanwhile is never asked for. Until the answer comes, the one
 * before is drawn where it belongs, however far the view has moved or zoomed.
 */
export class SpanLoader {
  readonly #fetch: Fetch;
  readonly #onLoad: (loaded: LoadedSpans) => void;
  #asking = false;
  #wanted: TimelineQuery | null = null;
  #loaded: LoadedSpans | null = null;

  constructor(fetch: Fetch, onLoad: (loaded: LoadedSpans) => void) {
    this.#fetch = fetch;
    this.#onLoad = onLoad;
  }

  /** Makes sure that a window is there, or asked for with half of its length more on either side. */
  want(window: TimelineQuery): void {
    if (this.#loaded !== null && covers(this.#loaded.query, window)) {
      this.#wanted = null;
      return;
    }
    const spare = (window.to - window.from) / 2;
    this.#wanted = { ...window, from: window.from - spare, to: window.to + spare };
    if (!this.#asking) void this.#ask();
  }

  async #ask(): Promise<void> {
    this.#asking = true;
    while (this.#wanted !== null) {
      const query = this.#wanted;
      this.#wanted = null;
      const spans = await this.#fetch(query);
      if (spans === null) continue;
      this.#loaded = { query, spans };
      this.#onLoad(this.#loaded);
    }
    this.#asking = false;
  }
}

function covers(there: TimelineQuery, wanted: TimelineQuery): boolean {
  return (
    there.grouping === wanted.grouping &&
    // Moving a range changes its length by rounding.
    Math.abs(there.step - wanted.step) < there.step * 1e-6 &&
    there.from <= wanted.from &&
    there.to >= wanted.to &&
    there.firstTrack <= wanted.firstTrack &&
    there.endTrack >= wanted.endTrack
  );
}
