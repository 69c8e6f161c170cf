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

/** Texts are read of so many of the first failures of a kind, and of so many of the last. */
const MOST_READ_EACH_END = 25;

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

/** What failed answers say, of those that are read: as many of the first as of the last. */
export async function readFailures(context: DiagnosisContext, failed: readonly number[]): Promise<FailedCall[]> {
  // What fails behind a sidecar fails on the outer hop too, and is said once.
  const rows =
    context.innerHops.size === 0 ? failed : failed.filter((row) => !context.innerHops.has(context.bridgeOf(row)));
  const read =
    rows.length <= 2 * MOST_READ_EACH_END
      ? rows
      : [...rows.slice(0, MOST_READ_EACH_END), ...rows.slice(-MOST_READ_EACH_END)];
  const calls: FailedCall[] = [];
  for (const row of read) {
    const request = context.frames.peer.get(row);
    if (request === NO_ROW) continue;
    const text = textMember(await context.payload(row), "ErrorMessage") ?? "";
    calls.push({ row, request, text, latency: context.time(row) - context.time(request) });
  }
  return calls;
}
