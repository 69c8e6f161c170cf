/** What the framer tells of a stream: its frames, and the bytes that are in none. */
import type { PayloadFacts } from "./payload-fields.ts";

/** Why bytes are in no frame. */
export type UnframedReason =
  | "not a bridge"
  | "before the first frame"
  | "size under 16"
  | "size beyond what can be"
  | "no header found"
  | "header cut off"
  | "resynchronising after a gap";

/** How a frame ended. */
export type FrameEnd = "complete" | "cut-by-gap" | "cut-by-end";

/** Receives the frames of all streams. */
export interface FrameSink {
  /** A header is whole. Returns the frame's row, by which `endFrame` names it. */
  beginFrame(
    stream: number,
    streamOffset: number,
    type: number,
    size: number,
    idLow: number,
    idHigh: number,
    time: number,
  ): number;
  /**
   * The frame is over. `facts` are those of the payload, or of the part up to the first missing byte; `received` counts the frame's bytes
   * that the capture has, header included; `duration` is the time from the first of them to the last, NaN where times are not known. That part of
   * the payload is `bytes[from .. to)`, until the call returns.
   */
  endFrame(
    row: number,
    facts: PayloadFacts,
    end: FrameEnd,
    received: number,
    duration: number,
    bytes: Uint8Array,
    from: number,
    to: number,
  ): void;
  unframed(stream: number, offset: number, length: number, reason: UnframedReason): void;
}
