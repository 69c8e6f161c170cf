/** Which lane of the timeline a request or notification belongs to, and which track in it. */
import { messageKind } from "../bridge/header.ts";
import { FRAME } from "../model/capture.ts";
import type { Capture } from "../model/capture.ts";
import { NO_ROW } from "../stream/stream-sink.ts";
import { OUTCOME } from "./exchanges.ts";
import type { Exchanges } from "./exchanges.ts";

/** A lane for each container and process, or for each type of message. */
export type LaneGrouping = "container" | "type";

/** A row of the timeline: a bridge, a container, a process, or calls of one type. */
export interface Lane {
  /** Bridge number. */
  readonly bridge: number;
  /** Null for messages without one, and in lanes of a type. */
  readonly containerId: string | null;
  /** Null for what is about the container as a whole. */
  readonly processId: number | null;
  /** Message type of the requests or notifications; null in lanes of a container. */
  readonly type: number | null;
  /** True for the lane of all that found none of its own. */
  readonly isRest: boolean;
  readonly firstTrack: number;
  /** Tracks that follow each other, one below the other; that of the notifications, if there are any, is the last. */
  readonly tracks: number;
  readonly exchanges: number;
  readonly failed: number;
  /** Long polls are not among them. */
  readonly unanswered: number;
  readonly notifications: number;
}

/** Lanes and, by item (exchanges, then notifications), their tracks; `NO_ROW` for what has no time. */
export interface LaneAssignment {
  readonly lanes: readonly Lane[];
  /** Rows of notifications. */
  readonly notes: Uint32Array<ArrayBuffer>;
  readonly trackOf: Uint32Array<ArrayBuffer>;
  readonly trackCount: number;
}

/** More lanes than this nobody looks through; what comes later shares the lane of its container, or the last. */
const MOST_LANES = 20_000;
/** Bars that a lane shows one above the other; what is open at once beyond that shares the last track. */
const MOST_LEVELS = 12;
const WHOLE_CONTAINER = -1;

interface Draft {
  readonly bridge: number;
  /** Order of its container, or of its type, by first appearance. */
  readonly group: number;
  readonly containerId: string | null;
  readonly processId: number | null;
  readonly type: number | null;
  readonly isRest: boolean;
  /** When the last bar of each track ends. */
  readonly levelEnds: number[];
  exchanges: number;
  failed: number;
  unanswered: number;
  notifications: number;
}

export function sortIntoLanes(capture: Capture, exchanges: Exchanges, grouping: LaneGrouping): LaneAssignment {
  const { frames } = capture;
  const notes = notificationRows(capture);
  const items = exchanges.length + notes.length;
  const finder = new LaneFinder(capture, grouping);
  const laneOf = new Uint32Array(items).fill(NO_ROW);
  const levelOf = new Uint8Array(items);
  for (let exchange = 0; exchange < exchanges.length; exchange++) {
    const start = exchanges.start[exchange]!;
    if (Number.isNaN(start)) continue;
    const number = finder.laneOf(exchanges.request[exchange]!);
    const lane = finder.lanes[number]!;
    laneOf[exchange] = number;
    levelOf[exchange] = takeLevel(lane.levelEnds, start, exchanges.end[exchange]!);
    lane.exchanges++;
    const outcome = exchanges.outcome[exchange]!;
    if (outcome === OUTCOME.failed) lane.failed++;
    if (outcome >= OUTCOME.waiting && !exchanges.isLongPoll(exchange)) lane.unanswered++;
  }
  for (let note = 0; note < notes.length; note++) {
    if (Number.isNaN(frames.time.get(notes[note]!))) continue;
    const number = finder.laneOf(notes[note]!);
    laneOf[exchanges.length + note] = number;
    finder.lanes[number]!.notifications++;
  }
  const { lanes, firstTracks, trackCount } = stacked(finder.lanes);
  const trackOf = laneOf;
  for (let item = 0; item < items; item++) {
    const number = laneOf[item]!;
    if (number === NO_ROW) continue;
    const level = item < exchanges.length ? levelOf[item]! : finder.lanes[number]!.levelEnds.length;
    trackOf[item] = firstTracks[number]! + level;
  }
  return { lanes, notes, trackOf, trackCount };
}

function notificationRows({ frames }: Capture): Uint32Array<ArrayBuffer> {
  const rows: number[] = [];
  for (let row = 0; row < frames.length; row++) {
    if (messageKind(frames.type.get(row)) === "notification") rows.push(row);
  }
  return Uint32Array.from(rows);
}

