import type { UnframedReason } from "../bridge/frame-sink.ts";
import { PieceList } from "../stream/pieces.ts";
import type { FilePiece, FilePlace } from "../stream/pieces.ts";
import { FIRST_RESOLUTION, RunTimes } from "../stream/run-times.ts";
import type { StreamRun } from "../stream/run-times.ts";
import type { Direction, Range, Stream } from "./capture.ts";

/**
 * Ranges as flat numbers: a capture cut by a small snap length has one for each packet. Made with its first range, as most have no second: an
 * array that grows by `push` reserves room for sixteen more.
 */
class RangeList {
  readonly #numbers: number[];
  bytes: number;

  constructor(offset: number, length: number) {
    this.#numbers = [offset, length];
    this.bytes = length;
  }

  get count(): number {
    return this.#numbers.length / 2;
  }

  /** Adds a range behind those before it; true where it is one of its own, false where it grew the last, which it touches. */
  add(offset: number, length: number, mayJoin = true): boolean {
    this.bytes += length;
    const last = this.#numbers.length - 2;
    if (mayJoin && last >= 0 && offset === this.#numbers[last]! + this.#numbers[last + 1]!) {
      this.#numbers[last + 1]! += length;
      return false;
    }
    this.#numbers.push(offset, length);
    return true;
  }

  at(index: number): Range {
    return { offset: this.#numbers[2 * index]!, length: this.#numbers[2 * index + 1]! };
  }
}

/** Never pushed to. */
const NO_REASONS: UnframedReason[] = [];

/** One direction of a connection while it is read. */
export class StreamRecord implements Stream {
  readonly index: number;
  /** False where nothing numbers the bytes (vsock, user links, bare byte streams), so that what is missing shows in the bytes alone. */
  readonly isNumbered: boolean;
  /** Bytes that were found missing by what stands in the bytes: by so much offsets lie behind those of what was captured. */
  found = 0;
  direction: Direction | null = null;
  bytes = 0;
  firstByteTime = Number.NaN;
  lastByteTime = Number.NaN;
  frames = 0;
  framedBytes = 0;
  #pieces: PieceList | null = null;
  #firstOffset = 0;
  /** Of a stream whose bytes did not all come at once; most small ones' did. */
  #laterRuns: RunTimes | null = null;
  #gaps: RangeList | null = null;
  #unframed: RangeList | null = null;
  #reasons: UnframedReason[] = NO_REASONS;

  constructor(index: number, isNumbered = true) {
    this.index = index;
    this.isNumbered = isNumbered;
  }

  get connection(): number {
    return this.index >>> 1;
  }

  get gapCount(): number {
    return this.#gaps?.count ?? 0;
  }

  get gapBytes(): number {
    return this.#gaps?.bytes ?? 0;
  }

  get gaps(): Range[] {
    return Array.from({ length: this.gapCount }, (_, i) => this.#gaps!.at(i));
  }

  get unframedBytes(): number {
    return this.#unframed?.bytes ?? 0;
  }

  get unframed(): (Range & { reason: UnframedReason })[] {
    return this.#reasons.map((reason, i) => ({
      ...this.#unframed!.at(i),
      // A stream that turned out to be a bridge late: what came before was no less a bridge.
      reason: reason === "not a bridge" && this.direction !== null ? "before the first frame" : reason,
    }));
  }

  get runs(): StreamRun[] {
    if (Number.isNaN(this.firstByteTime)) return [];
    return [{ offset: this.#firstOffset, time: this.firstByteTime }, ...(this.#laterRuns?.runs ?? [])];
  }

  /** Bytes of a stream that is no bridge, as far as is known; the frames of a bridge have times of their own. */
  noteTime(streamOffset: number, time: number): void {
    if (!(time < this.lastByteTime)) this.lastByteTime = time;
    if (!(this.firstByteTime <= time)) {
      if (Number.isNaN(this.firstByteTime)) this.#firstOffset = streamOffset;
      this.firstByteTime = time;
    } else if (this.direction === null && time - this.firstByteTime >= FIRST_RESOLUTION) {
      this.#laterRuns ??= new RunTimes();
      this.#laterRuns.add(streamOffset, time, this.firstByteTime);
    }
  }

  addPiece(streamOffset: number, length: number, file: number, fileOffset: number, packet: number): void {
    this.#pieces ??= new PieceList();
    this.#pieces.add(streamOffset, length, file, fileOffset, packet);
    this.bytes = streamOffset + length;
  }

  addGap(offset: number, length: number): void {
    if (this.#gaps === null) this.#gaps = new RangeList(offset, length);
    else this.#gaps.add(offset, length);
    this.bytes = offset + length;
  }

  addUnframed(offset: number, length: number, reason: UnframedReason): void {
    if (this.#unframed === null) {
      this.#unframed = new RangeList(offset, length);
      this.#reasons = [reason];
    } else if (this.#unframed.add(offset, length, this.#reasons.at(-1) === reason)) {
      this.#reasons.push(reason);
    }
  }

  locate(offset: number, length: number): FilePiece[] {
    return this.#pieces?.locate(offset, length) ?? [];
  }

  placeOf(offset: number, length: number, place: FilePlace): boolean {
    return this.#pieces?.placeOf(offset, length, place) ?? false;
  }

  piecesOf(packets: { has(packet: number): boolean }): FilePiece[] {
    return this.#pieces?.ofPackets(packets) ?? [];
  }
}
