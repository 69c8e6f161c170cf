/**
 * The exchanges and notifications of a capture in lanes, laid out once so that any stretch of time is answered by binary search: each
 * lane has tracks in which nothing overlaps, and a track's items lie together in order of time.
 */
import { messageKind } from "../bridge/header.ts";
import { OUTCOME } from "./exchanges.ts";
import type { Exchanges } from "./exchanges.ts";
import type { Capture } from "../model/capture.ts";
import { NO_ROW } from "../stream/stream-sink.ts";
import { LOOK, SpanList } from "./timeline-spans.ts";
import type { TimelineSpans } from "./timeline-spans.ts";
import { sortIntoLanes } from "./timeline-lanes.ts";
import type { Lane, LaneGrouping } from "./timeline-lanes.ts";

/** A stretch of time, ns since time zero, seen in columns of `step` ns. */
export interface TimelineWindow {
  readonly from: number;
  readonly to: number;
  readonly step: number;
  readonly firstTrack: number;
  /** Exclusive. */
  readonly endTrack: number;
}

/** What lies at a place of a track. */
export interface TimelineHit {
  /** Row of a request or notification: of one that went wrong, where there is one. */
  readonly row: number;
  readonly count: number;
  /** How many of them failed or were never answered. */
  readonly bad: number;
  /** ns since time zero, of the first and to the last. */
  readonly start: number;
  readonly end: number;
}

/** Where something stands in the timeline. */
export interface TimelinePlace {
  readonly lane: number;
  readonly track: number;
  readonly start: number;
  readonly end: number;
  /** A call that an answer is due for: not a notification, nor a long poll, which may wait for hours. */
  readonly isDue: boolean;
}

/** Lanes and tracks of a capture; asked with a window in ns since time zero. */
export class Timeline {
  readonly lanes: readonly Lane[];
  readonly #capture: Capture;
  readonly #exchanges: Exchanges;
  /** Rows of notifications; item `exchanges.length + i` is the notification at place `i`. */
  readonly #notes: Uint32Array;
  readonly #trackOf: Uint32Array;
  /** First place of each track, and the end of the last. */
  readonly #first: Uint32Array;
  /** By place: the item, its begin and end as drawn, and sums of all places before. */
  readonly #item: Uint32Array;
  readonly #start: Float64Array;
  readonly #end: Float64Array;
  /** Places of exchanges of which nobody knows how they ended, ascending. */
  readonly #unknown: Uint32Array;
  readonly #badBefore: Uint32Array;
  readonly #busyBefore: Float64Array;

  /** `isUnknown` tells of an exchange without an answer whether that may be among what the capture lacks. */
  constructor(
    capture: Capture,
    exchanges: Exchanges,
    grouping: LaneGrouping,
    isUnknown: (exchange: number) => boolean = () => false,
  ) {
    this.#capture = capture;
    this.#exchanges = exchanges;
    const { lanes, notes, trackOf, trackCount } = sortIntoLanes(capture, exchanges, grouping);
    this.lanes = lanes;
    this.#notes = notes;
    this.#trackOf = trackOf;
    this.#first = new Uint32Array(trackCount + 1);
    for (const track of trackOf) if (track !== NO_ROW) this.#first[track + 1]!++;
    for (let track = 0; track < trackCount; track++) this.#first[track + 1]! += this.#first[track]!;
    const placed = this.#first[trackCount]!;
    this.#item = new Uint32Array(placed);
    const next = this.#first.slice();
    for (let item = 0; item < trackOf.length; item++) {
      const track = trackOf[item]!;
      if (track !== NO_ROW) this.#item[next[track]!++] = item;
    }
    this.#start = new Float64Array(placed);
    this.#end = new Float64Array(placed);
    this.#badBefore = new Uint32Array(placed + 1);
    this.#busyBefore = new Float64Array(placed + 1);
    this.#fillPlaces(trackCount);
    const hidden = new Set(exchanges.unanswered.filter(isUnknown));
    const unknown: number[] = [];
    if (hidden.size > 0) this.#item.forEach((item, place) => hidden.has(item) && unknown.push(place));
    this.#unknown = Uint32Array.from(unknown);
  }

