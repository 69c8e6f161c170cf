/** Rules on the connections beside the bridge: stdio relays and the guest's log. */
import { endingOf } from "../../correlate/bridge-life.ts";
import type { BridgeLife } from "../../correlate/bridge-life.ts";
import type { RelayPort } from "../../correlate/relays.ts";
import type { Connection } from "../../stream/stream-sink.ts";
import type { DiagnosisContext } from "../context.ts";
import { closedWindow, endOf, endings, tries } from "../evidence.ts";
import { endsOf, laterDials } from "../dials.ts";
import { LOG_PORT } from "../vsock-start.ts";
import { showsEnds } from "./quality.ts";
import type { Draft, Rule } from "../rule.ts";
import { counted } from "../../bytes/count-text.ts";
import { formatAge, listed } from "../words.ts";

const DRAIN_NS = 5e9;
/** Execs whose ports are looked for: of more, the first and the last. */
const MOST_EXECS = 300;

const frozenStdio: Rule = {
  id: "H41",
  title: "Stdio lost in a migration",
  severity: "error",
  endsBridge: false,
  async find(context) {
    if (context.lives.every(({ connections }) => connections.length < 2)) return [];
    const drafts: Draft[] = [];
    for (const relay of await (await context.correlation.relays()).ports(MOST_EXECS)) {
      const found = frozenAfter(context, relay);
      if (found === null) continue;
      const { dropped, refused } = found;
      drafts.push({
        title: `${relay.name} stays silent after the migration`,
        text: `The guest reached the ${relay.name} port of ${context.call(relay.execRow)} again once, was dropped after ${formatAge(dropped.lastTime - dropped.firstTime)}, and dialled ${counted(refused.length, "time")} in vain since: the host takes one connection on each port.`,
        rows: [relay.execRow],
        places: [...endings(context, [dropped]), ...tries(context, refused)],
        connection: dropped.index,
        time: dropped.firstTime,
        because: "The capture has the connection that was taken and dropped, and the tries after it.",
        causes: ["The listener of the destination closes after its first connection (internal/gcs/iochannel.go)."],
        next: ["Read the container's output in another way; only a new process gets new ports."],
      });
    }
    return drafts;
  },
};

/**
 * The connection to a relay that was taken once after a migration and dropped, and the tries after it in vain; null where there is none. A second
 * migration ends relays that had come back as well: only what happens while the bridge is there counts.
 */
function frozenAfter(
  context: DiagnosisContext,
  relay: RelayPort,
): { readonly dropped: Connection; readonly refused: readonly Connection[] } | null {
  const lives = context.bridgeLife(relay.execRow)?.connections ?? [];
  for (const [place, life] of lives.entries()) {
    const before = lives[place - 1];
    if (before === undefined) continue;
    // The guest dials bridge and stdio again side by side, so a relay may be back before the bridge.
    const since = before.end?.time ?? life.connection.firstTime;
    const until = life.end?.time ?? Number.POSITIVE_INFINITY;
    const later = relay.connections
      .map((index) => context.capture.connections[index]!)
      .filter(({ firstTime }) => firstTime >= since && firstTime < until);
    const taken = later.filter(({ eventCounts }) => eventCounts["syn-ack"] !== undefined);
    const dropped = taken[0];
    if (dropped === undefined || taken.length > 1) continue;
    const ended = endingOf(context.capture, dropped);
    if (ended === undefined || ended.time >= until) continue;
    const refused = later.filter(
      ({ index, eventCounts }) => index > dropped.index && eventCounts["syn-ack"] === undefined,
    );
    if (refused.length > 0) return { dropped, refused };
  }
  return null;
}

