/** Bridges that go on with what the capture does not show (bridge.md N15, N17): told by the ids of their first connection. */
import { describe, expect, it } from "vitest";
import { CaptureBuilder, POD, VM } from "../diagnose/build-capture.ts";

/** By bridge number, the first id that is the bridge's own in this capture. */
async function takeoversOf(build: (capture: CaptureBuilder) => void): Promise<[number, number][]> {
  const capture = new CaptureBuilder();
  build(capture);
  const { takeovers } = await capture.correlate();
  return [...takeovers].map(([bridge, { firstOwnId }]) => [bridge, firstOwnId]);
}

describe("a bridge goes on with an earlier one", () => {
  it("where it agrees as id 0 and then jumps, as a migration's destination does", async () => {
    const found = await takeoversOf((capture) => {
      capture.connect(0).negotiate(0.1).call(0.2, 40, "GetProperties", POD).call(0.3, 41, "GetProperties", POD);
    });
    expect(found).toEqual([[1, 40]]);
  });

  it("where it agrees under the next id of its counter, as a source that was rolled back does", async () => {
    const found = await takeoversOf((capture) => {
      capture.connect(0).negotiate(0.1, 17).call(0.2, 18, "GetProperties", POD);
    });
    expect(found).toEqual([[1, 17]]);
  });

  it.each([
    { second: 1, found: [] },
    { second: 4, found: [] },
    { second: 5, found: [[1, 5]] },
  ])(
    "or not, with $second as its second id: a few may be used up without reaching the wire",
    async ({ second, found }) => {
      const build = (capture: CaptureBuilder): void => {
        capture.connect(0).negotiate(0.1).call(0.2, second, "GetProperties", POD);
      };
      expect(await takeoversOf(build)).toEqual(found);
    },
  );

  it("or not, where the second request is that of another utility VM", async () => {
    const found = await takeoversOf((capture) => {
      capture.connect(0, undefined, 3).negotiate(0.1).call(5, 1, "GetProperties", VM);
      capture.joined().call(1, 900, "GetProperties", VM);
      capture.connect(2, undefined, 5).negotiate(2.1).call(2.2, 70, "GetProperties", VM);
    });
    expect(found.map(([, id]) => id)).toEqual([70]);
  });

  it("or not, where what it goes on with is in the capture: only its first connection counts", async () => {
    const found = await takeoversOf((capture) => {
      const first = capture.connect(0).negotiate(0.1);
      for (let id = 1; id <= 9; id++) first.call(id, id, "GetProperties", VM);
      first.close("host", 10);
      capture.connect(11).negotiate(11.1, 10).call(12, 11, "GetProperties", VM);
    });
    expect(found).toEqual([]);
  });
});
