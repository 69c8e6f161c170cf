import { counted, formatCount } from "../bytes/count-text.ts";
import { IssueList } from "../bytes/issues.ts";
import { StringTable } from "../bytes/string-table.ts";
import { BridgeDecoder } from "../bridge/bridge-decoder.ts";
import type { FrameEnd, FrameSink, UnframedReason } from "../bridge/frame-sink.ts";
import { MAX_HOST_RECEIVE } from "../bridge/header.ts";
import { PayloadScanner } from "../bridge/payload-scan.ts";
import type { PayloadFacts } from "../bridge/payload-fields.ts";
import type { FilePiece } from "../stream/pieces.ts";
import type { Connection, StreamSink } from "../stream/stream-sink.ts";
import { FRAME } from "./capture.ts";
import type { Bridge, Capture, CaptureSource, Frames } from "./capture.ts";
import { FrameTable } from "./frame-table.ts";
import { captureOrder } from "./order.ts";
import { StreamRecord } from "./stream-table.ts";

/** Reasons of unframed ranges that are faults of the bytes, not of the capture. */
const FAULTS: ReadonlySet<UnframedReason> = new Set(["size under 16", "size beyond what can be", "no header found"]);

/** Sees payloads while a capture is read, when they are in memory anyway. */
export interface PayloadTap {
  /**
   * The payload of the frame at `row`, or what the capture has of it before its first missing byte, is `bytes[from .. to)`, until the call returns.
   * Every frame is told of once, as soon as all of its columns but those about its pair are set in `frames`.
   */
  payload(row: number, frames: Frames, bytes: Uint8Array, from: number, to: number): void;
  /** All frames were told of, and each row holds now the frame that was at row `order[row]`. */
  reordered(order: Uint32Array): void;
}

/** Fills a `Capture` from the ordered streams; the capture is live while that goes on. */
export class CaptureBuild implements Capture, StreamSink, FrameSink {
  finished = false;
  readonly sources: CaptureSource[] = [];
  startNs: bigint | null = null;
  lastTime = 0;
  packets = 0;
  readonly frames = new FrameTable();
  readonly connections: Connection[] = [];
  readonly streams: StreamRecord[] = [];
  bridges: Bridge[] = [];
  readonly strings = new StringTable();
  readonly issues = new IssueList();
  readonly #decoder: BridgeDecoder;
  readonly #tap: PayloadTap | null;
  inTimeOrder = true;
  #lastFrameTime = Number.NEGATIVE_INFINITY;
  #bridgeNumbers: readonly number[] = [];

  constructor(bridgePorts: ReadonlySet<number>, tap: PayloadTap | null = null) {
    this.#tap = tap;
    this.#decoder = new BridgeDecoder(this, new PayloadScanner(this.strings), bridgePorts);
  }

  bridgeOf = (connection: number): number => this.#bridgeNumbers[connection] ?? 0;

  connection(connection: Connection): void {
    this.connections.push(connection);
    const { index, transport } = connection;
    const isNumbered = transport === "tcp";
    this.streams.push(new StreamRecord(2 * index, isNumbered), new StreamRecord(2 * index + 1, isNumbered));
    this.#decoder.connection(connection);
  }

  bytes(
    stream: number,
    streamOffset: number,
    bytes: Uint8Array,
    start: number,
    end: number,
    time: number,
    file: number,
    fileOffset: number,
    packet: number,
  ): void {
    const record = this.streams[stream]!;
    if (record.isNumbered) {
      record.noteTime(streamOffset, time);
      record.addPiece(streamOffset, end - start, file, fileOffset, packet);
      this.#decoder.bytes(stream, streamOffset, bytes, start, end, time);
      return;
    }
    for (let at = start; ;) {
      const offset = streamOffset + (at - start) + record.found;
      record.noteTime(offset, time);
      const stop = this.#decoder.bytes(stream, offset, bytes, at, end, time);
      if (stop > at) record.addPiece(offset, stop - at, file, fileOffset + (at - start), packet);
      if (stop === end) return;
      const missing = this.#decoder.missing(stream);
      this.gap(stream, streamOffset + (stop - start), missing);
      record.found += missing;
      at = stop;
    }
  }

