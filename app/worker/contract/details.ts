/** One frame: its header, its bytes, what it belongs to. */
import type { FilePiece, Range } from "../../../src-decoder/index.ts";
import type { FrameRow } from "./rows.ts";

/** One field of the 16-byte header with its bytes. */
export interface HeaderField {
  readonly key: string;
  readonly label: string;
  /** Byte offset and length in the frame. */
  readonly offset: number;
  readonly length: number;
  readonly text: string;
  /** What the value means, in words. */
  readonly meaning: string;
  /** Parts of the value by bit range, most significant first; empty where it has none. */
  readonly bits: readonly {
    readonly high: number;
    readonly low: number;
    readonly text: string;
    readonly meaning: string;
  }[];
}

export interface FrameDetails {
  readonly frame: FrameRow;
  readonly peer: FrameRow | null;
  readonly header: readonly HeaderField[];
  readonly streamOffset: number;
  /** Bytes of payload announced, and those that the capture has. */
  readonly payloadLength: number;
  readonly payloadAvailable: number;
  readonly pieces: readonly FilePiece[];
  readonly fileNames: readonly string[];
  /** Wire time from the first byte to the last, ns. */
  readonly duration: number;
  /** Rows of the previous and next frame of the same container; null at the ends. */
  readonly previousOfContainer: number | null;
  readonly nextOfContainer: number | null;
  /** Row of the previous frame of the same message type; null where there is none. */
  readonly previousOfType: number | null;
  /** What the capture file says of the packets that brought it; packets count from 1. */
  readonly comments: readonly { readonly packet: number; readonly text: string }[];
  /** What is odd about this frame, a sentence each. */
  readonly remarks: readonly string[];
}

/** Bytes of a frame. Those that the capture lacks are 0 and listed in `gaps`, in order; their offsets count in `bytes`. */
export interface FrameBytes {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly gaps: readonly Range[];
}
