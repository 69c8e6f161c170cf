/** Payloads of many frames in a few arrays, which go from one worker to another without a copy. */
import { INFO_BYTES, type ByteRun, type Frames, type InfoFrames } from "../../src-decoder/index.ts";

/** Frames of one batch, and bytes of their payloads. */
const BATCH_FRAMES = 1 << 13;
const BATCH_BYTES = 1 << 20;

/** A batch on its way. */
export interface SentBatch {
  readonly count: number;
  /** By frame: its row, its header's type and size, its bits of `FRAME`, and where in `bytes` its payload ends, which begins where the one before ends. */
  readonly rows: Uint32Array<ArrayBuffer>;
  readonly types: Uint32Array<ArrayBuffer>;
  readonly sizes: Uint32Array<ArrayBuffer>;
  readonly flags: Uint32Array<ArrayBuffer>;
  readonly ends: Uint32Array<ArrayBuffer>;
  /** Of each payload as much as its line is made from. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A batch while it is filled. */
export class PayloadBatch {
  #count = 0;
  #used = 0;
  readonly #rows: Uint32Array<ArrayBuffer>;
  readonly #types: Uint32Array<ArrayBuffer>;
  readonly #sizes: Uint32Array<ArrayBuffer>;
  readonly #flags: Uint32Array<ArrayBuffer>;
  readonly #ends: Uint32Array<ArrayBuffer>;
  readonly #bytes = new Uint8Array(BATCH_BYTES);

  /** @param frames how many there is room for, at least 1 */
  constructor(frames = BATCH_FRAMES) {
    this.#rows = new Uint32Array(frames);
    this.#types = new Uint32Array(frames);
    this.#sizes = new Uint32Array(frames);
    this.#flags = new Uint32Array(frames);
    this.#ends = new Uint32Array(frames);
  }

  /** Adds a frame; false where there is no room, which an empty batch has for any. */
  add(row: number, frames: Frames, bytes: Uint8Array, from: number, to: number): boolean {
    const length = Math.min(to - from, INFO_BYTES);
    const at = this.#count;
    const end = this.#used + length;
    if (at === this.#rows.length || end > this.#bytes.length) return false;
    this.#rows[at] = row;
    this.#types[at] = frames.type.get(row);
    this.#sizes[at] = frames.size.get(row);
    this.#flags[at] = frames.flags.get(row);
    this.#ends[at] = end;
    this.#bytes.set(bytes.subarray(from, from + length), this.#used);
    this.#count = at + 1;
    this.#used = end;
    return true;
  }

  /** The batch as it is sent, and what is handed over with it: it takes no frames any more then. */
  sent(): { readonly batch: SentBatch; readonly buffers: ArrayBuffer[] } {
    const [count, rows, types, sizes] = [this.#count, this.#rows, this.#types, this.#sizes];
    const [flags, ends, bytes] = [this.#flags, this.#ends, this.#bytes];
    const buffers = [rows, types, sizes, flags, ends, bytes].map(({ buffer }) => buffer);
    return { batch: { count, rows, types, sizes, flags, ends, bytes }, buffers };
  }
}

/** The frames of the batch that was begun last, one after the other. */
export class BatchReader {
  #batch: SentBatch | null = null;
  /** What lines depend on beside payloads, by the number of a frame in the batch. */
  readonly frames: InfoFrames = {
    type: { get: (at) => this.#batch!.types[at]! },
    size: { get: (at) => this.#batch!.sizes[at]! },
    flags: { get: (at) => this.#batch!.flags[at]! },
  };

  /** Calls `use` for each frame of a batch; the run is used again for the next. */
  each(batch: SentBatch, use: (row: number, at: number, payload: ByteRun) => void): void {
    this.#batch = batch;
    const { bytes, rows, ends } = batch;
    const run = { bytes, view: new DataView(bytes.buffer), start: 0, end: 0 };
    for (let at = 0; at < batch.count; at++) {
      run.end = ends[at]!;
      use(rows[at]!, at, run);
      run.start = run.end;
    }
    this.#batch = null;
  }
}
