/** Rules on processes: exits that nobody is told of, waits that are missing, the watchdog behind a kill. */
import { processesOf } from "../../correlate/processes.ts";
import type { Process } from "../../correlate/processes.ts";
import { member, numberMember } from "../../correlate/payloads.ts";
import { FRAME } from "../../model/capture.ts";
import { NO_ROW } from "../../stream/stream-sink.ts";
import type { DiagnosisContext } from "../context.ts";
import { endOf } from "../evidence.ts";
import type { Draft, Rule } from "../rule.ts";
import { processesStep } from "../steps.ts";
import { formatAge, shortId } from "../words.ts";

const NOT_FOUND = 0x8007_0490 | 0;
/** Wait answer and notification come in either order, within moments (N5). */
const GRACE_NS = 5e9;
const WAIT_FOLLOWS_NS = 1e9;
/** The shim's watchdog after a kill of an init (containerd-shim-runhcs-v1/task_hcs.go), and how late it may act. */
const WATCHDOG_NS = 30e9;
const WATCHDOG_LATEST_NS = 45e9;

const watchedOf = new WeakMap<DiagnosisContext, Promise<readonly Process[]>>();

/** The processes that rules look at: inits, and those whose wait is not answered. Most others have ended as they should. */
function watched(context: DiagnosisContext): Promise<readonly Process[]> {
  const known = watchedOf.get(context) ?? findWatched(context);
  watchedOf.set(context, known);
  return known;
}

async function findWatched(context: DiagnosisContext): Promise<readonly Process[]> {
  const { frames } = context;
  const containers = await context.containers();
  const wanted = new Map<number, Set<number>>();
  const want = (request: number, holder: number): void => {
    if (!context.has(holder, FRAME.hasProcess)) return;
    const container = frames.containerId.get(request);
    const processes = wanted.get(container) ?? new Set();
    wanted.set(container, processes.add(frames.processId.get(holder)));
  };
  for (const { initRow } of containers) {
    const answer = initRow === NO_ROW ? null : context.answer(initRow);
    if (answer !== null) want(initRow, answer);
  }
  for (const exchange of context.unanswered) {
    const row = context.exchanges.request[exchange]!;
    if (context.exchanges.isLongPoll(exchange)) want(row, row);
  }
  return processesOf(context.capture, context.index, containers, wanted).filter(
    ({ bridge }) => !context.innerHops.has(bridge),
  );
}

/** For so many lost exits the relays are looked at. */
const MOST_RELAYS = 20;

/** A process that is gone although its wait is not answered. */
interface LostExit {
  readonly process: Process;
  readonly wait: number;
  /** The row that shows that it is gone. */
  readonly proof: number;
  readonly by: "signal" | "notification" | "deletion";
  /** The wait was sent on a connection before that of the proof. */
  readonly acrossConnections: boolean;
}

/** Four rules look at them. */
const lostExitsOf = new WeakMap<DiagnosisContext, Promise<readonly LostExit[]>>();

function lostExits(context: DiagnosisContext): Promise<readonly LostExit[]> {
  const known = lostExitsOf.get(context) ?? findLostExits(context);
  lostExitsOf.set(context, known);
  return known;
}

async function findLostExits(context: DiagnosisContext): Promise<LostExit[]> {
  if (!context.timed) return [];
  const containers = new Map(
    (await context.containers()).map((container) => [`${container.bridge} ${container.id}`, container]),
  );
  return (await watched(context)).flatMap((process) => {
    if (process.state === "exited") return [];
    const wait = process.waitRows.find((row) => context.answer(row) === null);
    if (wait === undefined || !context.showsAll(wait)) return [];
    const container = containers.get(`${process.bridge} ${process.containerId}`);
    const missing = process.signalRows
      .map((row) => context.answer(row))
      .find((row) => row !== null && context.result(row) === NOT_FOUND);
    const proofs: [number, LostExit["by"]][] = [[missing ?? NO_ROW, "signal"]];
    if (process.isInit && container !== undefined) {
      const deleted = container.deleteRow === NO_ROW ? NO_ROW : (context.answer(container.deleteRow) ?? NO_ROW);
      proofs.push([container.exitRow, "notification"], [container.state === "deleted" ? deleted : NO_ROW, "deletion"]);
    }
    const proven = proofs.find(([row]) => row !== NO_ROW && row > wait);
    if (proven === undefined) return [];
    const [proof, by] = proven;
    const life = context.bridgeLife(proof);
    if (life === undefined || context.aliveUntil(life) - context.time(proof) < GRACE_NS) return [];
    return [
      { process, wait, proof, by, acrossConnections: context.connectionOf(wait) !== context.connectionOf(proof) },
    ];
  });
}

