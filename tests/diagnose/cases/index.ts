import { ANSWER_CASES } from "./answers.ts";
import { BOOT_CASES } from "./boot.ts";
import { END_CASES } from "./ends.ts";
import { HANDLER_CASES } from "./handlers.ts";
import { LIFE_CASES } from "./life.ts";
import { NEAR_MISSES } from "./near-misses.ts";
import { RESULT_CASES } from "./results.ts";
import { SIDECAR_CASES } from "./sidecar.ts";
import { STALL_CASES } from "./stalls.ts";
import { UNNUMBERED_CASES } from "./unnumbered.ts";
import { WIRE_CASES } from "./wire.ts";
import type { RuleCase } from "./rule-case.ts";

/** Every built conversation with what a rule says of it. */
export const CASES: readonly RuleCase[] = [
  ...ANSWER_CASES,
  ...BOOT_CASES,
  ...END_CASES,
  ...HANDLER_CASES,
  ...LIFE_CASES,
  ...NEAR_MISSES,
  ...RESULT_CASES,
  ...SIDECAR_CASES,
  ...STALL_CASES,
  ...UNNUMBERED_CASES,
  ...WIRE_CASES,
];
