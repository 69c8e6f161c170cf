import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TimestampReader } from "../../src-decoder/capture-file/timestamp.ts";

/** Seconds and nanoseconds by exact arithmetic alone. */
function exactly(resolution: number, offset: number, ticks: bigint): [number, number] {
  const units = (resolution & 0x80) === 0 ? 10n ** BigInt(resolution) : 2n ** BigInt(resolution & 0x7f);
  const seconds = Number(ticks / units) + offset;
  return [seconds > 253_402_300_799 ? Number.NaN : seconds, Number(((ticks % units) * 10n ** 9n) / units)];
}

function read(clock: TimestampReader, ticks: bigint): [number, number] {
  clock.read(Number(ticks >> 32n), Number(ticks & 0xffff_ffffn));
  return [clock.seconds, clock.nanoseconds];
}

describe("timestamps", () => {
  it("are exact at every resolution and for every count", () => {
    const resolution = fc.oneof(
      fc.constantFrom(0, 3, 6, 9, 12, 15, 0x80, 0x94, 0x9e, 0xa0, 0xb4),
      fc.nat({ max: 255 }),
    );
    const ticks = fc.array(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(resolution, fc.integer({ min: -1_000_000, max: 1_000_000 }), ticks, (byte, offset, counts) => {
        const clock = new TimestampReader(byte, offset);
        for (const count of counts) expect(read(clock, count)).toEqual(exactly(byte, offset, count));
      }),
      { numRuns: 500 },
    );
  });

  it("are exact around every second of a realistic time", () => {
    for (const byte of [0, 3, 6, 9, 12, 15, 0x94, 0xa0]) {
      const clock = new TimestampReader(byte, 0);
      const units = (byte & 0x80) === 0 ? 10n ** BigInt(byte) : 2n ** BigInt(byte & 0x7f);
      const second = (1_700_000_000n * units) % 2n ** 64n;
      for (const around of [-1n, 0n, 1n])
        expect(read(clock, second + around)).toEqual(exactly(byte, 0, second + around));
    }
  });

  it.each([
    [6, 0, 1_700_000_000_123_456n, 1_700_000_000, 123_456_000],
    [9, 0, 1_700_000_000_123_456_789n, 1_700_000_000, 123_456_789],
    [3, 0, 1_700_000_000_123n, 1_700_000_000, 123_000_000],
    [0, 0, 1_700_000_000n, 1_700_000_000, 0],
    [12, 1_700_000_000, 1_999_999_999_999n, 1_700_000_001, 999_999_999],
    [0x80 | 20, 0, (1_700_000_000n << 20n) + 1n, 1_700_000_000, 953],
    [6, -5, 2_000_000n, -3, 0],
  ])("of resolution %i and offset %i", (byte, offset, ticks, seconds, nanoseconds) => {
    expect(read(new TimestampReader(byte, offset), ticks)).toEqual([seconds, nanoseconds]);
  });

  it("are unknown outside of the years 0 to 9999", () => {
    expect(read(new TimestampReader(0, 0), 253_402_300_799n)[0]).toBe(253_402_300_799);
    expect(read(new TimestampReader(0, 0), 253_402_300_800n)[0]).toBeNaN();
    expect(read(new TimestampReader(6, -62_167_219_201), 0n)[0]).toBeNaN();
    expect(read(new TimestampReader(6, -62_167_219_200), 0n)[0]).toBe(-62_167_219_200);
  });

  it.each([
    [6, 6],
    [0, 0],
    [12, 9],
    [0x94, 9],
  ])("of resolution %i tell %i decimals of a second", (byte, decimals) => {
    expect(new TimestampReader(byte, 0).decimals).toBe(decimals);
  });
});
