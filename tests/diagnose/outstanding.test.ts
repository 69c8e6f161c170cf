/** Requests without an answer, and what keeps each of them. */
import { describe, expect, it } from "vitest";
import { CaptureBuilder, POD, VM, bridgeIn, runningPod } from "./build-capture.ts";

const SECOND = 1e9;

/** Id, state and age in whole seconds of each outstanding request, in the order of the diagnosis. */
async function outstandingOf(build: (capture: CaptureBuilder) => void): Promise<[number, string, number | null][]> {
  const builder = new CaptureBuilder();
  build(builder);
  const { frames } = await builder.read();
  const { outstanding } = await builder.diagnose();
  return outstanding.map(({ row, state, age }) => [
    frames.idLow.get(row),
    state,
    age === null ? null : Math.round(age / SECOND),
  ]);
}

describe("what has no answer when the capture ends", () => {
  it("waits: a long poll for what may happen, a request in the guest, and one that is not sent whole", async () => {
    const found = await outstandingOf((capture) => {
      runningPod(bridgeIn(capture)).ask(20, 5, "GetProperties", POD).frame("host", 40, 0x1010_0a01, 6, "{", 400);
      capture.until(60);
    });
    expect(found).toEqual([
      [4, "long-poll", 60],
      [5, "waiting", 40],
      [6, "partly-sent", 20],
    ]);
  });

  it("is told once where a sidecar handed it on", async () => {
    const found = await outstandingOf((capture) => {
      const inner = capture.connect(0, 5000, 9);
      const outer = capture.connect(0.5);
      for (let id = 0; id < 6; id++) {
        outer.ask(1 + id, id, "GetProperties", VM);
        inner.call(1.001 + id, id, "GetProperties", VM);
        outer.answer(1.01 + id, id, "GetProperties");
      }
      outer.ask(8, 6, "WaitForProcess", VM);
      inner.ask(8.001, 6, "WaitForProcess", VM);
      outer.ask(9, 7, "GetProperties", VM);
      capture.until(60);
    });
    expect(found).toEqual([
      [6, "long-poll", 52],
      [7, "waiting", 51],
    ]);
  });

  it("stands behind another in a guest that serves one request at a time", async () => {
    const found = await outstandingOf((capture) => {
      const link = bridgeIn(capture);
      for (let id = 1; id <= 4; id++) link.ask(id * 0.1, id, "GetProperties", POD);
      for (let id = 1; id <= 4; id++) link.answer(0.5 + id * 0.001, id, "GetProperties");
      link.ask(1, 5, "ModifySettings", VM).ask(6, 6, "GetProperties", POD).ask(7, 7, "GetProperties", POD);
      capture.until(21);
    });
    expect(found).toEqual([
      [5, "waiting", 20],
      [6, "queued", 15],
      [7, "queued", 14],
    ]);
  });

  it("stands behind nothing where the guest serves in any order, and where a queue of before was served", async () => {
    const inAnyOrder = await outstandingOf((capture) => {
      const link = bridgeIn(capture).ask(0.1, 1, "GetProperties", POD).ask(0.2, 2, "GetProperties", POD);
      link.answer(0.3, 2, "GetProperties").answer(0.4, 1, "GetProperties");
      for (let id = 3; id <= 6; id++) link.ask(id, id, "GetProperties", POD);
      capture.until(21);
    });
    expect(inAnyOrder.map(([, state]) => state)).toEqual(["waiting", "waiting", "waiting", "waiting"]);
    const afterQueue = await outstandingOf((capture) => {
      const link = bridgeIn(capture);
      for (let id = 1; id <= 6; id++) link.ask(id * 0.1, id, "GetProperties", POD);
      for (let id = 1; id <= 5; id++) link.answer(9 + id * 0.001, id, "GetProperties");
      capture.until(10);
    });
    expect(afterQueue).toEqual([[6, "waiting", 9]]);
  });

  it("died with its bridge, a long poll too", async () => {
    const found = await outstandingOf((capture) => {
      runningPod(bridgeIn(capture)).ask(20, 5, "GetProperties", POD).close("guest", 25);
      capture.until(60);
    });
    expect(found).toEqual([
      [4, "died", 25],
      [5, "died", 5],
    ]);
  });

  it("is not known where packets are missing, but for a long poll that may wait in any case", async () => {
    const found = await outstandingOf((capture) => {
      runningPod(bridgeIn(capture))
        .ask(1, 5, "GetProperties", POD)
        // An answer to what the capture lacks: the host goes on, so it had asked.
        .answer(2, 6, "GetProperties")
        .call(5, 7, "GetProperties", POD);
      capture.until(60);
    });
    expect(found).toEqual([
      [4, "long-poll", 60],
      [5, "unknown", 59],
    ]);
  });
});
