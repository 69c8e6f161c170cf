import {
  HEADER_BYTES,
  formatPayload,
  parsePayload,
  type FormattedPayload,
  type PayloadTree,
} from "../../../src-decoder/index.ts";
import type { FrameBytes } from "../../worker/contract.ts";
import { invalidUtf8, utf8Text } from "./byte-text.ts";
import type { ReadBytes } from "./frame-blocks.ts";

/** Payloads over this are read as JSON only up to here; the bytes view shows all of any size. */
const MOST_READ = 16 * 1024 * 1024;

/** A payload read as JSON, with what the JSON and Fields tabs need of it. */
export interface LoadedPayload {
  readonly tree: PayloadTree;
  readonly formatted: FormattedPayload;
  readonly bytes: Uint8Array;
  /** The payload's text as it was sent; invalid UTF-8 shows as U+FFFD. */
  readonly original: string;
  readonly invalidBytes: number;
  /** Bytes of the payload that lie behind those read here. */
  readonly unread: number;
}

/** Reads the payload of a frame; null when the frame is gone. */
export async function loadPayload(payloadLength: number, read: ReadBytes): Promise<LoadedPayload | null> {
  const length = Math.min(payloadLength, MOST_READ);
  const answer = length === 0 ? { bytes: new Uint8Array(0), gaps: [] } : await read(HEADER_BYTES, length);
  if (answer === null) return null;
  const bytes = answer.bytes.subarray(0, knownEnd(answer));
  const tree = parsePayload(bytes);
  return {
    tree,
    formatted: formatPayload(tree),
    bytes,
    original: utf8Text(bytes),
    invalidBytes: invalidUtf8(bytes),
    unread: payloadLength - length,
  };
}

/** Where the bytes end that the capture has: a hole up to the end is a cut, not zeros. */
function knownEnd({ bytes, gaps }: Pick<FrameBytes, "gaps"> & { readonly bytes: Uint8Array }): number {
  let end = bytes.length;
  for (const gap of gaps.toReversed()) {
    if (gap.offset + gap.length - HEADER_BYTES < end) break;
    end = Math.max(0, gap.offset - HEADER_BYTES);
  }
  return end;
}
