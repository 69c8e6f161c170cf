import { byteStream } from "./byte-stream.ts";
import { describeForeignFile } from "./foreign-files.ts";
import type { CaptureFormat, UnreadableFile } from "./packet.ts";
import { pcap } from "./pcap.ts";
import { pcapng } from "./pcapng.ts";

/** The capture file formats that can be read. A format is added by a row; the best score wins, the first of equals. */
const CAPTURE_FORMATS: readonly CaptureFormat[] = [pcapng, pcap, byteStream];

/** Bytes from the beginning of a file that tell its format. */
export const HEAD_BYTES = 64 * 1024;

/** The format by which a file is to be read, or why it cannot be read at all. */
export type DetectedFormat = { readonly format: CaptureFormat } | UnreadableFile;

/** Tells the format of a file of `size` bytes that begins with `head`: by what is in it, never by its name. */
export function detectFormat(head: Uint8Array, size: number): DetectedFormat {
  let best: CaptureFormat | null = null;
  let bestScore = 0;
  for (const format of CAPTURE_FORMATS) {
    const score = format.score(head, size);
    if (score <= bestScore) continue;
    best = format;
    bestScore = score;
  }
  if (best === null) return describeForeignFile(head);
  return best.defect(head, size) ?? { format: best };
}
