/** What is told of a queue that moves, but slowly (bridge.md H31): each of its requests holds up those behind it, and none hangs. */
import type { DiagnosisContext } from "../context.ts";
import { countdown } from "../deadlines.ts";
import { turnsOf } from "../queues.ts";
import { aboutAll, callsOf } from "../rows.ts";
import type { Draft } from "../rule.ts";
import type { Silence } from "../silence.ts";
import { formatAge } from "../words.ts";

/** A queue in which not only the first request is slow. */
export function slowQueue(context: DiagnosisContext, silences: readonly [Silence, ...Silence[]]): Draft {
  const [{ life, queued: first }] = silences;
  const rows = [...new Set(silences.flatMap(({ queued }) => queued))];
  const turns = turnsOf(context);
  const end = context.aliveUntil(life);
  const until = (row: number): number => {
    const answer = context.answer(row);
    return answer === null ? end : context.time(answer);
  };
  const own = (row: number): number => until(row) - (turns.get(row) ?? context.time(row));
  const waited = (row: number): number => until(row) - context.time(row);
  const slowest = rows.reduce((one, row) => (own(row) > own(one) ? row : one));
  const longest = rows.reduce((one, row) => (waited(row) > waited(one) ? row : one));
  const open = rows.filter((row) => context.answer(row) === null);
  const without =
    open.length === 0
      ? ""
      : ` ${callsOf(context, open)} ${open.length === 1 ? "has" : "have"} no answer${life.end === null ? "" : ` when the ${life.end.by} closes`}.`;
  return {
    title: "A queue of slow requests",
    text: `${callsOf(context, rows)} were served one after the other: the guest had ${context.call(slowest)} in hand for ${formatAge(own(slowest))}, and ${context.call(longest)} waited ${formatAge(waited(longest))} in all. This guest serves one request at a time, so they wait for those before them and not for themselves.${without}${life.end === null ? countdown(context, open) : ""}`,
    rows,
    connection: life.connection.index,
    ...aboutAll(context, rows),
    time: context.time(first[0]!),
    certainty: "inferred",
    because:
      "They were sent close together, and each was answered only after the one before, in the order they were sent.",
    causes: [
      context.isWindows(life.bridge.number)
        ? "The sidecar of a confidential VM, which serves one request at a time (H32)."
        : "A guest in sequential mode (SEV-SNP), with slow handlers.",
      "What each of them waits for comes one after the other, as devices that the host attaches in this order.",
    ],
    next: [
      "Look at what the slowest request asks of the guest.",
      'Look in the guest\'s log for "blocked on the current request for more than 5 seconds".',
    ],
  };
}
