import { describe, expect, it } from "vitest";
import { SpanLoader } from "../../../app/panes/timeline/span-loader.ts";
import type { TimelineQuery } from "../../../app/worker/contract/conclusions.ts";
import type { TimelineSpans } from "../../../src-decoder/index.ts";

const NOTHING: TimelineSpans = {
  count: 0,
  track: new Uint32Array(),
  start: new Float64Array(),
  end: new Float64Array(),
  look: new Uint8Array(),
  type: new Uint32Array(),
};

function query(from: number, more: Partial<TimelineQuery> = {}): TimelineQuery {
  return { grouping: "container", from, to: from + 100, step: 1, firstTrack: 0, endTrack: 5, ...more };
}

/** A worker that answers when it is told to. */
class Worker {
  readonly asked: TimelineQuery[] = [];
  #answer: (spans: TimelineSpans | null) => void = () => undefined;

  readonly fetch = (asked: TimelineQuery): Promise<TimelineSpans | null> => {
    this.asked.push(asked);
    return new Promise((resolve) => {
      this.#answer = resolve;
    });
  };

  async answer(spans: TimelineSpans | null = NOTHING): Promise<void> {
    this.#answer(spans);
    await Promise.resolve();
    await Promise.resolve();
  }
}

describe("the loader of spans", () => {
  it("asks for half a window more on either side, and not again while that holds", async () => {
    const worker = new Worker();
    const loaded: number[] = [];
    const loader = new SpanLoader(worker.fetch, ({ query: { from } }) => loaded.push(from));
    loader.want(query(1000));
    expect(worker.asked).toEqual([{ ...query(1000), from: 950, to: 1150 }]);
    await worker.answer();
    expect(loaded).toEqual([950]);
    loader.want(query(960));
    loader.want(query(1040, { firstTrack: 2 }));
    expect(worker.asked).toHaveLength(1);
    expect(loaded).toEqual([950]);
  });

  it("asks anew for other times, tracks, widths and groupings", async () => {
    const others = [query(2000), query(0, { endTrack: 9 }), query(0, { step: 2 }), query(0, { grouping: "type" })];
    for (const other of others) {
      const worker = new Worker();
      const loader = new SpanLoader(worker.fetch, () => undefined);
      loader.want(query(0));
      await worker.answer();
      loader.want(other);
      expect(worker.asked).toHaveLength(2);
    }
  });

  it("asks one question at a time, the latest next", async () => {
    const worker = new Worker();
    const loaded: number[] = [];
    const loader = new SpanLoader(worker.fetch, ({ query: { from } }) => loaded.push(from));
    for (const from of [0, 1000, 2000, 3000]) loader.want(query(from));
    expect(worker.asked.map(({ from }) => from)).toEqual([-50]);
    await worker.answer();
    expect(worker.asked.map(({ from }) => from)).toEqual([-50, 2950]);
    await worker.answer(null);
    expect(loaded).toEqual([-50]);
    loader.want(query(3000));
    expect(worker.asked).toHaveLength(3);
  });
});