  /** What to draw of a window: bars as they are where they are wide enough, else how full each column is. */
  spans({ from, to, step, firstTrack, endTrack }: TimelineWindow): TimelineSpans {
    const drawing = new SpanList();
    const lastTrack = Math.min(endTrack, this.#first.length - 1);
    for (let track = firstTrack; track < lastTrack; track++) this.#drawTrack(track, from, to, step, drawing);
    return drawing.columns();
  }

  /** What a track has between two moments; null where that is nothing. */
  hit(track: number, from: number, to: number): TimelineHit | null {
    if (track < 0 || track >= this.#first.length - 1) return null;
    const first = this.#firstEndingFrom(track, from);
    const end = this.#firstStartingFrom(first, this.#first[track + 1]!, to);
    if (first >= end) return null;
    const bad = this.#badBefore[end]! - this.#badBefore[first]!;
    const shown = bad === 0 ? first : this.#firstBad(first, end);
    return {
      row: this.#rowOf(this.#item[shown]!),
      count: end - first,
      bad,
      start: this.#start[first]!,
      end: this.#end[end - 1]!,
    };
  }

  /** Where a frame is drawn: a response in the bar of its request; null for one that is not. */
  placeOf(row: number): TimelinePlace | null {
    const { frames } = this.#capture;
    const isResponse = messageKind(frames.type.get(row)) === "response";
    const request = isResponse ? frames.peer.get(row) : row;
    const exchange = this.#exchanges.ofRequest(request);
    const note = exchange < 0 ? this.#notes.indexOf(row) : -1;
    if (exchange < 0 && note < 0) return null;
    const track = this.#trackOf[exchange < 0 ? this.#exchanges.length + note : exchange]!;
    if (track === NO_ROW) return null;
    const lane = this.lanes.findIndex(({ firstTrack, tracks }) => track >= firstTrack && track < firstTrack + tracks);
    const time = frames.time.get(row);
    return exchange < 0
      ? { lane, track, start: time, end: time, isDue: false }
      : {
          lane,
          track,
          start: this.#exchanges.start[exchange]!,
          end: this.#exchanges.end[exchange]!,
          isDue: !this.#exchanges.isLongPoll(exchange),
        };
  }

  #fillPlaces(trackCount: number): void {
    const { start, end, length: exchanges } = this.#exchanges;
    for (let track = 0; track < trackCount; track++) {
      const endOfTrack = this.#first[track + 1]!;
      let next = Number.POSITIVE_INFINITY;
      // Where a lane has more at once than it has tracks, what comes later covers what was there.
      for (let place = endOfTrack - 1; place >= this.#first[track]!; place--) {
        const item = this.#item[place]!;
        const isExchange = item < exchanges;
        const begin = Math.min(
          next,
          isExchange ? start[item]! : this.#capture.frames.time.get(this.#notes[item - exchanges]!),
        );
        const until = isExchange ? end[item]! : begin;
        this.#start[place] = begin;
        this.#end[place] = Number.isNaN(until) ? begin : Math.min(until, next);
        next = begin;
      }
    }
    for (let place = 0; place < this.#item.length; place++) {
      const length = this.#end[place]! - this.#start[place]!;
      this.#badBefore[place + 1] = this.#badBefore[place]! + (this.#isBad(this.#item[place]!) ? 1 : 0);
      this.#busyBefore[place + 1] = this.#busyBefore[place]! + (Number.isFinite(length) ? length : 0);
    }
  }

  #drawTrack(track: number, from: number, to: number, step: number, drawing: SpanList): void {
    const endOfTrack = this.#first[track + 1]!;
    let place = this.#firstEndingFrom(track, from);
    while (place < endOfTrack && this.#start[place]! < to) {
      const start = this.#start[place]!;
      if (this.#end[place]! - start >= step) {
        drawing.add(track, start, this.#end[place]!, this.#look(place), this.#typeOf(this.#item[place]!));
        place++;
        continue;
      }
      const column = Math.floor(start / step);
      let until = this.#firstStartingFrom(place, endOfTrack, (column + 1) * step);
      // Only the last that begins in a column can reach out of it: it is drawn by itself.
      if (this.#end[until - 1]! - this.#start[until - 1]! >= step) until--;
      if (until <= place) until = place + 1;
      drawing.addColumn(track, column * step, step, this.#denseLook(place, until, step));
      place = until;
    }
  }

  #look(place: number): number {
    const item = this.#item[place]!;
    if (item >= this.#exchanges.length) return LOOK.notification;
    const outcome =
      this.#unknownBefore(place + 1) > this.#unknownBefore(place) ? LOOK.unknown : this.#exchanges.outcome[item]!;
    return outcome | (this.#exchanges.isLongPoll(item) ? LOOK.longPoll : 0);
  }

  #denseLook(first: number, end: number, step: number): number {
    const bad = this.#badBefore[end]! - this.#badBefore[first]!;
    const unknown = this.#unknownBefore(end) - this.#unknownBefore(first);
    const isAlike = unknown === 0 || unknown === bad;
    const isAll = bad === 0 || bad === end - first;
    // Nobody knows that one of them went wrong.
    const rest = unknown === bad ? OUTCOME.answered : LOOK.mixed;
    const look = isAlike && isAll ? this.#look(first) : rest;
    const share = (this.#busyBefore[end]! - this.#busyBefore[first]!) / step;
    const fill = Math.max(0, Math.min(3, Math.floor(share * 4)));
    return look | LOOK.dense | (fill << LOOK.fillShift);
  }

  #isBad(item: number): boolean {
    return item < this.#exchanges.length && this.#exchanges.outcome[item] !== OUTCOME.answered;
  }

  #unknownBefore(place: number): number {
    return firstFrom(this.#unknown, 0, this.#unknown.length, place);
  }

  #rowOf(item: number): number {
    const { request, length } = this.#exchanges;
    return item < length ? request[item]! : this.#notes[item - length]!;
  }

  #typeOf(item: number): number {
    return this.#capture.frames.type.get(this.#rowOf(item));
  }

  #firstEndingFrom(track: number, time: number): number {
    return firstFrom(this.#end, this.#first[track]!, this.#first[track + 1]!, time);
  }

  #firstStartingFrom(first: number, end: number, time: number): number {
    // Gallops: the next column is mostly near.
    let reach = 1;
    while (first + reach < end && this.#start[first + reach]! < time) reach *= 2;
    return firstFrom(this.#start, first + (reach >>> 1), Math.min(end, first + reach), time);
  }

  #firstBad(first: number, end: number): number {
    let low = first;
    let high = end - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#badBefore[middle + 1]! > this.#badBefore[first]!) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

/** The first place in `low .. high` whose value is at least `value`; `high` where none is. Values ascend. */
function firstFrom(values: Float64Array | Uint32Array, low: number, high: number, value: number): number {
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