function lostExitDraft(context: DiagnosisContext, { process, wait, proof, by }: LostExit): Draft {
  const life = context.bridgeLife(proof);
  const since = formatAge(
    (life === undefined ? context.capture.lastTime : context.aliveUntil(life)) - context.time(proof),
  );
  const proofText = {
    signal: `${context.call(proof)} found no such process`,
    notification: "the guest told of its container's exit",
    deletion: "the guest deleted its container",
  }[by];
  return {
    title: `Exit of process ${process.processId} was not told`,
    text: `Process ${process.processId} of ${shortId(process.containerId)} is gone, as ${proofText}, but ${context.call(wait)} has had no answer in the ${since} since.`,
    rows: [wait, proof],
    processId: process.processId,
    time: context.time(proof),
    because: "The capture has all bytes of the bridge, and the wait's answer is not among them.",
    causes: [
      "The answer was lost with an earlier connection.",
      "The guest waits for a stdio relay that does not end before it answers (H22).",
    ],
    next: [
      "Look for the process's stdio connections: one that is still open holds the answer back.",
      'Look in the guest\'s log for "process wait completed" without "relay wait completed".',
    ],
  };
}

function lostExitRule(id: string, title: string, takes: (lost: LostExit) => boolean): Rule {
  return {
    id,
    title,
    severity: "error",
    endsBridge: false,
    async find(context) {
      return (await lostExits(context)).filter(takes).map((lost) => lostExitDraft(context, lost));
    },
  };
}

const signalFindsNothing = lostExitRule(
  "H15",
  "Signal finds no process, but its wait goes on",
  ({ by, acrossConnections }) => by === "signal" && !acrossConnections,
);

const waitOutlivesContainer = lostExitRule(
  "H19",
  "Wait outlives its container",
  ({ by, acrossConnections }) => by !== "signal" && !acrossConnections,
);

const lostInDisconnect = lostExitRule("H40", "Exit lost in a disconnect", ({ acrossConnections }) => acrossConnections);

const relayHoldsExit: Rule = {
  id: "H22",
  title: "Stdio relay holds an exit back",
  severity: "info",
  endsBridge: false,
  explains: true,
  async find(context) {
    const drafts: Draft[] = [];
    const lost = (await lostExits(context)).slice(0, MOST_RELAYS);
    if (lost.length === 0) return drafts;
    const relays = await context.correlation.relays();
    for (const { process, wait } of lost) {
      if (process.execRow === NO_ROW) continue;
      const open = (await relays.ofExec(process.execRow)).find(
        ({ name, state }) => name !== "stdin" && state !== "none" && state !== "closed",
      );
      if (open === undefined) continue;
      drafts.push({
        title: `${open.name} of process ${process.processId} is still open`,
        text: `The ${open.name} connection of process ${process.processId} is open although the process is gone: the guest answers ${context.call(wait)} only when the relay has ended.`,
        rows: [wait, process.execRow],
        processId: process.processId,
        certainty: "inferred",
        because: "The capture has the connection to the port that the exec asked for, and not its end.",
        causes: [
          "A grandchild inherited the pipe and lives on.",
          "The host does not read what the process wrote, or does not close.",
        ],
        next: [processesStep(context.guestOf(process.bridge))],
      });
    }
    return drafts;
  },
};

