/** Rules on what comes before the first message: entropy (port 1), log (109), bridge, in this order, all in two minutes (bridge.md 1.4). */
import { endingOf } from "../../correlate/bridge-life.ts";
import { BRIDGE_PORT } from "../../bridge/shapes/addresses.ts";
import type { Endpoint } from "../../network/segment.ts";
import type { Connection } from "../../stream/stream-sink.ts";
import type { DiagnosisContext } from "../context.ts";
import { START_LIMIT_NS } from "../deadlines.ts";
import { endsOf } from "../dials.ts";
import { endings, tries } from "../evidence.ts";
import type { Draft, Rule } from "../rule.ts";
import { CONSOLE } from "../steps.ts";
import { ENTROPY_PORT, LOG_PORT, beginsBoot, isOfVsockStart } from "../vsock-start.ts";
import { counted, formatCount } from "../../bytes/count-text.ts";
import { formatAge } from "../words.ts";

const ENTROPY_BYTES = 512;
/** Shorter is an ordinary start. */
export const SLOW_START_NS = 10e9;
const FLEETING_NS = 1e9;
const FEWEST_FLEETING = 3;

/** The connections of one start of a utility VM, those that the host took and those it did not. */
interface Boot {
  readonly guest: string;
  readonly tried: readonly Connection[];
  readonly entropy: readonly Connection[];
  /** Whether any of those brought all of it. */
  readonly hasEntropy: boolean;
  readonly log: readonly Connection[];
  readonly bridge: readonly Connection[];
  /** Tries to reach the entropy port and the bridge's, taken up or not. */
  readonly entropyTries: number;
  readonly bridgeTries: number;
  /** ns: when the guest started anew, or when the capture ends. */
  readonly until: number;
}

/**
 * The starts that a capture shows, by guest. vsock has its ports for entropy, log and bridge; over TCP, as in test rigs, the bridge's port is any,
 * and is known by a conversation on it or by its name. Other links have no connections to tell.
 */
function boots(context: DiagnosisContext): readonly Boot[] {
  const known = bootsOf.get(context) ?? findBoots(context);
  bootsOf.set(context, known);
  return known;
}

const bootsOf = new WeakMap<DiagnosisContext, readonly Boot[]>();

function findBoots(context: DiagnosisContext): Boot[] {
  const hosts = context.connections.map((life) => endsOf(life)[0]);
  const bridges = new Set(hosts.map(portKey));
  const ports = new Set(hosts.map(({ port }) => port));
  const byGuest = new Map<string, Connection[]>();
  for (const connection of context.capture.connections) {
    const [host, guest] = startEnds(context, connection);
    const isVsock = connection.transport === "vsock";
    // There may be very many connections to other ports, which need no key.
    if (!(isVsock ? isOfVsockStart(host) : ports.has(host.port) && bridges.has(portKey(host)))) continue;
    const key = isVsock ? guest.address : `${guest.address} ${portKey(host)}`;
    const list = byGuest.get(key);
    if (list === undefined) byGuest.set(key, [connection]);
    else list.push(connection);
  }
  return [...byGuest.values()].flatMap((tried) => {
    const starts = startsIn(tried);
    return starts.map((start, place) =>
      bootOf(context, start, starts[place + 1]?.[0]?.firstTime ?? context.capture.lastTime),
    );
  });
}

/** Which end of a connection of a start is the host's: the guest dials, but where its first packet is not there the host may have come first. */
function hostEnd(context: DiagnosisContext, { index, endpoints: [first, second] }: Connection): 0 | 1 {
  const life = context.lifeOfConnection(index);
  if (life !== undefined) return (life.hostStream & 1) === 0 ? 0 : 1;
  return isOfVsockStart(first) && !isOfVsockStart(second) ? 0 : 1;
}

function startEnds(context: DiagnosisContext, connection: Connection): readonly [host: Endpoint, guest: Endpoint] {
  const [first, second] = connection.endpoints;
  return hostEnd(context, connection) === 0 ? [first, second] : [second, first];
}

/** A guest asks for entropy before all else: where it has asked for more before, it has started anew. */
function startsIn(tried: readonly Connection[]): Connection[][] {
  const starts: Connection[][] = [];
  for (const connection of tried) {
    const last = starts.at(-1);
    const isNew = beginsBoot(connection) && last?.some((other) => !beginsBoot(other)) === true;
    if (last === undefined || isNew) starts.push([connection]);
    else last.push(connection);
  }
  return starts;
}

