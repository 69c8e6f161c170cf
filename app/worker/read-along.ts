/**
 * Has the order of rows by what they say made while the capture is read, by a worker beside the decoder's: to make the lines of a million frames
 * afterwards would take longer than anybody likes to wait for a sort.
 */
import { expectInfo, type Capture, type Frames, type PayloadTap } from "../../src-decoder/index.ts";
import type { InfoAnswer, InfoTask } from "./info-worker.ts";
import { PayloadBatch } from "./payload-batch.ts";

/** Batches of about a megabyte that wait for the other worker: where it falls farther behind, lines are made when they are asked for. */
const MOST_WAITING = 128;
/** What is known of a line takes memory for each row. */
const MOST_FRAMES = 5_000_000;
/** Between two looks at whether an order is still wanted, ms. */
const LOOK_EVERY = 25;

/** The other worker, as much of it as is used. */
export type InfoWorker = Pick<Worker, "postMessage" | "terminate" | "addEventListener">;

export class ReadAlong implements PayloadTap {
  readonly #startWorker: () => InfoWorker;
  readonly #batchFrames: number | undefined;
  /** Started with the first full batch: a small capture's lines are made in no time. */
  #worker: InfoWorker | null = null;
  #batch: PayloadBatch;
  #waiting = 0;
  #order: Uint32Array | null = null;
  /** Null while the order is being made. */
  #result: { readonly places: Uint32Array | null } | null = null;
  #wake: (() => void) | null = null;

  /** @param batchFrames how many frames are sent at once */
  constructor(startWorker: () => InfoWorker = startInfoWorker, batchFrames?: number) {
    this.#startWorker = startWorker;
    this.#batchFrames = batchFrames;
    this.#batch = new PayloadBatch(batchFrames);
  }

  payload(row: number, frames: Frames, bytes: Uint8Array, from: number, to: number): void {
    if (this.#result !== null || this.#batch.add(row, frames, bytes, from, to)) return;
    this.#send();
    this.#batch.add(row, frames, bytes, from, to);
    if (this.#waiting > MOST_WAITING || row >= MOST_FRAMES) this.stop();
  }

  reordered(order: Uint32Array): void {
    this.#order = order;
  }

  /** The capture is read: whoever sorts it by what frames say waits for the order that is being made. */
  finish(capture: Capture): void {
    if (this.#worker === null || this.#result !== null) return;
    this.#send();
    this.#post({ rows: capture.frames.length });
    expectInfo(capture, (pause) => this.#arrival(pause));
  }

  /** Ends it: the order is made when it is asked for. */
  stop(): void {
    this.#end(null);
  }

  async #arrival(pause: () => Promise<boolean>): Promise<Uint32Array | null> {
    while (this.#result === null) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        setTimeout(resolve, LOOK_EVERY);
      });
      if (!(await pause())) return null;
    }
    return this.#result.places;
  }

  #send(): void {
    this.#worker ??= this.#started();
    const { batch, buffers } = this.#batch.sent();
    this.#post({ batch }, buffers);
    this.#waiting++;
    this.#batch = new PayloadBatch(this.#batchFrames);
  }

  #started(): InfoWorker {
    const worker = this.#startWorker();
    worker.addEventListener("message", ({ data }: MessageEvent<InfoAnswer>) => {
      if ("taken" in data) this.#waiting--;
      else this.#end(data.places);
    });
    worker.addEventListener("error", () => this.stop());
    return worker;
  }

  #post(task: InfoTask, transfer: Transferable[] = []): void {
    this.#worker?.postMessage(task, transfer);
  }

  #end(places: Uint32Array | null): void {
    if (this.#result !== null) return;
    const order = this.#order;
    this.#result = { places: places === null || order === null ? places : order.map((row) => places[row]!) };
    this.#order = null;
    this.#worker?.terminate();
    this.#wake?.();
  }
}

function startInfoWorker(): InfoWorker {
  return new Worker(new URL("./info-worker.ts", import.meta.url), { type: "module", name: "info" });
}
