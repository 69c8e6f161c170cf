/** What people say of frames: marks, frames that they ignore, time zero. */
import { numbersFilter } from "../../src-decoder/index.ts";
import { missingFrame, type Command } from "./command.ts";
import { copyText } from "../parts/copy.ts";
import type { State } from "../state/store.ts";

const hasSelection = (state: State): boolean => state.selectedRow !== null;
const hasMarks = (state: State): boolean => state.marked.size > 0;

export const MARK_COMMANDS: readonly Command[] = [
  {
    id: "mark",
    title: "Mark the frame, or take its mark away",
    titleOf: (frames) => `Mark ${frames}, or take their marks away`,
    group: "Selection",
    keys: ["m"],
    run: (state) => void state.toggleMark(),
    enabled: hasSelection,
    missing: missingFrame(),
  },
  {
    id: "next-mark",
    title: "Next marked frame",
    group: "Move",
    keys: ["}"],
    run: (state) => void state.goToMark(1),
    enabled: hasMarks,
    missing: () => "No frame is marked: m marks the selected one.",
  },
  {
    id: "previous-mark",
    title: "Previous marked frame",
    group: "Move",
    keys: ["{"],
    run: (state) => void state.goToMark(-1),
    enabled: hasMarks,
    missing: () => "No frame is marked: m marks the selected one.",
  },
  {
    id: "clear-marks",
    title: "Take all marks away",
    group: "Selection",
    keys: [],
    run: (state) => void state.clearMarks(),
    enabled: hasMarks,
  },
  {
    id: "copy-marked-filter",
    title: "Copy the marked frames as a filter",
    group: "Selection",
    keys: [],
    run: (state) => copyText(numbersFilter(state.marked)),
    enabled: hasMarks,
  },
  {
    id: "ignore",
    title: "Ignore the frame, or take it back",
    titleOf: (frames) => `Ignore ${frames}, or take them back`,
    group: "Selection",
    keys: ["Ctrl+D"],
    run: (state) => void state.toggleIgnored(),
    enabled: hasSelection,
    missing: missingFrame(),
  },
  {
    id: "stop-ignoring",
    title: "Ignore no frame any more",
    group: "Selection",
    keys: [],
    run: (state) => void state.stopIgnoring(),
    enabled: (state) => state.ignored.size > 0,
  },
  {
    id: "time-zero",
    title: "Count time from this frame",
    titleOf: (frames) => `Count time from the earliest of ${frames}`,
    group: "Selection",
    keys: ["t"],
    run: (state) => void state.setTimeZero(),
    enabled: hasSelection,
    missing: missingFrame(),
  },
  {
    id: "clear-time-zero",
    title: "Count time from the first packet again",
    group: "Selection",
    keys: ["T"],
    run: (state) => state.clearTimeZero(),
    enabled: (state) => state.timeZero !== null,
    missing: () => "Time counts from the first packet.",
  },
];
