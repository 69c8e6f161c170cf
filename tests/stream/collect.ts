import { assert } from "vitest";
import { viewOf } from "../../src-decoder/bytes/same-bytes.ts";
import { IssueList } from "../../src-decoder/bytes/issues.ts";
import { EndpointTable } from "../../src-decoder/network/endpoints.ts";
import { ACK, type Segment } from "../../src-decoder/network/segment.ts";
import { PieceList, type FilePiece } from "../../src-decoder/stream/pieces.ts";
import { Reassembler } from "../../src-decoder/stream/reassembler.ts";
import type { ReadBack } from "../../src-decoder/stream/repeated-bytes.ts";
import type { Connection, StreamSink } from "../../src-decoder/stream/stream-sink.ts";

/** A byte that the capture lacks. */
export const GAP = -1;

/** Gaps are spelled out byte by byte; a test that makes a longer one has another sink. */
const MOST_GAP = 1_000_000;
/** In the file that a test's packets stand in. */
const BYTES_APART = 10_000;

/** What a stream delivered: each byte, or `GAP`. */
export interface CollectedStream {
  readonly bytes: number[];
  /** How often its end was told. */
  ends: number;
  endTime: number;
}

/** Keeps all that is delivered, and holds the sink's contract: offsets that follow each other, nothing empty, nothing after the end. */
export class CollectingSink implements StreamSink {
  readonly connections: Connection[] = [];
  readonly streams: CollectedStream[] = [];
  readonly #pieces: PieceList[] = [];

  stream(number: number): CollectedStream {
    return (this.streams[number] ??= { bytes: [], ends: 0, endTime: Number.NaN });
  }

  connection(connection: Connection): void {
    assert.equal(connection.index, this.connections.length);
    this.connections.push(connection);
  }

  bytes(
    ...[stream, streamOffset, bytes, start, end, , file, fileOffset, packet]: Parameters<StreamSink["bytes"]>
  ): void {
    const collected = this.#at(stream, streamOffset);
    assert.isAbove(end, start);
    for (let i = start; i < end; i++) collected.bytes.push(bytes[i]!);
    (this.#pieces[stream] ??= new PieceList()).add(streamOffset, end - start, file, fileOffset, packet);
  }

  locate(stream: number, streamOffset: number, length: number): readonly FilePiece[] {
    return this.#pieces[stream]?.locate(streamOffset, length) ?? [];
  }

  gap(stream: number, streamOffset: number, length: number): void {
    const collected = this.#at(stream, streamOffset);
    assert.isAbove(length, 0);
    assert.isAtMost(length, MOST_GAP);
    for (let i = 0; i < length; i++) collected.bytes.push(GAP);
  }

  end(stream: number, time: number): void {
    const collected = this.stream(stream);
    collected.ends++;
    collected.endTime = time;
  }

  #at(stream: number, streamOffset: number): CollectedStream {
    const collected = this.stream(stream);
    assert.isBelow(stream, this.connections.length * 2);
    assert.equal(collected.ends, 0);
    assert.equal(streamOffset, collected.bytes.length);
    return collected;
  }
}

/** One segment as a test writes it. */
export interface TestSegment {
  /** 0: from the client, 1: from the server. */
  readonly by: 0 | 1;
  readonly sequence: number;
  readonly acknowledgement?: number;
  readonly flags?: number;
  readonly payload?: readonly number[] | Uint8Array;
  /** Length on the wire, where the payload is cut. */
  readonly length?: number;
  readonly window?: number;
  /** Nanoseconds; without it packets are 10 ms apart. */
  readonly time?: number;
  readonly file?: number;
  readonly transport?: Segment["transport"];
}

export interface Reassembled {
  readonly sink: CollectingSink;
  readonly issues: IssueList;
  readonly reassembler: Reassembler;
  feed(segment: TestSegment): void;
  finish(): void;
  /** Reads the payloads back, as from the file in which they stand. */
  readonly readBack: ReadBack;
}

/** A reassembler with one client and one server, fed by hand. */
export function reassembly(sink = new CollectingSink(), files: readonly string[] = ["test"]): Reassembled {
  const endpoints = new EndpointTable();
  const issues = new IssueList();
  const reassembler = new Reassembler(sink, endpoints, issues, files);
  const addresses = viewOf(Uint8Array.from([10, 0, 0, 1, 10, 0, 0, 2]));
  const ends = [endpoints.ipv4(addresses, 0, 40_000, 0), endpoints.ipv4(addresses, 4, 5000, 0)] as const;
  const payloads: Uint8Array[] = [];
  let packet = 0;
  return {
    sink,
    issues,
    reassembler,
    feed(test) {
      // The buffer is overwritten by each packet, as a reader's is: who kept it would be found out.
      const bytes = Uint8Array.from(test.payload ?? []);
      payloads.push(bytes.slice());
      reassembler.segment({
        transport: test.transport ?? "tcp",
        source: ends[test.by],
        destination: ends[test.by === 0 ? 1 : 0],
        sequence: test.sequence < 0 ? test.sequence : test.sequence % 2 ** 32,
        acknowledgement: (test.acknowledgement ?? 0) % 2 ** 32,
        flags: test.flags ?? (test.acknowledgement === undefined ? 0 : ACK),
        window: test.window ?? 1000,
        windowScale: -1,
        bytes,
        start: 0,
        end: bytes.length,
        length: test.length ?? bytes.length,
        fileOffset: packet * BYTES_APART,
        file: test.file ?? 0,
        time: test.time ?? packet * 10_000_000,
        packet: packet++,
      });
      bytes.fill(0xee);
    },
    finish() {
      reassembler.finish(packet * 10_000_000);
    },
    readBack(_file, fileOffset, length) {
      const run = new Uint8Array(length);
      for (let at = 0; at < length; at++) {
        run[at] = payloads[Math.floor((fileOffset + at) / BYTES_APART)]?.[(fileOffset + at) % BYTES_APART] ?? 0;
      }
      return Promise.resolve(run);
    },
  };
}

/** Feeds all, finishes, and checks that every stream was ended once. */
export function reassemble(segments: Iterable<TestSegment>): Reassembled {
  const all = reassembly();
  for (const segment of segments) all.feed(segment);
  all.finish();
  assert.deepEqual(
    all.sink.streams.map((stream) => stream.ends),
    all.sink.connections.flatMap(() => [1, 1]),
  );
  return all;
}
