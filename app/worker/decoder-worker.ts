/** The decoder's host: holds the capture and answers the page. */
import { expose, transfer } from "comlink";
import {
  CaptureReader,
  NO_ROW,
  RowRanges,
  annotationsOf,
  asksFor,
  compileFilter,
  needsDiagnosis,
  countValues,
  readFrame,
  type Capture,
  type FilterExpression,
  type FollowTarget,
  type LaneGrouping,
  type RowTest,
  type ValueCounts,
} from "../../src-decoder/index.ts";
import { blobSource } from "./blob-source.ts";
import type { ColourRule } from "../state/colour-rules.ts";
import type { DecoderApi } from "./contract.ts";
import type { OpenFailure, OpenOptions, OpenResult, Progress } from "./contract/capture.ts";
import type { TimelineQuery } from "./contract/conclusions.ts";
import type { FrameAnnotations, TableRow } from "./contract/rows.ts";
import type { CopiedFrames, CopyProgress, CopyRequest } from "./contract/selection.ts";
import type { FilterFault, FindProgress, FindQuery, SearchProgress, ViewResult, ViewSpec } from "./contract/view.ts";
import { detailsOf } from "./details.ts";
import { Conclusions } from "./conclusions.ts";
import { FrameCopy } from "./copy-frames.ts";
import { Find } from "./find.ts";
import { FieldColumns } from "./field-columns.ts";
import { Filtering } from "./filtering.ts";
import { InfoLines } from "./info-lines.ts";
import { overviewOf } from "./overview.ts";
import { WorkerRegexRunner } from "./regex-runner.ts";
import { RowColours } from "./row-colours.ts";
import { selectionFacts } from "./selection-facts.ts";
import { Turns } from "./turns.ts";
import type { View } from "./view.ts";
import { buildView } from "./view-build.ts";

/** Least time between two reports of progress, ms. */
const REPORT_EVERY = 50;
/** Rows of one answer about selected rows. */
const SELECTED_ROWS = 256;
/** Bytes that are decoded in one call of `frameBytes` at most. */
const MOST_BYTES = 64 * 1024 * 1024;

class Decoder implements DecoderApi {
  #capture: Capture = new CaptureReader([]).capture;
  #infos = new InfoLines(this.#capture);
  #rules: readonly ColourRule[] = [];
  #colours = new RowColours(this.#capture, this.#rules, startRunner);
  #find: Find | null = null;
  #copy: FrameCopy | null = null;
  #columns: readonly string[] = [];
  #fields = new FieldColumns(this.#capture, this.#columns);
  #reading = { aborted: false };
  readonly #filtering = new Filtering();
  #counting = { aborted: false };
  #view: View | null = null;
  #version = 0;
  #conclusions = new Conclusions(this.#capture);

  async open(
    files: readonly File[],
    { bridgePorts }: OpenOptions,
    onProgress: (progress: Progress) => void,
  ): Promise<OpenResult> {
    this.#reading.aborted = true;
    this.#filtering.end("unwanted");
    this.#counting.aborted = true;
    this.#copy?.cancel();
    const signal = { aborted: false };
    this.#reading = signal;
    const turns = new Turns();
    let reported = 0;
    let bytesRead = 0;
    const reader = new CaptureReader(files.map(blobSource), {
      bridgePorts,
      signal,
      onProgress: async (progress) => {
        const now = performance.now();
        // A cancelled reader ends by reporting no byte more: what was read before counts.
        bytesRead = Math.max(bytesRead, progress.bytesRead);
        if (now - reported >= REPORT_EVERY) {
          reported = now;
          onProgress({ ...progress, bytesRead });
        }
        await turns.pause(now);
      },
    });
    this.#capture = reader.capture;
    this.#infos = new InfoLines(this.#capture);
    this.#fields = new FieldColumns(this.#capture, this.#columns);
    this.#colours.stop();
    this.#colours = new RowColours(this.#capture, this.#rules, startRunner);
    this.#view = null;
    this.#conclusions = new Conclusions(this.#capture);
    this.#version++;
    try {
      const { finished, failures } = await reader.run();
      return {
        finished,
        failures: failures.map(({ source, at, reason, advice }) => ({ file: source, offset: at, reason, advice })),
      };
    } catch (error) {
      return { finished: false, failures: [unreadable(files, error)] };
    }
  }

