/** How a container came to its end, for all that the messages tell: not its notification alone says so. */
import { placeFrom } from "../bytes/place-from.ts";
import type { ConnectionLife } from "../correlate/bridge-life.ts";
import type { Container } from "../correlate/containers.ts";
import { NO_ROW } from "../stream/stream-sink.ts";
import type { DiagnosisContext } from "./context.ts";

/** What is known of one life of a container: an id may be created again once it was deleted. */
export interface ContainerLife extends Pick<
  Container,
  "bridge" | "id" | "createRow" | "initRow" | "exitRow" | "deleteRow"
> {
  /** The Create that began the next life of this id; `NO_ROW`, which is behind all rows, for the last. */
  readonly nextCreateRow: number;
}

/**
 * The lives of a container, oldest first. The container itself has the rows of its last one; its steps tell of those before. That of an id that
 * the capture did not see created begins with the capture.
 */
export function livesOf(context: DiagnosisContext, container: Container): ContainerLife[] {
  const { bridge, id } = container;
  const lives = [{ bridge, id, createRow: NO_ROW, initRow: NO_ROW, exitRow: NO_ROW, deleteRow: NO_ROW }];
  for (const { state, row } of container.steps) {
    const request = context.frames.peer.get(row);
    // Before its first Create a container has lived only where another step tells so.
    if (state === "created" && row !== container.steps[0]?.row) {
      lives.push({ bridge, id, createRow: request, initRow: NO_ROW, exitRow: NO_ROW, deleteRow: NO_ROW });
    }
    const life = lives.at(-1)!;
    if (state === "created") life.createRow = request;
    else if (state === "running" && life.createRow !== NO_ROW) life.initRow = request;
    else if (state === "exited") life.exitRow = row;
    else if (state === "deleted") life.deleteRow = request;
  }
  return lives.map((life, place) => ({
    ...(place === lives.length - 1 ? container : life),
    nextCreateRow: lives[place + 1]?.createRow ?? NO_ROW,
  }));
}

/** Whether it has run, or may have before the capture began: where no process was started in it there is no exit to tell (N14). */
export function hasRun({ initRow, createRow }: Pick<ContainerLife, "initRow" | "createRow">): boolean {
  return initRow !== NO_ROW || createRow === NO_ROW;
}

/**
 * The first message from which the host knows that a container has ended: its notification, the answer to a wait for its init, which comes
 * before or behind that (N5), or the answer to its deletion, which a guest refuses while it runs (bridge.md 2.3); at the latest its id is used
 * again. `NO_ROW` where none came.
 */
export function endRow(
  context: DiagnosisContext,
  container: Omit<ContainerLife, "nextCreateRow"> & Partial<ContainerLife>,
): number {
  const deleted = container.deleteRow === NO_ROW ? null : context.answer(container.deleteRow);
  const { nextCreateRow = NO_ROW } = container;
  const told = [container.exitRow, initWaitAnswer(context, container), deleted ?? NO_ROW, nextCreateRow];
  const from = container.createRow === NO_ROW ? 0 : container.createRow;
  const rows = told.filter((row) => row !== NO_ROW && row >= from);
  return rows.length === 0 ? NO_ROW : Math.min(...rows);
}

/** The answer to a wait for the first process of a container; `NO_ROW` where none came, or where that process is not known. */
export function initWaitAnswer(
  context: DiagnosisContext,
  { bridge, id, initRow }: Pick<ContainerLife, "bridge" | "id" | "initRow">,
): number {
  const started = initRow === NO_ROW ? null : context.answer(initRow);
  const pid = started === null ? null : context.process(started);
  if (pid === null) return NO_ROW;
  const waits = context.index.requests("WaitForProcess");
  // There may be very many, and the one looked for comes right behind the start of the process.
  for (let at = placeFrom(waits, initRow); at < waits.length; at++) {
    const row = waits[at]!;
    if (context.process(row) !== pid || context.bridgeOf(row) !== bridge || context.container(row) !== id) continue;
    const answer = context.answer(row);
    if (answer === null || (context.result(answer) ?? 0) === 0) return answer ?? NO_ROW;
  }
  return NO_ROW;
}

/** Whether each container of a bridge was deleted, and there was one: the pod is gone, and what ends then ends nothing (N9). */
export async function isPodGone(context: DiagnosisContext, life: Pick<ConnectionLife, "bridge">): Promise<boolean> {
  const containers = await podOf(context, life);
  return containers.length > 0 && containers.every(({ state }) => state === "deleted");
}

/** Whether each container of a bridge has ended, and there was one: what still runs are processes of the utility VM. */
export async function hasPodEnded(context: DiagnosisContext, life: Pick<ConnectionLife, "bridge">): Promise<boolean> {
  const containers = await podOf(context, life);
  return containers.length > 0 && containers.every(({ state }) => state === "exited" || state === "deleted");
}

/** The containers of a bridge: one whose Create failed never was. */
async function podOf(context: DiagnosisContext, { bridge }: Pick<ConnectionLife, "bridge">): Promise<Container[]> {
  return (await context.containers()).filter(
    (one) => one.bridge === bridge.number && !one.isUtilityVm && !(one.isAwaited && one.createRow === NO_ROW),
  );
}
