import { sameBytes, viewOf } from "../bytes/same-bytes.ts";
import type { Segment } from "../network/segment.ts";
import type { ConnectionState } from "./connection-state.ts";
import type { FilePiece } from "./pieces.ts";
import type { ConnectionEvent } from "./stream-sink.ts";

/** Pairs that wait to be read back; a busy capture that holds each packet twice has one for each slice that was read. */
export const MOST_WAITING = 4096;
/** Copies that lie this close together in a file are read with one call. */
const JOINED_READ_BYTES = 64 * 1024;

/** Reads `length` bytes of source `file`; they stay valid until the next call. */
export type ReadBack = (file: number, fileOffset: number, length: number) => Promise<Uint8Array>;

/** A packet that brought bytes again. */
export interface RepeatingPacket {
  readonly connection: ConnectionState;
  /** What is to be recorded where its bytes differ. */
  readonly event: ConnectionEvent;
  readonly file: number;
  /** Where its bytes lie, and how many they are. */
  readonly fileOffset: number;
  readonly length: number;
}

/** Bytes whose first copy was no longer in memory when the second came. */
interface WaitingPair {
  readonly again: RepeatingPacket;
  readonly againOffset: number;
  readonly firstFile: number;
  readonly firstOffset: number;
  readonly length: number;
}

/**
 * Compares bytes that came again with their first copy, which the stream has passed on already: at once where that is still in memory, else
 * when all is read, from the files.
 */
export class RepeatedBytes {
  readonly #waiting: WaitingPair[] = [];
  #notCompared = 0;

  /** Packets of which a part was not compared, as too many waited. */
  get notCompared(): number {
    return this.#notCompared;
  }

  /**
   * Whether bytes of a segment differ from their first copy, as far as memory can tell. `firstCopy` says where that lies, its `at` being
   * counted from the index `from` of the segment's buffer.
   */
  differs(
    connection: ConnectionState,
    by: 0 | 1,
    segment: Segment,
    from: number,
    firstCopy: readonly FilePiece[],
  ): boolean {
    const { bytes, file, packet } = segment;
    const view = viewOf(bytes);
    // A buffer is one run of its file, so that an index leads to a place and a place to an index.
    const origin = segment.fileOffset - segment.start;
    let again: RepeatingPacket | null = null;
    const waitingBefore = this.#waiting.length;
    for (const piece of firstCopy) {
      if (piece.packet === packet) continue;
      const at = from + piece.at;
      const first = piece.fileOffset - origin;
      if (piece.file === file && first >= 0 && first + piece.length <= bytes.length) {
        if (sameBytes(view, first, view, at, piece.length)) continue;
        // What else of the packet may differ would tell the same once more.
        this.#waiting.length = waitingBefore;
        return true;
      }
      if (this.#waiting.length >= MOST_WAITING) {
        this.#notCompared++;
        return false;
      }
      again ??= {
        connection,
        event: connection.event("overlap-conflict", by, segment),
        file,
        fileOffset: segment.fileOffset,
        length: segment.end - segment.start,
      };
      const { length, file: firstFile, fileOffset: firstOffset } = piece;
      this.#waiting.push({ again, againOffset: origin + at, firstFile, firstOffset, length });
    }
    return false;
  }

  /** Compares what waits, and gives the packets whose bytes differ, in the order in which they came. */
  async compare(read: ReadBack): Promise<RepeatingPacket[]> {
    const differing = new Set<RepeatingPacket>();
    for (const pair of this.#waiting) {
      if (!differing.has(pair.again) && !(await isSame(pair, read))) differing.add(pair.again);
    }
    this.#waiting.length = 0;
    return [...differing];
  }
}

async function isSame(pair: WaitingPair, read: ReadBack): Promise<boolean> {
  const { again, againOffset, firstFile, firstOffset, length } = pair;
  const between = againOffset - firstOffset;
  if (firstFile === again.file && between >= 0 && between + length <= JOINED_READ_BYTES) {
    const both = viewOf(await read(firstFile, firstOffset, between + length));
    return both.byteLength < between + length || sameBytes(both, 0, both, between, length);
  }
  const first = viewOf((await read(firstFile, firstOffset, length)).slice());
  const second = viewOf(await read(again.file, againOffset, length));
  // A file that was cut since has nothing to compare with.
  return first.byteLength < length || second.byteLength < length || sameBytes(first, 0, second, 0, length);
}
