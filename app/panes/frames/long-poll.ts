import { procedureOf } from "../../../src-decoder/index.ts";
import type { FrameRow } from "../../worker/contract/rows.ts";

/** A request that may stay open for hours with nothing wrong: its answer comes when something happens. */
export function isLongPoll(frame: FrameRow): boolean {
  return procedureOf(frame.type)?.waits ?? false;
}
