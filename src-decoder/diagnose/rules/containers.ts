/** Rules on the life of containers: steps that cannot be, and stops that do not stop. */
import type { IllegalStep } from "../../correlate/containers.ts";
import { endRow, hasRun, initWaitAnswer, livesOf } from "../container-ends.ts";
import type { ContainerLife } from "../container-ends.ts";
import { DEADLINE_SLACK_NS, SHUTDOWN_DEADLINE_NS } from "../deadlines.ts";
import { NO_ROW } from "../../stream/stream-sink.ts";
import type { DiagnosisContext } from "../context.ts";
import type { Draft, Rule } from "../rule.ts";
import { processesStep } from "../steps.ts";
import { formatAge, shortId } from "../words.ts";

const unknownContainer: Rule = {
  id: "H09",
  title: "Notification that no container waits for",
  severity: "critical",
  endsBridge: true,
  async find(context) {
    const drafts: Draft[] = [];
    for (const container of await context.containers()) {
      const step = container.illegal.find(({ what }) => what === "exit-of-unknown" || what === "exited-twice");
      const life = step === undefined ? undefined : context.lifeOfConnection(context.connectionOf(step.row));
      // Between two exits the container may have been deleted and made again, where packets are missing.
      if (step === undefined || life === undefined || context.coverage.losesUnseen(life)) continue;
      const wentOn = context.coverage.hostWentOn(life, step.row);
      const what =
        step.what === "exited-twice"
          ? "told of the exit of a container a second time"
          : "told of the exit of a container that was never created on this bridge";
      drafts.push({
        severity: wentOn ? "info" : "critical",
        title: step.what === "exited-twice" ? "Exit told twice" : "Exit of an unknown container",
        text: wentOn
          ? `The guest ${what}, ${shortId(container.id)}; the host went on all the same.`
          : `The guest ${what}, ${shortId(container.id)}; the host ends the bridge with "container not found".`,
        rows: [step.row],
        certainty: wentOn ? "inferred" : "seen",
        because: wentOn
          ? "The host sent more requests after it."
          : "The capture has all that the host sent on this bridge, and nothing that would expect the notification.",
        causes: [
          "A migration: the guest sent what was queued before the destination had opened its containers.",
          "A guest that tells one exit twice.",
        ],
        next: ["Look at the Create of the container and at the notification before this one."],
      });
    }
    return drafts;
  },
};

const STEPS: Readonly<Record<Exclude<IllegalStep["what"], "exit-of-unknown" | "exited-twice">, string>> = {
  "exec-before-create": "started a process in a container that was never created",
  "exec-after-exit": "started a process in a container that had exited",
  "created-twice": "created a container that was there already",
  "deleted-while-running": "deleted a container whose exit it had not told",
};

const impossibleStep: Rule = {
  id: "L1",
  title: "Step that a container's life does not have",
  severity: "warning",
  endsBridge: false,
  async find(context) {
    const drafts: Draft[] = [];
    for (const container of await context.containers()) {
      for (const { row, what } of container.illegal) {
        if (what === "exit-of-unknown" || what === "exited-twice" || !context.showsAll(row)) continue;
        // The answer to a wait for its init told the exit, and its notification may come behind that (N5).
        if (what === "deleted-while-running" && initWaitAnswer(context, container) < row) continue;
        const request = context.answer(row);
        drafts.push({
          title: "Impossible step in a container's life",
          text: `The guest ${STEPS[what]}, ${shortId(container.id)}, and said that it went well; it should have refused.`,
          rows: request === null ? [row] : [request, row],
          certainty: "inferred",
          because: "It follows from the order of the messages about this container (bridge.md 2.3).",
          next: ["Look at all messages about this container, in order."],
        });
        break;
      }
    }
    return drafts;
  },
};

