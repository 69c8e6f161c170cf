import type { Severity } from "../../../src-decoder/index.ts";
import type { CaptureBuilder } from "../build-capture.ts";

/** A built conversation and what one rule says of it. */
export interface RuleCase {
  readonly rule: string;
  /** What happens in it. */
  readonly name: string;
  readonly build: (capture: CaptureBuilder) => void;
  /** The severity of the rule's first finding; null where the rule has nothing to say. */
  readonly severity: Severity | null;
  /** What the finding's text must hold: the numbers. */
  readonly says?: RegExp;
  /** What its first likely cause must hold, where that depends on the conversation. */
  readonly cause?: RegExp;
  /** Rule of the finding that this one hangs under. */
  readonly under?: string;
}
