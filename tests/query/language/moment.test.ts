import { describe, expect, it } from "vitest";
import { readMoment } from "../../../src-decoder/index.ts";

/** The first packet at 2026-11-23T23:59:50Z, the last 30 s later. */
const CLOCK = { startNs: BigInt(Date.UTC(2026, 10, 23, 23, 59, 50)) * 1_000_000n, lastTime: 30e9 };

describe("a moment as typed", () => {
  it.each([
    ["12.5", 12.5e9],
    ["12", 12e9],
    ["-1", -1e9],
    ["12.5s", 12.5e9],
    ["830ms", 830e6],
    ["0.000000001", 1],
    ["2026-11-23T23:59:52.000000003Z", 2_000_000_003],
    ["2026-11-24T00:59:52+01:00", 2e9],
    ["2026-11-23T18:29:52-05:30", 2e9],
    ["23:59:55", 5e9],
    ["00:00:05", 15e9],
  ])("%s", (text, moment) => {
    expect(readMoment(text, CLOCK)).toBe(moment);
  });

  it.each(["", "soon", "12.5 s s", "12MB", "25:00:00", "2026-13-01T00:00:00Z", "12.5s && 1", '"12s"', "0..1"])(
    "%j is none",
    (text) => {
      expect(readMoment(text, CLOCK)).toMatchObject({ text: expect.stringMatching(/\.$/) });
    },
  );

  it("needs a calendar for a time of day", () => {
    expect(readMoment("10:15:02", { startNs: null, lastTime: 0 })).toMatchObject({
      text: "This capture has no times of day.",
    });
  });
});
