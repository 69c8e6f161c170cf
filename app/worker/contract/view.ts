/** What the table is asked to show, what came of it, and finding in payloads. */
import type { FindSpec } from "../../../src-decoder/index.ts";

/** What the table shows, decided in the worker. */
export interface ViewSpec {
  readonly kind: "frames" | "exchanges";
  /** Display filter; empty for all. */
  readonly filter: string;
  readonly sort: { readonly field: string; readonly descending: boolean } | null;
  /** The selected row, for `${selected.FIELD}` in the filter; null where none is. */
  readonly selected: number | null;
}

export interface FilterFault {
  /** Place in the filter text. */
  readonly at: number;
  readonly length: number;
  readonly text: string;
  readonly hint: string | null;
}

/** How far the reading of payloads is that a filter, or a sort by what payloads hold, needs. */
export interface SearchProgress {
  readonly what: "filter" | "sort";
  /**
   * `running`: rows still come, behind those that are there or between them. `cancelled`: the user ended it, what was found stays.
   * `deadline`: a regular expression took too long and was ended; frames from there on are not looked at. `unreadable`: nor are they where a file
   * cannot be read any more.
   */
  readonly state: "running" | "done" | "cancelled" | "deadline" | "unreadable";
  /** Bytes of payloads looked at, or passed over as columns said enough, of all; none where only columns were asked. */
  readonly searched: number;
  readonly bytes: number;
}

export interface ViewResult {
  /**
   * Rises with every change of the view but for rows that come behind the last while it is searched; rows asked for with an older one come
   * back null.
   */
  readonly version: number;
  readonly rows: number;
  /** All there would be without a filter. */
  readonly total: number;
  /** The filter did not parse; the view before is kept. */
  readonly fault: FilterFault | null;
  /** Null where columns answered. */
  readonly search: SearchProgress | null;
}

/** What is looked for, and where. */
export interface FindQuery extends FindSpec {
  readonly over: "shown" | "all";
}

/** How far a search of payloads is. `wrong`: what is looked for cannot be read, from the place `at` of its text on. */
export type FindProgress =
  | {
      /** Hits may be missing where a regular expression took too long and was ended (`deadline`), or a file cannot be read any more (`unreadable`). */
      readonly state: "running" | "done" | "cancelled" | "deadline" | "unreadable";
      readonly hits: number;
      /** Frames looked at, of how many. */
      readonly looked: number;
      readonly of: number;
    }
  | { readonly state: "wrong"; readonly at: number; readonly text: string };

/** Where the hits of one frame stand. */
export interface HitPlaces {
  /** The bytes that are part of a hit, as bounds of `RowRanges` that count from the header's first byte. */
  readonly bounds: Uint32Array;
  /** False where there are more hits than are told. */
  readonly isAll: boolean;
}

export interface FindHit {
  readonly row: number;
  /** Among the hits known so far, from 1. */
  readonly number: number;
  /** The end was passed on the way. */
  readonly wrapped: boolean;
}
