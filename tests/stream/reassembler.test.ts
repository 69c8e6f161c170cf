import { describe, expect, it } from "vitest";
import { ACK, FIN, RST, SYN } from "../../src-decoder/network/segment.ts";
import { MOST_WAITING } from "../../src-decoder/stream/repeated-bytes.ts";
import { CollectingSink, GAP, reassemble, reassembly, type Reassembled, type TestSegment } from "./collect.ts";

const HANDSHAKE: readonly TestSegment[] = [
  { by: 0, sequence: 99, flags: SYN },
  { by: 1, sequence: 499, flags: SYN | ACK, acknowledgement: 100 },
  { by: 0, sequence: 100, acknowledgement: 500 },
];

/** Bytes of the client, from stream offset `at`. */
function data(at: number, ...payload: number[]): TestSegment {
  return { by: 0, sequence: 100 + at, acknowledgement: 500, payload };
}

/** What the server's number is in a later conversation on the same ports. */
const LATER = 3_000_000_000;

/** Bytes with numbers so far before the client's first, of a later conversation where nothing else is said. */
function before(distance: number, acknowledgement: number, ...payload: number[]): TestSegment {
  return { by: 0, sequence: 2 ** 32 + 100 - distance, acknowledgement, payload };
}

/** The server has all before stream offset `at`. */
function acknowledged(at: number, extra: Partial<TestSegment> = {}): TestSegment {
  return { by: 1, sequence: 500, acknowledgement: 100 + at, ...extra };
}

function kinds({ sink }: Reassembled, connection = 0): string[] {
  return sink.connections[connection]!.events.map((event) => `${event.kind} ${event.by}`);
}

const OPENING = ["syn 0", "syn-ack 1"];

/** For holes of megabytes: it keeps what happened to the connections, and no bytes. */
class EventSink extends CollectingSink {
  override bytes(): void {}
  override gap(): void {}
}

/** Keeps the time of each piece of bytes, too. */
class TimeSink extends CollectingSink {
  readonly times: number[] = [];
  override bytes(...piece: Parameters<CollectingSink["bytes"]>): void {
    super.bytes(...piece);
    this.times.push(piece[5]);
  }
}