  gap(stream: number, streamOffset: number, length: number): void {
    const offset = streamOffset + this.streams[stream]!.found;
    this.streams[stream]!.addGap(offset, length);
    this.#decoder.gap(stream, offset, length);
  }

  locate(stream: number, streamOffset: number, length: number): readonly FilePiece[] {
    return this.streams[stream]!.locate(streamOffset, length);
  }

  end(stream: number): void {
    this.#decoder.end(stream, this.streams[stream]!.bytes);
  }

  beginFrame(
    stream: number,
    streamOffset: number,
    type: number,
    size: number,
    idLow: number,
    idHigh: number,
    time: number,
  ): number {
    const record = this.streams[stream]!;
    if (record.direction === null) this.#nameDirections(record.connection);
    record.frames++;
    if (!(time >= this.#lastFrameTime)) this.inTimeOrder = false;
    this.#lastFrameTime = time;
    const row = this.frames.add(stream, streamOffset, type, size, idLow, idHigh, time);
    if (size > MAX_HOST_RECEIVE && record.direction === "guest-to-host") this.frames.setFlag(row, FRAME.oversize);
    return row;
  }

  endFrame(
    row: number,
    facts: PayloadFacts,
    end: FrameEnd,
    received: number,
    duration: number,
    bytes: Uint8Array,
    from: number,
    to: number,
  ): void {
    const { frames } = this;
    this.streams[frames.stream.get(row)]!.framedBytes += received;
    if (duration > 0) frames.duration.set(row, duration);
    frames.containerId.set(row, facts.containerId);
    frames.activityId.set(row, facts.activityId);
    let flags = frames.flags.get(row);
    if (facts.hasProcess) {
      frames.processId.set(row, facts.processId);
      flags |= FRAME.hasProcess;
    }
    if (facts.hasResult) {
      frames.result.set(row, facts.result);
      flags |= FRAME.hasResult;
    }
    if (end === "complete") {
      flags |= FRAME.complete;
      if (facts.notJson) flags |= FRAME.notJson;
      if (facts.trailingBytes) flags |= FRAME.trailingBytes;
      if (facts.mistyped) flags |= FRAME.mistyped;
    } else if (end === "cut-by-gap") {
      flags |= FRAME.cutByGap;
    }
    frames.flags.set(row, flags);
    if (this.#tap !== null) this.#tap.payload(row, frames, bytes, from, to);
  }

  unframed(stream: number, offset: number, length: number, reason: UnframedReason): void {
    const record = this.streams[stream]!;
    record.addUnframed(offset, length, reason);
    if (!FAULTS.has(reason)) return;
    const place = record.locate(offset, 1)[0];
    this.issues.add({
      code: "frame-header",
      source: place === undefined ? "" : (this.sources[place.file]?.source.name ?? ""),
      at: place?.fileOffset ?? null,
      length,
      text: `Connection ${record.connection + 1}, ${record.direction ?? "direction not known"}, stream offset ${formatCount(offset)}: ${reason}; ${counted(length, "byte is", "bytes are")} in no frame.`,
    });
  }

  /** Puts the frames into capture order; true where rows have changed their numbers. */
  sortFrames(): boolean {
    // Frames whose times never fall are in capture order; most captures are so, and a look at all rows is saved.
    const order = this.inTimeOrder ? null : captureOrder(this.frames);
    if (order === null) return false;
    this.frames.reorder(order);
    this.#tap?.reordered(order);
    return true;
  }

  /** All bytes are read: the directions of bridges that never had a whole header are named too. */
  endOfInput(): void {
    for (const { index } of this.connections) this.#nameDirections(index);
  }

  /** The last step, when bridges are known. */
  finish(bridges: readonly Bridge[]): void {
    this.bridges = [...bridges];
    const numbers: number[] = [];
    for (const { number, connections } of bridges) for (const connection of connections) numbers[connection] = number;
    this.#bridgeNumbers = numbers;
    this.finished = true;
  }

  #nameDirections(connection: number): void {
    const hostEnd = this.#decoder.hostEnd(connection);
    if (hostEnd === null) return;
    this.streams[2 * connection + hostEnd]!.direction = "host-to-guest";
    this.streams[2 * connection + 1 - hostEnd]!.direction = "guest-to-host";
  }
}
