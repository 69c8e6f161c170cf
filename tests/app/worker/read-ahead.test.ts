import { once } from "node:events";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Quiet } from "../../../app/worker/quiet.ts";
import { ReadAhead } from "../../../app/worker/read-ahead.ts";
import { CaptureReader, sortRowsBy } from "../../../src-decoder/index.ts";
import type { Capture } from "../../../src-decoder/index.ts";
import { openFiles } from "../../captures/load.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "performance"] }));
afterEach(() => void vi.useRealTimers());

async function boot(): Promise<Capture> {
  const reader = new CaptureReader(openFiles(["boot-exec/boot-exec.pcapng"]));
  await reader.run();
  return reader.capture;
}

/** How often the file is read to put all rows into the order of a column. */
async function readsFor(capture: Capture, name: string): Promise<number> {
  const rows = Uint32Array.from({ length: capture.frames.length }, (_, row) => row);
  const read = vi.spyOn(capture.sources[0]!.source, "read");
  await sortRowsBy(rows, name, capture, false, () => Promise.resolve(true));
  const reads = read.mock.calls.length;
  read.mockRestore();
  return reads;
}

test("columns are read while nothing is asked, and then no payload is read for their order", async () => {
  const capture = await boot();
  const ahead = new ReadAhead(new Quiet());
  const done = ahead.start(capture, ["info", "payload.Result", "latency"]);
  await vi.advanceTimersByTimeAsync(5000);
  await done;
  expect(await readsFor(capture, "info")).toBe(0);
  expect(await readsFor(capture, "payload.Result")).toBe(0);
  expect(await readsFor(capture, "payload.ProcessId")).toBeGreaterThan(0);
});

test("nothing is read ahead while a question is being answered, nor after the end", async () => {
  const capture = await boot();
  const quiet = new Quiet();
  const question = new EventTarget();
  const asked = { wait: () => once(question, "answered"), told: 7 };
  const watched = quiet.watched(asked);
  expect(watched.told).toBe(7);
  const waiting = watched.wait();
  const ahead = new ReadAhead(quiet);
  const done = ahead.start(capture, ["info"]);
  await vi.advanceTimersByTimeAsync(60_000);
  ahead.stop();
  question.dispatchEvent(new Event("answered"));
  await waiting;
  await vi.advanceTimersByTimeAsync(5000);
  await done;
  expect(await readsFor(capture, "info")).toBeGreaterThan(0);
});