describe("how a connection begins", () => {
  it("is opened by who sent the SYN, also when the answer comes first", () => {
    const all = reassemble([HANDSHAKE[1]!, HANDSHAKE[0]!, data(0, 1, 2)]);
    expect(all.sink.connections).toHaveLength(1);
    expect(all.sink.connections[0]).toMatchObject({ sawStart: true, packets: 3, transport: "tcp" });
    expect(all.sink.connections[0]?.endpoints[0]).toEqual({ address: "10.0.0.1", port: 40_000 });
    expect(all.sink.stream(0).bytes).toEqual([1, 2]);
    expect(kinds(all)).toEqual(["syn-ack 1", "syn 0"]);
  });

  it("starts where the answer says when the SYN is lost", () => {
    const all = reassemble([HANDSHAKE[1]!, data(2, 3), data(0, 1, 2)]);
    expect(all.sink.stream(0).bytes).toEqual([1, 2, 3]);
  });

  it("starts at a SYN that comes after the first bytes", () => {
    const all = reassemble([data(1, 2), HANDSHAKE[0]!, HANDSHAKE[1]!, data(0, 1)]);
    expect(all.sink.connections).toHaveLength(1);
    expect(all.sink.stream(0).bytes).toEqual([1, 2]);
  });

  it("takes a SYN and its answer that were captured long after the first bytes for its own", () => {
    const early = Array.from({ length: 40 }, (_, at) => data(at, at));
    const all = reassemble([
      ...early,
      { by: 1, sequence: 500, acknowledgement: 140, payload: [9] },
      HANDSHAKE[0]!,
      HANDSHAKE[1]!,
    ]);
    expect(all.sink.connections).toHaveLength(1);
    expect(all.sink.connections[0]?.sawStart).toBe(true);
    expect(all.sink.stream(0).bytes).toEqual(early.map((_, at) => at));
    expect(all.sink.stream(1).bytes).toEqual([9]);
  });

  it("takes the bytes that come with a SYN", () => {
    const all = reassemble([
      { by: 0, sequence: 99, flags: SYN, payload: [1, 2] },
      { by: 1, sequence: 499, flags: SYN | ACK, acknowledgement: 102 },
      data(2, 3),
    ]);
    expect(all.sink.connections).toHaveLength(1);
    expect(all.sink.stream(0).bytes).toEqual([1, 2, 3]);
  });

  it("is no new connection when the SYN is sent again, and unanswered when nobody answers", () => {
    const syn = { by: 0, sequence: 99, flags: SYN } as const;
    const all = reassemble([syn, syn, syn]);
    expect(all.sink.connections).toHaveLength(1);
    expect(kinds(all)).toEqual(["syn 0", "retransmission 0", "retransmission 0", "syn-unanswered 0"]);
    const refused = reassemble([syn, { by: 1, sequence: 0, flags: RST | ACK, acknowledgement: 100 }]);
    expect(kinds(refused)).toEqual(["syn 0", "rst 1"]);
    const refusedBefore = reassemble([
      { by: 1, sequence: 0, flags: RST | ACK, acknowledgement: 100, time: 20e6 },
      { ...syn, time: 10e6 },
    ]);
    expect(refusedBefore.sink.connections).toHaveLength(1);
    expect(kinds(refusedBefore)).toEqual(["syn 0", "rst 1"]);
  });

  it("is another one when a SYN with another number uses the ports again", () => {
    const again: TestSegment[] = [
      { by: 0, sequence: 7_000_000, flags: SYN },
      { by: 1, sequence: 8_000_000, flags: SYN | ACK, acknowledgement: 7_000_001 },
      { by: 0, sequence: 7_000_001, acknowledgement: 8_000_001, payload: [9] },
    ];
    const all = reassemble([...HANDSHAKE, data(0, 1), data(3, 4), ...again]);
    expect(all.sink.connections).toHaveLength(2);
    expect(all.sink.stream(0).bytes).toEqual([1, GAP, GAP, 4]);
    expect(all.sink.stream(2).bytes).toEqual([9]);
    expect(kinds(all, 1)).toEqual(OPENING);
  });

  it("holds the first bytes back where the start is not seen, and counts what comes from before it too late", () => {
    const later = Array.from({ length: 20 }, () => acknowledged(2));
    const all = reassemble([data(1, 2), data(0, 1), ...later, data(-4, 7, 7)]);
    expect(all.sink.stream(0).bytes).toEqual([1, 2]);
    expect(kinds(all)).toEqual(["retransmission 0", "out-of-order 0"]);
  });

  it("does not show how it began where its SYN comes when the streams flow from elsewhere", () => {
    const begun = Array.from({ length: 30 }, (_, at) => [
      data(50_000 + at, at),
      acknowledged(50_001 + at, { sequence: 9000 + at, payload: [at] }),
    ]);
    const all = reassemble([...begun.flat(), ...HANDSHAKE]);
    expect(all.sink.connections).toHaveLength(1);
    expect(all.sink.connections[0]?.sawStart).toBe(false);
  });
});