/** The first track that is free at `start`, taken until `end`. */
function takeLevel(levelEnds: number[], start: number, end: number): number {
  let level = 0;
  while (level < levelEnds.length && levelEnds[level]! > start) level++;
  if (level === MOST_LEVELS) level--;
  levelEnds[level] = end;
  return level;
}

/** Lanes in the order in which they are shown, and the first track of each by its number before. */
function stacked(drafts: readonly Draft[]): { lanes: Lane[]; firstTracks: Uint32Array; trackCount: number } {
  const order = drafts.map((_, number) => number);
  order.sort((a, b) => compareLanes(drafts[a]!, drafts[b]!) || a - b);
  const firstTracks = new Uint32Array(drafts.length);
  let trackCount = 0;
  const lanes = order.map((number): Lane => {
    const { group: _group, levelEnds, ...lane } = drafts[number]!;
    const tracks = levelEnds.length + (lane.notifications > 0 ? 1 : 0);
    const firstTrack = trackCount;
    firstTracks[number] = firstTrack;
    trackCount += tracks;
    return { ...lane, firstTrack, tracks };
  });
  return { lanes, firstTracks, trackCount };
}

function compareLanes(a: Draft, b: Draft): number {
  if (a.isRest !== b.isRest) return a.isRest ? 1 : -1;
  if (a.bridge !== b.bridge) return a.bridge - b.bridge;
  if (a.group !== b.group) return a.group - b.group;
  // A container's own lane stands above those of its processes, whichever was seen first.
  return Number(a.processId !== null) - Number(b.processId !== null);
}

/** Finds or makes the lane of a frame. Numbers, not texts, are looked up: this runs for every frame. */
class LaneFinder {
  readonly lanes: Draft[] = [];
  readonly #capture: Capture;
  readonly #grouping: LaneGrouping;
  /** By bridge, then by container or type, then by process. */
  readonly #numbers = new Map<number, Map<number, Map<number, number>>>();
  #groups = 0;
  #rest = NO_ROW;

  constructor(capture: Capture, grouping: LaneGrouping) {
    this.#capture = capture;
    this.#grouping = grouping;
  }

  /** The number of the lane of a request or notification. */
  laneOf(row: number): number {
    const { frames } = this.#capture;
    const bridge = this.#capture.bridgeOf(frames.stream.get(row) >>> 1);
    const byContainer = this.#grouping === "container";
    const key = byContainer ? frames.containerId.get(row) : frames.type.get(row);
    const process = byContainer ? this.#processOf(row) : WHOLE_CONTAINER;
    const groups = within(this.#numbers, bridge);
    const processes = within(groups, key);
    const known = processes.get(process);
    if (known !== undefined) return known;
    const full = this.lanes.length >= MOST_LANES;
    if (full) return processes.get(WHOLE_CONTAINER) ?? this.#restLane();
    const sibling = processes.values().next().value;
    const number = this.#add({
      bridge,
      group: sibling === undefined ? this.#groups++ : this.lanes[sibling]!.group,
      containerId: byContainer ? (this.#capture.strings.get(key) ?? null) : null,
      processId: process === WHOLE_CONTAINER ? null : process,
      type: byContainer ? null : key,
      isRest: false,
    });
    processes.set(process, number);
    return number;
  }

  /** The process that a request is about: one that it names, or the one that it started. */
  #processOf(row: number): number {
    const { frames } = this.#capture;
    if ((frames.flags.get(row) & FRAME.hasProcess) !== 0) return frames.processId.get(row);
    const answer = frames.peer.get(row);
    if (answer === NO_ROW || (frames.flags.get(answer) & FRAME.hasProcess) === 0) return WHOLE_CONTAINER;
    return frames.processId.get(answer);
  }

  #restLane(): number {
    if (this.#rest === NO_ROW) {
      this.#rest = this.#add({
        bridge: 0,
        group: this.#groups++,
        containerId: null,
        processId: null,
        type: null,
        isRest: true,
      });
    }
    return this.#rest;
  }

  #add(lane: Pick<Draft, "bridge" | "group" | "containerId" | "processId" | "type" | "isRest">): number {
    this.lanes.push({ ...lane, levelEnds: [], exchanges: 0, failed: 0, unanswered: 0, notifications: 0 });
    return this.lanes.length - 1;
  }
}

/** The map under a key, made where there is none. */
function within<K, V>(maps: Map<number, Map<K, V>>, key: number): Map<K, V> {
  let map = maps.get(key);
  if (map === undefined) {
    map = new Map();
    maps.set(key, map);
  }
  return map;
}
