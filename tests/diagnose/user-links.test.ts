/** Captures of USER link types: messages with times, and neither starts nor ends of connections. */
import { describe, expect, it } from "vitest";
import { MemorySource, diagnose } from "../../src-decoder/index.ts";
import type { Diagnosis } from "../../src-decoder/index.ts";
import { writePcap } from "../capture-file/write-pcap.ts";
import { readCapture } from "../captures/observe.ts";
import { POD, VM, findingOf } from "./build-capture.ts";
import { message } from "./message.ts";

const LINKTYPE_USER0 = 147;

type Sent = readonly [time: number, type: number, id: number, members: Readonly<Record<string, unknown>>];

/** Of these messages, in order of time; times in seconds. */
async function diagnosed(...sent: readonly Sent[]): Promise<Diagnosis> {
  const negotiation: readonly Sent[] = [
    [0, 0x1010_0b01, 0, { MinimumVersion: 4, MaximumVersion: 4 }],
    [0.01, 0x2010_0b01, 0, { Result: 0, Version: 4 }],
  ];
  const records = [...negotiation, ...sent].map(([time, type, id, members]) => ({
    seconds: Math.floor(time),
    fraction: Math.round((time % 1) * 1e6),
    data: message(type, id, members),
  }));
  const { bytes } = writePcap({ link: LINKTYPE_USER0, records });
  return diagnose(await readCapture([new MemorySource("user", bytes)]));
}

const ask = (time: number, id: number): Sent => [time, 0x1010_0901, id, { ContainerId: VM }];
const answer = (time: number, id: number): Sent => [time, 0x2010_0901, id, { Result: 0 }];
const wait = (time: number, id: number): Sent => [
  time,
  0x1010_0601,
  id,
  { ContainerId: POD, ProcessId: 100, TimeoutInMs: 4_294_967_295 },
];

describe("a USER link", () => {
  it("does not show whether a request hangs, or its bridge ended", async () => {
    const { verdict } = await diagnosed(ask(1, 1), ask(2, 2), answer(8, 2));
    expect(verdict.kind).toBe("cannot-tell");
    expect(verdict.text).toMatch(
      /^Cannot tell whether GetProperties 1 hangs: .* or the bridge ended before, which this form of capture does not show \(waiting 7 s of 300 s\)/,
    );
    const waits = findingOf(await diagnosed(ask(1, 1), ask(2, 2), answer(40, 2)), "H01");
    expect(waits?.because).toContain("whether the bridge ended meanwhile this form of capture does not show");
  });

  it("does not show whether a guest lives whose processes run, and shows that all is well where none does", async () => {
    const running = await diagnosed(wait(1, 1), ask(2, 2), answer(2.01, 2));
    expect(running.verdict.text).toMatch(/^Cannot tell whether the bridge lives: .*\(WaitForProcess 1\)/);
    const idle = await diagnosed(ask(2, 2), answer(2.01, 2));
    expect(idle.verdict.text).toMatch(/^Nothing wrong here: 2 requests, .*; how the bridge ended cannot be told/);
  });

  it("shows by a message that was survived that packets are missing", async () => {
    const { verdict, findings } = await diagnosed(answer(1, 1), ask(2, 2), answer(2.01, 2), ask(3, 3));
    expect(findings.filter(({ severity }) => severity !== "info")).toEqual([]);
    expect(verdict.text).toMatch(
      /^Cannot tell whether 1 request without an answer \(GetProperties 3\) hangs: the capture lacks packets/,
    );
  });
});
