/** The decoder's host: holds the capture and answers the page. */
import { expose, transfer } from "comlink";
import {
  CaptureReader,
  RowRanges,
  annotationsOf,
  countNames,
  countValues,
  readFrame,
  type Capture,
  type FollowTarget,
  type LaneGrouping,
  type ValueCounts,
} from "../../src-decoder/index.ts";
import type { ColourRule } from "../state/colour-rules.ts";
import type { DecoderApi } from "./contract.ts";
import type { OpenFailure, OpenOptions, OpenResult, Progress } from "./contract/capture.ts";
import type { TimelineQuery } from "./contract/conclusions.ts";
import type { FrameAnnotations } from "./contract/rows.ts";
import type { CopiedFrames, CopyProgress, CopyRequest } from "./contract/selection.ts";
import type { FindProgress, FindQuery, HitPlaces, ViewResult, ViewSpec } from "./contract/view.ts";
import { detailsOf } from "./details.ts";
import { Conclusions } from "./conclusions.ts";
import { CurrentView } from "./current-view.ts";
import { FrameCopy } from "./copy-frames.ts";
import { framesAtPlaces, placesOfFrames } from "./frame-places.ts";
import { Find, NO_HITS } from "./find.ts";
import { lackingBytes } from "./lacking.ts";
import { overviewOf } from "./overview.ts";
import { Quiet } from "./quiet.ts";
import { ReadAhead } from "./read-ahead.ts";
import { ReadAlong } from "./read-along.ts";
import { Reading, refusal } from "./reading.ts";
import { WorkerRegexRunner } from "./regex-runner.ts";
import { selectionFacts } from "./selection-facts.ts";
import { ToldRows } from "./told-rows.ts";
import { Turns, sometimes } from "./turns.ts";

/** Rows of one answer about selected rows. */
const SELECTED_ROWS = 256;
/** Bytes that are decoded in one call of `frameBytes` at most. */
const MOST_BYTES = 64 * 1024 * 1024;

/** Shown by default, and made from payloads: rows are often sorted by it. */
const INFO = "info";

const quiet = new Quiet();

class Decoder implements DecoderApi {
  readonly #reading = new Reading();
  #capture: Capture = new CaptureReader([]).capture;
  #conclusions = new Conclusions(this.#capture);
  #shown = new CurrentView(this.#capture, this.#conclusions, 0);
  readonly #rows = new ToldRows(this.#capture, this.#conclusions);
  #find: Find | null = null;
  #copy: FrameCopy | null = null;
  /** The frames whose rows were asked for last. */
  #selected = RowRanges.EMPTY;
  #counting = { aborted: false };
  readonly #ahead = new ReadAhead(quiet);
  #along: ReadAlong | null = null;
  #columns: readonly string[] = [];

  refusal(files: readonly File[]): ReturnType<DecoderApi["refusal"]> {
    return refusal(files);
  }

  async open(
    files: readonly File[],
    options: OpenOptions,
    onProgress: (progress: Progress) => void,
    onLost: (failure: OpenFailure) => void,
  ): Promise<OpenResult> {
    this.#shown.endSearch("unwanted");
    this.#counting.aborted = true;
    this.#copy?.cancel();
    this.#ahead.stop();
    this.#along?.stop();
    const along = new ReadAlong();
    this.#along = along;
    const { capture, result } = this.#reading.start(files, options, onProgress, onLost, along);
    this.#capture = capture;
    this.#conclusions = new Conclusions(capture);
    this.#shown = new CurrentView(capture, this.#conclusions, this.#shown.version + 1);
    this.#rows.open(capture, this.#conclusions);
    const opened = await result();
    along.finish(capture);
    if (capture === this.#capture) this.#readAhead();
    return opened;
  }

  #readAhead(): void {
    void this.#ahead.start(this.#capture, [INFO, ...this.#columns]);
  }

  cancel(): Promise<void> {
    this.#reading.cancel();
    return Promise.resolve();
  }

