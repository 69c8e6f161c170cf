import type { FrameBytes } from "../../../worker/contract/details.ts";

/** Reads bytes of the frame on show; null when the frame is not there any more. Offsets count from the header's first byte. */
export type ReadBytes = (offset: number, length: number) => Promise<FrameBytes | null>;

/** What `byteAt` says of a byte that has no value: it is not there yet, or cannot be read any more; the capture does not have it. */
export const NOT_READ = -1;
export const LACKING = -2;

const BLOCK = 64 * 1024;
/** Blocks kept: 4 MiB, many screens. */
const MOST_BLOCKS = 64;

interface Block {
  /** Null where they cannot be read any more. */
  readonly bytes: Uint8Array | null;
  /** True by byte where the capture lacks it; null where it has all. */
  readonly lacking: Uint8Array | null;
}

/** The bytes of one frame, read in blocks when they come into view; a store for `useSyncExternalStore`. */
export class FrameBlocks {
  readonly length: number;
  readonly #read: ReadBytes;
  /** In order of last use, so that the first is dropped first. */
  readonly #blocks = new Map<number, Block>();
  readonly #wanted = new Set<number>();
  readonly #listeners = new Set<() => void>();
  #version = 0;

  constructor(read: ReadBytes, length: number) {
    this.#read = read;
    this.length = length;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Rises when bytes arrive. */
  readonly version = (): number => this.#version;

  byteAt(offset: number): number {
    const block = this.#blocks.get(Math.floor(offset / BLOCK));
    const at = offset % BLOCK;
    const bytes = block?.bytes ?? null;
    if (block === undefined || bytes === null) return NOT_READ;
    if (block.lacking?.[at] === 1) return LACKING;
    return bytes[at] ?? LACKING;
  }

  /** Sees to it that the bytes `from .. to` are there or on their way. */
  want(from: number, to: number): void {
    const last = Math.floor((Math.min(to, this.length) - 1) / BLOCK);
    for (let number = Math.floor(Math.max(0, from) / BLOCK); number <= last; number++) {
      const block = this.#blocks.get(number);
      if (block !== undefined) {
        this.#blocks.delete(number);
        this.#blocks.set(number, block);
      } else if (!this.#wanted.has(number)) {
        this.#wanted.add(number);
        void this.#fetch(number);
      }
    }
  }

  async #fetch(number: number): Promise<void> {
    const offset = number * BLOCK;
    const length = Math.min(BLOCK, this.length - offset);
    try {
      const read = await this.#read(offset, length);
      this.#blocks.set(number, blockOf(read, length));
    } catch {
      // The page tells why; here the bytes are simply not to be had, which is not that the capture lacks them.
      this.#blocks.set(number, { bytes: null, lacking: null });
    }
    this.#wanted.delete(number);
    const oldest = this.#blocks.keys().next();
    if (this.#blocks.size > MOST_BLOCKS && oldest.done !== true) this.#blocks.delete(oldest.value);
    this.#version++;
    for (const listener of this.#listeners) listener();
  }
}

function blockOf(read: FrameBytes | null, length: number): Block {
  if (read === null) return { bytes: new Uint8Array(0), lacking: null };
  if (read.gaps.length === 0) return { bytes: read.bytes, lacking: null };
  const lacking = new Uint8Array(length);
  for (const gap of read.gaps) lacking.fill(1, gap.offset, gap.offset + gap.length);
  return { bytes: read.bytes, lacking };
}
