/**
 * The contract between the page and the decoder's worker: types only; what crosses is described in `contract/`. The worker holds the capture; the page holds what is
 * on screen. Everything here crosses by structured clone, byte arrays by transfer.
 */
import type {
  Activity,
  ConversationLine,
  Diagnosis,
  FollowTarget,
  Lane,
  LaneGrouping,
  TimelineHit,
  TimelinePlace,
  TimelineSpans,
  ValueCounts,
} from "../../src-decoder/index.ts";
import type { ColourRule } from "../state/colour-rules.ts";
import type {
  Progress,
  OpenFailure,
  OpenOptions,
  OpenResult,
  CaptureOverview,
  LackingBytes,
} from "./contract/capture.ts";
import type {
  WaitingAt,
  CallNumbers,
  CaptureActivity,
  SequenceData,
  FollowSummary,
  TimelineQuery,
} from "./contract/conclusions.ts";
import type { FrameDetails, FrameBytes } from "./contract/details.ts";
import type { TableRow, FrameAnnotations } from "./contract/rows.ts";
import type { CopiedFrames, CopyProgress, CopyRequest, SelectedRows, SelectionFacts } from "./contract/selection.ts";
import type {
  ViewSpec,
  FilterFault,
  ViewResult,
  FindQuery,
  FindProgress,
  FindHit,
  HitPlaces,
} from "./contract/view.ts";

export interface DecoderApi {
  /** Why none of the files can be read; null where one can. What is open stays as it is. */
  refusal(files: readonly File[]): Promise<readonly OpenFailure[] | null>;
  /**
   * Reads the files as one capture; replaces what was open. `onLost` tells of a file that cannot be read any more after that: what needs its bytes
   * rejects then. Both functions must be comlink proxies.
   */
  open(
    files: readonly File[],
    options: OpenOptions,
    onProgress: (progress: Progress) => void,
    onLost: (failure: OpenFailure) => void,
  ): Promise<OpenResult>;
  /** Ends reading; what was read stays. */
  cancel(): Promise<void>;
  overview(): Promise<CaptureOverview>;
  /** Where bytes of the bridges are missing, and where they are in no frame. */
  lackingBytes(): Promise<LackingBytes>;
  /**
   * Shows another view. Where payloads must be read, `onProgress` (a comlink proxy) gets what is found so far, at most every 50 ms, and
   * the answer comes at the end; with `keep` the view of before stays until then. A later call ends the search of an earlier one, whose
   * answer is null, but not where its own filter is wrong.
   */
  setView(spec: ViewSpec, keep: boolean, onProgress: (result: ViewResult) => void): Promise<ViewResult | null>;
  /** How many frames a filter shows, whatever the view shows; null where more than columns would have to be asked. */
  framesPassing(filter: string, selected: number | null): Promise<number | null>;
  /** Ends the search of the view; what was found stays. */
  cancelSearch(): Promise<void>;
  /** Rows `from .. to` (exclusive) of the current view; null when `version` is not the current one any more. */
  rows(version: number, from: number, to: number): Promise<readonly TableRow[] | null>;
  /** Bounds of `RowRanges`: the frames that rows `from .. to` (exclusive) show; null when `version` is not the current one any more. */
  framesBetween(version: number, from: number, to: number): Promise<Uint32Array | null>;
  /** What the view shows of frames, which are bounds of `RowRanges`; null without a view. */
  selectionFacts(frames: Uint32Array): Promise<SelectionFacts | null>;
  /**
   * Of the rows that show one of these frames the next few from a place on; null when `version` is not the current one any more. With no
   * version, of the view as it is now; with no frames, of those of the call before.
   */
  selectedRows(version: number | null, frames: Uint32Array | null, from: number): Promise<SelectedRows | null>;
  /**
   * Writes frames for the clipboard in the order of the view, in place of a copy that is under way. Null where it was ended; rejects where
   * a file cannot be read.
   */
  copyFrames(request: CopyRequest, onProgress: (progress: CopyProgress) => void): Promise<CopiedFrames | null>;
  /** Ends copying. */
  cancelCopy(): Promise<void>;
  /** Names what rows tell from now on beside what they always do: fields and paths into payloads. Rows asked for before do not have it. */
  setColumns(names: readonly string[]): Promise<void>;
  /** Colours rows by these rules from now on, with a selected frame for those that ask for it; says of each what is wrong with its filter, null where nothing is. */
  setColourRules(rules: readonly ColourRule[], selected: number | null): Promise<readonly (FilterFault | null)[]>;
  /** Looks for text in payloads, in place of the search before. Resolves at the end; null where another search took its place. */
  find(query: FindQuery, onProgress: (progress: FindProgress) => void): Promise<FindProgress | null>;
  cancelFind(): Promise<void>;
  /** Where the hits of the search stand in a frame; nowhere without a search, and where an expression takes too long. */
  hitPlaces(row: number): Promise<HitPlaces>;
  /** The next hit behind (1) or before (-1) a frame; null where there is none so far. */
  findHit(from: number | null, by: -1 | 1): Promise<FindHit | null>;
  /** Where frames lie: what `framesAt` finds them by when the same files were read again. */
  placesOfFrames(rows: Uint32Array): Promise<Float64Array>;
  /** The frames at such places, in their order; -1 where none begins there. */
  framesAtPlaces(places: Float64Array): Promise<Int32Array>;
  /** Takes over what is said of frames; views and rows that are asked for later go by it. */
  setAnnotations(annotations: FrameAnnotations): Promise<void>;
  /** The place of the next marked row above (-1) or below (1) a place, from the other end behind the last; -1 where none is shown. */
  markedPlace(place: number, by: -1 | 1): Promise<number>;
  /** Place of a frame in the current view; -1 where it is not shown. In the exchanges view, the place of its exchange. */
  placeOf(row: number): Promise<number>;
  /** Place of the shown row whose number is the next after (1) or before (-1) a frame's; -1 where there is none. */
  nearestPlace(row: number, by: -1 | 1): Promise<number>;
  /**
   * Values that the capture has of a field or a payload path, with how many frames have them, the most frequent first; null where another
   * question replaced this one. Of paths only the payloads of the first frames are looked at where they are many: `frames` says of how many.
   */
  valuesSeen(path: string): Promise<ValueCounts | null>;
  /** The names that the capture has in a map of payloads, as paths; else as `valuesSeen`, whose questions it replaces too. */
  namesSeen(path: string): Promise<ValueCounts | null>;
  details(row: number): Promise<FrameDetails | null>;
  frameBytes(row: number, offset: number, length: number): Promise<FrameBytes | null>;
  /** The nearest moment before (-1) or after (1) `time` at which a request begins or ends; null where there is none. */
  nextChange(time: number, by: -1 | 1): Promise<number | null>;
  /** What is wrong and why, once the capture is read; null before. From then on rows carry their `finding`. */
  diagnosis(): Promise<Diagnosis | null>;
  /** Open requests at a moment, ns since time zero, oldest first; null for the end of the capture, or of its bridges. */
  outstandingAt(time: number | null): Promise<WaitingAt | null>;
  /** Of all calls, or of those of which the table shows the request or the response. */
  statistics(onlyShown: boolean): Promise<CallNumbers | null>;
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
