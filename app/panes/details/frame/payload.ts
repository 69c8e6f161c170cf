import { wrap, type Remote } from "comlink";
import { HEADER_BYTES, PayloadTree, type Range } from "../../../../src-decoder/index.ts";
import type { ReadBytes } from "./frame-blocks.ts";
import { readPayload, type PayloadText } from "./payload-text.ts";
import type { PayloadWorker } from "./payload-worker.ts";

/** Payloads over this are read as JSON only up to here; the bytes view shows all of any size. */
const MOST_READ = 16 * 1024 * 1024;
/** Payloads over this are read in a worker; smaller ones take a few milliseconds. */
const LARGE = 192 * 1024;

/** A payload read as JSON, with what the JSON and Fields tabs need of it. */
export interface LoadedPayload extends PayloadText {
  readonly tree: PayloadTree;
  /** The payload as far as it is read as JSON: at most to its hole, behind which nothing is known to be what it seems. */
  readonly bytes: Uint8Array;
  /** The first bytes that the capture lacks; null where it has all of those that are read here. */
  readonly hole: Range | null;
  /** Bytes of the payload that lie behind those read here. */
  readonly unread: number;
}

/** Reads the payload of a frame of a type; null when the frame is gone. */
export async function loadPayload(type: number, payloadLength: number, read: ReadBytes): Promise<LoadedPayload | null> {
  const length = Math.min(payloadLength, MOST_READ);
  const answer = length === 0 ? { bytes: new Uint8Array(0), gaps: [] } : await read(HEADER_BYTES, length);
  if (answer === null) return null;
  const [hole = null] = answer.gaps;
  const bytes = answer.bytes.subarray(0, hole?.offset);
  const text = bytes.length > LARGE ? await largePayloads().read(bytes, type) : readPayload(bytes, type);
  return { ...text, tree: new PayloadTree(text.parts), bytes, hole, unread: payloadLength - length };
}

let worker: Remote<PayloadWorker> | null = null;

/** The worker for large payloads, started with the first of them. */
function largePayloads(): Remote<PayloadWorker> {
  worker ??= wrap<PayloadWorker>(
    new Worker(new URL("./payload-worker.ts", import.meta.url), { type: "module", name: "payload" }),
  );
  return worker;
}
