import { columnChoice, subjectFilter, type ValueSubject } from "../../src-decoder/index.ts";
import type { FilterFault } from "../worker/contract/view.ts";
import { withRule, type ColourRule } from "./colour-rules.ts";
import { decoder, rowPages } from "./decoder.ts";
import { followSelection } from "./follow-selection.ts";
import type { Slice } from "./slice.ts";

export interface ColoursSlice {
  /** What is wrong with the filter of each rule, in their order; null where nothing is. */
  readonly ruleFaults: readonly (FilterFault | null)[];
  readonly setColourRules: (rules: readonly ColourRule[]) => void;
  /** Tints the rows that have a value, before all other rules, and shows the rules to be changed. */
  readonly colourBy: (subject: ValueSubject) => void;
  /** Hands the rules to the worker, and has the rows on screen coloured by them. */
  readonly applyColourRules: () => Promise<void>;
}

/** By the value, if that is what a rule asks for, else by the field. */
function nameOf({ field, literal, text }: ValueSubject): string {
  const label = columnChoice(field)?.label ?? field;
  if (literal !== null) return text === "" ? label : text;
  return text === "" ? `no ${label}` : label;
}

export const coloursSlice: Slice<ColoursSlice> = (set, get, store) => {
  let asked = 0;
  followSelection(
    store,
    ({ settings }) => settings.colourRules.filter(({ on }) => on).map(({ filter }) => filter),
    () => void get().applyColourRules(),
  );
  return {
    ruleFaults: [],

    setColourRules: (rules) => {
      get().setSetting("colourRules", rules);
      void get().applyColourRules();
    },

    colourBy: (subject) => {
      get().setColourRules(withRule(get().settings.colourRules, nameOf(subject), subjectFilter(subject)));
      get().setDialog("colour-rules");
    },

    applyColourRules: async () => {
      const turn = ++asked;
      const ruleFaults = await decoder.setColourRules(get().settings.colourRules, get().selectedRow);
      rowPages.refetch();
      if (turn === asked) set({ ruleFaults });
    },
  };
};
