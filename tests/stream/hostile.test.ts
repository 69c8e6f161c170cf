import fc from "fast-check";
import { assert, describe, expect, it } from "vitest";
import { UNSEQUENCED } from "../../src-decoder/network/segment.ts";
import { StreamOutput, type Holder } from "../../src-decoder/stream/stream-output.ts";
import type { StreamSink } from "../../src-decoder/stream/stream-sink.ts";
import { CollectingSink, reassemble, reassembly, type TestSegment } from "./collect.ts";

/** Holds the contract of offsets without keeping bytes: gaps may be a gigabyte here. */
class CountingSink extends CollectingSink {
  readonly next: number[] = [];
  present = 0;

  override bytes(...[stream, offset, , start, end]: Parameters<StreamSink["bytes"]>): void {
    this.#advance(stream, offset, end - start);
    this.present += end - start;
  }

  override gap(stream: number, offset: number, length: number): void {
    this.#advance(stream, offset, length);
  }

  #advance(stream: number, offset: number, length: number): void {
    assert.equal(this.stream(stream).ends, 0);
    assert.equal(offset, this.next[stream] ?? 0);
    assert.isAbove(length, 0);
    this.next[stream] = offset + length;
  }
}

const anyNumber = fc.oneof(
  { weight: 4, arbitrary: fc.nat(60) },
  { weight: 2, arbitrary: fc.integer({ min: 2 ** 32 - 40, max: 2 ** 32 - 1 }) },
  { weight: 1, arbitrary: fc.nat(2 ** 32 - 1) },
);

const anySegment: fc.Arbitrary<TestSegment> = fc
  .record({
    by: fc.constantFrom<0 | 1>(0, 1),
    sequence: anyNumber,
    acknowledgement: anyNumber,
    flags: fc.oneof({ weight: 4, arbitrary: fc.constant(16) }, { weight: 1, arbitrary: fc.nat(31) }),
    payload: fc.uint8Array({ maxLength: 12 }),
    cut: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(2 ** 16) }),
    window: fc.nat(3),
    time: fc.oneof(fc.nat(100), fc.constant(Number.NaN)),
  })
  .map(({ cut, ...segment }) => ({ ...segment, length: segment.payload.length + cut }));

describe("hostile segments", () => {
  it("never throw nor break the sink's contract, and no byte comes out twice", () => {
    fc.assert(
      fc.property(fc.array(anySegment, { maxLength: 80 }), fc.boolean(), (tcp, isTcp) => {
        const segments = isTcp ? tcp : tcp.map((segment) => ({ ...segment, sequence: UNSEQUENCED }));
        const sink = new CountingSink();
        const all = reassembly(sink);
        for (const segment of segments) all.feed(segment);
        all.finish();
        expect(sink.streams.map((stream) => stream.ends)).toEqual(sink.connections.flatMap(() => [1, 1]));
        expect(sink.present).toBeLessThanOrEqual(
          segments.reduce((sum, { payload }) => sum + (payload?.length ?? 0), 0),
        );
        expect(sink.connections.reduce((sum, { packets }) => sum + packets, 0)).toBeGreaterThanOrEqual(segments.length);
      }),
      { numRuns: 1500 },
    );
  });

  it("in falling order are put right in bounded time", () => {
    const count = 3000;
    const falling = Array.from({ length: count }, (_, i) => ({
      by: 0 as const,
      sequence: 1 + (count - 1 - i),
      payload: [(count - 1 - i) & 0xff],
    }));
    const { sink } = reassemble([{ by: 0, sequence: 0, flags: 2 }, ...falling]);
    expect(sink.stream(0).bytes).toEqual(Array.from({ length: count }, (_, i) => i & 0xff));
  });
});

describe("the bound on what all streams hold", () => {
  it("makes the stream deliver that has held longest", () => {
    const output = new StreamOutput(new CollectingSink());
    const flushed: string[] = [];
    const holder = (name: string, cost: number): Holder => {
      const self: Holder = {
        flush() {
          flushed.push(name);
          output.release(self, cost, true);
        },
      };
      output.hold(self, cost);
      return self;
    };
    holder("first", 40 << 20);
    const second = holder("second", 20 << 20);
    output.keepBound();
    expect(flushed).toEqual([]);
    holder("third", 20 << 20);
    output.keepBound();
    expect(flushed).toEqual(["first"]);
    output.release(second, 20 << 20, true);
    holder("fourth", 50 << 20);
    output.keepBound();
    expect(flushed).toEqual(["first", "third"]);
  });
});
