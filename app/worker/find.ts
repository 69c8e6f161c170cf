import {
  HEADER_BYTES,
  compileFind,
  filterPayloadRows,
  findPlaces,
  readFrame,
  type Capture,
  type FindSpec,
  type MatchRunner,
} from "../../src-decoder/index.ts";
import type { FindHit, FindProgress, HitPlaces } from "./contract/view.ts";
import type { RuleRunner } from "./row-colours.ts";
import { isUnreadable } from "./unreadable-file.ts";

/** Where nothing is looked for. */
export const NO_HITS: HitPlaces = { bounds: new Uint32Array(), isAll: true };

/** One search of payloads, and the way from hit to hit. Hits stand in the order of the frames that were searched. */
export class Find {
  readonly #capture: Capture;
  /** Frames in their order; a number for all of the capture. */
  readonly #source: number | Uint32Array;
  readonly #runner: RuleRunner;
  /** Places in the source, ascending. */
  readonly #hits: number[] = [];
  /** By frame: its place in the source; made when a search is of some frames only. */
  #places: Map<number, number> | null = null;
  /** Whether the source is in order of the capture; null until it is asked for. */
  #isAscending: boolean | null = null;
  /** What is looked for; null until it runs. */
  #spec: FindSpec | null = null;
  #ended: "cancelled" | "unwanted" | null = null;

  constructor(capture: Capture, source: number | Uint32Array, runner: RuleRunner) {
    this.#capture = capture;
    this.#source = source;
    this.#runner = runner;
  }

  /** Searches to the end, telling how far it is; null where another search takes its place. */
  async run(
    spec: FindSpec,
    pause: () => Promise<void>,
    tell: (progress: FindProgress) => void,
  ): Promise<FindProgress | null> {
    this.#spec = spec;
    const compiled = compileFind(spec, this.#runner);
    if (!compiled.ok) return { state: "wrong", at: compiled.at, text: compiled.text };
    const { filter } = compiled;
    const of = typeof this.#source === "number" ? this.#source : this.#source.length;
    let looked = 0;
    let end: "done" | "unreadable" = "done";
    try {
      for await (const slice of filterPayloadRows(this.#capture, filter, this.#source)) {
        for (const row of slice.rows) this.#hits.push(this.#placeOf(row));
        looked = slice.looked;
        await pause();
        if (this.#ended !== null) break;
        tell({ state: "running", hits: this.#hits.length, looked, of });
      }
    } catch (error) {
      if (!isUnreadable(error)) throw error;
      end = "unreadable";
    }
    this.#runner.stop();
    if (this.#ended === "unwanted") return null;
    const state = this.#ended ?? (filter.patterns.expired ? "deadline" : end);
    return { state, hits: this.#hits.length, looked: state === "done" ? of : looked, of };
  }

  /** Ends the search; hits that were found stay. */
  end(how: "cancelled" | "unwanted"): void {
    this.#ended ??= how;
    this.#runner.stop();
  }

  /** The next hit behind (1) or before (-1) a frame, around the end if need be; null where there is none so far. */
  hit(from: number | null, by: -1 | 1): FindHit | null {
    const count = this.#hits.length;
    if (count === 0) return null;
    const place = from === null ? (by > 0 ? -1 : Number.POSITIVE_INFINITY) : this.#placeOf(from);
    let low = 0;
    for (let high = count; low < high;) {
      const middle = (low + high) >>> 1;
      const isBefore = by > 0 ? this.#hits[middle]! <= place : this.#hits[middle]! < place;
      if (isBefore) low = middle + 1;
      else high = middle;
    }
    const next = by > 0 ? low : low - 1;
    const number = (next + count) % count;
    const at = this.#hits[number]!;
    const row = typeof this.#source === "number" ? at : this.#source[at]!;
    return { row, number: number + 1, wrapped: next < 0 || next >= count };
  }

  /** Where the hits of a frame stand; none where its file cannot be read any more. */
  async placesIn(row: number, runner: MatchRunner): Promise<HitPlaces> {
    const { frames } = this.#capture;
    if (this.#spec === null || row < 0 || row >= frames.length) return NO_HITS;
    try {
      const { bytes, gaps } = await readFrame(this.#capture, row, HEADER_BYTES, frames.size.get(row));
      const { places, isAll } = await findPlaces(this.#spec, bytes.subarray(0, gaps[0]?.offset), runner);
      return { bounds: places.bounds.map((bound) => HEADER_BYTES + bound), isAll };
    } catch (error) {
      if (!isUnreadable(error)) throw error;
      return NO_HITS;
    }
  }

  /** Of a frame that is not among those searched: between its neighbours; before all where these stand in another order. */
  #placeOf(row: number): number {
    const source = this.#source;
    if (typeof source === "number") return row;
    this.#places ??= new Map(Array.from(source, (frame, place) => [frame, place]));
    return this.#places.get(row) ?? this.#placeBetween(source, row);
  }

  #placeBetween(source: Uint32Array, row: number): number {
    this.#isAscending ??= source.every((frame, place) => place === 0 || frame > source[place - 1]!);
    if (!this.#isAscending) return -1;
    let low = 0;
    for (let high = source.length; low < high;) {
      const middle = (low + high) >>> 1;
      if (source[middle]! < row) low = middle + 1;
      else high = middle;
    }
    return low - 0.5;
  }
}
