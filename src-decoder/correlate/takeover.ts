/**
 * Bridges that go on with what another host, or the same one before the capture, began: a live migration's destination, whose ids jump
 * from 0 to a seeded number (N15), and a source that was rolled back, whose first id is the next of its counter (N17).
 */
import { messageKind } from "../bridge/header.ts";
import type { Capture } from "../model/capture.ts";
import type { MessageIndex } from "./message-index.ts";

/** Ids may be used up without reaching the wire; a bridge that has started one container is beyond this. */
const SMALLEST_SEED = 5;
/** Of a bridge so many frames are looked at for its second request. */
const MOST_LOOKED_AT = 10_000;

/** What went before a bridge that the capture does not show. */
export interface Takeover {
  /** Ids below this may have been asked before. */
  readonly firstOwnId: number;
}

/** The bridges whose first connection in the capture goes on with an earlier one that is not in it, by number. */
export function takeovers(capture: Capture, index: MessageIndex): ReadonlyMap<number, Takeover> {
  const { frames } = capture;
  const found = new Map<number, Takeover>();
  const seen = new Set<number>();
  for (const row of index.requests("NegotiateProtocol")) {
    const stream = frames.stream.get(row);
    const bridge = capture.bridgeOf(stream >>> 1);
    if (seen.has(bridge)) continue;
    seen.add(bridge);
    const id = frames.idLow.get(row);
    const firstOwnId = id === 0 ? secondId(capture, row, stream) : id;
    if (firstOwnId >= SMALLEST_SEED) found.set(bridge, { firstOwnId });
  }
  return found;
}

function secondId({ frames }: Capture, first: number, stream: number): number {
  const end = Math.min(frames.length, first + MOST_LOOKED_AT);
  for (let row = first + 1; row < end; row++) {
    if (frames.stream.get(row) === stream && messageKind(frames.type.get(row)) === "request")
      return frames.idLow.get(row);
  }
  return 0;
}
