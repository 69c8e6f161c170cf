import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Pairing } from "../../src-decoder/correlate/pairing.ts";
import { FRAME } from "../../src-decoder/model/capture.ts";
import { NO_ROW } from "../../src-decoder/stream/stream-sink.ts";
import { hasFlag, peersOf, tableOf } from "./build-frames.ts";
import type { ShortFrame } from "./build-frames.ts";

function paired(frames: readonly ShortFrame[]) {
  const table = tableOf(frames);
  const pairing = new Pairing(table);
  pairing.advance();
  return { table, pairing };
}

describe("pairing", () => {
  it("pairs by id, out of order, and never a notification", () => {
    const { table } = paired([
      { kind: "req", id: 0 },
      { kind: "note", id: 0 },
      { kind: "req", id: 1 },
      { kind: "resp", id: 1 },
      { kind: "resp", id: 0 },
    ]);
    expect(peersOf(table)).toEqual([4, null, 3, 2, 0]);
  });

  it("keeps 64-bit ids apart that are one double", () => {
    const big = 2n ** 63n;
    const { table } = paired([
      { kind: "req", id: big },
      { kind: "req", id: big + 1n },
      { kind: "resp", id: big + 1n },
      { kind: "resp", id: big },
      { kind: "req", id: 2n ** 32n },
      { kind: "req", id: 0 },
      { kind: "resp", id: 0 },
    ]);
    expect(peersOf(table)).toEqual([3, 2, 1, 0, null, 6, 5]);
  });

  it("marks a repeated and an unasked response", () => {
    const { table } = paired([
      { kind: "req", id: 5 },
      { kind: "resp", id: 5 },
      { kind: "resp", id: 5 },
      { kind: "resp", id: 424_242 },
    ]);
    expect(peersOf(table)).toEqual([1, 0, null, null]);
    expect([2, 3].map((row) => [hasFlag(table, row, FRAME.repeated), hasFlag(table, row, FRAME.unasked)])).toEqual([
      [true, false],
      [false, true],
    ]);
  });

  it("pairs an answer whose last bytes come after it was first looked at, before one that repeats it", () => {
    const { table, pairing } = paired([
      { kind: "req", id: 7 },
      { kind: "resp", id: 7, complete: false },
    ]);
    table.setFlag(1, FRAME.complete);
    const repeated = table.add(1, 200, table.type.get(1), 100, 7, 0, 2);
    table.setFlag(repeated, FRAME.complete);
    pairing.advance();
    expect(peersOf(table)).toEqual([1, 0, null]);
    expect(hasFlag(table, repeated, FRAME.repeated)).toBe(true);
  });

  it("takes an answer cut off by the stream's end for none", () => {
    const { table } = paired([
      { kind: "req", id: 7 },
      { kind: "resp", id: 7, complete: false },
    ]);
    expect(peersOf(table)).toEqual([null, null]);
    expect(hasFlag(table, 1, FRAME.unasked)).toBe(false);
  });

  it("marks an answer of another procedure, but not the sidecar's bare error type", () => {
    const { table } = paired([
      { kind: "req", id: 1, procedure: 5 },
      { kind: "resp", id: 1, procedure: 6 },
      { kind: "req", id: 2, procedure: 5 },
      { kind: "resp", id: 2, procedure: 5 },
      { kind: "req", id: 3, procedure: 5 },
      { kind: "resp", id: 3, type: 0x2000_0000 },
    ]);
    expect(peersOf(table)).toEqual([1, 0, 3, 2, 5, 4]);
    expect([1, 3, 5].map((row) => hasFlag(table, row, FRAME.otherType))).toEqual([true, false, false]);
  });

  it("pairs a response that the capture tool wrote just before its request", () => {
    const { table } = paired([
      { kind: "resp", id: 3 },
      { kind: "req", id: 3 },
    ]);
    expect(peersOf(table)).toEqual([1, 0]);
    expect(hasFlag(table, 0, FRAME.unasked)).toBe(false);
  });

  it.each([
    { between: 255, pairs: true },
    { between: 256, pairs: false },
  ])("pairs a response before its request with $between frames between them at once: $pairs", ({ between, pairs }) => {
    const others = Array.from({ length: between }, (): ShortFrame => ({ kind: "note", id: 0 }));
    const { table } = paired([{ kind: "resp", id: 3 }, ...others, { kind: "req", id: 3 }]);
    expect(peersOf(table)[0]).toBe(pairs ? between + 1 : null);
    expect(hasFlag(table, 0, FRAME.unasked)).toBe(!pairs);
  });

  it("pairs responses any distance before their requests in the end, where that is how their connection was captured", () => {
    const ids = [1, 2, 3, 4, 5];
    const between = Array.from({ length: 1000 }, (): ShortFrame => ({ kind: "note", id: 0 }));
    const early = ids.map((id): ShortFrame => ({ kind: "resp", id }));
    const late = ids.map((id): ShortFrame => ({ kind: "req", id }));
    const skewed = paired([...early, ...between, ...late]);
    skewed.pairing.settle();
    expect(peersOf(skewed.table).slice(0, 5)).toEqual([1005, 1006, 1007, 1008, 1009]);
    expect(hasFlag(skewed.table, 0, FRAME.unasked)).toBe(false);
    // One whose id is used later was asked by nobody.
    const ordinary = ids.flatMap((id): ShortFrame[] => [
      { kind: "req", id },
      { kind: "resp", id },
    ]);
    const single = paired([...ordinary, { kind: "resp", id: 9 }, ...between, { kind: "req", id: 9 }]);
    single.pairing.settle();
    expect(peersOf(single.table)[10]).toBe(null);
    expect(hasFlag(single.table, 10, FRAME.unasked)).toBe(true);
  });

  it("pairs no response with a later request of another procedure", () => {
    const { table } = paired([
      { kind: "resp", id: 3, type: 0x2010_0601 },
      { kind: "req", id: 3, type: 0x1010_0901 },
    ]);
    expect(peersOf(table)).toEqual([null, null]);
  });

  it("takes the nearest earlier connection of a bridge that waits for an id, whoever dialled it", () => {
    const frames: readonly ShortFrame[] = [
      { kind: "req", id: 7, connection: 0 },
      { kind: "req", id: 7, connection: 1, reversed: true },
      { kind: "req", id: 8, connection: 0 },
      { kind: "req", id: 8, connection: 1, reversed: true },
      { kind: "resp", id: 8, connection: 1, reversed: true },
      { kind: "resp", id: 7, connection: 2 },
      { kind: "resp", id: 8, connection: 2 },
      { kind: "resp", id: 9, connection: 2 },
    ];
    const { table, pairing } = paired(frames);
    expect(peersOf(table)).toEqual([null, null, null, 4, 3, null, null, null]);
    expect([0, 1].map((connection) => pairing.waitsOn(connection, 6))).toEqual([true, false]);
    pairing.acrossConnections([{ number: 1, connections: [0, 1, 2] }]);
    // Id 7 waits on both, id 8 was answered on the later one, and id 9 on none.
    expect(peersOf(table)).toEqual([null, 5, 6, 4, 3, 1, 2, null]);
    expect([5, 6, 7].map((row) => hasFlag(table, row, FRAME.unasked))).toEqual([false, false, true]);
  });

  it("never takes a request of a later connection, nor of another bridge", () => {
    const { table, pairing } = paired([
      { kind: "resp", id: 5, connection: 0 },
      { kind: "req", id: 5, connection: 1 },
      { kind: "resp", id: 5, connection: 2 },
    ]);
    pairing.acrossConnections([
      { number: 1, connections: [0, 1] },
      { number: 2, connections: [2] },
    ]);
    expect(peersOf(table)).toEqual([null, null, null]);
  });

  it("says the same when it begins anew, once the frames have forgotten their pairs", () => {
    const frames: readonly ShortFrame[] = [
      { kind: "req", id: 5 },
      { kind: "resp", id: 5 },
      { kind: "resp", id: 5 },
      { kind: "resp", id: 6 },
      { kind: "req", id: 7, procedure: 5 },
      { kind: "resp", id: 7, procedure: 6 },
    ];
    const { table, pairing } = paired(frames);
    const said = () => [peersOf(table), frames.map((_, row) => table.flags.get(row))];
    const once = said();
    expect(once).toEqual([[1, 0, null, null, 5, 4], expect.any(Array)]);
    for (let row = 0; row < table.length; row++) table.peer.set(row, NO_ROW);
    pairing.restart();
    expect(frames.map((_, row) => table.flags.get(row))).toEqual(frames.map(() => FRAME.complete));
    pairing.advance();
    expect(said()).toEqual(once);
  });

  it("does not mix ids of two connections, until told that they are one bridge", () => {
    const { table, pairing } = paired([
      { kind: "req", id: 0, connection: 0 },
      { kind: "req", id: 1, connection: 0 },
      { kind: "resp", id: 0, connection: 0 },
      { kind: "req", id: 2, connection: 1 },
      { kind: "resp", id: 2, connection: 1 },
      { kind: "resp", id: 1, connection: 1 },
    ]);
    expect(peersOf(table)).toEqual([2, null, 0, 4, 3, null]);
    pairing.acrossConnections([{ number: 1, connections: [0, 1] }]);
    expect(peersOf(table)).toEqual([2, 5, 0, 4, 3, 1]);
    expect(hasFlag(table, 5, FRAME.unasked)).toBe(false);
  });

  it("agrees with a plain search on any schedule, in one go or step by step", () => {
    const id = fc.oneof(
      fc.nat(6),
      fc.bigInt({ min: 2n ** 53n - 3n, max: 2n ** 53n + 3n }),
      fc.integer({ min: 1_000_000, max: 1_000_003 }),
    );
    const frame = fc.record({
      kind: fc.constantFrom("req" as const, "resp" as const, "note" as const),
      id,
      connection: fc.nat(1),
    });
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 40 }), (frames) => {
        // Requests first within an id, so that the plain search need not know about early responses.
        const seen = new Set<string>();
        const schedule = frames.filter(({ kind, id: wanted, connection }) => {
          const key = `${connection}:${wanted}`;
          if (kind === "req") return !seen.has(key) && seen.add(key);
          return kind === "note" || seen.has(key);
        });
        const expected: (number | null)[] = schedule.map(() => null);
        schedule.forEach((response, row) => {
          if (response.kind !== "resp") return;
          const request = schedule.findIndex(
            (one, at) =>
              at < row &&
              one.kind === "req" &&
              BigInt(one.id) === BigInt(response.id) &&
              one.connection === response.connection,
          );
          if (expected[request] !== null) return;
          expected[request] = row;
          expected[row] = request;
        });
        expect(peersOf(paired(schedule).table)).toEqual(expected);

        const table = tableOf([]);
        const pairing = new Pairing(table);
        for (let count = 1; count <= schedule.length; count++) {
          const whole = tableOf(schedule.slice(count - 1, count));
          const row = table.add(
            whole.stream.get(0),
            0,
            whole.type.get(0),
            100,
            whole.idLow.get(0),
            whole.idHigh.get(0),
            count,
          );
          table.setFlag(row, FRAME.complete);
          pairing.advance();
        }
        expect(peersOf(table)).toEqual(expected);
      }),
    );
  });
});
