import type { StreamSink } from "./stream-sink.ts";

/** Most memory that all streams together hold back. */
const MOST_HELD = 64 << 20;

/** A stream that holds bytes back, as the common bound sees it. */
export interface Holder {
  /** Delivers all that is held, holes as gaps. */
  flush(): void;
}

/** Where streams deliver to, and the bound on what they hold back together. */
export class StreamOutput {
  readonly sink: StreamSink;
  #held = 0;
  /** In the order in which they began to hold. */
  readonly #holders = new Set<Holder>();

  constructor(sink: StreamSink) {
    this.sink = sink;
  }

  /** `cost` more is held by a stream. */
  hold(holder: Holder, cost: number): void {
    this.#held += cost;
    this.#holders.add(holder);
  }

  /** `cost` less is held by a stream; `isLast` when it holds nothing any more. */
  release(holder: Holder, cost: number, isLast: boolean): void {
    this.#held -= cost;
    if (isLast) this.#holders.delete(holder);
  }

  /** Makes the streams that have held longest deliver, until the bound is kept. */
  keepBound(): void {
    for (const holder of this.#holders) {
      if (this.#held <= MOST_HELD) return;
      holder.flush();
    }
  }
}
