/** Opening a capture, closing it, and what was wrong in it. */
import { chooseFiles } from "../files.ts";
import { isOpen, type Command } from "./command.ts";

export const CAPTURE_COMMANDS: readonly Command[] = [
  {
    id: "open",
    title: "Open files",
    words: ["load"],
    group: "Capture",
    keys: ["Ctrl+O"],
    isOverReference: true,
    run: (state) =>
      chooseFiles((files) => {
        state.uncoverPage();
        void state.openFiles(files);
      }),
  },
  {
    id: "cancel",
    title: "Cancel reading",
    group: "Capture",
    keys: [],
    run: (state) => void state.cancelReading(),
    enabled: (state) => state.phase === "reading",
  },
  {
    id: "close",
    title: "Close the capture",
    group: "Capture",
    keys: [],
    run: (state) => state.closeCapture(),
    enabled: isOpen,
  },
  {
    id: "issues",
    title: "List the issues of the capture",
    group: "Capture",
    keys: [],
    run: (state) => state.setDialog("issues"),
    enabled: (state) => (state.overview?.issueCount ?? 0) > 0,
  },
];