describe("how a connection ends", () => {
  it("ends a stream at its FIN, and only when all before it is there", () => {
    const all = reassembly();
    const fin: TestSegment = { by: 0, sequence: 103, flags: FIN | ACK, acknowledgement: 500, payload: [4] };
    for (const segment of [...HANDSHAKE, data(0, 1), fin]) all.feed(segment);
    expect(all.sink.stream(0).ends).toBe(0);
    all.feed({ ...data(1, 2, 3), time: 777 });
    expect(all.sink.stream(0)).toMatchObject({ bytes: [1, 2, 3, 4], ends: 1, endTime: 777 });
    all.feed(fin);
    all.finish();
    expect(all.sink.stream(0).ends).toBe(1);
    expect(kinds(all).filter((kind) => kind.startsWith("fin"))).toEqual(["fin 0"]);
  });

  it("leaves a gap up to a FIN whose bytes were never seen", () => {
    const all = reassemble([
      ...HANDSHAKE,
      data(0, 1),
      { by: 0, sequence: 103, flags: FIN | ACK, acknowledgement: 500 },
    ]);
    expect(all.sink.stream(0).bytes).toEqual([1, GAP, GAP]);
  });

  it("leaves a gap for bytes at the end that only the acknowledgement shows, but not for one that may be a FIN", () => {
    expect(reassemble([...HANDSHAKE, data(0, 1), acknowledged(3)]).sink.stream(0).bytes).toEqual([1, GAP, GAP]);
    expect(reassemble([...HANDSHAKE, data(0, 1), acknowledged(2)]).sink.stream(0).bytes).toEqual([1]);
  });

  it("takes what is under way after an RST, and tells its time as the end", () => {
    const all = reassemble([...HANDSHAKE, { by: 1, sequence: 500, flags: RST, time: 25e6 }, data(0, 1)]);
    expect(all.sink.stream(0)).toMatchObject({ bytes: [1], endTime: 25e6 });
    expect(kinds(all)).toEqual([...OPENING, "rst 1"]);
  });

  it("tells the events in the order of their times, not of their packets", () => {
    const all = reassemble([
      ...HANDSHAKE,
      { by: 0, sequence: 100, flags: FIN | ACK, acknowledgement: 500, time: 90e6 },
      { by: 1, sequence: 500, flags: FIN | ACK, acknowledgement: 101, time: 80e6 },
    ]);
    expect(kinds(all)).toEqual([...OPENING, "fin 1", "fin 0"]);
  });

  it("ends by an RST behind a hole of any length, as long as bytes or acknowledgements show what is behind it", () => {
    const far = 100 + (20 << 20);
    for (const shown of [
      { by: 0, sequence: far, acknowledgement: 500, payload: [9] },
      { by: 1, sequence: 500, acknowledgement: far },
    ] as const) {
      const all = reassembly(new EventSink());
      for (const segment of [...HANDSHAKE, data(0, 1), shown, { by: 0, sequence: far + 1, flags: RST } as const])
        all.feed(segment);
      all.finish();
      expect(kinds(all)).toEqual([...OPENING, "rst 0"]);
    }
  });

  it("takes no acknowledgement from a segment that is not of this conversation", () => {
    const all = reassemble([
      ...HANDSHAKE,
      { by: 1, sequence: 500, acknowledgement: 100, payload: [7] },
      { by: 1, sequence: 500 + (1 << 25), flags: RST | ACK, acknowledgement: 100 + (1 << 29) },
      { by: 1, sequence: 0x7000_0000, acknowledgement: 100 + (1 << 29), payload: [6] },
    ]);
    expect(all.sink.stream(0).bytes).toEqual([]);
    expect(all.sink.stream(1).bytes).toEqual([7]);
  });

  it("is another one behind an RST where the numbers begin anew, also where the capture lacks the SYN", () => {
    const all = reassemble([
      ...HANDSHAKE,
      { by: 0, sequence: 100, acknowledgement: 500, payload: [1] },
      { by: 1, sequence: 500, flags: RST | ACK, acknowledgement: 101 },
      { by: 1, sequence: 70_000_000, acknowledgement: 90_000_000, payload: [] },
      { by: 0, sequence: 90_000_000, acknowledgement: 70_000_000, payload: [2] },
      { by: 1, sequence: 70_000_000, acknowledgement: 90_000_001, payload: [3] },
    ]);
    expect(all.sink.connections).toHaveLength(2);
    expect([0, 1, 2, 3].map((stream) => all.sink.stream(stream).bytes)).toEqual([[1], [], [2], [3]]);
    expect(all.issues.total).toBe(0);
  });

  it("is told nothing by an RST that no window of this conversation can hold", () => {
    for (const sequence of [500 + (1 << 25), 500 - (1 << 25)]) {
      const all = reassemble([
        ...HANDSHAKE,
        { by: 1, sequence: 500, acknowledgement: 100, payload: [7] },
        { by: 1, sequence, flags: RST },
        { by: 1, sequence: 501, acknowledgement: 100, payload: [8], time: 70e6 },
      ]);
      expect(kinds(all)).toEqual([...OPENING, "stray-rst 1"]);
      expect(all.sink.stream(1)).toMatchObject({ bytes: [7, 8] });
      expect(all.sink.stream(0).endTime).not.toBe(40e6);
    }
  });
});

