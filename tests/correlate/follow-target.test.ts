/** Which frames belong to a bridge, a container or a process that is followed. */
import { beforeAll, describe, expect, it } from "vitest";
import { findTargets, followedExecs, followedRows } from "../../src-decoder/correlate/follow-target.ts";
import type { TargetWords } from "../../src-decoder/correlate/follow-target.ts";
import type { Correlation } from "../../src-decoder/index.ts";
import { CaptureBuilder, POD, VM, bridgeIn, endPod, runningPod } from "../diagnose/build-capture.ts";

const OTHER = "7362626f-0000-4000-8000-000000000002";
const ANYTHING: TargetWords = { bridge: null, container: null, processId: null };

let correlation: Correlation;
let frames: Correlation["capture"]["frames"];

/** Two utility VMs: the first with two containers, each with its init 100, one of them with an exec 7 beside it. */
beforeAll(async () => {
  const capture = new CaptureBuilder();
  const link = runningPod(bridgeIn(capture, 3));
  runningPod(link, OTHER, 5, 1)
    .call(2, 9, "ExecuteProcess", POD, { answer: { ProcessId: 7 } })
    .call(3, 10, "WaitForProcess", POD, { ask: { ProcessId: 7 }, answer: { ExitCode: 0 } });
  endPod(link, 4, POD, 4, 11);
  runningPod(bridgeIn(capture, 4));
  correlation = await capture.correlate();
  ({ frames } = correlation.capture);
});

/** Ids of frames by rows, the notification as its word. */
const idsOf = (rows: Iterable<number>): (number | string)[] =>
  [...rows].map((row) => (frames.type.get(row) === 0x3010_0101 ? "exit" : frames.idLow.get(row)));

/** The targets that some words fit, as bridge, container and process. */
function found(words: Partial<TargetWords>, most = 10): [number, string | null, number | null][] {
  return findTargets(correlation.capture, { ...ANYTHING, ...words }, most).map(({ bridge, containerId, processId }) => [
    bridge,
    containerId,
    processId,
  ]);
}

describe("frames of what is followed", () => {
  it("of a container are its requests, their answers and its exit, on its bridge alone", () => {
    const rows = followedRows(correlation.capture, { bridge: 1, containerId: POD, processId: null });
    expect(idsOf(rows)).toEqual([1, 1, 2, 2, 3, 3, 4, 9, 9, 10, 10, 4, "exit", 11, 11, 12, 12]);
    const other = followedRows(correlation.capture, { bridge: 1, containerId: OTHER, processId: null });
    expect(idsOf(other)).toEqual([5, 5, 6, 6, 7, 7, 8]);
  });

  it("of a process are the exec that started it and all that names it", () => {
    const rows = followedRows(correlation.capture, { bridge: 1, containerId: POD, processId: 7 });
    expect(idsOf(rows)).toEqual([9, 9, 10, 10]);
  });

  it("of a bridge are all that its connections carry", () => {
    const { capture } = correlation;
    const rows = followedRows(capture, { bridge: 2, containerId: null, processId: null });
    expect([...rows]).toEqual(
      Array.from({ length: frames.length }, (_, row) => row).filter(
        (row) => capture.bridgeOf(frames.stream.get(row) >>> 1) === 2,
      ),
    );
  });

  it("of a container that no frame names are none", () => {
    expect(followedRows(correlation.capture, { bridge: 1, containerId: "no such", processId: null })).toHaveLength(0);
  });

  it("are found however many there are", async () => {
    const capture = new CaptureBuilder();
    const link = bridgeIn(capture);
    for (let id = 1; id <= 600; id++) link.call(id, id, "GetProperties", id % 10 === 0 ? POD : VM);
    const many = await capture.read();
    const rows = followedRows(many, { bridge: 1, containerId: VM, processId: null });
    expect(rows).toHaveLength(1080);
    expect([...rows].every((row, place) => place === 0 || row > rows[place - 1]!)).toBe(true);
  });

  it("has among its execs those of the container or process alone", () => {
    const { capture, index } = correlation;
    const execs = (processId: number | null) =>
      idsOf(followedExecs(capture, index, { bridge: 1, containerId: POD, processId }));
    expect(execs(null)).toEqual([3, 9]);
    expect(execs(7)).toEqual([9]);
  });
});

describe("targets that words fit", () => {
  it("are bridges where neither container nor process is said", () => {
    expect(found({})).toEqual([
      [1, null, null],
      [2, null, null],
    ]);
    expect(found({ bridge: 2 })).toEqual([[2, null, null]]);
  });

  it("are a whole id's container alone, and each whose id begins so", () => {
    expect(found({ container: POD, bridge: 1 })).toEqual([[1, POD, null]]);
    expect(found({ container: "7362626f", bridge: 1 })).toEqual([
      [1, POD, null],
      [1, OTHER, null],
    ]);
    expect(found({ container: "7362626f" })).toHaveLength(3);
    expect(found({ container: "8" })).toEqual([]);
  });

  it("are a process in each container that has one of that id, no more than are wanted", () => {
    expect(found({ processId: 100 })).toEqual([
      [1, POD, 100],
      [2, POD, 100],
      [1, OTHER, 100],
    ]);
    expect(found({ processId: 100 }, 2)).toHaveLength(2);
    expect(found({ processId: 7, container: OTHER })).toEqual([]);
  });
});