  cancel(): Promise<void> {
    this.#reading.aborted = true;
    return Promise.resolve();
  }

  overview(): ReturnType<DecoderApi["overview"]> {
    return Promise.resolve(overviewOf(this.#capture));
  }

  async setView(spec: ViewSpec, keep: boolean, onProgress: (result: ViewResult) => void): Promise<ViewResult | null> {
    const runner = new WorkerRegexRunner();
    const compiled = compileFilter(spec.filter, this.#capture, {
      selected: spec.selected,
      runner,
      rows: spec.kind === "frames" ? "frame" : "exchange",
    });
    if (!compiled.ok) return this.#viewResult(compiled.faults[0], null);
    const signal = this.#filtering.next(runner);
    if (needsDiagnosis(compiled.filter.expression)) await this.#conclusions.begun?.diagnosis();
    const turns = new Turns();
    const built = await buildView(
      this.#capture,
      spec,
      compiled.filter,
      {
        pause: async () => {
          await turns.pause(performance.now());
          return signal.standing;
        },
        show: (view, search, grown) => {
          if (!keep) this.#setView(view, grown);
          onProgress(this.#viewResult(null, search));
        },
      },
      this.#left(spec.kind, compiled.filter.expression),
    );
    runner.stop();
    if (built === null || signal.standing === "unwanted") return null;
    this.#setView(built.view, built.grown && !keep);
    return this.#viewResult(null, built.search);
  }

  cancelSearch(): Promise<void> {
    this.#filtering.end("cancelled");
    return Promise.resolve();
  }

  async rows(version: number, from: number, to: number): ReturnType<DecoderApi["rows"]> {
    if (version !== this.#version || this.#view === null) return null;
    const rows = await this.#told(this.#view.rows(from, to));
    return version === this.#version ? rows : null;
  }

  framesBetween(version: number, from: number, to: number): Promise<Uint32Array | null> {
    const view = version === this.#version ? this.#view : null;
    return Promise.resolve(view?.framesBetween(from, to).bounds ?? null);
  }

  selectionFacts(frames: Uint32Array): ReturnType<DecoderApi["selectionFacts"]> {
    const view = this.#view;
    return Promise.resolve(view === null ? null : selectionFacts(this.#capture, view, RowRanges.from(frames)));
  }

  async selectedRows(version: number, frames: Uint32Array, from: number): ReturnType<DecoderApi["selectedRows"]> {
    const view = this.#view;
    if (version !== this.#version || view === null) return null;
    const places = view.placesOf(RowRanges.from(frames), from, SELECTED_ROWS);
    const rows = await this.#told(places.flatMap((place) => view.rows(place, place + 1)));
    const last = places.at(-1);
    const next = last === undefined || places.length < SELECTED_ROWS ? null : last + 1;
    return version === this.#version ? { rows, next } : null;
  }

  async copyFrames(
    { frames, form }: CopyRequest,
    onProgress: (progress: CopyProgress) => void,
  ): Promise<CopiedFrames | null> {
    this.#copy?.cancel();
    const copy = new FrameCopy(this.#capture);
    this.#copy = copy;
    const shown = this.#view?.shown(RowRanges.from(frames)) ?? RowRanges.EMPTY;
    const turns = new Turns();
    const tell = sometimes(onProgress);
    return copy.run(this.#view?.inOrder(shown) ?? [], shown.size, form, () => turns.pause(performance.now()), tell);
  }

  cancelCopy(): Promise<void> {
    this.#copy?.cancel();
    return Promise.resolve();
  }

  /** Rows with all that they tell. */
  async #told(rows: readonly TableRow[]): Promise<readonly TableRow[]> {
    const told = await this.#infos.told(this.#conclusions.begun?.marked(rows) ?? rows);
    return this.#colours.told(await this.#fields.told(told));
  }

  setColumns(names: readonly string[]): Promise<void> {
    this.#columns = names;
    this.#fields = new FieldColumns(this.#capture, names);
    return Promise.resolve();
  }

  setColourRules(rules: readonly ColourRule[]): ReturnType<DecoderApi["setColourRules"]> {
    this.#rules = rules;
    this.#colours.stop();
    this.#colours = new RowColours(this.#capture, rules, startRunner);
    return Promise.resolve(this.#colours.faults);
  }

  async find(query: FindQuery, onProgress: (progress: FindProgress) => void): Promise<FindProgress | null> {
    this.#find?.end("unwanted");
    const capture = this.#capture;
    const source = query.over === "all" ? capture.frames.length : (this.#view?.frames() ?? 0);
    const find = new Find(capture, source, startRunner());
    this.#find = find;
    const turns = new Turns();
    return find.run(query, () => turns.pause(performance.now()), sometimes(onProgress));
  }

  cancelFind(): Promise<void> {
    this.#find?.end("cancelled");
    return Promise.resolve();
  }

  async hitPlaces(row: number): Promise<Uint32Array> {
    const runner = startRunner();
    const places = await this.#find?.placesIn(row, runner);
    runner.stop();
    return places ?? new Uint32Array();
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
    return Promise.resolve(this.#view?.find(place, by, (row) => marked.has(row)) ?? -1);
  }

  placeOf(row: number): Promise<number> {
    return Promise.resolve(this.#view?.placeOf(row) ?? -1);
  }

  async valuesSeen(path: string): ReturnType<DecoderApi["valuesSeen"]> {
    this.#counting.aborted = true;
    const signal = { aborted: false };
    this.#counting = signal;
    const turns = new Turns();
    let seen: ValueCounts = { values: [], frames: 0 };
    for await (const counts of countValues(path, this.#capture)) {
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

  statistics(): ReturnType<DecoderApi["statistics"]> {
    return Promise.resolve(this.#conclusions.diagnosis()?.statistics() ?? null);
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

  /** `grown`: the rows of before are all there, so that what was asked of them still holds. */
  #setView(view: View, grown: boolean): void {
    this.#view = view;
    if (!grown) this.#version++;
  }

  #viewResult(fault: FilterFault | null, search: SearchProgress | null): ViewResult {
    const { length: rows, total } = this.#view ?? { length: 0, total: 0 };
    return { version: this.#version, rows, total, fault, search };
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

  /** Which rows a view leaves out; null where none. An exchange is out with either of its frames. */
  #left(kind: ViewSpec["kind"], expression: FilterExpression | null): RowTest | null {
    const { ignored } = annotationsOf(this.#capture);
    if (ignored.size === 0 || asksFor(expression, "ignored")) return null;
    if (kind === "frames") return (row) => ignored.has(row);
    const { peer } = this.#capture.frames;
    return (row) => ignored.has(row) || (peer.get(row) !== NO_ROW && ignored.has(peer.get(row)));
  }
}

/** Passes reports on, at most one every `REPORT_EVERY`. */
function sometimes<T>(tell: (report: T) => void): (report: T) => void {
  let told = 0;
  return (report) => {
    if (performance.now() - told < REPORT_EVERY) return;
    told = performance.now();
    tell(report);
  };
}

function startRunner(): WorkerRegexRunner {
  return new WorkerRegexRunner();
}

/** The browser could not read a file any more: it was moved, changed or lies on a disk that is gone. */
function unreadable(files: readonly File[], error: unknown): OpenFailure {
  const reason = error instanceof Error ? error.message : String(error);
  return {
    file: files.map((file) => file.name).join(", "),
    offset: null,
    reason: `The browser could not read on: ${reason}`,
    advice: "The file may have been moved or changed since it was chosen. Open it again.",
  };
}

expose(new Decoder());
