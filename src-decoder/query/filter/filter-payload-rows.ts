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

const NO_ROWS = new Uint32Array(0);
const NO_PAYLOAD = wholeRun(new Uint8Array(0));

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
 * `patterns.expired`: rows that are not judged are left out. Fails where a file cannot be read. What a filter asks of paired frames is found
 * out first: until then no rows come, and `bytes` grows for that part of the work.
 */
export async function* filterPayloadRows(
  capture: Capture,
  filter: PayloadFilter,
  source: number | Uint32Array,
): AsyncGenerator<PayloadHits, void> {
  const payloads = new PayloadReader(capture);
  const { patterns } = filter;
  const length = typeof source === "number" ? source : source.length;
  const { size } = capture.frames;
  const share = 1 / (filter.peerTests.length + 1);
  const before = share === 1 ? 0 : (1 - share) * bytesOf(capture, source);
  if (share < 1) {
    for await (const part of markPeers(capture, filter, source)) {
      yield { rows: NO_ROWS, looked: 0, bytes: part * before };
      if (patterns.expired) return;
    }
  }
  let bytes = 0;
  let room = FIRST_ROOM;
  for (let at = 0; at < length;) {
    const hits: number[] = [];
    const open: OpenRow[] = [];
    const last = Math.min(at + SLICE_ROWS, length);
    const bytesBefore = payloads.bytesRead;
    for (; at < last && payloads.bytesRead - bytesBefore < SLICE_BYTES && open.length < room; at++) {
      const row = typeof source === "number" ? at : source[at]!;
      bytes += size.get(row) - HEADER_BYTES;
      const unknown = patterns.unknown;
      if (!filter.mayPass(row) && patterns.unknown === unknown) continue;
      if (filter.passesAnyway(row) && patterns.unknown === unknown) {
        hits.push(row);
        continue;
      }
      const read = filter.readsOwn ? payloads.read(row) : NO_PAYLOAD;
      const payload = read instanceof Promise ? await read : read;
      const asked = patterns.unknown;
      const passes = filter.testPayload(row, payload);
      // The bytes are gone when the next are read.
      if (patterns.unknown !== asked)
        open.push({ row, at, place: hits.length, payload: wholeRun(viewOfRun(payload).slice()) });
      else if (passes) hits.push(row);
    }
    const began = Date.now();
    const passing = open.length === 0 ? hits : withJudged(hits, await judged(patterns, open, filter.testPayload));
    if (open.length > 0)
      room = Date.now() - began > LONG_JUDGEMENT_MS ? Math.max(1, room >> 1) : Math.min(room * 2, SLICE_ROWS);
    yield { rows: Uint32Array.from(passing), looked: at, bytes: before + share * bytes };
    if (patterns.expired) return;
  }
}

function bytesOf(capture: Capture, source: number | Uint32Array): number {
  if (typeof source === "number") return payloadBytes(capture);
  return source.reduce((sum, row) => sum + capture.frames.size.get(row) - HEADER_BYTES, 0);
}

/**
 * Marks the paired frames that pass the tests of their payloads; gives how much of that is done, 0 to 1. They are read in the order in which
 * they lie, each once: one by one, as their pairs come, would be many times as slow.
 */
async function* markPeers(
  capture: Capture,
  filter: PayloadFilter,
  source: number | Uint32Array,
): AsyncGenerator<number, void> {
  const peers = peersAsked(capture, filter, source);
  const { peerTests } = filter;
  for (const [done, { filter: test, passing }] of peerTests.entries()) {
    passing.marks = new Uint8Array(capture.frames.length);
    for await (const { rows, looked } of filterPayloadRows(capture, test, peers)) {
      for (const row of rows) passing.marks[row] = 1;
      yield (done + looked / peers.length) / peerTests.length;
    }
  }
}

/** The pairs of the rows that may pass, ascending. */
function peersAsked(
  { frames: { peer, length } }: Capture,
  { mayPass, patterns }: PayloadFilter,
  source: number | Uint32Array,
): Uint32Array {
  const asked = new Uint8Array(length);
  const rows = typeof source === "number" ? source : source.length;
  let count = 0;
  for (let at = 0; at < rows; at++) {
    const row = typeof source === "number" ? at : source[at]!;
    const other = peer.get(row);
    if (other === NO_ROW || asked[other] === 1) continue;
    const unknown = patterns.unknown;
    if (!mayPass(row) && patterns.unknown === unknown) continue;
    asked[other] = 1;
    count++;
  }
  const peers = new Uint32Array(count);
  for (let row = 0, at = 0; at < count; row++) if (asked[row] === 1) peers[at++] = row;
  return peers;
}

/** A row that passes or not by texts that are not judged yet. */
interface OpenRow {
  readonly row: number;
  /** In the source. */
  readonly at: number;
  /** How many hits stand before it. */
  readonly place: number;
  readonly payload: ByteRun;
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
      const passes = test(each.row, each.payload);
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
