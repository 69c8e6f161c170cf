import type { Option } from "./arguments.ts";

/** Apart from what it needs to work, the whole filter language, so that a command without a filter starts without it. */
export const FILTER_OPTION: Option = {
  name: "filter",
  value: "EXPR",
  help: "Only frames that the display filter lets pass",
};
