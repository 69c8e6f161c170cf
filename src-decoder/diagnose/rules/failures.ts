/** Answers with an error and what they say, read for as many as tell what goes wrong. */
import { SIDECAR_ERROR_TYPE } from "../../bridge/header.ts";
import { placeFrom } from "../../bytes/place-from.ts";
import { textMember } from "../../correlate/payloads.ts";
import { mergedRows } from "../../correlate/message-index.ts";
import type { CallName } from "../../correlate/message-index.ts";
import { NO_ROW } from "../../stream/stream-sink.ts";
import type { DiagnosisContext } from "../context.ts";

/** A call with an answer that reports an error. */
export interface FailedCall {
  /** Row of the answer. */
  readonly row: number;
  readonly request: number;
  /** The answer's ErrorMessage; empty where it has none. */
  readonly text: string;
  /** ns from request to answer. */
  readonly latency: number;
}

/** Texts are read of so many of the first failures of a kind, and of so many of the last; */
const MOST_READ_EACH_END = 20;
/** between them of the slowest, and of so many others that differ in size from those before: a probe that always fails hides no other failure. */
const MOST_READ_SLOW = 5;
const MOST_READ_OTHER = 15;
const MOST_LOOKED_AT = 2000;

/** By what was asked for; several rules ask for the same. */
const knownOf = new WeakMap<DiagnosisContext, Map<CallName | number, Promise<FailedCall[]>>>();

/** Failed answers to a call, of those that are read. */
export function failedCalls(context: DiagnosisContext, call: CallName): Promise<FailedCall[]> {
  return once(context, call, () => {
    // A sidecar's errors have no type of their own (N18): whose they are, the request tells.
    const ofSidecar = context.index
      .ofType(SIDECAR_ERROR_TYPE)
      .filter((row) => context.name(row) === call && (context.result(row) ?? 0) !== 0);
    return readFailures(context, Array.from(mergedRows(context.index.failedAnswers(call), ofSidecar)));
  });
}

/** Failed answers with a Result, of those that are read. */
export function failedWith(context: DiagnosisContext, result: number): Promise<FailedCall[]> {
  return once(context, result | 0, () => readFailures(context, context.index.failedWith(result | 0)));
}

function once(
  context: DiagnosisContext,
  asked: CallName | number,
  read: () => Promise<FailedCall[]>,
): Promise<FailedCall[]> {
  const known = knownOf.get(context) ?? new Map<CallName | number, Promise<FailedCall[]>>();
  knownOf.set(context, known);
  const found = known.get(asked) ?? read();
  known.set(asked, found);
  return found;
}

/** What failed answers say, of those that are read; `failed` are ascending rows. */
export async function readFailures(context: DiagnosisContext, failed: readonly number[]): Promise<FailedCall[]> {
  // What fails behind a sidecar fails on the outer hop too, and is said once.
  const rows =
    context.innerHops.size === 0 ? failed : failed.filter((row) => !context.innerHops.has(context.bridgeOf(row)));
  const read = rows.length <= 2 * MOST_READ_EACH_END ? rows : telling(context, rows);
  const calls: FailedCall[] = [];
  for (const row of read) {
    const request = context.frames.peer.get(row);
    if (request === NO_ROW) continue;
    const text = textMember(await context.payload(row), "ErrorMessage") ?? "";
    calls.push({ row, request, text, latency: context.time(row) - context.time(request) });
  }
  return calls;
}

/** Rows that tell most of what all of them say, in their order. There may be very many, of which some thousands are looked at. */
function telling(context: DiagnosisContext, rows: readonly number[]): readonly number[] {
  const { size } = context.frames;
  const [first, last] = [rows.slice(0, MOST_READ_EACH_END), rows.slice(-MOST_READ_EACH_END)];
  const chosen = new Set([...first, ...last, ...slowestOf(context, rows)]);
  const sizes = new Set([...chosen].map((row) => size.get(row)));
  const most = chosen.size + MOST_READ_OTHER;
  const step = Math.ceil(rows.length / MOST_LOOKED_AT);
  for (let at = 0; at < rows.length && chosen.size < most; at += step) {
    const row = rows[at]!;
    if (sizes.has(size.get(row))) continue;
    sizes.add(size.get(row));
    chosen.add(row);
  }
  return [...chosen].toSorted((a, b) => a - b);
}

/** The slowest of these answers, of which there may be none that took long. */
function slowestOf(context: DiagnosisContext, rows: readonly number[]): readonly number[] {
  const { request, long } = context.exchanges;
  return Array.from(long)
    .toSorted((a, b) => context.age(b) - context.age(a))
    .flatMap((exchange) => context.answer(request[exchange]!) ?? [])
    .filter((row) => rows[placeFrom(rows, row)] === row)
    .slice(0, MOST_READ_SLOW);
}
