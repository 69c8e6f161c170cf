/** What is concluded from a capture that is read: waiting, statistics, time, sequence, conversations. */
import type {
  CallStatistics,
  FollowTarget,
  FollowedRelay,
  GapTime,
  LaneGrouping,
  OutstandingSpans,
  OutstandingState,
  Relay,
  TimelineWindow,
  WaitState,
} from "../../../src-decoder/index.ts";
import type { FrameRow } from "./rows.ts";

/** A request that has no answer yet at a moment. */
export interface WaitingExchange {
  readonly frame: FrameRow;
  /** How long it has waited, ns; NaN without times. */
  readonly age: number;
  readonly state: WaitState | OutstandingState;
  /** Row of the request that holds it up; null where none does. */
  readonly behind: number | null;
}

export interface WaitingAt {
  /** ns since time zero; NaN without times: then it is what has no answer at all. */
  readonly time: number;
  /** The last moment that says something: the end of the capture, or the last before its last bridge ended. */
  readonly lastMoment: number;
  /** All that are open; `waiting` holds the oldest of them. */
  readonly total: number;
  readonly waiting: readonly WaitingExchange[];
}

/** How often, how long, how many failed. */
export interface CallNumbers {
  readonly byType: readonly CallStatistics[];
  readonly byContainer: readonly CallStatistics[];
  /** Requests that took longest, long polls left out. */
  readonly slowest: readonly FrameRow[];
}

/** When a connection of a bridge began and ended, ns since time zero. */
export interface ConnectionSpan {
  readonly bridge: number;
  /** Index of the connection, from 0. */
  readonly connection: number;
  readonly start: number;
  /** False where the capture began later than the connection. */
  readonly sawStart: boolean;
  /** The last packet where the capture shows no end. */
  readonly end: number;
  /** `FIN from the host`; null where the capture does not show how it ended. */
  readonly ended: string | null;
}

/** The capture from its first packet to its last, in equal spans of time. */
export interface CaptureActivity extends OutstandingSpans {
  readonly gaps: readonly GapTime[];
  readonly connections: readonly ConnectionSpan[];
}

/** The frames of a stretch of time, for a diagram of who said what. */
export interface SequenceData {
  readonly frames: readonly FrameRow[];
  /** All frames of the stretch; `frames` holds the first of them. */
  readonly total: number;
  /** Numbers of bridges that are the two hops of one conversation: host to sidecar, sidecar to guest. */
  readonly hops: readonly { readonly outer: number; readonly inner: number }[];
  /** Stdio relays that these frames asked for. */
  readonly relays: readonly Relay[];
}

/** A container, a process or a bridge as a conversation. */
export interface FollowSummary {
  readonly target: FollowTarget;
  readonly length: number;
  readonly relays: readonly FollowedRelay[];
  /** What it cannot show, a sentence each. */
  readonly notices: readonly string[];
}

/** A stretch of time in the lanes of one grouping. */
export interface TimelineQuery extends TimelineWindow {
  readonly grouping: LaneGrouping;
}
