/** Real captures as a capture tool leaves them that loses packets or cuts them short: less may be told of them, and nothing else. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FRAME, MemorySource, diagnose, isAtLeast } from "../../src-decoder/index.ts";
import type { Diagnosis } from "../../src-decoder/index.ts";
import { readBytes } from "../captures/load.ts";
import { readCapture } from "../captures/observe.ts";
import { Random } from "../generator/random.ts";
import { keepRecords, snapped } from "./planted/pcap-records.ts";
import { RULES_OF_PARTS } from "./rules-of-parts.ts";

function graveRules({ findings }: Diagnosis): string[] {
  return findings.filter(({ severity }) => isAtLeast(severity, "warning")).map(({ rule }) => rule);
}

async function diagnosed(bytes: Uint8Array<ArrayBuffer>): Promise<Diagnosis> {
  return diagnose(await readCapture([new MemorySource("lossy", bytes)]));
}

describe("a short snap length", () => {
  // Headers of messages are all there: what follows from them can be told.
  it.each([
    ["guest-frozen", 96, "H57"],
    ["hang-sequential", 96, "H31"],
    ["hang-handler", 256, "H01"],
    ["unknown-response", 96, "H05"],
    ["guest-crash", 96, "H10b"],
    ["half-frame", 96, "H10"],
    ["half-frame", 256, "H10"],
    ["oversize", 96, "H03"],
  ] as const)("leaves the fault of %s as it is at %i bytes", async (stem, length, rule) => {
    const diagnosis = await diagnosed(snapped(readBytes(`${stem}/${stem}.pcap`), length));
    expect(graveRules(diagnosis)).toEqual([rule]);
    expect(diagnosis.quality.join(" ")).toContain(`its snap length is ${length} bytes`);
  });

  it.each([96, 256, 1024])("finds no fault in healthy captures at %i bytes", async (length) => {
    for (const stem of ["boot-exec", "reconnect", "wcow-fake-guest"]) {
      expect(graveRules(await diagnosed(snapped(readBytes(`${stem}/${stem}.pcap`), length)))).toEqual([]);
    }
  });
});

/** The frames that are whole, each by its stream, type and id. */
async function framesOf(kept: Uint8Array<ArrayBuffer>): Promise<Set<string>> {
  const { frames } = await readCapture([new MemorySource("lossy", kept)]);
  const rows = Array.from({ length: frames.length }, (_, row) => row);
  const whole = rows.filter((row) => (frames.flags.get(row) & FRAME.complete) !== 0);
  return new Set(whole.map((row) => [frames.stream.get(row), frames.type.get(row), frames.idLow.get(row)].join(" ")));
}

/** Each packet is lost with this probability. */
const LOSS = 0.02;

async function withLoss(path: string, seed: number): Promise<Diagnosis> {
  const random = new Random(seed);
  return diagnosed(keepRecords(readBytes(path), () => !random.chance(LOSS)));
}

describe("packets that are lost", () => {
  // vsock numbers no bytes: that something is missing shows only by how both ends go on.
  const paths = [
    ...Object.keys(RULES_OF_PARTS).map((stem) => `${stem}/${stem}.pcap`),
    "linktypes/boot-exec.vsock.pcap",
  ];

  it.each(paths)("make no fault of %s that it has not", async (path) => {
    const allowed = RULES_OF_PARTS[path.split("/")[0]!] ?? [];
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const diagnosis = await withLoss(path, seed);
        const grave = graveRules(diagnosis);
        expect(grave.filter((rule) => !allowed.includes(rule))).toEqual([]);
        expect(diagnosis.verdict.kind === "fault").toBe(grave.length > 0);
      }),
      { numRuns: 12, examples: [[1917922802]] },
    );
  });

  it("are told of where a link numbers no bytes, with what that hides", async () => {
    const { verdict, quality } = await diagnosed(
      keepRecords(readBytes("linktypes/boot-exec.vsock.pcap"), (index) => index % 40 !== 21),
    );
    expect(verdict.text).toMatch(/^Cannot tell/);
    expect(quality.join(" ")).toMatch(
      /lacks [\d,]+ bytes of what the host sent and [\d,]+ bytes of what the guest sent on connection 1, by what the other end says/,
    );
  });

  it("take no other frame along where a link numbers no bytes", async () => {
    const bytes = Uint8Array.from(readBytes("linktypes/boot-exec.vsock.pcap"));
    const all = await framesOf(bytes);
    for (let lost = 2; lost < 760; lost += 5) {
      const left = await framesOf(keepRecords(bytes, (index) => index !== lost));
      const gone = [...all].filter((frame) => !left.has(frame));
      expect([lost, gone.length <= 1, [...left].every((frame) => all.has(frame))]).toEqual([lost, true, true]);
    }
  });

  it("take no frame along out of a bare byte stream either, wherever they are missing", async () => {
    const bytes = Uint8Array.from(readBytes("boot-exec/boot-exec.g2h.bin"));
    const { frames } = await readCapture([new MemorySource("whole.bin", bytes)]);
    const placed = Array.from({ length: frames.length }, (_, row) => ({
      key: `${frames.type.get(row)} ${frames.idLow.get(row)} ${frames.size.get(row)}`,
      from: frames.streamOffset.get(row),
      to: frames.streamOffset.get(row) + frames.size.get(row),
    }));
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: placed[0]!.to, max: bytes.length }),
        fc.constantFrom(1, 15, 16, 17, 100, 5000),
        async (from, length) => {
          const to = from + length;
          const holed = Uint8Array.from([...bytes.subarray(0, from), ...bytes.subarray(to)]);
          const capture = await readCapture([new MemorySource("holed.bin", holed)]);
          const whole = placed.filter((frame) => frame.to <= from || frame.from >= to).map(({ key }) => key);
          const found = Array.from({ length: capture.frames.length }, (_, row) => {
            const { type, idLow, size } = capture.frames;
            return `${type.get(row)} ${idLow.get(row)} ${size.get(row)}`;
          });
          expect(whole.filter((key) => !found.includes(key))).toEqual([]);
          for (const { bytes: all, framedBytes, gapBytes, unframedBytes } of capture.streams)
            expect(framedBytes + gapBytes + unframedBytes).toBe(all);
        },
      ),
      { numRuns: 150, examples: [[22966, 100]] },
    );
  });

  it("are told of one by one where the ends of a vsock say what they took, and make no fault", async () => {
    const bytes = Uint8Array.from(readBytes("linktypes/boot-exec.vsock.pcap"));
    const allowed = graveRules(await diagnosed(bytes));
    let told = 0;
    for (let lost = 2; lost < 640; lost += 9) {
      const { findings, quality } = await diagnosed(keepRecords(bytes, (index) => index !== lost));
      const grave = findings.filter(({ severity }) => isAtLeast(severity, "warning")).map(({ rule }) => rule);
      expect([lost, grave]).toEqual([lost, allowed]);
      told += quality.some((text) => /lacks [\d,]+ bytes/u.test(text)) ? 1 : 0;
    }
    expect(told).toBeGreaterThan(20);
  });
});
