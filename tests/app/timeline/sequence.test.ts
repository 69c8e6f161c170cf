import { describe, expect, it } from "vitest";
import { mermaidOf, sequenceOf } from "../../../app/panes/timeline/sequence.ts";
import { TimelineSource } from "../../../app/worker/timeline.ts";
import type { SequenceData } from "../../../app/worker/contract/conclusions.ts";
import { CaptureReader, Correlation } from "../../../src-decoder/index.ts";
import { openFiles } from "../../captures/load.ts";

async function sequence(path: string, most = 200): Promise<SequenceData> {
  const reader = new CaptureReader(openFiles([path]), {});
  await reader.run();
  return new TimelineSource(new Correlation(reader.capture)).sequence(0, reader.capture.lastTime + 1, most);
}

const hang = await sequence("hang-handler/hang-handler.pcapng");

describe("the diagram", () => {
  it("has an arrow for each frame, in order, from who sent it", () => {
    const { participants, arrows } = sequenceOf({ ...hang, relays: [] });
    expect(participants).toEqual(["Host", "Guest"]);
    expect(arrows.map(({ row }) => row)).toEqual(hang.frames.map(({ row }) => row));
    expect(arrows[0]).toMatchObject({ from: 0, to: 1, text: "NegotiateProtocol 0", kind: "request", isBad: false });
    expect(arrows[1]).toMatchObject({ from: 1, to: 0, kind: "response" });
    expect(arrows[1]!.text).toMatch(/^NegotiateProtocol 0 after [\d.]+ [mµ]s$/u);
  });

  it("marks what was never answered", () => {
    const bad = sequenceOf(hang).arrows.filter(({ isBad, kind }) => isBad && kind === "request");
    expect(bad.map(({ text }) => text)).toContain("ShutdownGraceful 22, no answer");
  });

  it("marks nothing whose answer may be lost", () => {
    const { row } = hang.frames.find(({ id, messageKind }) => id === "22" && messageKind === "request")!;
    const arrow = sequenceOf(hang, (one) => one === row).arrows.find((one) => one.row === row);
    expect(arrow).toMatchObject({ text: "ShutdownGraceful 22, answer may be lost", isBad: false });
  });

  it("shows the first bytes of stdio relays where the capture has them", () => {
    const exec = hang.frames.find(({ name }) => name === "ExecuteProcess");
    const relay = {
      execRow: exec!.row,
      name: "stdout",
      port: 1,
      service: null,
      connections: [1],
      state: "open",
      bytesToHost: 2048,
      bytesToGuest: 0,
      firstByteTime: exec!.time + 1,
    } as const;
    const silent = { ...relay, name: "stderr", firstByteTime: Number.NaN } as const;
    const { participants, arrows } = sequenceOf({ ...hang, relays: [relay, silent] });
    expect(participants).toEqual(["Host", "Guest", "Stdio relays"]);
    const stdio = arrows.filter(({ kind }) => kind === "stdio");
    expect(stdio).toHaveLength(1);
    expect(stdio[0]).toMatchObject({ from: 1, to: 2, row: exec!.row });
    expect(stdio[0]!.text).toContain("first byte of 2.00 KiB, open");
    expect(arrows.indexOf(stdio[0]!)).toBeGreaterThan(arrows.findIndex(({ row }) => row === exec!.row));
  });

  it("puts the sidecar between the two hops of a conversation, and numbers those that are not", () => {
    const frames = hang.frames.slice(0, 2).flatMap((frame) => [frame, { ...frame, bridge: 2 }]);
    const twoHops = sequenceOf({ ...hang, frames, relays: [], hops: [{ outer: 1, inner: 2 }] });
    expect(twoHops.participants).toEqual(["Host", "Sidecar", "Guest"]);
    expect(twoHops.arrows.slice(0, 2).map(({ from, to }) => [from, to])).toEqual([
      [0, 1],
      [1, 2],
    ]);
    const apart = sequenceOf({ ...hang, frames, relays: [], hops: [] });
    expect(apart.participants).toEqual(["Host, bridge 1", "Host, bridge 2", "Guest, bridge 1", "Guest, bridge 2"]);
  });

  it("holds the first frames and tells of all", async () => {
    const some = await sequence("hang-handler/hang-handler.pcapng", 10);
    expect(some.frames).toHaveLength(10);
    expect(some.total).toBe(hang.total);
  });
});

describe("Mermaid text", () => {
  it("is a sequence diagram", () => {
    const lines = mermaidOf(sequenceOf({ ...hang, relays: [] })).split("\n");
    expect(lines.slice(0, 4)).toEqual([
      "sequenceDiagram",
      "  participant P0 as Host",
      "  participant P1 as Guest",
      "  P0->>P1: NegotiateProtocol 0",
    ]);
    expect(lines.find((line) => line.includes("ShutdownGraceful 22, no answer"))).toMatch(/^ {2}P0-xP1: /);
  });

  it("keeps its own signs out of texts", () => {
    const arrow = { from: 0, to: 1, text: "a;b#c\nd", kind: "notification", isBad: false, row: 0, time: 0 } as const;
    expect(mermaidOf({ participants: ["x", "y"], arrows: [arrow] })).toContain("P0-)P1: a#59;b#35;c d\n");
  });
});
