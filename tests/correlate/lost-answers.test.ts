/** Requests whose answer the capture may lack: all who tell of them say what the diagnosis says. */
import { describe, expect, it } from "vitest";
import { CaptureReader, Correlation, LOOK, OUTCOME, Timeline, diagnose } from "../../src-decoder/index.ts";
import type { Diagnosis } from "../../src-decoder/index.ts";
import { openFiles } from "../captures/load.ts";
import { CaptureBuilder, POD, VM, bridgeIn, runningPod } from "../diagnose/build-capture.ts";

async function look(path: string): Promise<{ correlation: Correlation; diagnosis: Diagnosis }> {
  const reader = new CaptureReader(openFiles([path]), {});
  await reader.run();
  const correlation = new Correlation(reader.capture);
  return { correlation, diagnosis: await diagnose(reader.capture, correlation) };
}

describe.each(["busy-drop0.2pct", "busy-snap96", "busy-midstart", "busy-reordered", "lossy"])("in %s", (stem) => {
  it("the states before the end, after it and in the timeline are those of the diagnosis", async () => {
    const { correlation, diagnosis } = await look(`lossy/${stem}.pcap`);
    const { capture, exchanges, waits, lostAnswers } = correlation;
    const timeline = new Timeline(capture, exchanges, "type", (exchange) => lostAnswers.hides(exchange));
    const place = { from: 0, to: capture.lastTime + 1, step: 1, firstTrack: 0, endTrack: 1e6 };
    const { count, look: looks } = timeline.spans(place);
    const drawn = Array.from({ length: count }, (_, at) => looks[at]! & LOOK.outcome);
    for (const { row, state, ended } of diagnosis.outstanding) {
      const exchange = exchanges.ofRequest(row);
      const end = ended ? exchanges.end[exchange]! : capture.lastTime + 1;
      const open = waits.at(end - 1).find((one) => one.row === row);
      if (state !== "died") expect([row, open?.state]).toEqual([row, state]);
      if (state === "died") expect(open?.state).not.toBe("unknown");
      if (ended) expect(waits.stateOf(exchange, end)).toBe(state);
    }
    const unknown = diagnosis.outstanding.filter(({ state }) => state === "unknown");
    expect(drawn.filter((outcome) => outcome === LOOK.unknown)).toHaveLength(unknown.length);
    const died = diagnosis.outstanding.filter(({ state }) => state === "died");
    expect(drawn.filter((outcome) => outcome === OUTCOME.died)).toHaveLength(died.length);
  });
});

it("the request that the verdict names first may have been answered", async () => {
  const { correlation, diagnosis } = await look("lossy/busy-drop0.2pct.pcap");
  const [row] = diagnosis.verdict.rows;
  expect(row).toBe(934);
  expect(diagnosis.outstanding.find((one) => one.row === row)).toMatchObject({ state: "unknown", ended: true });
  const open = correlation.waits.at(23e9);
  expect(open.find((one) => one.row === row)).toMatchObject({ state: "unknown", behind: null });
});

it("a request that the capture cuts short was sent whole where its stream goes on", async () => {
  const { correlation, diagnosis } = await look("lossy/busy-snap96.pcap");
  expect(diagnosis.outstanding.length).toBeGreaterThan(0);
  expect(correlation.waits.at(1e9).filter(({ state }) => state === "partly-sent")).toEqual([]);
});

/** States at 50 s of a wait and a call without an answer; `isMissing` where the capture shows that packets are. */
async function states(isMissing: boolean): Promise<string[]> {
  const builder = new CaptureBuilder();
  const link = runningPod(bridgeIn(builder)).ask(1, 5, "GetProperties", POD);
  // An answer to what the capture lacks: the host goes on, so it had asked.
  if (isMissing) link.answer(2, 6, "GetProperties");
  link.call(5, 7, "GetProperties", VM);
  builder.until(60);
  return (await builder.correlate()).waits.at(50e9).map(({ state }) => state);
}

it("one without an answer waits where nothing is missing, and a wait goes on where its bridge lives", async () => {
  expect(await states(false)).toEqual(["long-poll", "waiting"]);
  expect(await states(true)).toEqual(["long-poll", "unknown"]);
});

it("what a sidecar handed on is known of both its frames", async () => {
  const builder = new CaptureBuilder();
  const inner = builder.connect(0, 5000, 9);
  const outer = builder.connect(0.5);
  for (let id = 0; id < 6; id++) {
    outer.ask(1 + id, id, "GetProperties", VM);
    inner.call(1.001 + id, id, "GetProperties", VM);
    outer.answer(1.01 + id, id, "GetProperties");
  }
  outer.ask(8, 6, "WaitForProcess", VM);
  inner.ask(8.001, 6, "WaitForProcess", VM);
  builder.until(60);
  const { outstanding, outstandingCopies } = await builder.diagnose();
  expect([outstanding, outstandingCopies].map((all) => all.map(({ state, ended }) => [state, ended]))).toEqual([
    [["long-poll", false]],
    [["long-poll", false]],
  ]);
});
