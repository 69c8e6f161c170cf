/** What the table shows of one capture, and the search that finds it. */
import {
  NO_ROW,
  annotationsOf,
  asksFor,
  compileFilter,
  filterSlices,
  needsDiagnosis,
  type Capture,
  type FilterExpression,
  type RowTest,
} from "../../src-decoder/index.ts";
import type { Conclusions } from "./conclusions.ts";
import type { FilterFault, SearchProgress, ViewResult, ViewSpec } from "./contract/view.ts";
import { Filtering } from "./filtering.ts";
import { WorkerRegexRunner } from "./regex-runner.ts";
import { selectedFrame } from "./selected-frame.ts";
import { Turns } from "./turns.ts";
import type { View } from "./view.ts";
import { buildView } from "./view-build.ts";
import type { Standing } from "./view-host.ts";

export class CurrentView {
  readonly #capture: Capture;
  readonly #conclusions: Conclusions;
  readonly #filtering = new Filtering();
  #view: View | null = null;
  #version: number;
  /** Counts the views that were asked for. */
  #turn = 0;

  /** @param version that of the first view; those of other captures were lower */
  constructor(capture: Capture, conclusions: Conclusions, version: number) {
    this.#capture = capture;
    this.#conclusions = conclusions;
    this.#version = version;
  }

  /** Null until the first is asked for. */
  get view(): View | null {
    return this.#view;
  }

  /** Rises with each view in which rows stand elsewhere. */
  get version(): number {
    return this.#version;
  }

  /** The view, where it is still the one that was asked about. */
  at(version: number): View | null {
    return version === this.#version ? this.#view : null;
  }

  /** See `DecoderApi.setView`. */
  async set(spec: ViewSpec, keep: boolean, onProgress: (result: ViewResult) => void): Promise<ViewResult | null> {
    const turn = ++this.#turn;
    const selected = await selectedFrame(this.#capture, [spec.filter], spec.selected);
    if (turn !== this.#turn) return null;
    const runner = new WorkerRegexRunner();
    const compiled = compileFilter(spec.filter, this.#capture, {
      ...selected,
      runner,
      rows: spec.kind === "frames" ? "frame" : "exchange",
    });
    if (!compiled.ok) return this.#result(compiled.faults[0], null);
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
          if (!keep) this.#take(view, grown);
          onProgress(this.#result(null, search));
        },
      },
      this.#left(spec.kind, compiled.filter.expression),
    );
    runner.stop();
    if (built === null || signal.standing === "unwanted") return null;
    this.#take(built.view, built.grown && !keep);
    return this.#result(null, built.search);
  }

  /** See `DecoderApi.framesPassing`. */
  async framesPassing(text: string, selected: number | null): Promise<number | null> {
    const frame = await selectedFrame(this.#capture, [text], selected);
    const compiled = compileFilter(text, this.#capture, frame);
    if (!compiled.ok || compiled.filter.needs !== "columns" || compiled.filter.patterns.isGuarded) return null;
    const { expression, test } = compiled.filter;
    if (needsDiagnosis(expression)) await this.#conclusions.begun?.diagnosis();
    const isOut = this.#left("frames", expression);
    const turns = new Turns();
    let passing = 0;
    for (const slice of filterSlices(this.#capture.frames.length, test)) {
      passing += isOut === null ? slice.length : slice.filter((row) => !isOut(row)).length;
      await turns.pause(performance.now());
    }
    return passing;
  }

  endSearch(standing: Exclude<Standing, "wanted">): void {
    this.#filtering.end(standing);
  }

  /** `grown`: the rows of before are all there, so that what was asked of them still holds. */
  #take(view: View, grown: boolean): void {
    this.#view = view;
    if (!grown) this.#version++;
  }

  #result(fault: FilterFault | null, search: SearchProgress | null): ViewResult {
    const { length: rows, total } = this.#view ?? { length: 0, total: 0 };
    return { version: this.#version, rows, total, fault, search };
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
