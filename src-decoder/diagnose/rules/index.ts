import type { Rule } from "../rule.ts";
import { ANSWER_RULES } from "./answers.ts";
import { FRAMING_RULES } from "./framing.ts";
import { QUALITY_RULES } from "./quality.ts";
import { STALL_RULES } from "./stalls.ts";

/** Every rule. Adding one is one row in one of the lists. */
export const RULES: readonly Rule[] = [...FRAMING_RULES, ...ANSWER_RULES, ...STALL_RULES, ...QUALITY_RULES];
