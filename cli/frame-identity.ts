import { formatId, procedureName } from "../src-decoder/index.ts";
import type { Capture } from "../src-decoder/index.ts";

/** What a request is told by in the lists of reports. */
export interface FrameIdentity {
  readonly name: string;
  /** Decimal digits: ids have 64 bits. */
  readonly id: string;
  readonly containerId: string | null;
}

export function frameIdentity({ frames, strings }: Capture, row: number): FrameIdentity {
  return {
    name: procedureName(frames.type.get(row)),
    id: formatId(frames.idLow.get(row), frames.idHigh.get(row)),
    containerId: strings.get(frames.containerId.get(row)) ?? null,
  };
}
