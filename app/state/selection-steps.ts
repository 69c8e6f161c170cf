import { RowRanges } from "../../src-decoder/index.ts";
import { decoder } from "./decoder.ts";
import { only, spanned, toggled, type RowSelection } from "./row-selection.ts";

/**
 * What a step does to the selected rows: selects the row it leads to and no other, adds it or takes it away, selects all from the anchor
 * to it, or leaves them be.
 */
export type SelectHow = "only" | "toggle" | "extend" | "focus";

/** Where a step leads, in which version of the view. */
export interface SelectStep {
  readonly row: number;
  /** -1 where the view does not show the row. */
  readonly place: number;
  /** Where it comes from: what a range begins at whose anchor is not shown. */
  readonly from: number;
  readonly version: number;
}

/** Finds the frames that steps select, which only the worker knows: it has the order of the view. */
export class SelectionSteps {
  /** Of the last range: keys make ranges of one anchor many times in a row. */
  #anchor = { row: -1, version: -1, place: -1 };

  /** The selection behind a step. Where the view changed meanwhile, ranges are not what was meant: nothing is added. */
  async taken(selection: RowSelection, step: SelectStep, how: SelectHow): Promise<RowSelection> {
    switch (how) {
      case "focus":
        return selection;
      case "only":
        return only(step.row);
      case "toggle": {
        const frames = await framesBetween(step.version, step.place, step.place);
        return toggled(selection, step.row, frames ?? RowRanges.of([step.row]));
      }
      case "extend": {
        const anchor = selection.anchor ?? step.row;
        const place = await this.#placeOf(anchor, step.version);
        const begin = place >= 0 ? place : step.from >= 0 ? step.from : step.place;
        const frames = await framesBetween(step.version, Math.min(begin, step.place), Math.max(begin, step.place));
        return frames === null ? selection : spanned({ ...selection, anchor }, frames);
      }
    }
  }

  async #placeOf(row: number, version: number): Promise<number> {
    if (this.#anchor.row !== row || this.#anchor.version !== version) {
      this.#anchor = { row, version, place: await decoder.placeOf(row) };
    }
    return this.#anchor.place;
  }
}

/** The frames of the rows between two places, both included; null where there is no such place or the view is another by now. */
export async function framesBetween(version: number, first: number, last: number): Promise<RowRanges | null> {
  if (first < 0) return null;
  const bounds = await decoder.framesBetween(version, first, last + 1);
  return bounds === null ? null : RowRanges.from(bounds);
}