function bootOf(context: DiagnosisContext, tried: readonly Connection[], until: number): Boot {
  const [host, guest] = startEnds(context, tried[0]!);
  const isVsock = tried[0]!.transport === "vsock";
  const bridgePort = isVsock ? BRIDGE_PORT : host.port;
  const triesTo = (port: number | null): Connection[] =>
    tried.filter((connection) => startEnds(context, connection)[0].port === port);
  const taken = (port: number | null): Connection[] =>
    triesTo(port).filter((connection) => isTaken(context, connection));
  const entropy = isVsock ? taken(ENTROPY_PORT) : [];
  return {
    guest: guest.address,
    tried,
    entropy,
    hasEntropy: entropy.some((connection) => bytesOfHost(context, connection) >= ENTROPY_BYTES),
    log: isVsock ? taken(LOG_PORT) : [],
    bridge: taken(bridgePort),
    entropyTries: isVsock ? triesTo(ENTROPY_PORT).length : 0,
    bridgeTries: triesTo(bridgePort).length,
    until,
  };
}

function portKey({ address, port }: Endpoint): string {
  return `${address} ${port}`;
}

/** Whether the host took a connection up; an end that sends on it was taken up, though the capture may lack what the host said. */
function isTaken(context: DiagnosisContext, connection: Connection): boolean {
  const { index, eventCounts, packets } = connection;
  const guestStream = 2 * index + 1 - hostEnd(context, connection);
  return (
    eventCounts["syn-ack"] !== undefined ||
    context.lifeOfConnection(index) !== undefined ||
    (context.capture.streams[guestStream]?.bytes ?? 0) > 0 ||
    (eventCounts["syn-unanswered"] === undefined && eventCounts.rst === undefined && packets > 1)
  );
}

/** A rule on starts that stop at a step: `stops` tells whether, by what is there. */
function bootRule(
  id: string,
  title: string,
  stops: (boot: Boot) => boolean,
  words: { readonly text: string; readonly causes: readonly string[]; readonly next: readonly string[] },
): Rule {
  return {
    id,
    title,
    severity: "critical",
    endsBridge: true,
    find(context) {
      return boots(context)
        .filter(stops)
        .flatMap((boot) => {
          const first = boot.tried[0]!;
          const waited = boot.until - first.firstTime;
          if (waited < SLOW_START_NS) return [];
          const draft: Draft = {
            severity: waited >= START_LIMIT_NS ? "critical" : "error",
            title,
            text: `The utility VM at ${boot.guest} ${words.text} in ${formatAge(waited)}; the host gives up after 120 s in all.`,
            rows: [],
            places: tries(context, boot.tried),
            connection: boot.tried.at(-1)!.index,
            time: first.firstTime,
            because: "The capture has what came before, and none of what should follow.",
            causes: words.causes,
            next: words.next,
          };
          return [draft];
        });
    },
  };
}

const noEntropy = bootRule(
  "B1",
  "The guest did not get its entropy",
  ({ entropy, log, bridge, entropyTries }) => entropyTries > 0 && entropy.length + log.length + bridge.length === 0,
  {
    text: "dialled the host for entropy and was not taken up",
    causes: ["The host does not listen: its start failed before.", "The kernel or its init did not come up."],
    next: [CONSOLE, "Look in the host's log for the failed start."],
  },
);

const noLog = bootRule(
  "B2",
  "Start stopped after entropy",
  ({ hasEntropy, log, bridgeTries }) => hasEntropy && log.length + bridgeTries === 0,
  {
    text: "took its entropy and opened neither log nor bridge",
    causes: ["init is stuck before the guest agent: the root file system, the kernel's command line."],
    next: [CONSOLE, "Check init= on the kernel's command line."],
  },
);

const noBridge = bootRule(
  "B3",
  "Start stopped before the bridge",
  ({ hasEntropy, log, bridgeTries }) => hasEntropy && log.length > 0 && bridgeTries === 0,
  {
    text: "opened its log and never dialled the bridge",
    causes: ["The guest agent died early, or cannot dial."],
    next: ["Read the last lines of the guest's log, which are in this capture on port 109."],
  },
);

const notTaken = bootRule(
  "B7",
  "Nobody takes up the bridge",
  // A host that took the guest up before has listened: that nobody takes up what follows is another matter (H37).
  ({ bridge, bridgeTries }) => bridgeTries > 0 && bridge.length === 0,
  {
    text: "dialled the bridge's port, and the host took none of its tries up",
    causes: [
      "The host does not listen: its start failed, or it has given the VM up.",
      "A bridge of before the capture has ended, and nobody resumes it (H37).",
      "A Windows guest whose host has no external bridge uses the one inside HCS instead.",
    ],
    next: ['Look in the host\'s log for "Using external GCS bridge" and for the failed start.'],
  },
);