describe("what is told apart", () => {
  it("a retransmission, a packet captured twice and a keep-alive", () => {
    const all = reassemble([
      ...HANDSHAKE,
      { ...data(0, 1, 2, 3), time: 1e9 },
      { ...data(0, 1, 2, 3), time: 1e9 + 50_000 },
      { ...data(0, 1, 2, 3), time: 1.2e9 },
      { ...data(2, 3), time: 1.3e9 },
      { ...acknowledged(3), time: 1.4e9 },
      { ...data(2, 3), time: 60e9 },
      { by: 0, sequence: 102, acknowledgement: 500, time: 70e9 },
    ]);
    expect(all.sink.stream(0).bytes).toEqual([1, 2, 3]);
    const expected = ["retransmission 0", "retransmission 0", "keep-alive 0", "keep-alive 0"];
    expect(kinds(all)).toEqual([...OPENING, ...expected]);
  });

  it("bytes that were overtaken and bytes that were sent again", () => {
    const all = reassemble([
      ...HANDSHAKE,
      { ...data(1, 2), time: 1e9 },
      { ...data(0, 1), time: 1e9 + 100_000 },
      { ...data(3, 4), time: 2e9 },
      { ...data(2, 3), time: 2.2e9 },
    ]);
    expect(all.sink.stream(0).bytes).toEqual([1, 2, 3, 4]);
    expect(kinds(all)).toEqual([...OPENING, "out-of-order 0", "retransmission 0"]);
  });

  it("an overlap with other content: the first copy stays and an issue says so", () => {
    const all = reassemble([...HANDSHAKE, data(2, 3, 4), data(1, 2, 9, 9, 5), data(0, 1)]);
    expect(all.sink.stream(0).bytes).toEqual([1, 2, 3, 4, 5]);
    expect(all.sink.connections[0]?.eventCounts["overlap-conflict"]).toBe(1);
    expect(all.issues.kept.map((issue) => [issue.code, issue.at])).toEqual([["tcp-overlap-conflict", 40_000]]);
  });

  it("an overlap with other content behind what was passed on: found when all is read back", async () => {
    const again = [data(2, 3, 9), data(0, 1, 2, 3), data(0, 8), data(1, 2, 3, 4, 5)];
    const all = reassemble([...HANDSHAKE, data(0, 1, 2, 3), data(3, 4), acknowledged(4), ...again]);
    expect(all.sink.stream(0).bytes).toEqual([1, 2, 3, 4, 5]);
    expect(all.issues.total).toBe(0);
    await all.reassembler.compareRepeated(all.readBack);
    const { events } = all.sink.connections[0]!;
    const conflicts = events.filter(({ kind }) => kind === "overlap-conflict");
    expect(conflicts.map(({ packet, by, time }) => [packet, by, time])).toEqual([
      [6, 0, 60e6],
      [8, 0, 80e6],
    ]);
    expect(events.map(({ packet }) => packet)).toEqual(events.map(({ packet }) => packet).toSorted((a, b) => a - b));
    expect(all.issues.kept.map((issue) => [issue.code, issue.at, issue.length])).toEqual([
      ["tcp-overlap-conflict", 60_000, 2],
      ["tcp-overlap-conflict", 80_000, 1],
    ]);
  });

  it("no conflict in a keep-alive, which may have any byte, nor in what fills a hole too late", async () => {
    const keepAlive = reassemble([...HANDSHAKE, data(0, 1, 2, 3), acknowledged(3), data(2, 99)]);
    await keepAlive.reassembler.compareRepeated(keepAlive.readBack);
    expect(kinds(keepAlive)).toEqual([...OPENING, "keep-alive 0"]);
    expect(keepAlive.issues.total).toBe(0);
    const late = reassemble([...HANDSHAKE, data(0, 1), data(3, 4, 5), ...fill(2060), data(1, 7, 7)]);
    expect(late.sink.stream(0).bytes).toEqual([1, GAP, GAP, 4, 5]);
    await late.reassembler.compareRepeated(late.readBack);
    expect(late.issues.total).toBe(0);
  });

  it("more repeats far from their first copies than are read back: those that are not are counted", async () => {
    const repeats = Array.from({ length: MOST_WAITING + 3 }, () => data(0, 9, 2));
    const all = reassemble([...HANDSHAKE, data(0, 1, 2), ...repeats]);
    await all.reassembler.compareRepeated(all.readBack);
    expect(Object.fromEntries(all.issues.counts)).toEqual({
      "tcp-overlap-conflict": MOST_WAITING,
      "tcp-repeats-not-compared": 1,
    });
    expect(all.issues.kept.at(-1)?.text).toContain("3 packets that repeat bytes were not compared");
  });

  it("windows that close and open", () => {
    const all = reassemble([
      ...HANDSHAKE,
      data(0, 1),
      acknowledged(1, { window: 0 }),
      acknowledged(1, { window: 0 }),
      acknowledged(1, { window: 1 }),
      { by: 1, sequence: 500, flags: RST, window: 0 },
    ]);
    expect(kinds(all)).toEqual([...OPENING, "window-closed 1", "window-opened 1", "rst 1"]);
  });

  it("of so many events that not all are kept, the newest of each kind is", () => {
    const turns = Array.from({ length: 2500 }, (_, turn) =>
      acknowledged(0, { window: turn % 2, time: (turn + 3) * 1e7 }),
    );
    const closed = acknowledged(0, { window: 0, time: 1e12 });
    const connection = reassemble([...HANDSHAKE, ...turns, closed]).sink.connections[0]!;
    expect(connection.eventCounts).toMatchObject({ "window-closed": 1251, "window-opened": 1250 });
    const kept = connection.events.filter(({ kind }) => kind === "window-closed");
    expect(kept).toHaveLength(1000);
    expect(kept.slice(0, 2).map(({ time }) => time)).toEqual([3e7, 5e7]);
    expect(connection.events.at(-1)).toMatchObject({ kind: "window-closed", time: 1e12 });
    expect(connection.events.at(-2)).toMatchObject({ kind: "window-opened", time: 2502 * 1e7 });
  });

  it("more events than are kept", () => {
    const repeats = Array.from({ length: 1500 }, () => data(0, 1));
    const all = reassemble([...HANDSHAKE, data(0, 1), acknowledged(1), ...repeats]);
    const [connection] = all.sink.connections;
    expect(connection?.eventCounts["keep-alive"]).toBe(1500);
    expect(connection?.events).toHaveLength(1002);
  });
});

