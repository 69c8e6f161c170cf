import { expect, test } from "vitest";
import { extentOf, fitted } from "../../../app/panes/frames/column-widths.ts";
import { columnsOf } from "../../../app/panes/frames/columns.tsx";
import { timeFormatOf } from "../../../app/panes/frames/time-format.ts";
import { FIRST_LAYOUTS } from "../../../app/state/settings.ts";

/** Widths of the columns of a capture, by their ids. */
function widths(
  frames: number,
  seconds: number,
  mode: "relative" | "absolute",
  errors = 0,
  view: "frames" | "exchanges" = "frames",
  timeDecimals = 9,
  bridges = 1,
): Record<string, number> {
  const longest = { id: String(frames).length, processId: 3, size: 4 };
  const overview = {
    frames,
    longest,
    durationNs: seconds * 1e9,
    startNs: "1795455311000000000",
    timeDecimals,
    errors,
    bridges,
  };
  const format = timeFormatOf(mode, overview, null);
  const columns = fitted(columnsOf(view, []), extentOf(overview, format));
  return Object.fromEntries(columns.map(({ id, width }) => [id, width]));
}

test("files without times have no columns of times, and say of answers whether there is one", () => {
  const overview = {
    frames: 66,
    longest: { id: 20, processId: 10, size: 8 },
    durationNs: 0,
    startNs: null,
    timeDecimals: 9,
    errors: 0,
    bridges: 1,
  };
  const all = columnsOf("frames", []);
  const shown = fitted(all, extentOf(overview, timeFormatOf("relative", overview, null)));
  const lost = all.filter(({ id }) => !shown.some((column) => column.id === id));
  expect(lost.map(({ id }) => id)).toEqual(["bridge", "time", "delta"]);
  expect(shown.find(({ id }) => id === "latency")?.label).toBe("Answer");
  // The longest that can be.
  expect(shown.find(({ id }) => id === "id")?.width).toBeGreaterThan("18446744073709551615".length * 7.2 + 16);
  expect(shown.find(({ id }) => id === "process")?.width).toBeGreaterThan("4294967295".length * 7.2 + 16);
  expect(shown.find(({ id }) => id === "size")?.width).toBeGreaterThan("16777216".length * 7.2 + 16);
  // Before the first frame nothing is known of them, and nothing is hidden.
  const begun = { ...overview, frames: 0 };
  expect(fitted(all, extentOf(begun, timeFormatOf("relative", begun, null)))).toHaveLength(all.length - 1);
});

function roomOf(all: Record<string, number>): number {
  return Object.values(all).reduce((sum, width) => sum + width, 0);
}

test("where there are several bridges each frame says whose it is, and its line gives up the room", () => {
  const one = widths(97, 19, "relative");
  const two = widths(97, 19, "relative", 0, "frames", 9, 2);
  expect(one).not.toHaveProperty("bridge");
  expect(two).toHaveProperty("bridge");
  expect(roomOf(two)).toBe(roomOf(one));
});

test("numbers, ids and times get room for their last digit", () => {
  const small = widths(97, 19, "relative");
  const large = widths(2_670_289, 5365, "relative");
  // A character of 12 px monospace is 7.2 px wide; a mark and the sign of a finding stand out of the padding by 4 px and 5 px.
  expect(large["number"]).toBeGreaterThan("2670289".length * 7.2 + 16 + 9);
  expect(large["id"]).toBeGreaterThan("2670289".length * 7.2 + 16);
  expect(large["time"]).toBeGreaterThan("5365.245351000".length * 7.2 + 16);
  expect(widths(97, 19, "absolute")["time"]).toBeGreaterThan("17:35:11.000000000".length * 7.2 + 16);
  expect(widths(97, 100_000, "absolute")["time"]).toBeGreaterThan("2026-11-23 17:35:11.000000000".length * 7.2 + 16);
  const micro = widths(97, 19, "relative", 0, "frames", 6)["time"];
  expect(micro).toBeGreaterThan("19.245351".length * 7.2 + 16);
  expect(micro).toBeLessThan("19.245351000".length * 7.2 + 16);
  // What has room enough stays as it is, and so do the other columns but the one that gives way.
  expect(small["number"]).toBe(48);
  const others = { number: 0, id: 0, time: 0, info: 0 };
  expect({ ...large, ...others }).toEqual({ ...small, ...others });
});

test.each([
  ["frames", FIRST_LAYOUTS.frameColumns],
  ["exchanges", FIRST_LAYOUTS.exchangeColumns],
] as const)(
  "the columns of %s that are shown at first fit beside the details, however large the capture",
  (view, { hidden }) => {
    // Of a window of 1,440 px, less the border between them, the table has 68 % at first.
    const room = (1440 - 1) * 0.68;
    for (const [frames, seconds] of [
      [97, 19],
      [10_000, 400],
      [9_999_999, 9_999],
    ] as const) {
      const shown = Object.entries(widths(frames, seconds, "relative", 1, view)).filter(([id]) => !hidden.includes(id));
      expect(shown.reduce((sum, [, width]) => sum + width, 0)).toBeLessThanOrEqual(room);
    }
  },
);

test("results have room for a code without a name once something failed, and before that for what all say", () => {
  expect(widths(97, 19, "relative", 1)["result"]).toBeGreaterThan("✕ 0x80004005".length * 7.2 + 16);
  const good = widths(97, 19, "relative")["result"];
  expect(good).toBeGreaterThan("S_OK".length * 7.2 + 16);
  expect(good).toBeLessThan(60);
});
