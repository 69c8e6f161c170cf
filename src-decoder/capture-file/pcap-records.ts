/**
 * Tells true record headers of a pcap file from nonsense: which length can be, what is odd but happens, and where after damage the next
 * record begins.
 */
import type { PcapHeader } from "./pcap-header.ts";
import type { SliceWindow } from "./slice-window.ts";

/** No link that is captured has longer packets; the largest snap length that tools set by themselves. */
const COMMON_PACKET_BYTES = 256 * 1024;
/** A snap length above this is not believed, so that a damaged header cannot make a reader hold much of a file. */
const LARGEST_PACKET_BYTES = 16 * 1024 * 1024;
/** How many headers in a row must be plausible for the first to be taken for one after damage. */
const CHAIN = 3;
/** After damage, a record is looked for whose time is this near that of the first or the last one before: a month. */
const NEAR_SECONDS = 31 * 86_400;

/** What is odd about a record header, as bits. The first three are habits of some writers, the others only happen in passing. */
export const ODD = {
  fraction: 1 << 0,
  overSnapLength: 1 << 1,
  underCaptured: 1 << 2,
  empty: 1 << 3,
  hugeOriginal: 1 << 4,
} as const;

/** Bits that a file may have in many records. */
export const HABITS = ODD.fraction | ODD.overSnapLength | ODD.underCaptured;

export class PcapRecords {
  /** No record's data is longer. */
  readonly longest: number;
  readonly #window: SliceWindow;
  readonly #file: PcapHeader;
  /** Bytes from a record's first that the search must be able to see. */
  readonly #chainBytes: number;
  /** Times of the first and the last record that were read; -1 before. */
  #firstSeconds = -1;
  #lastSeconds = -1;

  constructor(window: SliceWindow, file: PcapHeader) {
    this.#window = window;
    this.#file = file;
    this.longest = Math.max(COMMON_PACKET_BYTES, Math.min(file.snapLength, LARGEST_PACKET_BYTES));
    this.#chainBytes = CHAIN * (file.recordHeaderBytes + COMMON_PACKET_BYTES);
  }

  /** Bits of `ODD`; 0 for a header in which all agrees. */
  oddities(fraction: number, captured: number, original: number): number {
    const { unitsPerSecond, snapLength } = this.#file;
    let odd = 0;
    if (fraction >= unitsPerSecond) odd |= ODD.fraction;
    if (captured > snapLength && snapLength > 0) odd |= ODD.overSnapLength;
    if (original < captured) odd |= ODD.underCaptured;
    if (original === 0 && captured === 0) odd |= ODD.empty;
    if (original > LARGEST_PACKET_BYTES) odd |= ODD.hugeOriginal;
    return odd;
  }

  /**
   * Whether a header at `offset`, which must be in memory, can be one: its length can be, and it has no oddities but those `allowed`, a
   * set of habits.
   */
  isPlausible(offset: number, allowed: number): boolean {
    const { view, start } = this.#window;
    const at = offset - start;
    const { littleEndian } = this.#file;
    const captured = view.getUint32(at + 8, littleEndian);
    if (captured > this.longest) return false;
    const fraction = view.getUint32(at + 4, littleEndian);
    return (this.oddities(fraction, captured, view.getUint32(at + 12, littleEndian)) & ~allowed) === 0;
  }

  /** Notes the time of a record that was read, by which others are known. */
  seen(seconds: number): void {
    if (this.#firstSeconds === -1) this.#firstSeconds = seconds;
    this.#lastSeconds = seconds;
  }

  /** Finds the first record at or after `offset`; -1 where there is none. `allowed` are the habits of the file. */
  async find(offset: number, allowed: number): Promise<number> {
    const window = this.#window;
    let from = offset;
    while (from + this.#file.recordHeaderBytes <= window.size) {
      await window.cover(from, this.#chainBytes);
      // Behind `until` a chain may lead out of memory; at the end of the file there is nothing to be led to.
      const until =
        window.end < window.size ? window.end - this.#chainBytes : window.end - this.#file.recordHeaderBytes;
      for (; from <= until; from++) if (this.#beginsChain(from, allowed)) return from;
    }
    return -1;
  }

  #beginsChain(offset: number, allowed: number): boolean {
    const { view, start, size } = this.#window;
    const { littleEndian, recordHeaderBytes } = this.#file;
    let at = offset;
    let previous = -1;
    for (let link = 0; link < CHAIN; link++) {
      const captured = view.getUint32(at - start + 8, littleEndian);
      if (captured > COMMON_PACKET_BYTES || (link === 0 && captured === 0)) return false;
      if (!this.isPlausible(at, allowed)) return false;
      const seconds = view.getUint32(at - start, littleEndian);
      if (link === 0 ? !this.#fitsTimes(seconds) : !isNear(seconds, previous)) return false;
      previous = seconds;
      at += recordHeaderBytes + captured;
      if (at + recordHeaderBytes > size) return at <= size || link > 0;
    }
    return true;
  }

  #fitsTimes(seconds: number): boolean {
    return this.#firstSeconds === -1 || isNear(seconds, this.#firstSeconds) || isNear(seconds, this.#lastSeconds);
  }
}

function isNear(seconds: number, other: number): boolean {
  return Math.abs(seconds - other) <= NEAR_SECONDS;
}
