/**
 * The contract between the page and the decoder's worker: types only. The worker holds the capture; the page holds what is
 * on screen. Everything here crosses by structured clone, byte arrays by transfer.
 */
import type {
  Activity,
  CallStatistics,
  ConversationLine,
  Diagnosis,
  Direction,
  FieldValue,
  FilePiece,
  FindSpec,
  FollowTarget,
  FollowedRelay,
  GapTime,
  Issue,
  Lane,
  LaneGrouping,
  OutstandingSpans,
  OutstandingState,
  Relay,
  Severity,
  TimelineHit,
  TimelinePlace,
  TimelineSpans,
  TimelineWindow,
  ValueCounts,
  WaitState,
} from "../../src-decoder/index.ts";
import type { ColourRule, Tint } from "../state/colour-rules.ts";

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

/** What the page says of the capture as a whole: status bar, sources menu, empty states. */
export interface CaptureOverview {
  readonly files: readonly {
    readonly name: string;
    readonly size: number;
    readonly format: string;
    readonly packets: number;
  }[];
  readonly connections: readonly ConnectionInfo[];
  /** RFC 3339 with nine decimals; null where the capture has no times. */
  readonly start: string | null;
  /** The same as nanoseconds since 1970, decimal. */
  readonly startNs: string | null;
  readonly durationNs: number;
  readonly packets: number;
  readonly frames: number;
  readonly requests: number;
  readonly answered: number;
  readonly unanswered: number;
  readonly notifications: number;
  readonly errors: number;
  readonly gaps: number;
  readonly gapBytes: number;
  readonly unframedBytes: number;
  readonly issues: readonly Issue[];
  readonly issueCount: number;
}

/** What a cell of a field that was made a column shows, and the value for scripts and filters. */
export interface CellValue {
  readonly text: string;
  readonly value: FieldValue;
}

/** The colour rule that a row passed first. */
export interface RowColour {
  readonly rule: string;
  readonly tint: Tint;
}

/** One frame as the table shows it: raw values, formatted by the page. */
export interface FrameRow {
  readonly kind: "frame";
  /** Row number from 0, the frame's identity; its number for people is one more. */
  readonly row: number;
  /** ns since time zero; NaN where unknown. */
  readonly time: number;
  readonly bridge: number;
  readonly connection: number;
  readonly direction: Direction;
  readonly type: number;
  readonly messageKind: "request" | "response" | "notification" | "unknown";
  readonly name: string;
  readonly id: string;
  readonly size: number;
  readonly containerId: string | null;
  /** True where the container is known from the paired request only. */
  readonly containerFromPeer: boolean;
  readonly activityId: string | null;
  readonly processId: number | null;
  readonly result: number | null;
  readonly resultName: string | null;
  /** ns; null where there is no pair or no time. */
  readonly latency: number | null;
  readonly peer: number | null;
  /** A request without an answer. */
  readonly pending: boolean;
  /** Bits of `FRAME`. */
  readonly flags: number;
  /** ns since the row displayed above it; NaN for the first. */
  readonly delta: number;
  /** What the frame says, in one line; only in rows of the table, as the payload is read for it. */
  readonly info?: string;
  /** Values of the fields that were made columns, by the names of `setColumns`; a frame without a value has none. Only in rows of the table. */
  readonly cells?: Readonly<Record<string, CellValue>>;
  /** Only in rows of the table that passed a colour rule. */
  readonly colour?: RowColour;
  /** The worst finding that names this frame, notes left out; absent where none does, and until the capture is diagnosed. */
  readonly finding?: Severity;
}

/** A request and its response in one row; either may be missing. */
export interface ExchangeRow {
  readonly kind: "exchange";
  /** Row of the request, or of the response where no request is known: identity of the exchange. */
  readonly row: number;
  readonly request: FrameRow | null;
  readonly response: FrameRow | null;
  /** As in `FrameRow`: the request's values, and where it has none those of the response. */
  readonly cells?: Readonly<Record<string, CellValue>>;
  readonly colour?: RowColour;
}