const logNotDrained: Rule = {
  id: "H51",
  title: "The guest's log is still open",
  severity: "warning",
  endsBridge: false,
  find(context) {
    return context.lives.flatMap((life) => {
      const last = life.connections.at(-1);
      const { end } = life;
      if (end === null || last?.connection.transport !== "vsock") return [];
      const [host, guest] = endsOf(last);
      const open = context.capture.connections.find(
        ({ transport, endpoints: [first, second], eventCounts, firstTime }) =>
          transport === "vsock" &&
          firstTime < end.time &&
          [first, second].some(({ address, port }) => port === LOG_PORT && address === host.address) &&
          [first, second].some(({ address }) => address === guest.address) &&
          eventCounts["syn-unanswered"] === undefined &&
          eventCounts.fin === undefined &&
          eventCounts.rst === undefined,
      );
      const since = context.capture.lastTime - end.time;
      // Of a guest that lives the log is open as it should be.
      if (open === undefined || since < DRAIN_NS || livesOn(context, life)) return [];
      const draft: Draft = {
        title: "The guest's log is still open",
        text: `The bridge ended ${formatAge(since)} before the capture does, and the guest's log connection (port 109) is still open: the host waits for its end before it reports the utility VM as gone.`,
        rows: [],
        places: [...endOf(context, last), ...endings(context, [open])],
        connection: last.connection.index,
        time: end.time,
        because: "The capture has neither FIN nor RST of that connection.",
        causes: ["Something in the guest holds the log's pipe open."],
        next: ['Look in the host\'s log for "waiting for output processing to complete".'],
      };
      return [draft];
    });
  },
};

/** Whether a guest is seen after the end of one of its bridges: it dials, or has another bridge that is there then. */
function livesOn(context: DiagnosisContext, life: BridgeLife): boolean {
  if (laterDials(context, life).length > 0) return true;
  const [own, ended] = [life.connections.at(-1), life.end?.time];
  if (own === undefined || ended === undefined) return false;
  const [, guest] = endsOf(own);
  return context.lives.some(({ connections, end }) => {
    const last = connections.at(-1);
    const isOther = last !== undefined && last !== own;
    return isOther && endsOf(last)[1].address === guest.address && !((end?.time ?? Infinity) <= ended);
  });
}

const outputNotTaken: Rule = {
  id: "H52",
  title: "Host does not take a process's output",
  severity: "warning",
  endsBridge: false,
  async find(context) {
    // Ports are told by payloads; where no window was ever closed, none need be read.
    if (!context.capture.connections.some(({ eventCounts }) => eventCounts["window-closed"] !== undefined)) return [];
    const relays = await context.correlation.relays();
    const drafts: Draft[] = [];
    for (const { execRow, name, connections } of await relays.ports(MOST_EXECS)) {
      const index = connections.at(-1);
      const connection = index === undefined ? undefined : context.capture.connections[index];
      if (
        index === undefined ||
        connection === undefined ||
        name === "stdin" ||
        endingOf(context.capture, connection) !== undefined
      )
        continue;
      const { toHost } = relays.streamsOf(index, execRow);
      const window = connection.events.findLast(
        ({ kind, by }) => by !== (toHost & 1) && (kind === "window-closed" || kind === "window-opened"),
      );
      const stood = window === undefined ? 0 : context.capture.lastTime - window.time;
      if (window?.kind !== "window-closed" || stood < DRAIN_NS) continue;
      const answer = context.answer(execRow);
      drafts.push({
        title: `${name} of ${context.call(execRow)} is not read`,
        text: `The host has had no room for the ${name} of ${context.call(execRow)} for ${formatAge(stood)}, after ${counted(context.capture.streams[toHost]?.bytes ?? 0, "byte")} of it: the process stands still when it writes more, and its exit is told only when all was taken.`,
        rows: answer === null ? [execRow] : [execRow, answer],
        places: closedWindow(context, connection, window.by),
        connection: index,
        processId: answer === null ? null : context.process(answer),
        time: window.time,
        because: "The host's receive window on that connection is closed and does not open again.",
        causes: [
          "Who reads the output above the shim has stopped: containerd's pipe or log, a client that is attached.",
          "The shim's process is stopped.",
        ],
        next: [
          "Look for who reads the container's output, and end an attached client that hangs.",
          'Look in the host\'s log for "timed out waiting for stdio relay".',
        ],
      });
    }
    return drafts;
  },
};

