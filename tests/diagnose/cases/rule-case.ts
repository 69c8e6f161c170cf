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
  readonly says?: RegExp | string;
  /** What its first likely cause must hold, where that depends on the conversation. */
  readonly cause?: RegExp;
  /** Numbers of the rows that prove it, in their order: row 0 is the capture's first frame. */
  readonly rows?: readonly number[];
  /** Number of the connection that it is about, from 0. */
  readonly connection?: number;
  /** What one of its next steps must hold, where that depends on the conversation. */
  readonly next?: RegExp;
  /** Rule of the finding that this one hangs under. */
  readonly under?: string;
}