function fill(count: number): TestSegment[] {
  return Array.from({ length: count }, () => acknowledged(5));
}

describe("holes", () => {
  it("are given up when their bytes are acknowledged and 2,048 packets passed", () => {
    const all = reassembly();
    for (const segment of [...HANDSHAKE, data(0, 1), data(3, 4, 5), ...fill(2040)]) all.feed(segment);
    expect(all.sink.stream(0).bytes).toEqual([1]);
    for (const segment of fill(10)) all.feed(segment);
    expect(all.sink.stream(0).bytes).toEqual([1, GAP, GAP, 4, 5]);
    all.feed(data(1, 2, 3));
    all.finish();
    expect(all.sink.stream(0).bytes).toEqual([1, GAP, GAP, 4, 5]);
  });

  it("wait longer where another file may have their bytes", () => {
    const all = reassembly(new CollectingSink(), ["one", "other"]);
    for (const segment of [...HANDSHAKE, data(0, 1), data(3, 4, 5), ...fill(10_000), data(1, 2, 3)]) all.feed(segment);
    all.finish();
    expect(all.sink.stream(0).bytes).toEqual([1, 2, 3, 4, 5]);
  });

  it("filled by another file have the time of what is behind them, as its clock may be any", () => {
    const sink = new TimeSink();
    const all = reassembly(sink, ["one", "other"]);
    const early = { time: 5e9, file: 1 } as const;
    for (const segment of HANDSHAKE) all.feed(segment);
    all.feed({ ...data(0, 1), time: 1e9 });
    all.feed({ ...data(2, 3), time: 3e9 });
    all.feed({ ...data(0, 1), ...early, time: 4e9 });
    all.feed({ ...data(1, 2), ...early });
    all.finish();
    expect(sink.stream(0).bytes).toEqual([1, 2, 3]);
    expect(sink.times).toEqual([1e9, 3e9, 3e9]);
  });

  it("at the start too are filled by another file, whose clock is told by what both have", () => {
    const sink = new TimeSink();
    const all = reassembly(sink, ["one", "other"]);
    for (let at = 10; at < 40; at++) all.feed({ ...data(at, at), time: at * 1e6 });
    for (let at = 0; at < 40; at++) all.feed({ ...data(at, at), time: at * 1e6 + 7e9, file: 1 });
    all.finish();
    expect(sink.stream(0).bytes).toEqual(Array.from({ length: 40 }, (_, at) => at));
    expect(sink.times).toEqual(Array.from({ length: 40 }, (_, at) => at * 1e6));
  });

  it("are kept open while the other side has not acknowledged them", () => {
    const waiting = Array.from({ length: 3000 }, () => acknowledged(1));
    const all = reassemble([...HANDSHAKE, data(0, 1), data(3, 4), ...waiting, data(1, 2, 3)]);
    expect(all.sink.stream(0).bytes).toEqual([1, 2, 3, 4]);
  });

  it("are given up when too much waits behind them", () => {
    const payload = new Uint8Array(60_000).fill(7);
    const sink = new CollectingSink();
    const all = reassembly(sink);
    for (const segment of HANDSHAKE) all.feed(segment);
    for (let i = 0; i < 80; i++) all.feed({ by: 0, sequence: 105 + i * payload.length, acknowledgement: 500, payload });
    expect(sink.stream(0).bytes.slice(0, 6)).toEqual([GAP, GAP, GAP, GAP, GAP, 7]);
    expect(sink.stream(0).bytes.length).toBe(5 + 80 * payload.length);
    all.finish();
  });

  it("behind a packet that a snap length cut are filled by a retransmission, else they are gaps", () => {
    const cut: TestSegment = { ...data(0, 1, 2), length: 4 };
    expect(reassemble([...HANDSHAKE, cut, data(4, 5), data(2, 3, 4)]).sink.stream(0).bytes).toEqual([1, 2, 3, 4, 5]);
    expect(reassemble([...HANDSHAKE, cut, data(4, 5)]).sink.stream(0).bytes).toEqual([1, 2, GAP, GAP, 5]);
    expect(reassemble([...HANDSHAKE, cut]).sink.stream(0).bytes).toEqual([1, 2, GAP, GAP]);
  });
});

