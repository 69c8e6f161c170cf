/** Queues of requests that a guest serves one at a time, as its silences show them: who stood behind whom, and since when it was whose turn. */
import type { DiagnosisContext } from "./context.ts";
import type { Silence } from "./silence.ts";

/** Fewer that wait are no queue. */
const FEWEST_QUEUED = 3;

/** The silences of each queue: in one of slow requests each makes a silence of its own, and what stands behind it waits on. */
export function queuesOf(context: DiagnosisContext): Silence[][] {
  const queues: { readonly rows: Set<number>; readonly silences: Silence[] }[] = [];
  for (const silence of context.silences) {
    if (!silence.inOrder || silence.queued.length < FEWEST_QUEUED) continue;
    const last = queues.at(-1);
    if (last?.rows.has(silence.queued[0]!) === true) {
      last.silences.push(silence);
      for (const row of silence.queued) last.rows.add(row);
    } else {
      queues.push({ rows: new Set(silence.queued), silences: [silence] });
    }
  }
  return queues.map(({ silences }) => silences);
}

/**
 * When the guest took up requests that stood behind another: by their rows, with the time of the answer to the one before, ns; `Infinity` where
 * that has none. Of requests that are not here nothing shows that they waited for another.
 */
export function turnsOf(context: DiagnosisContext): ReadonlyMap<number, number> {
  const turns = new Map<number, number>();
  for (const { queued } of context.silences.filter(({ inOrder }) => inOrder)) {
    for (const [place, row] of queued.entries()) {
      const before = queued[place - 1];
      if (before === undefined) continue;
      const answer = context.answer(before);
      const time = answer === null ? Infinity : context.time(answer);
      turns.set(row, Math.max(time, turns.get(row) ?? time));
    }
  }
  return turns;
}
