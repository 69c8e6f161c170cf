/** What is concluded of a finished capture, as the page asks for it: findings, what waits at a moment, statistics. */
import {
  diagnose,
  isAtLeast,
  type Correlation,
  type Diagnosis,
  type RowRanges,
  type Severity,
} from "../../src-decoder/index.ts";
import type { CallNumbers, WaitingAt } from "./contract/conclusions.ts";
import type { FrameRow, TableRow } from "./contract/rows.ts";
import { frameRow } from "./rows.ts";
import { Turns } from "./turns.ts";

/** Open requests that are listed; the oldest come first, and among so many it is those that tell. */
const MOST_WAITING = 1000;

export class DiagnosisSource {
  readonly #correlation: Correlation;
  #diagnosis: Promise<Diagnosis> | null = null;
  /** Worst finding by row. */
  #severities: ReadonlyMap<number, Severity> = new Map();

  constructor(correlation: Correlation) {
    this.#correlation = correlation;
  }

  diagnosis(): Promise<Diagnosis> {
    this.#diagnosis ??= this.#diagnose();
    return this.#diagnosis;
  }

  /** The same rows, those that a finding names with its severity. Once the diagnosis is there; until then none is marked. */
  marked(rows: readonly TableRow[]): readonly TableRow[] {
    if (this.#severities.size === 0) return rows;
    return rows.map((row) =>
      row.kind === "frame"
        ? this.#markedFrame(row)
        : {
            ...row,
            request: row.request === null ? null : this.#markedFrame(row.request),
            response: row.response === null ? null : this.#markedFrame(row.response),
          },
    );
  }

  /** Open requests at a moment, oldest first; null for the end: where every bridge has ended, the last moment of the last. */
  async outstandingAt(time: number | null): Promise<WaitingAt> {
    if (this.#correlation.capture.startNs === null) return this.#unanswered();
    const lastMoment = this.#lastMoment();
    const at = time ?? lastMoment;
    const open = this.#correlation.waits.at(at);
    const waiting = open
      .slice(0, MOST_WAITING)
      .map(({ row, age, state, behind }) => ({ frame: this.#frame(row), age, state, behind }));
    return { time: at, lastMoment, total: open.length, waiting };
  }

  /** Of all calls, or of those whose request or response is among these frames. */
  statistics(shown: RowRanges | null): CallNumbers {
    const { capture, exchanges } = this.#correlation;
    const { byType, byContainer, slowest } = this.#correlation.statistics((exchange) => {
      if (shown === null) return true;
      const row = exchanges.request[exchange]!;
      return shown.has(row) || shown.has(capture.frames.peer.get(row));
    }, true);
    return { byType, byContainer, slowest: slowest.map((row) => this.#frame(row)) };
  }

  async #diagnose(): Promise<Diagnosis> {
    const turns = new Turns();
    const pause = (): Promise<void> => turns.pause(performance.now());
    const diagnosis = await diagnose(this.#correlation.capture, this.#correlation, undefined, pause);
    this.#severities = severitiesOf(diagnosis);
    return diagnosis;
  }

  #markedFrame(frame: FrameRow): FrameRow {
    const finding = this.#severities.get(frame.row);
    return finding === undefined ? frame : { ...frame, finding };
  }

  /** For captures without times: what has no answer at all. */
  async #unanswered(): Promise<WaitingAt> {
    const { outstanding } = await this.diagnosis();
    const waiting = outstanding
      .slice(0, MOST_WAITING)
      .map(({ row, state }) => ({ frame: this.#frame(row), age: Number.NaN, state, behind: null }));
    return { time: Number.NaN, lastMoment: Number.NaN, total: outstanding.length, waiting };
  }

  #lastMoment(): number {
    const { capture, exchanges } = this.#correlation;
    const ends = exchanges.lives.map(({ end }) => end?.time ?? Number.POSITIVE_INFINITY);
    const last = Math.max(...ends);
    // What dies with a bridge is open up to its end, not at it.
    return Number.isFinite(last) ? last - 1 : capture.lastTime;
  }

  #frame(row: number): FrameRow {
    return frameRow(this.#correlation.capture, row, -1);
  }
}

/** By row. Notes mark nothing: they tell of what is as it should be, and a table full of marks tells nothing. */
function severitiesOf({ findings }: Diagnosis): ReadonlyMap<number, Severity> {
  const severities = new Map<number, Severity>();
  for (const { severity, rows } of findings) {
    if (severity === "info") continue;
    for (const row of rows) {
      const known = severities.get(row);
      if (known === undefined || !isAtLeast(known, severity)) severities.set(row, severity);
    }
  }
  return severities;
}