/** Keeps offset and length of each run, gaps as negative lengths: for streams that are too long to spell out. */
class LengthSink extends CollectingSink {
  readonly runs: [number, number][] = [];

  override bytes(_stream: number, offset: number, _bytes: Uint8Array, start: number, end: number): void {
    this.runs.push([offset, end - start]);
  }

  override gap(_stream: number, offset: number, length: number): void {
    this.runs.push([offset, -length]);
  }
}

describe("sequence numbers", () => {
  it("count on over 4 GiB", () => {
    const sink = new LengthSink();
    const all = reassembly(sink);
    for (const segment of HANDSHAKE) all.feed(segment);
    const step = 2 ** 29;
    for (let i = 0; i < 20; i++) {
      all.feed({ by: 0, sequence: 100 + i * step, acknowledgement: 500, payload: [i] });
      for (let n = 0; n < 2100; n++) all.feed(acknowledged(i * step + 1));
    }
    all.finish();
    expect(sink.runs.at(-1)).toEqual([19 * step, 1]);
    expect(sink.runs).toHaveLength(39);
  });

  it("too far away are left out with an issue", () => {
    const all = reassemble([...HANDSHAKE, data(0, 1), data(2 ** 31 - 50, 6), data(1, 2)]);
    expect(all.sink.stream(0).bytes).toEqual([1, 2]);
    expect([...all.issues.counts]).toEqual([["tcp-implausible-sequence", 1]]);
    expect(all.sink.connections[0]?.leftOut).toEqual([1, 0]);
  });

  it("too far away, but three in a row, are another connection", () => {
    const far = 2 ** 31 - 50;
    const all = reassemble([
      ...HANDSHAKE,
      data(0, 1),
      ...[6, 7, 8, 9].map((byte, place) => ({ ...data(far + place, byte), acknowledgement: LATER })),
    ]);
    expect(all.sink.connections).toHaveLength(2);
    expect(all.sink.connections[1]?.sawStart).toBe(false);
    expect(all.sink.stream(0).bytes).toEqual([1]);
    expect(all.sink.stream(2).bytes).toEqual([6, 7, 8, 9]);
    expect(all.issues.total).toBe(0);
  });

  it("before the first byte are of a later connection: at once behind both ends, else when three follow each other", () => {
    const fins = [
      { by: 0, sequence: 101, flags: FIN | ACK, acknowledgement: 500 },
      { by: 1, sequence: 500, flags: FIN | ACK, acknowledgement: 102 },
      { by: 0, sequence: 102, acknowledgement: 501 },
    ] as const;
    const again = [before(1000, LATER, 6, 6), before(998, LATER, 7, 7)];
    const ended = reassemble([...HANDSHAKE, data(0, 1), acknowledged(1), ...fins, ...again]);
    expect(ended.sink.connections).toHaveLength(2);
    expect(ended.sink.stream(2).bytes).toEqual([6, 6, 7, 7]);
    const open = reassemble([...HANDSHAKE, data(0, 1), acknowledged(1), ...again]);
    expect(open.sink.connections).toHaveLength(1);
    expect(open.issues.kept.map(({ code }) => code)).toEqual(["tcp-implausible-sequence", "tcp-implausible-sequence"]);
    const three = reassemble([...HANDSHAKE, data(0, 1), acknowledged(1), ...again, before(996, LATER, 8)]);
    expect(three.sink.stream(2).bytes).toEqual([6, 6, 7, 7, 8]);
    // A keep-alive has the number before the first byte.
    const kept = reassemble([...HANDSHAKE, before(1, 500, 0), data(0, 1)]);
    expect([kept.sink.connections.length, kept.issues.total]).toEqual([1, 0]);
    // What acknowledges bytes of this connection is none of another.
    const old = [before(1000, 500, 6, 6), before(998, 500, 7, 7), before(996, 500, 8)];
    for (const segments of [
      [...HANDSHAKE, data(0, 1), ...old, data(1, 2)],
      [...HANDSHAKE, data(0, 1), ...fins, ...old],
    ]) {
      const one = reassemble(segments);
      expect(one.sink.connections).toHaveLength(1);
      expect([...one.issues.counts]).toEqual([["tcp-implausible-sequence", 3]]);
      expect(one.issues.kept[0]?.text).toContain("before the first byte of its stream");
    }
  });

  it("behind both ends are of a later connection, also with numbers that are near: what is behind a FIN cannot be acknowledged", () => {
    const all = reassemble([
      ...HANDSHAKE,
      data(0, 1),
      { by: 0, sequence: 101, flags: FIN | ACK, acknowledgement: 500 },
      { by: 1, sequence: 500, flags: FIN | ACK, acknowledgement: 102 },
      { by: 0, sequence: 102, acknowledgement: 501 },
      { by: 0, sequence: 9000, acknowledgement: 7000, payload: [6, 6] },
      { by: 1, sequence: 7000, acknowledgement: 9002, payload: [9, 9] },
      { by: 0, sequence: 9002, acknowledgement: 7002, payload: [7] },
    ]);
    expect(all.sink.connections).toHaveLength(2);
    expect(all.sink.stream(0).bytes).toEqual([1]);
    expect(all.sink.stream(2).bytes).toEqual([6, 6, 7]);
    expect(all.sink.stream(3).bytes).toEqual([9, 9]);
    expect(all.issues.total).toBe(0);
  });

  it("of both sides are of the later connection, in their order", () => {
    const answer = { by: 1, sequence: LATER, payload: [9, 9], acknowledgement: 2 ** 32 - 898 } as const;
    const all = reassemble([
      ...HANDSHAKE,
      data(0, 1),
      before(1000, LATER, 6, 6),
      answer,
      before(998, LATER + 2, 7, 7),
      before(996, LATER + 2, 8, 8),
    ]);
    expect(all.sink.connections).toHaveLength(2);
    expect(all.sink.stream(2).bytes).toEqual([6, 6, 7, 7, 8, 8]);
    expect(all.sink.stream(3).bytes).toEqual([9, 9]);
    expect(all.issues.total).toBe(0);
  });

  it("from before a stream that began without its start are told, and left out", () => {
    const begun = Array.from({ length: 30 }, (_, at) => data(50_000 + at, at));
    const all = reassemble([...begun, data(49_000, 6, 7)]);
    expect(all.sink.connections).toHaveLength(1);
    expect([...all.issues.counts]).toEqual([["tcp-before-start", 1]]);
    expect(all.sink.connections[0]?.leftOut).toEqual([2, 0]);
  });
});

