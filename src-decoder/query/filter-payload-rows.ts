import { HEADER_BYTES } from "../bridge/header.ts";
import type { Capture } from "../model/capture.ts";
import type { PayloadFilter } from "./filter.ts";
import { PayloadReader } from "./payload-reader.ts";

/** Rows, and bytes of payloads, looked at between two looks at whether the caller still wants the answer; some milliseconds. */
const SLICE_ROWS = 1 << 15;
const SLICE_BYTES = 1 << 20;
/** Bytes of the payloads of all frames, as their headers announce them: what `PayloadHits.bytes` comes to at the end. */
export function payloadBytes({ frames: { length, size } }: Capture): number {
  let bytes = 0;
  for (let row = 0; row < length; row++) bytes += size.get(row) - HEADER_BYTES;
  return bytes;
}

/** What a slice of the search found. */
export interface PayloadHits {
  /** Rows that pass, in the order of the source. */
  readonly rows: Uint32Array<ArrayBuffer>;
  /** How many rows of the source are looked at so far, and the bytes of their payloads. */
  readonly looked: number;
  readonly bytes: number;
}

/**
 * Runs a filter that looks into payloads, slice by slice. The caller may show the hits of a slice at once, let other work run between two
 * slices, and cancel by not asking for the next. `source` is a count of rows (all of a capture) or rows in their order. Of a payload that
 * the capture does not have in full, the bytes before its first hole are looked at. Fails where a file cannot be read.
 */
export async function* filterPayloadRows(
  capture: Capture,
  filter: PayloadFilter,
  source: number | Uint32Array,
): AsyncGenerator<PayloadHits, void> {
  const payloads = new PayloadReader(capture);
  const length = typeof source === "number" ? source : source.length;
  const { size } = capture.frames;
  let bytes = 0;
  for (let at = 0; at < length;) {
    const hits: number[] = [];
    const last = Math.min(at + SLICE_ROWS, length);
    const before = payloads.bytesRead;
    for (; at < last && payloads.bytesRead - before < SLICE_BYTES; at++) {
      const row = typeof source === "number" ? at : source[at]!;
      bytes += size.get(row) - HEADER_BYTES;
      if (!filter.mayPass(row)) continue;
      if (filter.passesAnyway(row)) {
        hits.push(row);
        continue;
      }
      const payload = payloads.read(row);
      if (filter.testPayload(row, payload instanceof Promise ? await payload : payload)) hits.push(row);
    }
    yield { rows: Uint32Array.from(hits), looked: at, bytes };
  }
}
