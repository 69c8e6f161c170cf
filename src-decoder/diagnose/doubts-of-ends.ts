/** What the end of a bridge leaves open, where no rule found a fault. */
import { counted, formatCount, lowerFirst } from "../bytes/count-text.ts";
import type { BridgeLife } from "../correlate/bridge-life.ts";
import { NULL_CONTAINER } from "../correlate/containers.ts";
import { NO_ROW } from "../stream/stream-sink.ts";
import { isPodGone } from "./container-ends.ts";
import type { DiagnosisContext } from "./context.ts";
import { laterDials } from "./dials.ts";
import { endOf, tries } from "./evidence.ts";
import type { Evidence } from "./evidence.ts";
import { callsOf, requestsOf } from "./rows.ts";
import { qualityOf, showsEnds } from "./rules/quality.ts";
import { clockTime, formatAge } from "./words.ts";

/** Why no verdict can be given, with the rows that show it. */
export interface Doubt {
  /** One sentence that begins with "Cannot tell". */
  readonly text: string;
  /** Rows that it is about, the first of them the one that decides. */
  readonly rows: readonly number[];
  /** What it is about beside frames. */
  readonly places?: readonly Evidence[];
}

/**
 * What waits, or is cut off, for less than this at the end of a capture is how any capture of a live bridge ends: answers take up to 500 ms
 * (bridge.md H20).
 */
export const YOUNG_NS = 1e9;
/** A migration's destination has taken the guest up by then (bridge.md H37). */
const RESUME_NS = 120e9;
/** A guest without a connection dials each 100 ms (cmd/gcs/main.go); one that dialled so recently has not stopped. */
const STILL_DIALS_NS = 1e9;

/** The bridge ended with work open and the guest lives: it dials, and whether somebody takes it up the capture does not show. */
export function bridgeMayComeBack(context: DiagnosisContext): Doubt | null {
  for (const life of context.lives) {
    if (life.end === null) continue;
    const rows = openRows(context, life);
    const dials = laterDials(context, life);
    const last = dials.at(-1);
    const { lastTime } = context.capture;
    const down = lastTime - life.end.time;
    if (last === undefined || rows.length === 0 || down < YOUNG_NS || down >= RESUME_NS) continue;
    if (lastTime - last.lastTime > STILL_DIALS_NS) continue;
    const until = clockTime(context.capture.startNs, life.end.time + RESUME_NS);
    return {
      text: `Cannot tell whether the bridge comes back: it ended ${formatAge(down)} before the capture does, with ${counted(rows.length, "request")} open, and the guest still dials (${counted(dials.length, "try", "tries")}); a migration may take two minutes, so capture until ${until} at least.`,
      rows,
      places: [...endOf(context, life.connections.at(-1)), ...tries(context, dials.slice(0, 1))],
    };
  }
  return null;
}

/** The host closed on requests that had hardly begun: a migration, or the end of the utility VM, which it is where the pod is gone (N9). */
export async function closedOnYoungRequests(context: DiagnosisContext): Promise<Doubt | null> {
  for (const life of context.lives) {
    if (life.end?.by !== "host") continue;
    const rows = requestsOf(context, context.pendingOf(life.bridge.number));
    const [row] = rows;
    if (row === undefined || (await isPodGone(context, life))) continue;
    const others = rows.length > 1 ? ` and ${counted(rows.length - 1, "more", "more")}` : "";
    const after = formatAge(context.capture.lastTime - life.end.time);
    const guest =
      laterDials(context, life).length > 0
        ? `the guest lives, as it dials again, and the capture ends ${after} later`
        : `the capture ends ${after} later, and a guest that lives would dial again`;
    return {
      text: `Cannot tell why the host closed the bridge with ${context.call(row)}${others} open, ${formatAge(life.end.time - context.time(row))} after it was sent: ${guest}; capture for longer.`,
      rows,
      places: endOf(context, life.connections.at(-1)),
    };
  }
  return null;
}

/** The guest ended the bridge, and what it had open then is not all in the capture: a guest that crashed looks the same. */
export function endsUnexplained(context: DiagnosisContext): Doubt | null {
  for (const life of context.lives) {
    const last = life.connections.at(-1);
    if (last === undefined || life.end?.by !== "guest" || isAskedToEnd(context, life)) continue;
    const note = qualityOf(context).find(
      ({ connection, startedBefore, lacksBytes }) =>
        connection === last.connection.index && (startedBefore !== undefined || lacksBytes === true),
    );
    if (note === undefined) continue;
    return {
      text: `Cannot tell why the guest ended the bridge with ${life.end.how}: nobody is seen to ask for it, and what was open then may be missing, as ${lowerFirst(note.text).slice(0, -1)}. A guest that crashed looks the same; the host's log then has "gcs terminated".`,
      rows: last.lastRow === NO_ROW ? [] : [last.lastRow],
      places: [...endOf(context, last), ...(note.places ?? [])],
    };
  }
  return null;
}

/** Whether a shutdown of the utility VM, or the deletion of a container, is seen before a bridge's end: it is then as it should be (N9, N26). */
function isAskedToEnd(context: DiagnosisContext, { bridge }: BridgeLife): boolean {
  const { index } = context;
  const stops = [...index.requests("ShutdownGraceful"), ...index.requests("ShutdownForced")].filter(
    (row) => (context.container(row) ?? NULL_CONTAINER) === NULL_CONTAINER,
  );
  return [...stops, ...index.requests("DeleteContainerState")].some((row) => context.bridgeOf(row) === bridge.number);
}

/** A form without ends of connections, and work that was going on when it stops: the guest may have died over it, or only be silent. */
export function endNotShown(context: DiagnosisContext): Doubt | null {
  if (showsEnds(context)) return null;
  for (const life of context.lives) {
    const waits = openRows(context, life).filter((row) => context.procedure(row)?.waits === true);
    if (waits.length === 0 || isAskedToEnd(context, life)) continue;
    const [is, processes] = waits.length === 1 ? ["was", "process"] : ["were", "processes"];
    return {
      text: `Cannot tell whether the bridge lives: this form of capture has no ends of connections, and ${formatCount(waits.length)} ${processes} ${is} still waited for (${callsOf(context, waits)}) at its last message. Capture the connection itself (TCP or vsock), or look in the host's log for "bridge forcibly terminating". Nothing else is wrong in what it shows.`,
      rows: waits,
    };
  }
  return null;
}

/** Requests without an answer of one bridge, waits among them. */
function openRows(context: DiagnosisContext, { bridge }: BridgeLife): number[] {
  return requestsOf(context, context.unanswered).filter((row) => context.bridgeOf(row) === bridge.number);
}
