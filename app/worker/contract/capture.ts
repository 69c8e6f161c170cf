/** What the worker says of opening files and of the capture as a whole. */
import type { Direction, Issue, LongestValues } from "../../../src-decoder/index.ts";

/** Sent while files are read, at most every 50 ms, and once at the end. */
export interface Progress {
  readonly bytesRead: number;
  readonly bytesTotal: number;
  readonly frames: number;
  readonly packets: number;
}

export interface OpenOptions {
  /** Ports whose connections are taken for bridges whatever their bytes say. */
  readonly bridgePorts: readonly number[];
}

/** A file that cannot be read at all, or an error that ended reading: what, where, why. */
export interface OpenFailure {
  readonly file: string;
  readonly offset: number | null;
  readonly reason: string;
  /** What the user can do next. */
  readonly advice: string;
  /** Set where none of the files could be read, so that the capture that was open stays. */
  readonly keepsOpen?: true;
  /** Set where the file could be opened, and cannot be read any more. */
  readonly isLost?: true;
}

export interface OpenResult {
  /** False when cancelled: what was read until then is there. */
  readonly finished: boolean;
  readonly failures: readonly OpenFailure[];
}

/** One connection for the sources menu. */
export interface ConnectionInfo {
  readonly index: number;
  readonly bridge: number;
  readonly transport: string;
  readonly host: string;
  readonly guest: string;
  /** The port that names it, the listening end's: what `OpenOptions.bridgePorts` takes. Null where the transport has none. */
  readonly port: number | null;
  readonly bytes: number;
  readonly frames: number;
  readonly packets: number;
  readonly gaps: number;
}

/** A stretch of one direction of a bridge that the capture lacks, or that is in no frame. */
export interface LackingRange {
  /** Index, from 0. */
  readonly connection: number;
  readonly direction: Direction;
  /** In its stream, bytes. */
  readonly offset: number;
  readonly length: number;
  /** Why it is in no frame; null of bytes that the capture lacks. */
  readonly reason: string | null;
  /** Rows of the frames around it: the one that began before it, and the first behind. */
  readonly before: number | null;
  readonly after: number | null;
}

export interface LackingBytes {
  /** The first few hundred. */
  readonly ranges: readonly LackingRange[];
  readonly total: number;
}

/** What the page says of the capture as a whole: status bar, sources menu, empty states. */
export interface CaptureOverview {
  readonly files: readonly {
    readonly name: string;
    readonly size: number;
    readonly format: string;
    readonly packets: number;
    /** What the file says of itself and of its interfaces (comments of pcapng), the first few. */
    readonly comments: readonly string[];
  }[];
  /** Comments on packets, of all files. */
  readonly packetComments: number;
  readonly connections: readonly ConnectionInfo[];
  /** RFC 3339 with nine decimals; null where the capture has no times. */
  readonly start: string | null;
  /** The same as nanoseconds since 1970, decimal. */
  readonly startNs: string | null;
  readonly durationNs: number;
  /** Decimals of a second that the finest of its clocks tells, 9 at most. */
  readonly timeDecimals: number;
  readonly packets: number;
  readonly bridges: number;
  readonly frames: number;
  readonly longest: LongestValues;
  readonly requests: number;
  readonly answered: number;
  readonly unanswered: number;
  /** Of those without an answer the long polls, which may stay so for as long as a process runs. */
  readonly longPolls: number;
  readonly notifications: number;
  readonly errors: number;
  /** Answers that took long, as the filter `slow` finds them. */
  readonly slow: number;
  readonly gaps: number;
  readonly gapBytes: number;
  readonly unframedBytes: number;
  /** Bytes of bridges that the ends of a vsock say they took and the capture lacks. */
  readonly unseenBytes: number;
  /** Frames of which the capture lacks bytes. */
  readonly incomplete: number;
  readonly issues: readonly Issue[];
  readonly issueCount: number;
}
