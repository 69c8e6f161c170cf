import { expect, it } from "vitest";
import { lackingBytes } from "../../../app/worker/lacking.ts";
import { openFiles } from "../../captures/load.ts";
import { readCapture } from "../../captures/observe.ts";

it("tells each gap and each unframed stretch with the frames around it, and in all as many bytes as there are", async () => {
  const capture = await readCapture(openFiles(["lossy/busy-drop0.2pct.pcap"]));
  const { ranges, total } = lackingBytes(capture);
  expect(ranges).toHaveLength(total);
  const sum = (isGap: boolean): number =>
    ranges.filter(({ reason }) => (reason === null) === isGap).reduce((bytes, { length }) => bytes + length, 0);
  const bridges = capture.streams.filter(({ direction }) => direction !== null);
  expect(sum(true)).toBe(bridges.reduce((bytes, { gapBytes }) => bytes + gapBytes, 0));
  expect(sum(false)).toBe(bridges.reduce((bytes, { unframedBytes }) => bytes + unframedBytes, 0));
  const { frames } = capture;
  for (const { connection, direction, offset, before, after } of ranges) {
    const stream = bridges.find((each) => each.connection === connection && each.direction === direction)!;
    if (before !== null) {
      expect(frames.stream.get(before)).toBe(stream.index);
      expect(frames.streamOffset.get(before)).toBeLessThan(offset);
    }
    if (after !== null) {
      expect(frames.stream.get(after)).toBe(stream.index);
      expect(frames.streamOffset.get(after)).toBeGreaterThanOrEqual(offset);
    }
  }
  // In the order in which the table has them.
  const behind = ranges.map(({ after }) => after ?? Infinity);
  expect(behind).toEqual(behind.toSorted((a, b) => a - b));
});

it("lists the first few hundred and counts all", async () => {
  const { ranges, total } = lackingBytes(await readCapture(openFiles(["lossy/busy-snap96.pcap"])));
  expect(ranges).toHaveLength(500);
  expect(total).toBeGreaterThan(11_000);
});