function vsock(by: 0 | 1, flags: number, extra: Partial<TestSegment> = {}): TestSegment {
  return { by, sequence: -1, flags, transport: "vsock", window: 100, acknowledgement: 0, ...extra };
}

describe("transports without sequence numbers", () => {
  it("go from request to shutdown", () => {
    const all = reassemble([
      vsock(0, SYN),
      vsock(1, SYN | ACK),
      vsock(0, ACK, { payload: [1, 2] }),
      vsock(1, ACK, { payload: [3], length: 3 }),
      vsock(0, FIN | ACK),
      vsock(0, ACK, { payload: [9] }),
      vsock(1, RST | ACK),
      vsock(0, SYN),
    ]);
    expect(all.sink.connections).toHaveLength(2);
    expect(all.sink.stream(0).bytes).toEqual([1, 2]);
    expect(all.sink.stream(1).bytes).toEqual([3, GAP, GAP]);
    expect(kinds(all)).toEqual(["syn 0", "syn-ack 1", "fin 0", "rst 1"]);
    expect(kinds(all, 1)).toEqual(["syn 0", "syn-unanswered 0"]);
    expect([...all.issues.counts]).toEqual([["bytes-after-end", 1]]);
  });

  it("tell the answer from the request by who comes second", () => {
    const all = reassemble([vsock(0, SYN), vsock(1, SYN)]);
    expect(kinds(all)).toEqual(["syn 0", "syn-ack 1"]);
  });

  it("close their window when the buffer is full", () => {
    const all = reassemble([
      vsock(0, SYN),
      vsock(1, SYN | ACK),
      vsock(0, ACK, { payload: new Uint8Array(100) }),
      vsock(1, ACK),
      vsock(1, ACK, { acknowledgement: 60 }),
    ]);
    expect(kinds(all)).toEqual(["syn 0", "syn-ack 1", "window-closed 1", "window-opened 1"]);
  });

  it("see a buffer fill by what is sent to it, as its owner says nothing then", () => {
    const all = reassemble([
      vsock(0, SYN),
      vsock(1, SYN | ACK),
      vsock(0, ACK, { payload: new Uint8Array(60), time: 5e12 }),
      vsock(0, ACK, { payload: new Uint8Array(40), time: 6e12 }),
    ]);
    expect(kinds(all)).toEqual(["syn 0", "syn-ack 1", "window-closed 1"]);
    expect(all.reassembler.connections[0]!.events.at(-1)!.time).toBe(6e12);
  });

  it("take no credit from who closes or resets", () => {
    const all = reassemble([
      vsock(0, SYN),
      vsock(1, SYN | ACK),
      vsock(0, ACK, { payload: new Uint8Array(90) }),
      vsock(1, ACK, { acknowledgement: 90 }),
      vsock(0, ACK, { payload: new Uint8Array(90) }),
      vsock(1, FIN | ACK),
      vsock(1, RST | ACK),
    ]);
    expect(kinds(all)).toEqual(["syn 0", "syn-ack 1", "fin 1", "rst 1"]);
  });

  it("count what an end says it took and the capture lacks, and when it said so", () => {
    const { reassembler } = reassemble([
      vsock(0, SYN),
      vsock(1, SYN | ACK),
      vsock(0, ACK, { payload: new Uint8Array(10) }),
      vsock(1, ACK, { acknowledgement: 8, time: 7 }),
      vsock(1, ACK, { acknowledgement: 25, time: 8 }),
      vsock(0, ACK, { payload: new Uint8Array(10) }),
      vsock(1, ACK, { acknowledgement: 35, time: 9 }),
    ]);
    expect(reassembler.connections[0]!.unseen).toEqual([
      { bytes: 15, until: 8, toldUntil: 9 },
      { bytes: 0, until: Number.NEGATIVE_INFINITY, toldUntil: expect.any(Number) },
    ]);
  });

  it("lack nothing where the ends took what was sent, and tell nothing where the start is missing", () => {
    const whole = [vsock(0, ACK, { payload: new Uint8Array(10) }), vsock(1, ACK, { acknowledgement: 10 })];
    expect(reassemble([vsock(0, SYN), vsock(1, SYN | ACK), ...whole]).reassembler.connections[0]!.unseen).toBeNull();
    const late = [vsock(0, ACK, { payload: new Uint8Array(10) }), vsock(1, ACK, { acknowledgement: 5000 })];
    expect(reassemble(late).reassembler.connections[0]!.unseen).toBeNull();
  });

  it("are one connection where the answer was captured before the request, as by a clock that is ahead", () => {
    const all = reassemble([
      vsock(1, SYN | ACK),
      vsock(1, ACK, { payload: [3] }),
      vsock(1, FIN | ACK),
      vsock(0, SYN),
      vsock(0, ACK, { payload: [1, 2] }),
    ]);
    expect(all.sink.connections).toHaveLength(1);
    expect(kinds(all)).toEqual(["syn-ack 1", "fin 1", "syn 0"]);
    expect(all.sink.stream(0).bytes).toEqual([1, 2]);
    // A request of a side that has sent bytes before is of another.
    const next = reassemble([vsock(1, SYN | ACK), vsock(0, ACK, { payload: [1] }), vsock(0, SYN)]);
    expect(next.sink.connections).toHaveLength(2);
  });

  it("are also bare byte streams", () => {
    const { reassembler, sink } = reassembly();
    const connection = reassembler.openByteStreams(["a.bin", "b.bin"]);
    const bytes = Uint8Array.from([1, 2, 3, 4]);
    reassembler.byteStreamBytes(connection * 2 + 1, bytes, 1, 3, 1, 0);
    reassembler.byteStreamBytes(connection * 2 + 1, bytes, 3, 4, 1, 2);
    reassembler.byteStreamBytes(connection * 2, bytes, 0, 1, 0, 0);
    reassembler.finish(Number.NaN);
    expect(sink.streams).toMatchObject([
      { bytes: [1], ends: 1 },
      { bytes: [2, 3, 4], ends: 1 },
    ]);
    expect(sink.connections[0]).toMatchObject({
      transport: "byte-stream",
      endpoints: [
        { address: "a.bin", port: null },
        { address: "b.bin", port: null },
      ],
    });
  });
});
