/** A bridge decoder over one connection, and streams to feed it with. */
import fc from "fast-check";
import { BridgeDecoder } from "../../src-decoder/bridge/bridge-decoder.ts";
import type { FrameEnd, UnframedReason } from "../../src-decoder/bridge/frame-sink.ts";
import { PayloadScanner } from "../../src-decoder/bridge/payload-scan.ts";
import { StringTable } from "../../src-decoder/bytes/string-table.ts";
import type { Connection } from "../../src-decoder/stream/stream-sink.ts";

interface SeenFrame {
  stream: number;
  offset: number;
  type: number;
  size: number;
  id: bigint;
  time: number;
  end: FrameEnd | null;
  received: number;
}

/** Runs the decoder over one connection; feeds and holes are given by the test. */
export function decoder(options: { sawStart?: boolean; port?: number } = {}) {
  const frames: SeenFrame[] = [];
  const unframed: { stream: number; offset: number; length: number; reason: UnframedReason }[] = [];
  const bridge = new BridgeDecoder(
    {
      beginFrame: (stream, offset, type, size, low, high, time) =>
        frames.push({
          stream,
          offset,
          type,
          size,
          id: (BigInt(high) << 32n) | BigInt(low),
          time,
          end: null,
          received: 0,
        }) - 1,
      endFrame: (row, _facts, end, received) => Object.assign(frames[row]!, { end, received }),
      unframed: (stream, offset, length, reason) => unframed.push({ stream, offset, length, reason }),
    },
    new PayloadScanner(new StringTable()),
    new Set(options.port === undefined ? [] : [options.port]),
  );
  const connection: Connection = {
    index: 0,
    transport: "tcp",
    endpoints: [
      { address: "192.0.2.1", port: 50_000 },
      { address: "192.0.2.2", port: 20_000 },
    ],
    sawStart: options.sawStart ?? true,
    firstTime: 0,
    lastTime: 0,
    packets: 0,
    events: [],
    eventCounts: {},
    unseen: null,
    leftOut: null,
  };
  bridge.connection(connection);
  return { bridge, frames, unframed };
}

export const encoder = new TextEncoder();

export function frame(type: number, id: bigint, payload: string, size?: number): Uint8Array {
  const body = encoder.encode(payload);
  const bytes = new Uint8Array(16 + body.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, type, true);
  view.setUint32(4, size ?? bytes.length, true);
  view.setBigUint64(8, id, true);
  bytes.set(body, 16);
  return bytes;
}

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

export const REQUEST = 0x1010_0901;
export const RESPONSE = 0x2010_0901;
/** Piece lengths to cut a stream by, repeated to its end. */
export const cuts = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 12 });

export function* pieces(length: number, lengths: readonly number[]): Generator<[number, number]> {
  for (let at = 0, i = 0; at < length; i++) {
    const end = Math.min(length, at + lengths[i % lengths.length]!);
    yield [at, end];
    at = end;
  }
}