export type TableRow = FrameRow | ExchangeRow;

/** What the table shows, decided in the worker. */
export interface ViewSpec {
  readonly kind: "frames" | "exchanges";
  /** Display filter; empty for all. */
  readonly filter: string;
  readonly sort: { readonly field: string; readonly descending: boolean } | null;
  /** The selected row, for `${selected.FIELD}` in the filter; null where none is. */
  readonly selected: number | null;
}

export interface FilterFault {
  /** Place in the filter text. */
  readonly at: number;
  readonly length: number;
  readonly text: string;
  readonly hint: string | null;
}

/** How far the reading of payloads is that a filter, or a sort by what payloads hold, needs. */
export interface SearchProgress {
  readonly what: "filter" | "sort";
  /**
   * `running`: rows still come, behind those that are there or between them. `cancelled`: the user ended it, what was found stays.
   * `deadline`: a regular expression took too long and was ended; frames from there on are not looked at.
   */
  readonly state: "running" | "done" | "cancelled" | "deadline";
  /** Bytes of payloads looked at, or passed over as columns said enough, of all; none where only columns were asked. */
  readonly searched: number;
  readonly bytes: number;
}

export interface ViewResult {
  /**
   * Rises with every change of the view but for rows that come behind the last while it is searched; rows asked for with an older one come
   * back null.
   */
  readonly version: number;
  readonly rows: number;
  /** All there would be without a filter. */
  readonly total: number;
  /** The filter did not parse; the view before is kept. */
  readonly fault: FilterFault | null;
  /** Null where columns answered. */
  readonly search: SearchProgress | null;
}

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
  /** What is odd about this frame, a sentence each. */
  readonly remarks: readonly string[];
}

/** Bytes of a frame: `offset` counts from the header's first byte. Bytes that the capture lacks are 0 and listed in `gaps`. */
export interface FrameBytes {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly gaps: readonly { readonly offset: number; readonly length: number }[];
}

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

/** What is looked for, and where. */
export interface FindQuery extends FindSpec {
  readonly over: "shown" | "all";
}

/** How far a search of payloads is. `wrong`: what is looked for cannot be read, from the place `at` of its text on. */
export type FindProgress =
  | {
      /** `deadline`: a regular expression took too long and was ended; hits may be missing. */
      readonly state: "running" | "done" | "cancelled" | "deadline";
      readonly hits: number;
      /** Frames looked at, of how many. */
      readonly looked: number;
      readonly of: number;
    }
  | { readonly state: "wrong"; readonly at: number; readonly text: string };

export interface FindHit {
  readonly row: number;
  /** Among the hits known so far, from 1. */
  readonly number: number;
  /** The end was passed on the way. */
  readonly wrapped: boolean;
}

/** What people said of frames: the bounds of `RowRanges` of rows. */
export interface FrameAnnotations {
  readonly marked: Uint32Array;
  readonly ignored: Uint32Array;
}

