import type { Rule } from "../rule.ts";
import { ANSWER_RULES } from "./answers.ts";
import { BLOCKED_RULES } from "./blocked.ts";
import { BOOT_RULES } from "./boot.ts";
import { BRIDGE_END_RULES } from "./bridge-end.ts";
import { CONTAINER_RULES } from "./containers.ts";
import { FIRST_MESSAGE_RULES } from "./first-messages.ts";
import { FRAMING_RULES } from "./framing.ts";
import { HANDLER_RULES } from "./handlers.ts";
import { PROCESS_RULES } from "./processes.ts";
import { QUALITY_RULES } from "./quality.ts";
import { RESULT_RULES } from "./results.ts";
import { SIDECAR_RULES } from "./sidecar.ts";
import { SLOW_RULES } from "./slow.ts";
import { STALL_RULES } from "./stalls.ts";
import { STDIO_RULES } from "./stdio.ts";

/** Every rule, in the order of bridge.md's section 8: bytes first, results last. Adding one is one row in one of the lists. */
export const RULES: readonly Rule[] = [
  ...FRAMING_RULES,
  ...ANSWER_RULES,
  ...BOOT_RULES,
  ...FIRST_MESSAGE_RULES,
  ...STALL_RULES,
  ...BLOCKED_RULES,
  ...SLOW_RULES,
  ...HANDLER_RULES,
  ...SIDECAR_RULES,
  ...CONTAINER_RULES,
  ...PROCESS_RULES,
  ...BRIDGE_END_RULES,
  ...STDIO_RULES,
  ...RESULT_RULES,
  ...QUALITY_RULES,
];
