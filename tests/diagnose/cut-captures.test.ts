/** Real captures that are cut at any packet, at their end or at their beginning: less may be told of them, and nothing else. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MemorySource, diagnose, isAtLeast } from "../../src-decoder/index.ts";
import { readBytes } from "../captures/load.ts";
import { readCapture } from "../captures/observe.ts";
import { keepPackets } from "./planted/pcap-packets.ts";
import { RULES_OF_PARTS } from "./rules-of-parts.ts";

describe.each(Object.entries(RULES_OF_PARTS))("%s, cut at any packet", (stem, allowed) => {
  it("is told no other fault than it has", async () => {
    const bytes = readBytes(`${stem}/${stem}.pcap`);
    let packets = 0;
    keepPackets(bytes, () => packets++ >= 0);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: packets - 1 }), fc.boolean(), async (at, isHead) => {
        const part = keepPackets(bytes, ({ index }) => index < at === isHead);
        const { verdict, findings } = await diagnose(await readCapture([new MemorySource(stem, part)]));
        const grave = findings.filter(({ severity }) => isAtLeast(severity, "warning")).map(({ rule }) => rule);
        expect(grave.filter((rule) => !allowed.includes(rule))).toEqual([]);
        expect(verdict.kind === "fault").toBe(grave.length > 0);
      }),
      { numRuns: 12 },
    );
  });
});

describe.each([
  ["reconnect-rpc-in-blackout", 189],
  ["half-frame", 201],
])("%s, from packet %i on", (stem, from) => {
  it("has a guest that was taken up before, and no start that nobody takes up", async () => {
    const part = keepPackets(readBytes(`${stem}/${stem}.pcap`), ({ index }) => index >= from);
    const { findings } = await diagnose(await readCapture([new MemorySource(stem, part)]));
    expect(findings.map(({ rule }) => rule)).not.toContain("B7");
  });
});

describe.each([
  // A request of the first connection that the capture lacks is no unknown answer on the second.
  { stem: "reconnect", from: 75, to: 95 },
  // A message that the guest did not finish is no answer, be it that the capture lacks some of it.
  { stem: "half-frame", from: 192, to: 206 },
])("$stem, without any one packet of $from to $to", ({ stem, from, to }) => {
  it("is told no other fault than it has", async () => {
    const bytes = readBytes(`${stem}/${stem}.pcap`);
    const grave: string[] = [];
    for (let missing = from; missing <= to; missing++) {
      const rest = keepPackets(bytes, ({ index }) => index !== missing);
      const { findings } = await diagnose(await readCapture([new MemorySource(stem, rest)]));
      for (const { rule, severity } of findings) {
        const isFault = isAtLeast(severity, "warning") && RULES_OF_PARTS[stem]?.includes(rule) !== true;
        if (isFault) grave.push(`${rule} without packet ${missing + 1}`);
      }
    }
    expect(grave).toEqual([]);
  });
});

describe("reconnect, without the end of its first connection", () => {
  it("is told no fault: what that connection asked at last is answered on the second", async () => {
    // The last request of the first connection and all to its FINs.
    const rest = keepPackets(readBytes("reconnect/reconnect.pcap"), ({ index }) => index < 80 || index > 89);
    const { findings } = await diagnose(await readCapture([new MemorySource("reconnect", rest)]));
    expect(findings.filter(({ severity }) => isAtLeast(severity, "warning"))).toEqual([]);
    expect(findings.find(({ rule }) => rule === "H05")?.text).toMatch(/does not have the end of the connection before/);
  });
});
