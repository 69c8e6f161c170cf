/** Finding commands, keys and the meaning of messages. */
import { messagePath } from "../state/reference-path.ts";
import { missingFrame, type Command } from "./command.ts";

export const HELP_COMMANDS: readonly Command[] = [
  {
    id: "palette",
    title: "All commands",
    group: "Help",
    keys: ["Ctrl+K"],
    isOverReference: true,
    run: (state) => state.setDialog("palette"),
  },
  {
    id: "reference",
    title: "Protocol reference",
    words: ["help", "documentation", "manual"],
    group: "Help",
    keys: ["F1"],
    isOverReference: true,
    run: (state) => state.openReference(""),
  },
  {
    id: "reference-message",
    title: "Reference of the selected message",
    group: "Help",
    keys: ["Shift+F1"],
    isOverReference: true,
    run: (state) => state.openReference(messagePath(state.details?.frame.type ?? 0) ?? ""),
    enabled: ({ details }) => details !== null && messagePath(details.frame.type) !== null,
    missing: missingFrame("The reference has no message of the type of the selected frame."),
  },
  {
    id: "keys",
    title: "Keys",
    words: ["help", "shortcuts", "keyboard", "hotkeys"],
    group: "Help",
    keys: ["?"],
    isOverReference: true,
    run: (state) => state.setDialog("keys"),
  },
];
