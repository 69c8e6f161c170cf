import { secondsText } from "../../../src-decoder/index.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clockText, durationText, spansDays } from "../../../app/format/time.ts";

describe("seconds", () => {
  it.each([
    [0, "0.000000000"],
    [1, "0.000000001"],
    [12_345_678_901, "12.345678901"],
    [-1_500_000_000, "-1.500000000"],
    [Number.NaN, ""],
  ])("writes %d as %s", (time, text) => expect(secondsText(time)).toBe(text));

  it("loses no nanosecond", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), (time) => {
        expect(Number(secondsText(time).replace(".", ""))).toBe(time);
        expect(secondsText(time).split(".")[1]).toHaveLength(9);
      }),
    );
  });
});

describe("time of day", () => {
  const start = BigInt(Date.parse("2026-08-20T23:59:59.500Z")) * 1_000_000n + 7n;

  it("keeps nanoseconds and goes over midnight", () => {
    expect(clockText(start, 0, false)).toBe("23:59:59.500000007");
    expect(clockText(start, 500_000_001, false)).toBe("00:00:00.000000008");
    expect(clockText(start, 500_000_001, true)).toBe("2026-08-21 00:00:00.000000008");
  });

  it("knows whether a date is needed", () => {
    expect(spansDays(start, 400_000_000)).toBe(false);
    expect(spansDays(start, 600_000_000)).toBe(true);
  });
});

describe("lengths of time", () => {
  it.each([
    [0, "0 ns"],
    [812, "812 ns"],
    [312_400, "312 µs"],
    [999_400, "999 µs"],
    [999_600, "1.00 ms"],
    [3_410_000, "3.41 ms"],
    [99_960_000, "100 ms"],
    [999_600_000, "1.00 s"],
    [13_200_000_000, "13.2 s"],
    [291_000_000_000, "291 s"],
    [7_500_000_000_000, "2 h 05 min"],
    [-1_000_000, "-1.00 ms"],
    [Number.NaN, ""],
  ])("writes %d ns as %s", (length, text) => expect(durationText(length)).toBe(text));
});
