import { describe, expect, it } from "vitest";
import { ACK, FIN, SYN } from "../../src-decoder/network/segment.ts";
import { GAP, reassemble, type TestSegment } from "./collect.ts";

const gaps = (count: number): number[] => Array.from({ length: count }, () => GAP);

/** The client acknowledges all before this sequence number of the server. */
function acknowledges(acknowledgement: number): TestSegment {
  return { by: 0, sequence: 100, acknowledgement };
}

describe("where only one side is in the capture", () => {
  const opening: readonly TestSegment[] = [{ by: 0, sequence: 99, flags: SYN }, acknowledges(500)];

  it("what the other sent is a gap as long as what was acknowledged", () => {
    const all = reassemble([...opening, acknowledges(530), acknowledges(580)]);
    expect(all.sink.stream(1).bytes).toEqual(gaps(80));
    expect(all.sink.connections[0]?.events.map(({ kind }) => kind)).toEqual(["syn"]);
  });

  it("the gap does not count a FIN, which is acknowledged like a byte", () => {
    const all = reassemble([...opening, acknowledges(530), acknowledges(531)]);
    expect(all.sink.stream(1).bytes).toEqual(gaps(30));
    // Who answers a SYN is the second end, so that the gap is the first one's.
    const answered = { by: 0, sequence: 99, flags: SYN | ACK, acknowledgement: 500 } as const;
    const closing = { by: 0, sequence: 100, flags: FIN | ACK, acknowledgement: 530 } as const;
    expect(reassemble([answered, closing, acknowledges(531)]).sink.stream(0).bytes).toEqual(gaps(30));
  });

  it("the gap begins with what was acknowledged first where the capture starts late, and goes over the end of numbers", () => {
    const end = 2 ** 32;
    expect(reassemble([acknowledges(end - 10), acknowledges(end + 5)]).sink.stream(1).bytes).toEqual(gaps(15));
  });

  it("nothing is a gap where nothing but a SYN was acknowledged", () => {
    expect(reassemble(opening).sink.stream(1).bytes).toEqual([]);
  });
});
