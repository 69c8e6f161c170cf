import { expect, it } from "vitest";
import { MemorySource, diagnose } from "../../src-decoder/index.ts";
import type { Diagnosis } from "../../src-decoder/index.ts";
import { readBytes } from "../captures/load.ts";
import { readCapture } from "../captures/observe.ts";
import { atOneTime } from "./planted/pcap-records.ts";

/** What is said of a capture when every packet has the time of the first. */
async function withoutTimes(path: string): Promise<Diagnosis> {
  const bytes = atOneTime(Uint8Array.from(readBytes(path)));
  return diagnose(await readCapture([new MemorySource(path, bytes)]));
}

it("one time for all packets proves no hang, and is said", async () => {
  const { verdict, findings } = await withoutTimes("hang-handler/hang-handler.pcap");
  expect(verdict.text).toBe(
    "Cannot tell how long anything waited, as all packets have the same time: 1 request has no answer (ShutdownGraceful 22); nothing else is wrong in the bytes.",
  );
  expect(findings.map(({ rule }) => rule)).not.toContain("H01");
  expect(findings.find(({ rule }) => rule === "H54")).toMatchObject({
    title: "One time for all packets",
    text: "All packets have the same time: how long anything waited cannot be told.",
  });
});

it("a health that needs no times is said all the same", async () => {
  const { findings } = await withoutTimes("boot-exec/boot-exec.pcap");
  expect(findings.filter(({ severity }) => severity !== "info")).toEqual([]);
});
