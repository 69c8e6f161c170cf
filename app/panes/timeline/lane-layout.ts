/** Where the lanes of the timeline stand, from the top of the first, px. */
import type { Lane } from "../../../src-decoder/index.ts";
import type { ConnectionSpan } from "../../worker/contract/conclusions.ts";

export const TRACK_HEIGHT = 14;
export const BAR_HEIGHT = 11;
const LANE_PADDING = 4;
const LEAST_LANE = 22;

/** A row of the timeline: the connections of a bridge, or a lane. */
export type TimelineRow =
  | { readonly kind: "bridge"; readonly bridge: number; readonly connections: readonly ConnectionSpan[] }
  | { readonly kind: "lane"; readonly lane: Lane };

export class LaneLayout {
  readonly rows: readonly TimelineRow[];
  readonly height: number;
  /** Lanes are of more than one bridge. */
  readonly manyBridges: boolean;
  readonly #firstLane: number;
  /** Top of each row, and the end of the last. */
  readonly #tops: Float64Array;
  /** Top of each track. */
  readonly #trackTops: Float64Array;

  constructor(lanes: readonly Lane[], connections: readonly ConnectionSpan[]) {
    const byBridge = new Map<number, ConnectionSpan[]>();
    for (const span of connections) byBridge.set(span.bridge, [...(byBridge.get(span.bridge) ?? []), span]);
    this.rows = [
      ...[...byBridge].map(([bridge, ofBridge]): TimelineRow => ({ kind: "bridge", bridge, connections: ofBridge })),
      ...lanes.map((lane): TimelineRow => ({ kind: "lane", lane })),
    ];
    this.manyBridges = lanes.some(({ bridge, isRest }) => !isRest && bridge !== lanes[0]?.bridge);
    this.#firstLane = byBridge.size;
    this.#tops = new Float64Array(this.rows.length + 1);
    const last = lanes.at(-1);
    this.#trackTops = new Float64Array(last === undefined ? 0 : last.firstTrack + last.tracks);
    for (const [at, row] of this.rows.entries()) {
      const top = this.#tops[at]!;
      this.#tops[at + 1] = top + heightOf(row);
      if (row.kind === "bridge") continue;
      const { firstTrack, tracks } = row.lane;
      const first = top + (heightOf(row) - tracks * TRACK_HEIGHT) / 2;
      for (let track = 0; track < tracks; track++) this.#trackTops[firstTrack + track] = first + track * TRACK_HEIGHT;
    }
    this.height = this.#tops[this.rows.length]!;
  }

  /** The row of a lane, by its place among the lanes. */
  rowOfLane(lane: number): number {
    return this.#firstLane + lane;
  }

  top(row: number): number {
    return this.#tops[row]!;
  }

  heightOfRow(row: number): number {
    return this.#tops[row + 1]! - this.#tops[row]!;
  }

  trackTop(track: number): number {
    return this.#trackTops[track]!;
  }

  /** The row at a height, the first or last where there is none. */
  rowAt(y: number): number {
    return Math.max(0, Math.min(this.rows.length - 1, countUpTo(this.#tops, y) - 1));
  }

  /** The track at a height; -1 between tracks. */
  trackAt(y: number): number {
    const track = countUpTo(this.#trackTops, y) - 1;
    return track >= 0 && y < this.#trackTops[track]! + TRACK_HEIGHT ? track : -1;
  }

  /** Tracks that are seen between two heights: the first, and the end. */
  tracksIn(top: number, bottom: number): { readonly firstTrack: number; readonly endTrack: number } {
    return {
      firstTrack: countUpTo(this.#trackTops, top - TRACK_HEIGHT),
      endTrack: countUpTo(this.#trackTops, bottom),
    };
  }
}

function heightOf(row: TimelineRow): number {
  if (row.kind === "bridge") return LEAST_LANE;
  return Math.max(LEAST_LANE, row.lane.tracks * TRACK_HEIGHT + LANE_PADDING);
}

/** How many of ascending values are at most `value`. */
function countUpTo(values: Float64Array, value: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
