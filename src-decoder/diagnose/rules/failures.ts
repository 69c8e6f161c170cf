/** Answers with an error and what they say, read for as many as tell what goes wrong. */
import { SIDECAR_ERROR_TYPE } from "../../bridge/header.ts";
import { textMember } from "../../correlate/payloads.ts";
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
const MOST_READ_EACH_END = 25;
/** between them of the slowest, and of so many others that differ in size from those before: a probe that always fails hides no other failure. */
const MOST_READ_SLOW = 10;
const MOST_READ_OTHER = 50;

/** Failed answers to a call, of those that are read. */
export function failedCalls(context: DiagnosisContext, call: CallName): Promise<FailedCall[]> {
  // A sidecar's errors have no type of their own (N18): whose they are, the request tells.
  const hasFailed = (row: number): boolean => (context.result(row) ?? 0) !== 0;
  const ofSidecar = context.index
    .ofType(SIDECAR_ERROR_TYPE)
    .filter((row) => context.name(row) === call && hasFailed(row));
  return readFailures(context, [...context.index.answers(call).filter(hasFailed), ...ofSidecar]);
}

/** Failed answers with a Result, of those that are read. */
export function failedWith(context: DiagnosisContext, result: number): Promise<FailedCall[]> {
  return readFailures(context, context.index.failedWith(result | 0));
}

/** What failed answers say, of those that are read. */
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

/** Rows that tell most of what all of them say, in their order. There may be very many, so they are gone through once. */
function telling(context: DiagnosisContext, rows: readonly number[]): readonly number[] {
  const { peer, size, time } = context.frames;
  const chosen = [...rows.slice(0, MOST_READ_EACH_END), ...rows.slice(-MOST_READ_EACH_END)];
  const sizes = new Set(chosen.map((row) => size.get(row)));
  const others: number[] = [];
  const slow: { readonly row: number; readonly latency: number }[] = [];
  for (let at = MOST_READ_EACH_END; at < rows.length - MOST_READ_EACH_END; at++) {
    const row = rows[at]!;
    if (others.length < MOST_READ_OTHER && !sizes.has(size.get(row))) {
      sizes.add(size.get(row));
      others.push(row);
    }
    const request = peer.get(row);
    const latency = request === NO_ROW ? Number.NaN : time.get(row) - time.get(request);
    if (slow.length === MOST_READ_SLOW && !(latency > slow[MOST_READ_SLOW - 1]!.latency)) continue;
    if (Number.isNaN(latency)) continue;
    if (slow.length === MOST_READ_SLOW) slow.pop();
    const place = slow.findIndex((other) => other.latency < latency);
    slow.splice(place === -1 ? slow.length : place, 0, { row, latency });
  }
  return [...new Set([...chosen, ...others, ...slow.map(({ row }) => row)])].toSorted((a, b) => a - b);
}
