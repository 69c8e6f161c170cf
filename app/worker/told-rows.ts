/** Rows with all that they tell: what the frame says, findings, fields that were made columns, the tint of a colour rule. */
import type { Capture } from "../../src-decoder/index.ts";
import type { ColourRule } from "../state/colour-rules.ts";
import type { Conclusions } from "./conclusions.ts";
import type { TableRow } from "./contract/rows.ts";
import type { FilterFault } from "./contract/view.ts";
import { FieldColumns } from "./field-columns.ts";
import { InfoLines } from "./info-lines.ts";
import { WorkerRegexRunner } from "./regex-runner.ts";
import { RowColours } from "./row-colours.ts";
import { NONE_SELECTED, selectedFrame, type SelectedFrame } from "./selected-frame.ts";

/** Columns and colour rules outlive the capture: the next one's rows tell them too. */
export class ToldRows {
  #capture: Capture;
  #conclusions: Conclusions;
  #names: readonly string[] = [];
  #rules: readonly ColourRule[] = [];
  #infos: InfoLines;
  #fields: FieldColumns;
  #colours: RowColours;

  constructor(capture: Capture, conclusions: Conclusions) {
    this.#capture = capture;
    this.#conclusions = conclusions;
    this.#infos = new InfoLines(capture);
    this.#fields = new FieldColumns(capture, this.#names);
    this.#colours = new RowColours(capture, this.#rules, NONE_SELECTED, startRunner);
  }

  open(capture: Capture, conclusions: Conclusions): void {
    this.#capture = capture;
    this.#conclusions = conclusions;
    this.#infos = new InfoLines(capture);
    this.setColumns(this.#names);
    this.#colour(NONE_SELECTED);
  }

  async told(rows: readonly TableRow[]): Promise<readonly TableRow[]> {
    const told = await this.#infos.told(this.#conclusions.begun?.marked(rows) ?? rows);
    return this.#colours.told(await this.#fields.told(told));
  }

  setColumns(names: readonly string[]): void {
    this.#names = names;
    this.#fields = new FieldColumns(this.#capture, names);
  }

  /** Says of each rule what is wrong with its filter, with `selected` as the selected frame; null where nothing is. */
  async setColourRules(
    rules: readonly ColourRule[],
    selected: number | null,
  ): Promise<readonly (FilterFault | null)[]> {
    this.#rules = rules;
    const capture = this.#capture;
    const filters = rules.map(({ filter }) => filter);
    const frame = await selectedFrame(capture, filters, selected);
    // Other rules that came meanwhile stay, and those of another capture.
    if (rules === this.#rules && capture === this.#capture) this.#colour(frame);
    return this.#colours.faults;
  }

  #colour(selected: SelectedFrame): void {
    this.#colours.stop();
    this.#colours = new RowColours(this.#capture, this.#rules, selected, startRunner);
  }
}

function startRunner(): WorkerRegexRunner {
  return new WorkerRegexRunner();
}