const stopIgnored: Rule = {
  id: "H17",
  title: "Container does not stop",
  severity: "error",
  endsBridge: false,
  async find(context) {
    if (!context.timed) return [];
    const containers = (await context.containers()).filter(({ isUtilityVm }) => !isUtilityVm);
    const forced = stopsByContainer(context, "ShutdownForced");
    const graceful = stopsByContainer(context, "ShutdownGraceful");
    const lives = containers.flatMap((container) => livesOf(context, container));
    return lives.flatMap((container) => {
      const hard = ignoredStop(context, container, forced);
      if (hard !== null) {
        return stopDraft(context, container, hard, "error", "it was killed", [
          "A process in uninterruptible sleep.",
          "A stdio relay that does not end.",
        ]);
      }
      const soft = ignoredStop(context, container, graceful);
      if (soft === null) return [];
      // Killed after it ignored SIGTERM: what an image that ignores SIGTERM looks like.
      const ended = endRow(context, container) !== NO_ROW;
      return stopDraft(context, container, soft, ended ? "info" : "warning", "it was asked to end", [
        context.isWindows(container.bridge) ? "The image ignores the shutdown." : "The image ignores SIGTERM.",
        "Its init waits for children that do not end.",
      ]);
    });
  },
};

function stopDraft(
  context: DiagnosisContext,
  container: ContainerLife,
  row: number,
  severity: "error" | "warning" | "info",
  what: string,
  causes: readonly string[],
): Draft[] {
  const told = endRow(context, container);
  const waited = formatAge(endTime(context, told, row) - context.time(row));
  const ended = told === NO_ROW ? "and its exit was never told" : "before its exit was told";
  return [
    {
      severity,
      title: "Container does not stop",
      text: `Container ${shortId(container.id)} ran on for ${waited} after ${what} with ${context.call(row)}, ${ended}; the host waits 30 s for each stop.`,
      rows: told === NO_ROW ? [row] : [row, told],
      because: "Times of the request and of the first message that tells the exit.",
      causes,
      next: [processesStep(context.guestOf(container.bridge))],
    },
  ];
}

/** The stop requests of one kind, by bridge and container, in their order. */
function stopsByContainer(
  context: DiagnosisContext,
  call: "ShutdownGraceful" | "ShutdownForced",
): ReadonlyMap<string, readonly number[]> {
  const stops = new Map<string, number[]>();
  for (const row of context.index.requests(call)) {
    const key = `${context.bridgeOf(row)} ${context.container(row) ?? ""}`;
    const known = stops.get(key);
    if (known === undefined) stops.set(key, [row]);
    else known.push(row);
  }
  return stops;
}

/** The stop request that was not followed by an exit in its time; null where all is well, or cannot be told. */
function ignoredStop(
  context: DiagnosisContext,
  container: ContainerLife,
  stops: ReadonlyMap<string, readonly number[]>,
): number | null {
  const { createRow, nextCreateRow } = container;
  // What stopped the container that had this id before stops no later one, and what the guest refused stops none.
  const row = stops
    .get(`${container.bridge} ${container.id}`)
    ?.find((stop) => stop < nextCreateRow && (createRow === NO_ROW || stop > createRow) && !wasRefused(context, stop));
  if (row === undefined || !context.showsAll(row) || !hasRun(container)) return null;
  const told = endRow(context, container);
  // Each stop is waited for so long (containerd-shim-runhcs-v1/task_hcs.go close); who waited in vain may close a little sooner.
  const limit = told === NO_ROW ? SHUTDOWN_DEADLINE_NS - DEADLINE_SLACK_NS : SHUTDOWN_DEADLINE_NS;
  return endTime(context, told, row) - context.time(row) >= limit ? row : null;
}

function wasRefused(context: DiagnosisContext, row: number): boolean {
  const answer = context.answer(row);
  return answer !== null && (context.result(answer) ?? 0) !== 0;
}

/** When the exit was told; without such a message, until when the bridge of `row` lived. */
function endTime(context: DiagnosisContext, told: number, row: number): number {
  if (told !== NO_ROW) return context.time(told);
  const life = context.bridgeLife(row);
  return life === undefined ? context.capture.lastTime : context.aliveUntil(life);
}

export const CONTAINER_RULES: readonly Rule[] = [unknownContainer, impossibleStep, stopIgnored];
