/** What a finding names beside frames: connections, bytes and stretches of time, each with its place in the capture. */
import { describe, expect, it } from "vitest";
import { MemorySource, diagnose } from "../../src-decoder/index.ts";
import type { Diagnosis, Evidence } from "../../src-decoder/index.ts";
import { openFiles, readBytes } from "../captures/load.ts";
import { readCapture } from "../captures/observe.ts";
import { CaptureBuilder, bridgeIn, findingOf, runningPod } from "./build-capture.ts";
import { keepRecords } from "./planted/pcap-records.ts";

function placesOf(diagnosis: Diagnosis, rule: string): readonly Exclude<Evidence, { kind: "frame" }>[] {
  return (findingOf(diagnosis, rule)?.evidence ?? []).filter((one) => one.kind !== "frame");
}

describe("the evidence of a finding", () => {
  it("has its frames first, the culprit before all others", async () => {
    const capture = await readCapture(openFiles(["guest-frozen/guest-frozen.pcap"]));
    const { findings, verdict } = await diagnose(capture);
    for (const { evidence, rows } of [...findings, verdict]) {
      expect(evidence.slice(0, rows.length)).toEqual(rows.map((row) => ({ kind: "frame", row })));
      expect(evidence.slice(rows.length).every(({ kind }) => kind !== "frame")).toBe(true);
    }
  });

  it("names the tries to connect of a start that nobody takes up", async () => {
    const built = new CaptureBuilder();
    for (let time = 0; time < 15; time += 5) built.dial(time);
    built.until(20);
    const places = placesOf(await built.diagnose(), "B7");
    expect(places.map(({ kind }) => kind)).toEqual(["connection", "connection", "connection"]);
    expect(places[1]).toMatchObject({ connection: 1, time: 5e9 });
    expect(places[1]!.text).toMatch(/^connection 2: SYN.* by cid 3, to port 1073741824 of cid 2$/);
  });

  it("names the end of the connection that the guest closed on its work", async () => {
    const built = new CaptureBuilder();
    runningPod(bridgeIn(built)).close("guest", 3);
    const diagnosis = await built.diagnose();
    const end = { kind: "connection", connection: 0, event: "fin", text: "connection 1: FIN by the guest" };
    expect(placesOf(diagnosis, "H10b")).toMatchObject([end]);
    expect(diagnosis.verdict.evidence.at(-1)).toMatchObject(end);
  });

  it("names the closed window, and for how long it was", async () => {
    const built = new CaptureBuilder();
    bridgeIn(built).window("host", 2, 0);
    built.until(30);
    expect(placesOf(await built.diagnose(), "H12")).toMatchObject([
      { kind: "connection", connection: 0, event: "window-closed", time: 2e9 },
      { kind: "time", from: 2e9, until: 30e9, text: "28 s without a byte of the guest's" },
    ]);
  });

  it("names each gap with its bytes, its stream and the time of the message before it", async () => {
    const bytes = keepRecords(readBytes("boot-exec/boot-exec.pcap"), (index) => index % 61 !== 40);
    const capture = await readCapture([new MemorySource("lossy", bytes)]);
    const diagnosis = await diagnose(capture);
    const told = diagnosis.findings
      .filter(({ rule }) => rule === "H54")
      .flatMap(({ evidence }) => evidence)
      .flatMap((one) => (one.kind === "bytes" ? [one] : []));
    const gaps = capture.streams.flatMap(({ index, direction, gaps: own }) =>
      direction === null ? [] : own.map(({ offset, length }) => ({ stream: index, offset, length })),
    );
    expect(gaps.length).toBeGreaterThan(0);
    expect(told.map(({ stream, offset, length }) => ({ stream, offset, length }))).toEqual(
      expect.arrayContaining(gaps),
    );
    for (const { stream, offset, time } of told) {
      const { frames } = capture;
      const before = Array.from({ length: frames.length }, (_, row) => row).findLast(
        (row) => frames.stream.get(row) === stream && frames.streamOffset.get(row) < offset,
      );
      expect(time).toBe(before === undefined ? capture.connections[stream >>> 1]!.firstTime : frames.time.get(before));
    }
  });
});