const neverConnected: Rule = {
  id: "H53",
  title: "Stdio port that nobody dialled",
  severity: "warning",
  endsBridge: false,
  async find(context) {
    const all = await (await context.correlation.relays()).ports(MOST_EXECS);
    const executed = all.filter((relay) => wasExecuted(context, relay));
    const connected = new Set(
      all.filter(({ connections }) => connections.length > 0).map(({ execRow }) => context.bridgeOf(execRow)),
    );
    const lost = executed.filter(
      (relay) => relay.connections.length === 0 && connected.has(context.bridgeOf(relay.execRow)),
    );
    const first = lost[0];
    if (first === undefined)
      return connected.size === 0 && showsEnds(context) ? notCaptured(context, executed, connected.size) : [];
    // Of packets with data alone, a stream on which nothing was sent has none, however well it was dialled.
    if (!showsOpenings(context)) return notCaptured(context, lost, connected.size);
    const isWindows = first.service !== null;
    return [
      {
        severity: "warning",
        title: "A stdio port was never dialled",
        text: `${context.call(first.execRow)} asked for ${listed(lost.filter(({ execRow }) => execRow === first.execRow).map(({ name }) => name))} and went well, but the capture has no connection to ${lost.length === 1 ? "that port" : `${counted(lost.length, "such port")} in all`}${isWindows ? "; the host's reader waits for it without an end" : ": a Linux guest answers after it has dialled, so the capture may lack the connection"}.`,
        rows: lost.map(({ execRow }) => execRow),
        certainty: "inferred",
        because: "Other stdio connections of this bridge are in the capture.",
        causes: ["A guest that answers before it connects (Windows).", "Packets that the capture lacks."],
        next: ["Look for the port in the host's listeners."],
      },
    ];
  },
};

/** Whether the capture has the opening of any connection: one of packets with data alone has none. */
function showsOpenings({ capture }: DiagnosisContext): boolean {
  return capture.connections.some(({ eventCounts }) => "syn" in eventCounts || "syn-ack" in eventCounts);
}

/**
 * Ports without a connection of which that tells nothing: a capture of the bridge alone looks the same as one of a guest that dialled no port, and
 * one without openings the same as one of a guest that dialled those alone on which something was sent.
 */
function notCaptured(context: DiagnosisContext, relays: readonly RelayPort[], connected: number): Draft[] {
  const rows = [...new Set(relays.map(({ execRow }) => execRow))];
  const first = rows[0];
  if (first === undefined) return [];
  if (connected > 0) {
    return [
      {
        severity: "info",
        title: "Openings of connections and some stdio are not in the capture",
        text: `${counted(relays.length, "stdio port")} that ${counted(rows.length, "exec")} asked for, the first ${context.call(first)}, ${relays.length === 1 ? "has" : "have"} no connection in the capture. It shows the opening of none at all, and without that a stream on which nothing was sent leaves no trace: whether they were dialled cannot be told.`,
        rows,
        certainty: "inferred",
        because: "A connection that carries no byte is seen by its opening alone.",
        next: ["Capture without a filter on packets with data: openings and ends are needed too."],
      },
    ];
  }
  return [
    {
      severity: "info",
      title: "Stdio is not in the capture",
      text: `${counted(rows.length, "exec")} asked for stdio, the first ${context.call(first)}, and the capture has no connection to any of the ports: whether they were dialled cannot be told.`,
      rows,
      certainty: "inferred",
      because: "A guest that dials none of them would look the same.",
      next: ["Capture the ports above the bridge's too: the host hands them out from 0x40000001 on."],
    },
  ];
}

function wasExecuted(context: DiagnosisContext, { execRow }: RelayPort): boolean {
  const answer = context.answer(execRow);
  return answer !== null && context.result(answer) === 0 && context.showsAll(execRow);
}

export const STDIO_RULES: readonly Rule[] = [frozenStdio, logNotDrained, outputNotTaken, neverConnected];
