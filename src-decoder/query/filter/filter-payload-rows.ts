import { viewOfRun, wholeRun } from "../../bytes/byte-run.ts";
import type { ByteRun } from "../../bytes/byte-run.ts";
import { HEADER_BYTES } from "../../bridge/header.ts";
import type { Capture } from "../../model/capture.ts";
import type { RowTest } from "./compile.ts";
import type { PayloadFilter } from "./filter.ts";
import type { Patterns } from "../language/patterns.ts";
import { PayloadReader } from "../payload/payload-reader.ts";
import { NO_ROW } from "../../stream/stream-sink.ts";

/** Rows, and bytes of payloads, looked at between two looks at whether the caller still wants the answer; some milliseconds. */
const SLICE_ROWS = 1 << 15;
const SLICE_BYTES = 1 << 20;
/** Rows whose texts wait for a regular expression: few at first, and as many as it judges in a time that people do not notice. */
const FIRST_ROOM = 32;
const LONG_JUDGEMENT_MS = 50;

/** Bytes of the payloads of all frames, as their headers announce them: what `PayloadHits.bytes` comes to at the end. */
export function payloadBytes({ frames: { length, size } }: Capture): number {
  let bytes = 0;
  for (let row = 0; row < length; row++) bytes += size.get(row) - HEADER_BYTES;
  return bytes;
}

/** What a slice of the search found. */
export interface PayloadHits {
  /** Rows that pass, in the order of the source. */
  readonly rows: Uint32Array<ArrayBuffer>;
  /** How many rows of the source are looked at so far, and the bytes of their payloads. */
  readonly looked: number;
  readonly bytes: number;
}

/**
 * Runs a filter that looks into payloads, slice by slice. The caller may show the hits of a slice at once, let other work run between two
 * slices, and cancel by not asking for the next. `source` is a count of rows (all of a capture) or rows in their order. Of a payload that
 * the capture does not have in full, the bytes before its first hole are looked at. Ends early where
 * `patterns.expired`: rows that are not judged are left out. Fails where a file cannot be read.
 */
export async function* filterPayloadRows(
  capture: Capture,
  filter: PayloadFilter,
  source: number | Uint32Array,
): AsyncGenerator<PayloadHits, void> {
  const payloads = new PayloadReader(capture);
  const peers = filter.needsPeer ? new PeerPayloads(capture) : null;
  const { patterns } = filter;
  const length = typeof source === "number" ? source : source.length;
  const { size } = capture.frames;
  let bytes = 0;
  let room = FIRST_ROOM;
  for (let at = 0; at < length;) {
    const hits: number[] = [];
    const open: OpenRow[] = [];
    const last = Math.min(at + SLICE_ROWS, length);
    const before = payloads.bytesRead;
    for (; at < last && payloads.bytesRead - before < SLICE_BYTES && open.length < room; at++) {
      const row = typeof source === "number" ? at : source[at]!;
      bytes += size.get(row) - HEADER_BYTES;
      const unknown = patterns.unknown;
      if (!filter.mayPass(row) && patterns.unknown === unknown) continue;
      if (filter.passesAnyway(row) && patterns.unknown === unknown) {
        hits.push(row);
        continue;
      }
      const peer = peers === null ? null : await peers.read(row);
      const read = payloads.read(row);
      const payload = read instanceof Promise ? await read : read;
      const asked = patterns.unknown;
      const passes = filter.testPayload(row, payload, peer);
      // The bytes are gone when the next are read.
      if (patterns.unknown !== asked) open.push({ row, at, place: hits.length, payload: copyOf(payload), peer });
      else if (passes) hits.push(row);
    }
    const began = Date.now();
    const passing = open.length === 0 ? hits : withJudged(hits, await judged(patterns, open, filter.testPayload));
    if (open.length > 0)
      room = Date.now() - began > LONG_JUDGEMENT_MS ? Math.max(1, room >> 1) : Math.min(room * 2, SLICE_ROWS);
    yield { rows: Uint32Array.from(passing), looked: at, bytes };
    if (patterns.expired) return;
  }
}

/** A row that passes or not by texts that are not judged yet. */
interface OpenRow {
  readonly row: number;
  /** In the source. */
  readonly at: number;
  /** How many hits stand before it. */
  readonly place: number;
  readonly payload: ByteRun;
  readonly peer: ByteRun | null;
}

/** The payloads of paired frames, which stand elsewhere in the files than those that are read in their order. */
class PeerPayloads {
  readonly #capture: Capture;
  readonly #payloads: PayloadReader;

  constructor(capture: Capture) {
    this.#capture = capture;
    this.#payloads = new PayloadReader(capture);
  }

  /** A copy, which stays as it is; null for a frame without a pair. */
  async read(row: number): Promise<ByteRun | null> {
    const peer = this.#capture.frames.peer.get(row);
    return peer === NO_ROW ? null : copyOf(await this.#payloads.read(peer));
  }
}

function copyOf(run: ByteRun): ByteRun {
  return wholeRun(viewOfRun(run).slice());
}

/** Those that pass, once their texts are judged. One answer may lead to the next question. */
async function judged(
  patterns: Patterns,
  rows: readonly OpenRow[],
  test: PayloadFilter["testPayload"],
): Promise<OpenRow[]> {
  const passing: OpenRow[] = [];
  let open = rows;
  while (open.length > 0 && (await patterns.judge())) {
    open = open.filter((each) => {
      const unknown = patterns.unknown;
      const passes = test(each.row, each.payload, each.peer);
      if (patterns.unknown !== unknown) return true;
      if (passes) passing.push(each);
      return false;
    });
  }
  patterns.forget();
  return passing.toSorted((a, b) => a.at - b.at);
}

/** Hits and judged rows in the order of the source. */
function withJudged(hits: readonly number[], judgedRows: readonly OpenRow[]): number[] {
  const rows: number[] = [];
  let next = 0;
  for (let place = 0; place <= hits.length; place++) {
    for (; next < judgedRows.length && judgedRows[next]!.place === place; next++) rows.push(judgedRows[next]!.row);
    if (place < hits.length) rows.push(hits[place]!);
  }
  return rows;
}

/**
 * The rows that a filter over columns lets pass, where its texts must be judged first; `test` is the filter's, or one made of it. Slice by
 * slice as `filterPayloadRows`, and as that it ends early where `patterns.expired`.
 */
export async function* settledRows(
  patterns: Patterns,
  test: RowTest,
  source: number | Uint32Array,
): AsyncGenerator<Uint32Array<ArrayBuffer>, void> {
  const length = typeof source === "number" ? source : source.length;
  const rows = new Uint32Array(SLICE_ROWS);
  for (let from = 0; from < length && !patterns.expired; from += SLICE_ROWS) {
    const to = Math.min(from + SLICE_ROWS, length);
    let isKnown: boolean;
    let count: number;
    do {
      count = 0;
      isKnown = true;
      for (let at = from; at < to; at++) {
        const row = typeof source === "number" ? at : source[at]!;
        const unknown = patterns.unknown;
        const passes = test(row);
        if (patterns.unknown !== unknown) isKnown = false;
        else if (passes) rows[count++] = row;
      }
      // A text that is judged stays so by its number: only the batch is forgotten.
    } while (!isKnown && (await patterns.judge()));
    patterns.forget();
    yield rows.slice(0, count);
  }
}
