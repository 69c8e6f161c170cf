import { describe, expect, test } from "vitest";
import { DiagnosisSource } from "../../../app/worker/diagnosis.ts";
import { frameRow } from "../../../app/worker/rows.ts";
import { CaptureReader, Correlation, type Capture } from "../../../src-decoder/index.ts";
import { openFiles } from "../../captures/load.ts";

async function read(...paths: readonly string[]): Promise<{ capture: Capture; source: DiagnosisSource }> {
  const reader = new CaptureReader(openFiles(paths), {});
  await reader.run();
  return { capture: reader.capture, source: new DiagnosisSource(new Correlation(reader.capture)) };
}

describe("what waits", () => {
  test("at the end is what was open when the bridge ended", async () => {
    const { capture, source } = await read("hang-handler/hang-handler.pcapng");
    const { time, lastMoment, total, waiting } = await source.outstandingAt(null);
    expect(time).toBe(lastMoment);
    expect(time).toBeLessThan(capture.lastTime);
    expect(total).toBe(waiting.length);
    expect(waiting.filter(({ state }) => state !== "long-poll").map(({ frame }) => frame.name)).toEqual([
      "ShutdownGraceful",
    ]);
    expect((await source.outstandingAt(lastMoment + 1)).total).toBe(0);
  });

  test("names the request that holds up the others of a guest that serves one at a time", async () => {
    const { capture, source } = await read("hang-sequential/hang-sequential.pcapng");
    const culprit = (await source.diagnosis()).verdict.rows[0]!;
    const answered = capture.frames.time.get(capture.frames.peer.get(culprit));
    const { waiting } = await source.outstandingAt(answered - 1);
    const queued = waiting.filter(({ state }) => state === "queued");
    expect(queued.length).toBeGreaterThan(3);
    expect(new Set(queued.map(({ behind }) => behind))).toEqual(new Set([culprit]));
    const first = waiting.find(({ frame }) => frame.row === culprit);
    expect(first).toMatchObject({ state: "waiting", behind: null, frame: { name: "GetProperties", id: "17" } });
    expect(first?.age).toBeGreaterThan(9e9);
  });

  test("without times is what has no answer", async () => {
    const { capture, source } = await read("hang-handler/hang-handler.h2g.bin", "hang-handler/hang-handler.g2h.bin");
    expect(capture.startNs).toBeNull();
    const { time, waiting } = await source.outstandingAt(5e9);
    expect(time).toBeNaN();
    expect(waiting.map(({ frame }) => frame.name)).toContain("ShutdownGraceful");
    expect(waiting.every(({ age }) => Number.isNaN(age))).toBe(true);
  });
});

describe("marks", () => {
  test("name the worst finding of a frame, once the diagnosis is there", async () => {
    const { capture, source } = await read("oversize/oversize.pcapng");
    const rows = Array.from({ length: capture.frames.length }, (_, row) => frameRow(capture, row, -1));
    expect(source.marked(rows)).toBe(rows);
    const { findings } = await source.diagnosis();
    const culprit = findings[0]!.rows[0]!;
    expect(findings.filter(({ rows: named }) => named.includes(culprit)).map(({ severity }) => severity)).toContain(
      "info",
    );
    const exchange = { kind: "exchange", row: 0, request: null, response: rows[culprit]! } as const;
    expect(source.marked([rows[0]!, rows[culprit]!, exchange])).toMatchObject([
      { row: 0 },
      { row: culprit, finding: "critical" },
      { request: null, response: { finding: "critical" } },
    ]);
    expect(source.marked([rows[0]!])[0]).not.toHaveProperty("finding");
  });
});

test("statistics count every request once in either table", async () => {
  const { capture, source } = await read("boot-exec/boot-exec.pcapng");
  const { byType, byContainer, slowest } = source.statistics(null);
  const sum = (rows: typeof byType): number => rows.reduce((total, { count }) => total + count, 0);
  expect(sum(byType)).toBe(new Correlation(capture).exchanges.length);
  expect(sum(byContainer)).toBe(sum(byType));
  const latencies = slowest.map(({ latency }) => latency ?? Number.NaN);
  expect(latencies).toEqual(latencies.toSorted((a, b) => b - a));
  expect(slowest.map(({ name }) => name)).not.toContain("WaitForProcess");
});
