import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FIRST_RESOLUTION, MOST_RUNS, RunTimes } from "../../src-decoder/stream/run-times.ts";

describe("run times", () => {
  it("begin a run at each pause", () => {
    const times = new RunTimes();
    for (const [offset, ms] of [
      [10, 0.5],
      [20, 1],
      [30, 1.5],
      [40, 9],
    ] as const) {
      times.add(offset, ms * FIRST_RESOLUTION, 0);
    }
    expect(times.runs).toEqual([
      { offset: 20, time: FIRST_RESOLUTION },
      { offset: 40, time: 9 * FIRST_RESOLUTION },
    ]);
  });

  it("stay bounded and in order, whatever the pauses", () => {
    const steps = fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), { maxLength: 5000 });
    fc.assert(
      fc.property(steps, (pauses) => {
        const times = new RunTimes();
        let now = 0;
        for (const [offset, pause] of pauses.entries()) times.add(offset, (now += pause), 0);
        const { runs } = times;
        expect(runs.length).toBeLessThanOrEqual(MOST_RUNS);
        const inOrder = runs
          .slice(1)
          .every(({ offset, time }, at) => offset > runs[at]!.offset && time > runs[at]!.time);
        expect(inOrder).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it("cover ever more time as a stream goes on, and stay spread over all of it", () => {
    const times = new RunTimes();
    const all = 20 * MOST_RUNS;
    for (let at = 1; at <= all; at++) times.add(at, at * FIRST_RESOLUTION, 0);
    const { runs } = times;
    expect(runs.length).toBeGreaterThan(MOST_RUNS / 4);
    expect(runs[0]!.offset).toBeLessThan(all / 100);
    expect(runs.at(-1)!.offset).toBeGreaterThan((all * 99) / 100);
  });
});
