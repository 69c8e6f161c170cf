/** Parts of a capture that were joined in the wrong order: the second half of each conversation comes first, and its SYN in the middle. */
import { expect, it } from "vitest";
import { MemorySource, diagnose } from "../../src-decoder/index.ts";
import type { Diagnosis } from "../../src-decoder/index.ts";
import { readBytes } from "../captures/load.ts";
import { readCapture } from "../captures/observe.ts";
import { swappedParts } from "./planted/pcap-records.ts";

const CAPTURES = ["boot-exec", "guest-crash", "guest-frozen", "hang-handler", "hang-sequential", "reconnect"];

async function swapped(name: string, share: number): Promise<Diagnosis & { readonly frames: number }> {
  const bytes = swappedParts(Uint8Array.from(readBytes(`${name}/${name}.pcap`)), share);
  const capture = await readCapture([new MemorySource(name, bytes)]);
  return { ...(await diagnose(capture)), frames: capture.frames.length };
}

/** Rules by which something is found wrong. */
function wrong(findings: Diagnosis["findings"]): string[] {
  return findings.filter(({ severity }) => severity === "critical" || severity === "error").map(({ rule }) => rule);
}

it.each(CAPTURES.flatMap((name) => [0.3, 0.6, 0.9].map((share) => [name, share] as const)))(
  "%s from %d of its packets on, then what is before: nothing is found that is not so, and nothing is called well",
  async (name, share) => {
    const whole = await swapped(name, 0);
    const { findings, verdict, frames } = await swapped(name, share);
    expect(wrong(findings).filter((rule) => !wrong(whole.findings).includes(rule))).toEqual([]);
    if (frames < whole.frames) expect(verdict.kind).not.toBe("nothing");
  },
);
