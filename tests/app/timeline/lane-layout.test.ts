import { describe, expect, it } from "vitest";
import { LaneLayout, TRACK_HEIGHT } from "../../../app/panes/timeline/lane-layout.ts";
import { rowText } from "../../../app/panes/timeline/lane-text.ts";
import { NULL_CONTAINER, compileFilter, type Lane } from "../../../src-decoder/index.ts";
import { captureOf } from "../../query/random-capture.ts";

function lane(firstTrack: number, tracks: number, more: Partial<Lane> = {}): Lane {
  return {
    bridge: 1,
    containerId: "abc",
    processId: null,
    type: null,
    isRest: false,
    firstTrack,
    tracks,
    exchanges: 3,
    failed: 0,
    unanswered: 0,
    notifications: 0,
    ...more,
  };
}

const connection = { bridge: 1, connection: 0, start: 0, sawStart: true, end: 10, ended: null };
const layout = new LaneLayout([lane(0, 1), lane(1, 4), lane(5, 2)], [connection]);

describe("the layout", () => {
  it("puts connections first, lanes below each other, tracks inside of their lanes", () => {
    expect(layout.rows.map(({ kind }) => kind)).toEqual(["bridge", "lane", "lane", "lane"]);
    expect(layout.rowOfLane(0)).toBe(1);
    for (const [at, row] of layout.rows.entries()) {
      if (at > 0) expect(layout.top(at)).toBe(layout.top(at - 1) + layout.heightOfRow(at - 1));
      if (row.kind === "bridge") continue;
      const { firstTrack, tracks } = row.lane;
      expect(layout.trackTop(firstTrack)).toBeGreaterThanOrEqual(layout.top(at));
      expect(layout.trackTop(firstTrack + tracks - 1) + TRACK_HEIGHT).toBeLessThanOrEqual(
        layout.top(at) + layout.heightOfRow(at),
      );
    }
    expect(layout.height).toBe(layout.top(3) + layout.heightOfRow(3));
  });

  it("finds rows and tracks at a height as a look at each does", () => {
    for (let y = 0; y < layout.height; y++) {
      const row = layout.rows.findIndex((_, at) => y >= layout.top(at) && y < layout.top(at) + layout.heightOfRow(at));
      const track = [0, 1, 2, 3, 4, 5, 6].find(
        (at) => y >= layout.trackTop(at) && y < layout.trackTop(at) + TRACK_HEIGHT,
      );
      expect(layout.rowAt(y)).toBe(row);
      expect(layout.trackAt(y)).toBe(track ?? -1);
    }
    expect(layout.rowAt(-5)).toBe(0);
    expect(layout.rowAt(1e9)).toBe(3);
  });

  it("names all tracks that are seen", () => {
    expect(layout.tracksIn(0, layout.height)).toEqual({ firstTrack: 0, endTrack: 7 });
    const middle = layout.trackTop(2) + 1;
    expect(layout.tracksIn(middle, middle + 1)).toEqual({ firstTrack: 2, endTrack: 3 });
  });
});

describe("the words of a lane", () => {
  it("hold filters that the language takes", () => {
    const lanes = [
      lane(0, 1),
      lane(0, 1, { containerId: null }),
      lane(0, 1, { containerId: 'with "quotes"' }),
      lane(0, 1, { containerId: NULL_CONTAINER, processId: 24 }),
      lane(0, 1, { containerId: null, type: 0x1010_0a01 }),
      lane(0, 1, { containerId: null, type: 0x7777_0a01 }),
    ];
    const capture = captureOf([]);
    for (const one of lanes) {
      for (const manyBridges of [false, true]) {
        const { filter } = rowText({ kind: "lane", lane: one }, manyBridges);
        expect(compileFilter(filter!, capture)).toMatchObject({ ok: true });
      }
    }
    expect(rowText({ kind: "lane", lane: lane(0, 1, { isRest: true }) }, true).filter).toBeNull();
  });

  it("count what the lane holds", () => {
    const one = lane(0, 1, { failed: 2, unanswered: 1, notifications: 1, processId: 7 });
    // Its container has no lane above it: the process stands alone, and says whose it is.
    expect(rowText({ kind: "lane", lane: lane(0, 1, { processId: 7 }) }, false)).toMatchObject({
      short: "abc, process 7",
      isNested: false,
    });
    const above = { kind: "lane", lane: lane(0, 1) } as const;
    expect(rowText({ kind: "lane", lane: lane(1, 1, { processId: 7 }) }, false, above)).toMatchObject({
      short: "process 7",
      isNested: true,
    });
    expect(rowText({ kind: "lane", lane: one }, true, above)).toMatchObject({
      short: "process 7, bridge 1",
      isNested: true,
      numbers: "1 unanswered, 2 failed of 3, 1 notification",
    });
    const numbersOf = (parts: Parameters<typeof lane>[2]) =>
      rowText({ kind: "lane", lane: lane(0, 1, parts) }, false).numbers;
    expect(numbersOf({})).toBe("3 requests");
    expect(numbersOf({ unanswered: 1 })).toBe("1 of 3 unanswered");
    expect(numbersOf({ failed: 2 })).toBe("2 of 3 failed");
  });
});