const watchdog: Rule = {
  id: "H16",
  title: "Kill watchdog closed the utility VM",
  severity: "critical",
  endsBridge: true,
  async find(context) {
    if (!context.timed) return [];
    /** By bridge: of several kills the one that the end fits best. */
    const nearest = new Map<number, { readonly off: number; readonly draft: Draft }>();
    for (const process of await watched(context)) {
      if (!process.isInit || process.state === "exited") continue;
      for (const row of process.signalRows) {
        const after = await watchdogTime(context, row);
        if (after === null) continue;
        const off = Math.abs(after - WATCHDOG_NS);
        if (off >= (nearest.get(process.bridge)?.off ?? Number.POSITIVE_INFINITY)) continue;
        nearest.set(process.bridge, { off, draft: watchdogDraft(context, process, row, after) });
      }
    }
    return [...nearest.values()].map(({ draft }) => draft);
  },
};

/** How long after a kill of an init the host ended the bridge, where that is when the shim's watchdog does; null otherwise. */
async function watchdogTime(context: DiagnosisContext, row: number): Promise<number | null> {
  const answer = context.answer(row);
  const end = context.bridgeLife(row)?.end ?? null;
  if (answer === null || end === null || (context.result(answer) ?? 0) !== 0) return null;
  const after = end.time - context.time(answer);
  if (after < 0.95 * WATCHDOG_NS || after > WATCHDOG_LATEST_NS) return null;
  return context.showsAll(row) && (await isKill(context, row)) ? after : null;
}

function watchdogDraft(context: DiagnosisContext, process: Process, row: number, after: number): Draft {
  const end = context.bridgeLife(row)?.end;
  return {
    title: "The bridge ended 30 s after a kill",
    text: `${context.call(row)} killed the init of ${shortId(process.containerId)}, whose exit was not told in ${formatAge(after)}; then the ${end?.by ?? "host"} closed the bridge with ${end?.how ?? "FIN"}, and all containers of the pod ended with it.`,
    rows: [row, context.answer(row) ?? row, ...process.waitRows],
    places: endOf(context, context.bridgeLife(row)?.connections.at(-1)),
    time: context.time(row),
    certainty: "inferred",
    because: "The shim closes the utility VM when a killed init has not ended in 30 s, and the bridge ended then.",
    causes: ["The exit was lost, or a stdio relay holds it back (H22).", "A process in uninterruptible sleep."],
    next: ["Look at what kept the init, or its relays, from ending."],
  };
}

const noWait: Rule = {
  id: "H18",
  title: "Nobody waits for an init",
  severity: "warning",
  endsBridge: false,
  async find(context) {
    if (!context.timed) return [];
    const drafts: Draft[] = [];
    for (const process of await watched(context)) {
      if (!process.isInit || process.waitRows.length > 0 || !context.showsAll(process.execRow)) continue;
      const answer = context.answer(process.execRow);
      const life = context.bridgeLife(process.execRow);
      if (answer === null || life === undefined) continue;
      const since = context.aliveUntil(life) - context.time(answer);
      if (since < WAIT_FOLLOWS_NS || life.connections.some((one) => context.coverage.skipsIds(one))) continue;
      drafts.push({
        title: `No wait for process ${process.processId}`,
        text: `${context.call(process.execRow)} started the init of ${shortId(process.containerId)}, and in the ${formatAge(since)} since the host has not asked to wait for it: the guest keeps the container's exit to itself until somebody does.`,
        rows: [process.execRow, answer],
        processId: process.processId,
        because: "The capture has all that the host sent on this bridge.",
        causes: ["The host gave up between the two calls."],
        next: ['Look in the host\'s log for "failed to wait on process".'],
      });
    }
    return drafts;
  },
};

/** No signal at all, 0 and 9 kill (internal/guest/bridge/bridge_v2.go signalProcessV2). */
async function isKill(context: DiagnosisContext, row: number): Promise<boolean> {
  const payload = await context.payload(row);
  if (payload === undefined) return false;
  const signal = numberMember(payload, "Options", "Signal") ?? 0;
  return (signal === 0 || signal === 9) && typeof member(payload, "Options", "Signal") !== "string";
}

export const PROCESS_RULES: readonly Rule[] = [
  signalFindsNothing,
  watchdog,
  noWait,
  waitOutlivesContainer,
  relayHoldsExit,
  lostInDisconnect,
];