const nothingSent: Rule = {
  id: "B5",
  title: "The host sends nothing",
  severity: "error",
  endsBridge: false,
  find(context) {
    return boots(context).flatMap(({ guest, bridge, until }) => {
      // Of a bridge that was there before, a destination may take two minutes until it speaks.
      const isFirst = bridge.every((connection) => bytesOfHost(context, connection) === 0);
      const silent = isFirst ? bridge[0] : bridge.at(-1);
      // A host of which the capture has nothing may have said much.
      if (silent?.eventCounts["syn-ack"] === undefined || bytesOfHost(context, silent) > 0) return [];
      const end = endingOf(context.capture, silent);
      const waited = (end?.time ?? until) - silent.firstTime;
      if (waited < (isFirst ? SLOW_START_NS : START_LIMIT_NS)) return [];
      const draft: Draft = {
        title: "The bridge is connected and the host is silent",
        text: `The utility VM at ${guest} connected the bridge, and the host has sent nothing in ${formatAge(waited)}.`,
        rows: [],
        places: tries(context, [silent]),
        connection: silent.index,
        time: silent.firstTime,
        because: "The capture has the connection and no byte of the host on it.",
        causes: [
          "The host still waits for entropy or log.",
          "The host gave the start up and left the connection in its queue.",
          ...(isFirst ? [] : ["A migration whose destination never went on (H37)."]),
        ],
        next: ["Look in the host's log for what its start waits for."],
      };
      return [draft];
    });
  },
};

const entropyCut: Rule = {
  id: "B6",
  title: "Entropy was not taken",
  severity: "error",
  endsBridge: false,
  find(context) {
    return boots(context).flatMap(({ guest, entropy }) =>
      entropy.flatMap((connection) => {
        const sent = bytesOfHost(context, connection);
        const by = endingOf(context.capture, connection)?.by;
        const byGuest = by !== undefined && by !== hostEnd(context, connection);
        if (sent >= ENTROPY_BYTES || !byGuest) return [];
        const draft: Draft = {
          title: "The guest closed before it had its entropy",
          text: `The utility VM at ${guest} closed the entropy connection after ${formatCount(sent)} of ${ENTROPY_BYTES} bytes; the host's start fails with "failed to write entropy".`,
          rows: [],
          places: endings(context, [connection]),
          connection: connection.index,
          time: connection.lastTime,
          because: "The bytes on port 1 are counted, and the guest closed first.",
          causes: ["init in the guest failed early."],
          next: [CONSOLE],
        };
        return [draft];
      }),
    );
  },
};

const fleeting: Rule = {
  id: "B9",
  title: "Bridge connections that end at once",
  severity: "error",
  endsBridge: false,
  find(context) {
    return boots(context).flatMap(({ guest, bridge }) => {
      const ended = bridge.filter(
        (connection) =>
          connection.lastTime - connection.firstTime < FLEETING_NS &&
          endingOf(context.capture, connection) !== undefined &&
          framesOf(context, connection.index) <= 2,
      );
      if (ended.length < FEWEST_FLEETING) return [];
      const draft: Draft = {
        title: "Bridge connections that end at once",
        text: `The utility VM at ${guest} connected the bridge ${counted(ended.length, "time")}, and each connection ended within a second.`,
        rows: [],
        places: endings(context, ended),
        connection: ended[0]!.index,
        time: ended[0]!.firstTime,
        because: "The connections were taken and ended with two messages at most.",
        causes: [
          "A listener of an earlier start that still takes connections.",
          "Two shims for one utility VM.",
          "A version that host and guest cannot agree on.",
        ],
        next: ["Look for more than one host process that listens on the bridge's port."],
      };
      return [draft];
    });
  },
};

function bytesOfHost(context: DiagnosisContext, connection: Connection): number {
  return context.capture.streams[2 * connection.index + hostEnd(context, connection)]?.bytes ?? 0;
}

function framesOf({ capture: { streams } }: DiagnosisContext, connection: number): number {
  return (streams[2 * connection]?.frames ?? 0) + (streams[2 * connection + 1]?.frames ?? 0);
}

export const BOOT_RULES: readonly Rule[] = [noEntropy, noLog, noBridge, notTaken, nothingSent, entropyCut, fleeting];
