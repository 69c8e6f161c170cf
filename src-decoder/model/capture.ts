import type { ByteSource } from "../bytes/byte-source.ts";
import type { IssueList } from "../bytes/issues.ts";
import type { CodedRows, ReadonlyColumn } from "../bytes/columns.ts";
import type { StringTable } from "../bytes/string-table.ts";
import type { CaptureComment, CaptureInterface } from "../capture-file/packet.ts";
import type { UnframedReason } from "../bridge/frame-sink.ts";
import type { FilePiece, FilePlace } from "../stream/pieces.ts";
import type { StreamRun } from "../stream/run-times.ts";
import type { Connection } from "../stream/stream-sink.ts";

/** Which end sent a frame. The host is the side that asks (HCS, the shim), the guest the side that answers (GCS). */
export type Direction = "host-to-guest" | "guest-to-host";

/** Bits of the `flags` column of a frame. */
export const FRAME = {
  /** All bytes that the header announces are in the capture. */
  complete: 1 << 0,
  /** The payload carries a `ProcessId` that fits 32 bits; the column holds it. */
  hasProcess: 1 << 1,
  /** The payload carries a `Result`; the column holds it. */
  hasResult: 1 << 2,
  /** The payload is complete but is not one JSON value. */
  notJson: 1 << 3,
  /** Bytes follow the first JSON value and its newline (rule H38). */
  trailingBytes: 1 << 4,
  /** A response whose request is already answered. */
  repeated: 1 << 5,
  /** A response to an id that no request on this bridge had. */
  unasked: 1 << 6,
  /** From the guest and over 65,536 bytes: the host refuses it (rule H03). */
  oversize: 1 << 7,
  /** Rebuilt from a log line: no header bytes, maybe scrubbed. */
  fromLog: 1 << 8,
  /** A response whose procedure is not that of its request (rule H55). */
  otherType: 1 << 9,
  /** Cut off by a hole in the capture, not by the end of the stream. */
  cutByGap: 1 << 10,
  /** The payload is JSON that its receiver does not decode: no object, or a base field of another type (rule H08). */
  mistyped: 1 << 11,
} as const;

/** The frames of a capture, a row each, in capture order: row `r` is frame number `r + 1`. */
export interface Frames {
  readonly length: number;
  /** Time of the header's first byte, ns since time zero; NaN where the source has none. */
  readonly time: ReadonlyColumn;
  /** From the first byte to the last that the capture has, ns; 0 for a frame in one packet. Single precision. */
  readonly duration: ReadonlyColumn;
  /** Stream number, an index into `Capture.streams`. */
  readonly stream: ReadonlyColumn;
  /** Offset of the header in its stream. */
  readonly streamOffset: ReadonlyColumn;
  /** The header's Type, Size and ID; the id in two halves, as it has 64 bits. */
  readonly type: CodedRows;
  readonly size: ReadonlyColumn;
  readonly idLow: ReadonlyColumn;
  readonly idHigh: ReadonlyColumn;
  /** Number in `Capture.strings` of the payload's `ContainerId`, `ActivityId`; 0 where absent. */
  readonly containerId: ReadonlyColumn;
  readonly activityId: ReadonlyColumn;
  /** The payload's `ProcessId`; valid with `FRAME.hasProcess`. */
  readonly processId: ReadonlyColumn;
  /** The payload's `Result`, a signed HRESULT; valid with `FRAME.hasResult`. */
  readonly result: CodedRows;
  /** Row of the paired frame; `NO_ROW` where none. */
  readonly peer: ReadonlyColumn;
  /** Bits of `FRAME`. */
  readonly flags: ReadonlyColumn;
}

/** A run of bytes of a stream or of what was asked for. */
export interface Range {
  readonly offset: number;
  readonly length: number;
}

/** One direction of a connection. `framedBytes + gaps + unframed` is `bytes`. */
export interface Stream {
  /** `2 * connection + d`: what `endpoints[d]` of the connection sent. */
  readonly index: number;
  readonly connection: number;
  /** Null for a connection that is no bridge. */
  readonly direction: Direction | null;
  /** Length of the stream as far as the capture shows it, gaps counted. */
  readonly bytes: number;
  /** When its first byte was seen, ns since time zero; NaN where there is none, or no time. */
  readonly firstByteTime: number;
  /** When its last byte was seen, alike. */
  readonly lastByteTime: number;
  /** When its bytes were sent, in order; empty without times. For a bridge only as far as it was not known to be one. Built at each reading. */
  readonly runs: readonly StreamRun[];
  readonly frames: number;
  /** Bytes of frames that the capture has. */
  readonly framedBytes: number;
  /** Built anew at each reading of the property; `gapCount` and `gapBytes` cost nothing. */
  readonly gaps: readonly Range[];
  readonly gapCount: number;
  readonly gapBytes: number;
  readonly unframed: readonly (Range & { readonly reason: UnframedReason })[];
  readonly unframedBytes: number;
  /** Where the bytes `offset .. offset + length` lie; what the capture lacks is in no piece. */
  locate(offset: number, length: number): FilePiece[];
  /** Tells `place` where these bytes lie, which must be one or more; false where they lie in several pieces, or are not all there. */
  placeOf(offset: number, length: number, place: FilePlace): boolean;
  /** All pieces that one of these packets brought, in order; `at` is the offset in the stream. Looks at every piece. */
  piecesOf(packets: { has(packet: number): boolean }): FilePiece[];
}

/** The one conversation of a utility VM, over one connection or several. */
export interface Bridge {
  /** From 1, as people and the command line count. */
  readonly number: number;
  /** Indices of its connections in order of their first packet. */
  readonly connections: readonly number[];
}

/** One opened file. */
export interface CaptureSource {
  readonly source: ByteSource;
  /** `id` of its `CaptureFormat`. */
  readonly format: string;
  readonly formatLabel: string;
  readonly packets: number;
  readonly interfaces: readonly CaptureInterface[];
  /** Here `packet` counts over the whole capture. */
  readonly comments: readonly CaptureComment[];
}

/**
 * All that is known of the files opened together. While they are read the object is live and grows; when `finished` it is final, and
 * only then are the rows in their last order and `bridges` filled.
 */
export interface Capture {
  readonly finished: boolean;
  readonly sources: readonly CaptureSource[];
  /** Nanoseconds since 1970-01-01 UTC of time zero (the first packet); null where the sources have no times. */
  readonly startNs: bigint | null;
  /** The last packet's time, ns since time zero. */
  readonly lastTime: number;
  readonly packets: number;
  readonly frames: Frames;
  /** True where every frame is known to have a time that is not less than that of the row before; false where that is not known. */
  readonly inTimeOrder: boolean;
  readonly connections: readonly Connection[];
  readonly streams: readonly Stream[];
  readonly bridges: readonly Bridge[];
  /** Bridge number by connection index; 0 for a connection that is no bridge. */
  readonly bridgeOf: (connection: number) => number;
  readonly strings: StringTable;
  readonly issues: IssueList;
}
