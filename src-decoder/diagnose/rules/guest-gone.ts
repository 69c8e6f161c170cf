/** The rule on a guest that ends a bridge between two messages, with work open. */
import { counted } from "../../bytes/count-text.ts";
import type { BridgeLife, ConnectionLife } from "../../correlate/bridge-life.ts";
import { NULL_CONTAINER } from "../../correlate/containers.ts";
import { NO_ROW } from "../../stream/stream-sink.ts";
import { endRow, hasPodEnded, isPodGone } from "../container-ends.ts";
import type { DiagnosisContext } from "../context.ts";
import { OLD_CALL_NS, laterDials } from "../dials.ts";
import { endOf } from "../evidence.ts";
import { aboutAll, cutHeaderOf, isCutOff, onStream } from "../rows.ts";
import type { Draft, Rule } from "../rule.ts";
import { afterDeath } from "../steps.ts";
import { formatAge, listed } from "../words.ts";

/** A guest that panics over a request is gone within this. */
const PANIC_NS = 50e6;
/** A container that is stopped is told to have ended by then, be it slow to end. */
const EXIT_TOLD_NS = 15e9;

export const guestGone: Rule = {
  id: "H10b",
  title: "Guest gone with work open",
  severity: "critical",
  endsBridge: true,
  async find(context) {
    const drafts: Draft[] = [];
    for (const life of context.lives) {
      const last = life.connections.at(-1);
      if (last === undefined || life.end?.by !== "guest") continue;
      const { end } = life;
      const row = last.lastGuestRow;
      if (row !== NO_ROW && isCutOff(context, row)) continue;
      if (cutHeaderOf(context, last.guestStream) !== null || askedToPowerOff(context, last)) continue;
      // A guest that dials again lives: it was the host that closed, and the capture lost its FIN.
      if (laterDials(context, life).length > 0) continue;
      // Where the pod is gone the utility VM is stopped under what was just asked (N9); what had waited before hung.
      const leastAge = (await isPodGone(context, last)) ? OLD_CALL_NS : 0;
      const calls = context
        .pendingOf(life.bridge.number)
        .filter((exchange) => !(context.age(exchange) < leastAge))
        .map((exchange) => context.exchanges.request[exchange]!)
        .filter((call) => !context.answerMayBeLost(call) && !(context.time(call) > end.time));
      // A guest that ends once its containers have takes its own processes along (N9, N10).
      const waits = (await hasPodEnded(context, last)) ? [] : await openWaits(context, last);
      const running = waits.filter((wait) => stopOf(context, last, wait) === null);
      // Of a container that was asked to stop, and whose end was never told, its utility VM may have been ended under it.
      const stopped = waits.filter((wait) => hasStoppedLongSince(context, last, wait));
      if (calls.length + running.length + stopped.length === 0) continue;
      if (calls.length + running.length === 0) {
        drafts.push(stoppedAndGone(context, life, last, stopped));
        continue;
      }
      const open = [
        ...(calls.length > 0
          ? [`${counted(calls.length, "request")} (${listed(calls.map((call) => context.call(call)))})`]
          : []),
        ...(running.length > 0 ? [`${counted(running.length, "process", "processes")} still running`] : []),
      ];
      drafts.push({
        title: "The guest ended the bridge",
        text: `The guest closed the connection with ${end.how} while it had ${listed(open)}; nobody had asked it to shut down.`,
        rows: [...calls, ...running].slice(0, 50),
        places: endOf(context, last),
        connection: last.connection.index,
        ...aboutAll(context, [...calls, ...running]),
        time: end.time,
        because: "The connection ended between two messages, with no shutdown of the utility VM before it.",
        causes: [
          ...panicOnStatistics(context, calls, end.time),
          "The guest agent crashed or was killed.",
          "The utility VM was stopped or reset under it.",
        ],
        next: afterDeath(context.guestOf(life.bridge.number)),
      });
    }
    return drafts;
  },
};

/** v0.14.1 panics over statistics that it does not have (bridge.md 9.4). */
function panicOnStatistics(context: DiagnosisContext, calls: readonly number[], end: number): string[] {
  const asked = calls.findLast((row) => context.name(row) === "GetProperties" && end - context.time(row) < PANIC_NS);
  if (asked === undefined) return [];
  return [
    `${context.call(asked)} was sent ${formatAge(end - context.time(asked))} before: guests of v0.14.1 panic over statistics without RDMA.`,
  ];
}

/** Whether the host asked the utility VM itself to shut down: the guest then powers off without an answer (N26). */
function askedToPowerOff(context: DiagnosisContext, life: ConnectionLife): boolean {
  // One whose payload the capture lacks may have been for the utility VM too.
  return shutdowns(context, life).some((row) => (context.container(row) ?? NULL_CONTAINER) === NULL_CONTAINER);
}

function shutdowns({ index, frames }: DiagnosisContext, { hostStream }: ConnectionLife): number[] {
  const rows = [...index.requests("ShutdownGraceful"), ...index.requests("ShutdownForced")];
  return rows.filter((row) => frames.stream.get(row) === hostStream);
}

/** Waits without an answer for processes of containers whose end was not told, and that were not about to be deleted. */
async function openWaits(context: DiagnosisContext, life: ConnectionLife): Promise<number[]> {
  const { index } = context;
  const ended = (await context.containers()).filter(
    (container) => container.bridge === life.bridge.number && endRow(context, container) !== NO_ROW,
  );
  const deleted = onStream(context, index.requests("DeleteContainerState"), life.hostStream);
  const over = new Set([...ended.map(({ id }) => id), ...deleted.map((row) => context.container(row))]);
  return onStream(context, index.requests("WaitForProcess"), life.hostStream).filter(
    (row) => context.answer(row) === null && !over.has(context.container(row)) && !context.answerMayBeLost(row),
  );
}

/** The last shutdown of the container that a wait is for; null where nobody asked for one. */
function stopOf(context: DiagnosisContext, life: ConnectionLife, wait: number): number | null {
  return shutdowns(context, life).findLast((row) => context.container(row) === context.container(wait)) ?? null;
}

/** Whether a guest said that it stopped the container of a wait, and had the time to tell of its end. */
function hasStoppedLongSince(context: DiagnosisContext, life: ConnectionLife, wait: number): boolean {
  const stop = stopOf(context, life, wait);
  const answer = stop === null ? null : context.answer(stop);
  return answer !== null && context.timed && context.aliveUntil(life) - context.time(answer) > EXIT_TOLD_NS;
}

/** A guest that acknowledged the stop of a container, never told of its end, and is gone. */
function stoppedAndGone(
  context: DiagnosisContext,
  { bridge, end }: BridgeLife,
  life: ConnectionLife,
  waits: readonly number[],
): Draft {
  const stop = stopOf(context, life, waits[0]!)!;
  const since = context.aliveUntil(life) - context.time(context.answer(stop) ?? stop);
  return {
    severity: "warning",
    title: "The guest ended the bridge behind a stop",
    text: `The guest closed the connection with ${end?.how ?? "FIN"} ${formatAge(since)} after it had answered ${context.call(stop)}, and never told that the container ended.`,
    rows: [stop, ...waits].slice(0, 50),
    places: endOf(context, life),
    connection: life.connection.index,
    ...aboutAll(context, waits),
    time: end?.time ?? Number.NaN,
    certainty: "inferred",
    because:
      "The wait for its process was open when the connection ended, and the capture has no notification of its exit.",
    causes: [
      "The guest agent crashed or was killed while it stopped the container.",
      "The utility VM was ended under it.",
    ],
    next: afterDeath(context.guestOf(bridge.number)),
  };
}