  overview(): ReturnType<DecoderApi["overview"]> {
    return Promise.resolve(overviewOf(this.#capture));
  }

  lackingBytes(): ReturnType<DecoderApi["lackingBytes"]> {
    return Promise.resolve(lackingBytes(this.#capture));
  }

  setView(spec: ViewSpec, keep: boolean, onProgress: (result: ViewResult) => void): Promise<ViewResult | null> {
    return this.#shown.set(spec, keep, onProgress);
  }

  framesPassing(filter: string, selected: number | null): Promise<number | null> {
    return this.#shown.framesPassing(filter, selected);
  }

  cancelSearch(): Promise<void> {
    this.#shown.endSearch("cancelled");
    return Promise.resolve();
  }

  async rows(version: number, from: number, to: number): ReturnType<DecoderApi["rows"]> {
    const view = this.#shown.at(version);
    if (view === null) return null;
    const rows = await this.#rows.told(view.rows(from, to));
    return this.#shown.at(version) === null ? null : rows;
  }

  framesBetween(version: number, from: number, to: number): Promise<Uint32Array | null> {
    return Promise.resolve(this.#shown.at(version)?.framesBetween(from, to).bounds ?? null);
  }

  async selectionFacts(frames: Uint32Array): ReturnType<DecoderApi["selectionFacts"]> {
    const { view } = this.#shown;
    const turns = new Turns();
    const pause = (): Promise<void> => turns.pause(performance.now());
    return view === null ? null : selectionFacts(this.#capture, view, RowRanges.from(frames), pause);
  }

  async selectedRows(
    wanted: number | null,
    frames: Uint32Array | null,
    from: number,
  ): ReturnType<DecoderApi["selectedRows"]> {
    if (frames !== null) this.#selected = RowRanges.from(frames);
    const selected = this.#selected;
    const version = wanted ?? this.#shown.version;
    const view = this.#shown.at(version);
    if (view === null) return null;
    const places = view.placesOf(selected, from, SELECTED_ROWS);
    const rows = await this.#rows.told(places.flatMap((place) => view.rows(place, place + 1)));
    const last = places.at(-1);
    const next = last === undefined || places.length < SELECTED_ROWS ? null : last + 1;
    return this.#shown.at(version) === null ? null : { rows, version, next };
  }

  async copyFrames(
    { frames, form, columns }: CopyRequest,
    onProgress: (progress: CopyProgress) => void,
  ): Promise<CopiedFrames | null> {
    this.#copy?.cancel();
    const copy = new FrameCopy(this.#capture, columns);
    this.#copy = copy;
    const { view } = this.#shown;
    const shown = view?.shown(RowRanges.from(frames)) ?? RowRanges.EMPTY;
    const turns = new Turns();
    const tell = sometimes(onProgress);
    return copy.run(view?.inOrder(shown) ?? [], shown.size, form, () => turns.pause(performance.now()), tell);
  }

  cancelCopy(): Promise<void> {
    this.#copy?.cancel();
    return Promise.resolve();
  }

  setColumns(names: readonly string[]): Promise<void> {
    this.#rows.setColumns(names);
    this.#columns = names;
    this.#readAhead();
    return Promise.resolve();
  }

  placesOfFrames(rows: Uint32Array): Promise<Float64Array> {
    return Promise.resolve(placesOfFrames(this.#capture, rows));
  }

  framesAtPlaces(places: Float64Array): Promise<Int32Array> {
    return Promise.resolve(framesAtPlaces(this.#capture, places));
  }

  setColourRules(rules: readonly ColourRule[], selected: number | null): ReturnType<DecoderApi["setColourRules"]> {
    return this.#rows.setColourRules(rules, selected);
  }

  async find(query: FindQuery, onProgress: (progress: FindProgress) => void): Promise<FindProgress | null> {
    this.#find?.end("unwanted");
    const capture = this.#capture;
    const source = query.over === "all" ? capture.frames.length : (this.#shown.view?.frames() ?? 0);
    const find = new Find(capture, source, startRunner());
    this.#find = find;
    const turns = new Turns();
    return find.run(query, () => turns.pause(performance.now()), sometimes(onProgress));
  }

  cancelFind(): Promise<void> {
    this.#find?.end("cancelled");
    return Promise.resolve();
  }

  async hitPlaces(row: number): Promise<HitPlaces> {
    const runner = startRunner();
    const places = await this.#find?.placesIn(row, runner);
    runner.stop();
    return places ?? NO_HITS;
  }

  findHit(from: number | null, by: -1 | 1): ReturnType<DecoderApi["findHit"]> {
    return Promise.resolve(this.#find?.hit(from, by) ?? null);
  }

  setAnnotations({ marked, ignored }: FrameAnnotations): Promise<void> {
    const said = annotationsOf(this.#capture);
    said.marked = RowRanges.from(marked);
    said.ignored = RowRanges.from(ignored);
    return Promise.resolve();
  }

  markedPlace(place: number, by: -1 | 1): Promise<number> {
    const { marked } = annotationsOf(this.#capture);
    return Promise.resolve(this.#shown.view?.find(place, by, (row) => marked.has(row)) ?? -1);
  }

  placeOf(row: number): Promise<number> {
    return Promise.resolve(this.#shown.view?.placeOf(row) ?? -1);
  }

  nearestPlace(row: number, by: -1 | 1): Promise<number> {
    return Promise.resolve(this.#shown.view?.nearestPlace(row, by) ?? -1);
  }

  valuesSeen(path: string): ReturnType<DecoderApi["valuesSeen"]> {
    return this.#counted(countValues(path, this.#capture));
  }

  namesSeen(path: string): ReturnType<DecoderApi["namesSeen"]> {
    return this.#counted(countNames(path, this.#capture));
  }

  async #counted(counting: AsyncIterable<ValueCounts>): Promise<ValueCounts | null> {
    this.#counting.aborted = true;
    const signal = { aborted: false };
    this.#counting = signal;
    const turns = new Turns();
    let seen: ValueCounts = { values: [], frames: 0 };
    for await (const counts of counting) {
      await turns.pause(performance.now());
      if (signal.aborted) return null;
      seen = counts;
    }
    return seen;
  }

  details(row: number): ReturnType<DecoderApi["details"]> {
    return Promise.resolve(detailsOf(this.#capture, row));
  }

  async frameBytes(row: number, offset: number, length: number): ReturnType<DecoderApi["frameBytes"]> {
    const capture = this.#capture;
    if (row < 0 || row >= capture.frames.length) return null;
    const { bytes, gaps } = await readFrame(capture, row, offset, Math.min(length, MOST_BYTES));
    return transfer({ bytes, gaps }, [bytes.buffer]);
  }

  nextChange(time: number, by: -1 | 1): Promise<number | null> {
    return Promise.resolve(this.#conclusions.times()?.nextChange(time, by) ?? null);
  }

  diagnosis(): ReturnType<DecoderApi["diagnosis"]> {
    return this.#conclusions.diagnosis()?.diagnosis() ?? Promise.resolve(null);
  }

  outstandingAt(time: number | null): ReturnType<DecoderApi["outstandingAt"]> {
    return this.#conclusions.diagnosis()?.outstandingAt(time) ?? Promise.resolve(null);
  }

  statistics(onlyShown: boolean): ReturnType<DecoderApi["statistics"]> {
    const view = onlyShown ? this.#shown.view : null;
    const shown = view === null ? null : view.framesBetween(0, view.length);
    return Promise.resolve(this.#conclusions.diagnosis()?.statistics(shown) ?? null);
  }

  activity(spans: number): ReturnType<DecoderApi["activity"]> {
    return Promise.resolve(this.#conclusions.times()?.activity(spans) ?? null);
  }

  overTime(filter: string, spans: number): ReturnType<DecoderApi["overTime"]> {
    return Promise.resolve(this.#conclusions.times()?.overTime(filter, spans) ?? null);
  }

  lanes(grouping: LaneGrouping): ReturnType<DecoderApi["lanes"]> {
    return Promise.resolve(this.#conclusions.times()?.timeline(grouping).lanes ?? null);
  }

  timelineSpans({ grouping, ...window }: TimelineQuery): ReturnType<DecoderApi["timelineSpans"]> {
    const spans = this.#conclusions.times()?.timeline(grouping).spans(window) ?? null;
    if (spans === null) return Promise.resolve(null);
    const { track, start, end, look, type } = spans;
    return Promise.resolve(
      transfer(
        spans,
        [track, start, end, look, type].map(({ buffer }) => buffer),
      ),
    );
  }

  timelineHit(grouping: LaneGrouping, track: number, from: number, to: number): ReturnType<DecoderApi["timelineHit"]> {
    return Promise.resolve(this.#conclusions.times()?.timeline(grouping).hit(track, from, to) ?? null);
  }

  timelinePlace(grouping: LaneGrouping, row: number): ReturnType<DecoderApi["timelinePlace"]> {
    return Promise.resolve(this.#conclusions.times()?.timeline(grouping).placeOf(row) ?? null);
  }

  sequence(from: number, to: number, most: number): ReturnType<DecoderApi["sequence"]> {
    return this.#conclusions.times()?.sequence(from, to, most) ?? Promise.resolve(null);
  }

  follow(target: FollowTarget): ReturnType<DecoderApi["follow"]> {
    return this.#conclusions.follow()?.summary(target) ?? Promise.resolve(null);
  }

  followLines(target: FollowTarget, from: number, to: number): ReturnType<DecoderApi["followLines"]> {
    return this.#conclusions.follow()?.lines(target, from, to) ?? Promise.resolve(null);
  }

  followPlace(target: FollowTarget, row: number): Promise<number> {
    return this.#conclusions.follow()?.placeOf(target, row) ?? Promise.resolve(-1);
  }

  followText(target: FollowTarget, most: number): Promise<string> {
    return this.#conclusions.follow()?.text(target, most) ?? Promise.resolve("");
  }
}

function startRunner(): WorkerRegexRunner {
  return new WorkerRegexRunner();
}

expose(quiet.watched<DecoderApi>(new Decoder()));
