import {
  compileFilter,
  filterPayloadRows,
  filterRows,
  settledRows,
  type Capture,
  type Filter,
  type RegexRunner,
} from "../../src-decoder/index.ts";
import { MOST_RULES, type ColourRule } from "../state/colour-rules.ts";
import type { TableRow } from "./contract/rows.ts";
import type { FilterFault } from "./contract/view.ts";
import type { SelectedFrame } from "./selected-frame.ts";

/** Runs the regular expressions of one rule, until it is stopped. */
export interface RuleRunner extends RegexRunner {
  stop(): void;
}

interface ActiveRule {
  readonly rule: ColourRule;
  readonly filter: Filter;
}

/** Tints rows that the page asks for by the first rule that lets them pass. */
export class RowColours {
  readonly #capture: Capture;
  readonly #active: readonly ActiveRule[];
  readonly #runners: RuleRunner[] = [];
  /** What is wrong with each rule, also of those that are off. */
  readonly faults: readonly (FilterFault | null)[];
  /** The pages of rows that are being told of; a filter judges one after the other. */
  #before: Promise<unknown> = Promise.resolve();

  /**
   * @param selected what `${selected.FIELD}` stands for
   * @param startRunner one for each rule, so that an expression that does not come to an end costs its own rule only
   */
  constructor(capture: Capture, rules: readonly ColourRule[], selected: SelectedFrame, startRunner: () => RuleRunner) {
    this.#capture = capture;
    const compiled = rules.slice(0, MOST_RULES).map((rule) => {
      const runner = startRunner();
      this.#runners.push(runner);
      return { rule, result: compileFilter(rule.filter, capture, { ...selected, runner }) };
    });
    this.faults = compiled.map(({ result }) => (result.ok ? null : result.faults[0]));
    this.#active = compiled.flatMap(({ rule, result }) =>
      rule.on && result.ok && result.filter.expression !== null ? [{ rule, filter: result.filter }] : [],
    );
  }

  /** Ends what runs; rows get no tint by regular expressions any more. */
  stop(): void {
    for (const runner of this.#runners) runner.stop();
  }

  /** The rows with their tints. An exchange has that of its request or its response. A file that cannot be read leaves rows without. */
  told(rows: readonly TableRow[]): Promise<readonly TableRow[]> {
    if (this.#active.length === 0) return Promise.resolve(rows);
    const told = this.#before.then(() => this.#tinted(rows));
    this.#before = told;
    return told;
  }

  async #tinted(rows: readonly TableRow[]): Promise<readonly TableRow[]> {
    const tinted = new Map<number, ColourRule>();
    for (const { rule, filter } of this.#active) {
      const open = rows.filter(({ row }) => !tinted.has(row));
      const passed = await passing(this.#capture, filter, Uint32Array.from(open.flatMap(framesOf)));
      for (const row of open) if (framesOf(row).some((frame) => passed.has(frame))) tinted.set(row.row, rule);
    }
    return rows.map((row) => {
      const rule = tinted.get(row.row);
      return rule === undefined ? row : { ...row, colour: { rule: rule.name, tint: rule.tint } };
    });
  }
}

function framesOf(row: TableRow): readonly number[] {
  if (row.kind === "frame") return [row.row];
  return [row.request, row.response].flatMap((frame) => (frame === null ? [] : [frame.row]));
}

async function passing(capture: Capture, filter: Filter, frames: Uint32Array): Promise<ReadonlySet<number>> {
  const passed = new Set<number>();
  const add = (rows: Uint32Array): void => {
    for (const row of rows) passed.add(row);
  };
  try {
    if (filter.needs === "payload") for await (const { rows } of filterPayloadRows(capture, filter, frames)) add(rows);
    else if (filter.patterns.isGuarded) {
      for await (const rows of settledRows(filter.patterns, filter.test, frames)) add(rows);
    } else add(filterRows(frames, filter.test));
  } catch {
    return passed;
  }
  return passed;
}
