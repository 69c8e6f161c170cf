import { expect, test, vi } from "vitest";
import type { InfoAnswer, InfoTask } from "../../../app/worker/info-worker.ts";
import { BatchReader } from "../../../app/worker/payload-batch.ts";
import { ReadAlong, type InfoWorker } from "../../../app/worker/read-along.ts";
import { CaptureReader, InfoOrder, sortRowsBy } from "../../../src-decoder/index.ts";
import type { Capture } from "../../../src-decoder/index.ts";
import { captureForms, openFiles } from "../../captures/load.ts";

const BUSY = ["busy/busy.pcap"];

function goOn(): Promise<boolean> {
  return Promise.resolve(true);
}

/** Does in this thread what info-worker.ts does in its own. */
class FakeWorker implements InfoWorker {
  readonly tasks: InfoTask[] = [];
  isTerminated = false;
  readonly #listeners = new EventTarget();
  readonly #batches = new BatchReader();
  readonly #order = new InfoOrder(this.#batches.frames);
  readonly #isAtWork: boolean;

  constructor(isAtWork = true) {
    this.#isAtWork = isAtWork;
  }

  postMessage(task: InfoTask, options?: StructuredSerializeOptions | Transferable[]): void {
    // As a worker gets it: what is handed over is empty for the sender from then on.
    const transfer = Array.isArray(options) ? options : [];
    const sent = structuredClone(task, { transfer });
    this.tasks.push(sent);
    if (this.#isAtWork) void this.#work(sent);
  }

  async #work(task: InfoTask): Promise<void> {
    await Promise.resolve();
    if ("batch" in task) {
      this.#batches.each(task.batch, (row, at, payload) => this.#order.add(row, at, payload));
      this.answer({ taken: true });
    } else {
      this.answer({ places: this.#order.places(task.rows) });
    }
  }

  answer(data: InfoAnswer): void {
    if (!this.isTerminated) this.#listeners.dispatchEvent(new MessageEvent("message", { data }));
  }

  fail(): void {
    this.#listeners.dispatchEvent(new Event("error"));
  }

  addEventListener(...[kind, listener]: Parameters<Worker["addEventListener"]>): void {
    this.#listeners.addEventListener(kind, listener);
  }

  terminate(): void {
    this.isTerminated = true;
  }
}

async function readWith(files: readonly string[], along: ReadAlong): Promise<Capture> {
  const reader = new CaptureReader(openFiles(files), { tap: along });
  await reader.run();
  along.finish(reader.capture);
  return reader.capture;
}

async function readAlone(files: readonly string[]): Promise<Capture> {
  const reader = new CaptureReader(openFiles(files));
  await reader.run();
  return reader.capture;
}

/** All rows by what they say, and how often files are read for that. */
async function sortedByInfo(capture: Capture): Promise<{ readonly rows: readonly number[]; readonly reads: number }> {
  const spies = capture.sources.map(({ source }) => vi.spyOn(source, "read"));
  const rows = Uint32Array.from({ length: capture.frames.length }, (_, row) => row);
  const sorted = await sortRowsBy(rows, "info", capture, false, goOn);
  const reads = spies.reduce((sum, { mock }) => sum + mock.calls.length, 0);
  for (const spy of spies) spy.mockRestore();
  return { rows: [...(sorted ?? [])], reads };
}

test("rows of every real capture are in the order of what they say without a file being read again, in order or not", async () => {
  let reordered = 0;
  // One form of each capture, and the byte streams: what their frames say is the same in the others.
  const forms = captureForms().filter(({ name }) => !name.endsWith(".pcap"));
  for (const { files } of forms) {
    const alone = await readAlone(files);
    const worker = new FakeWorker();
    // Several batches, and not more than may wait.
    const along = new ReadAlong(() => worker, Math.ceil(alone.frames.length / 100));
    const order = vi.spyOn(along, "reordered");
    const capture = await readWith(files, along);
    reordered += order.mock.calls.length;
    const { rows, reads } = await sortedByInfo(capture);
    expect({ files, reads }).toEqual({ files, reads: 0 });
    expect(rows).toEqual((await sortedByInfo(alone)).rows);
    expect(worker.isTerminated).toBe(true);
  }
  expect(reordered).toBeGreaterThan(0);
});

test("a capture that fits into one batch needs no other worker", async () => {
  const start = vi.fn(() => new FakeWorker());
  const capture = await readWith(["boot-exec/boot-exec.pcapng"], new ReadAlong(start));
  expect(start).not.toHaveBeenCalled();
  const { reads } = await sortedByInfo(capture);
  expect(reads).toBeGreaterThan(0);
});

test("where the other worker fails, or falls far behind, lines are made from the file", async () => {
  const { rows } = await sortedByInfo(await readAlone(BUSY));
  const lame = new FakeWorker(false);
  const behind = await readWith(BUSY, new ReadAlong(() => lame, 2));
  expect(lame.isTerminated).toBe(true);
  expect(await sortedByInfo(behind)).toEqual({ rows, reads: expect.any(Number) });

  const broken = new FakeWorker(false);
  const capture = await readWith(BUSY, new ReadAlong(() => broken, 4096));
  const sorting = sortedByInfo(capture);
  broken.fail();
  const sorted = await sorting;
  expect(sorted.rows).toEqual(rows);
  expect(sorted.reads).toBeGreaterThan(0);
});

test("an order that does not fit the capture is not taken", async () => {
  const worker = new FakeWorker(false);
  const capture = await readWith(BUSY, new ReadAlong(() => worker, 4096));
  const sorting = sortedByInfo(capture);
  worker.answer({ places: null });
  const { rows } = await sortedByInfo(await readAlone(BUSY));
  expect((await sorting).rows).toEqual(rows);
});

test("a sort that is not wanted any more does not wait for the order", async () => {
  const worker = new FakeWorker(false);
  const capture = await readWith(BUSY, new ReadAlong(() => worker, 4096));
  const rows = Uint32Array.of(0, 1, 2);
  expect(await sortRowsBy(rows, "info", capture, false, () => Promise.resolve(false))).toBeNull();
  // The next one does.
  let asked = 0;
  const sorting = sortRowsBy(rows, "info", capture, false, () => {
    if (asked++ === 2) worker.answer({ places: new Uint32Array(capture.frames.length).map((_, row) => 3 - row) });
    return goOn();
  });
  expect([...((await sorting) ?? [])]).toEqual([2, 1, 0]);
});

test("what comes after the end changes nothing, and another reading ends the one before", async () => {
  const worker = new FakeWorker(false);
  const along = new ReadAlong(() => worker, 4096);
  const capture = await readWith(BUSY, along);
  along.stop();
  along.stop();
  expect(worker.isTerminated).toBe(true);
  const { rows, reads } = await sortedByInfo(capture);
  expect(reads).toBeGreaterThan(0);
  expect(rows).toEqual((await sortedByInfo(await readAlone(BUSY))).rows);
});