export interface DecoderApi {
  /** Reads the files as one capture; replaces what was open. `onProgress` must be a comlink proxy. */
  open(files: readonly File[], options: OpenOptions, onProgress: (progress: Progress) => void): Promise<OpenResult>;
  /** Ends reading; what was read stays. */
  cancel(): Promise<void>;
  overview(): Promise<CaptureOverview>;
  /**
   * Shows another view. Where payloads must be read, `onProgress` (a comlink proxy) gets what is found so far, at most every 50 ms, and
   * the answer comes at the end; with `keep` the view of before stays until then. A later call ends the search of an earlier one, whose
   * answer is null, but not where its own filter is wrong.
   */
  setView(spec: ViewSpec, keep: boolean, onProgress: (result: ViewResult) => void): Promise<ViewResult | null>;
  /** Ends the search of the view; what was found stays. */
  cancelSearch(): Promise<void>;
  /** Rows `from .. to` (exclusive) of the current view; null when `version` is not the current one any more. */
  rows(version: number, from: number, to: number): Promise<readonly TableRow[] | null>;
  /** Names what rows tell from now on beside what they always do: fields and paths into payloads. Rows asked for before do not have it. */
  setColumns(names: readonly string[]): Promise<void>;
  /** Colours rows by these rules from now on; says of each what is wrong with its filter, null where nothing is. */
  setColourRules(rules: readonly ColourRule[]): Promise<readonly (FilterFault | null)[]>;
  /** Looks for text in payloads, in place of the search before. Resolves at the end; null where another search took its place. */
  find(query: FindQuery, onProgress: (progress: FindProgress) => void): Promise<FindProgress | null>;
  cancelFind(): Promise<void>;
  /** The next hit behind (1) or before (-1) a frame; null where there is none so far. */
  findHit(from: number | null, by: -1 | 1): Promise<FindHit | null>;
  /** Takes over what is said of frames; views that are asked for later go by it. */
  setAnnotations(annotations: FrameAnnotations): Promise<void>;
  /** The place of the next marked row above (-1) or below (1) a place, from the other end behind the last; -1 where none is shown. */
  markedPlace(place: number, by: -1 | 1): Promise<number>;
  /** Place of a frame in the current view; -1 where it is not shown. In the exchanges view, the place of its exchange. */
  placeOf(row: number): Promise<number>;
  /**
   * Values that the capture has of a field or a payload path, with how many frames have them, the most frequent first; null where another
   * question replaced this one. Of paths only the payloads of the first frames are looked at where they are many.
   */
  valuesSeen(path: string): Promise<ValueCounts | null>;
  details(row: number): Promise<FrameDetails | null>;
  frameBytes(row: number, offset: number, length: number): Promise<FrameBytes | null>;
  /** The nearest moment before (-1) or after (1) `time` at which a request begins or ends; null where there is none. */
  nextChange(time: number, by: -1 | 1): Promise<number | null>;
  /** What is wrong and why, once the capture is read; null before. From then on rows carry their `finding`. */
  diagnosis(): Promise<Diagnosis | null>;
  /** Open requests at a moment, ns since time zero, oldest first; null for the end of the capture, or of its bridges. */
  outstandingAt(time: number | null): Promise<WaitingAt | null>;
  statistics(): Promise<CallNumbers | null>;
  /** For the overview strip; null until the capture is read, and where it has no times. */
  activity(spans: number): Promise<CaptureActivity | null>;
  /**
   * Requests, errors and bytes in equal spans of the whole capture, of the frames that pass a filter that columns answer; null until the
   * capture is read, where it has no times, and for another filter.
   */
  overTime(filter: string, spans: number): Promise<Activity | null>;
  lanes(grouping: LaneGrouping): Promise<readonly Lane[] | null>;
  timelineSpans(query: TimelineQuery): Promise<TimelineSpans | null>;
  /** What a track has between two moments. */
  timelineHit(grouping: LaneGrouping, track: number, from: number, to: number): Promise<TimelineHit | null>;
  timelinePlace(grouping: LaneGrouping, row: number): Promise<TimelinePlace | null>;
  /** The first `most` frames with `from <= time < to`, and who took part; null until the capture is read. */
  sequence(from: number, to: number, most: number): Promise<SequenceData | null>;
  /** What there is to follow of a target; null until the capture is read. */
  follow(target: FollowTarget): Promise<FollowSummary | null>;
  /** Lines `from .. to` (exclusive) of its conversation. */
  followLines(target: FollowTarget, from: number, to: number): Promise<readonly ConversationLine[] | null>;
  /** Where a frame stands in the conversation; -1 where it is not part of it. */
  followPlace(target: FollowTarget, row: number): Promise<number>;
  /** The conversation as text, its first `most` lines. */
  followText(target: FollowTarget, most: number): Promise<string>;
}
