/** Comparing the payload of the selected frame with another. */
import { mayHave, missingFrame, type Command } from "./command.ts";

const NO_PREVIOUS = "Nothing to compare with: no frame of the same message comes before the selected one.";

export const COMPARE_COMMANDS: readonly Command[] = [
  {
    id: "compare-selected",
    title: "Compare the two selected frames",
    group: "Selection",
    keys: ["d"],
    run: ({ selectionFacts, compareFrames }) => {
      const two = selectionFacts?.two ?? null;
      if (two !== null) compareFrames(...two);
    },
    enabled: (state) => (state.selectionFacts?.two ?? null) !== null,
  },
  {
    id: "compare-paired",
    title: "Compare with the paired frame",
    group: "Selection",
    keys: [],
    run: (state) => void state.compareWithRelated((details) => details.frame.peer, "The selected frame has no pair."),
    enabled: (state) => mayHave(state, (details) => details.frame.peer),
  },
  {
    id: "compare-previous",
    title: "Compare with the previous frame of the same message",
    group: "Selection",
    keys: ["d"],
    run: (state) => void state.compareWithRelated((details) => details.previousOfType, NO_PREVIOUS),
    enabled: (state) => mayHave(state, (details) => details.previousOfType),
    missing: missingFrame(NO_PREVIOUS),
  },
  {
    id: "compare-mark",
    title: "Mark for comparison",
    group: "Selection",
    keys: [],
    run: (state) => state.selectedRow !== null && state.markForComparison(state.selectedRow),
    enabled: (state) => state.selectedRow !== null && state.selectedRow !== state.compareMark,
  },
  {
    id: "compare-marked",
    title: "Compare with the marked frame",
    group: "Selection",
    keys: [],
    run: ({ compareMark, selectedRow, compareFrames }) => {
      if (compareMark !== null && selectedRow !== null) compareFrames(compareMark, selectedRow);
    },
    enabled: ({ compareMark, selectedRow }) =>
      compareMark !== null && selectedRow !== null && compareMark !== selectedRow,
  },
];
