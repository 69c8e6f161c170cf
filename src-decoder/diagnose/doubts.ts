/** What a capture in which no rule found a fault leaves open: why "nothing wrong" cannot be said of it. */
import { FRAME } from "../model/capture.ts";
import { NO_ROW } from "../stream/stream-sink.ts";
import { BRIDGE_TIMEOUT_NS } from "./context.ts";
import type { DiagnosisContext } from "./context.ts";
import { deadlineOf, isSlowSignal } from "./deadlines.ts";
import { laterDials } from "./dials.ts";
import { YOUNG_NS, bridgeMayComeBack, closedOnYoungRequests, endNotShown, endsUnexplained } from "./doubts-of-ends.ts";
import type { Doubt } from "./doubts-of-ends.ts";
import { tries as evidenceOfTries } from "./evidence.ts";
import { callsOf, cutHeaderOf, isCutOff, requestsOf } from "./rows.ts";
import type { Finding } from "./finding.ts";
import { qualityOf, showsEnds } from "./rules/quality.ts";
import { counted, formatCount, lowerFirst } from "../bytes/count-text.ts";
import { clockTime, formatAge } from "./words.ts";

/** So many requests are named; more are counted. */
const MOST_NAMED = 5;
/** Refusals that are named beside "nothing wrong here". */
const MOST_REFUSALS = 2;

/** From what hides most to what hides least: the first that applies is said. */
const DOUBTS: readonly ((context: DiagnosisContext) => Doubt | null | Promise<Doubt | null>)[] = [
  noBridge,
  oneDirection,
  answersMayBeLost,
  noTimes,
  cutOffBeforeTimeout,
  cutOffInMessage,
  bridgeMayComeBack,
  closedOnYoungRequests,
  endsUnexplained,
  endNotShown,
  startedLate,
  lostPackets,
];

/** Why it cannot be told whether something is wrong; null where the capture shows all that it takes. */
export async function firstDoubt(context: DiagnosisContext): Promise<Doubt | null> {
  for (const doubt of DOUBTS) {
    const found = await doubt(context);
    if (found !== null) return found;
  }
  return null;
}

/** Requests without an answer that somebody waits for, of all bridges, oldest first; their copies on inner hops are none. Exchange numbers. */
export function openExchanges(context: DiagnosisContext): number[] {
  return context.lives.flatMap(({ bridge }) =>
    context.innerHops.has(bridge.number) ? [] : context.pendingOf(bridge.number),
  );
}

function noBridge(context: DiagnosisContext): Doubt | null {
  const { lives, capture } = context;
  const { connections, lastTime } = capture;
  if (lives.length > 0) return null;
  if (connections.length === 0) {
    return {
      text: "Cannot tell: the capture shows no connection. See that it was taken where the bridge's bytes pass, and while they did.",
      rows: [],
    };
  }
  const tries = connections.filter(
    ({ eventCounts, transport }) =>
      (transport === "tcp" || transport === "vsock") && eventCounts.syn !== undefined && !("syn-ack" in eventCounts),
  );
  const first = tries[0];
  if (first !== undefined && tries.length === connections.length) {
    const { address, port } = first.endpoints[1];
    const others = tries.some(({ endpoints: [, to] }) => to.port !== port) ? " and other ports" : "";
    return {
      text: `Cannot tell: the capture has ${counted(tries.length, "try", "tries")} to connect, to port ${port} of ${address}${others}, and nobody took ${tries.length === 1 ? "it" : "them"} up in ${formatAge(lastTime - first.firstTime)}; the host gives a start up after 120 s, so capture for longer.`,
      rows: [],
      places: evidenceOfTries(context, tries),
    };
  }
  return {
    text: `Cannot tell: no bridge was found in ${counted(connections.length, "connection")}. If one of them is the bridge, name its port.`,
    rows: [],
  };
}

function oneDirection(context: DiagnosisContext): Doubt | null {
  const note = qualityOf(context).find(({ isOneSided }) => isOneSided);
  if (note === undefined) return null;
  return {
    text: `Cannot tell what happened: ${lowerFirst(note.text)}`,
    rows: requestsOf(context, openExchanges(context)),
    ...(note.places === undefined ? {} : { places: note.places }),
  };
}

/** A hole in what the guest sent, and requests without an answer: the answers may have been in it. */
function answersMayBeLost(context: DiagnosisContext): Doubt | null {
  const note = qualityOf(context).find(({ lacksBytes, hidesAnswers }) => lacksBytes && hidesAnswers);
  const open = openExchanges(context);
  if (note === undefined || open.length === 0) return null;
  const rows = requestsOf(context, open);
  const hang = rows.length === 1 ? "hangs" : "hang";
  const named = rows.length <= MOST_NAMED ? ` (${callsOf(context, rows)})` : "";
  return {
    text: `Cannot tell whether ${counted(rows.length, "request")} without an answer${named} ${hang}: ${lowerFirst(note.text)}`,
    rows,
    ...(note.places === undefined ? {} : { places: note.places }),
  };
}

/** A hole hides whole requests and exits too. */
function lostPackets(context: DiagnosisContext): Doubt | null {
  const note = qualityOf(context).find(({ lacksBytes }) => lacksBytes);
  if (note === undefined) return null;
  return {
    text: `Cannot tell all: ${lowerFirst(note.text).slice(0, -1)}; nothing is wrong in what it shows.`,
    rows: requestsOf(context, openExchanges(context)),
    ...(note.places === undefined ? {} : { places: note.places }),
  };
}

function noTimes(context: DiagnosisContext): Doubt | null {
  if (context.timed) return null;
  const rows = requestsOf(context, openExchanges(context));
  const waiting =
    rows.length === 0
      ? `every request${context.unanswered.length === 0 ? "" : " but long polls"} has its answer`
      : `${counted(rows.length, "request")} ${rows.length === 1 ? "has" : "have"} no answer (${callsOf(context, rows)})`;
  const partly = context.connections.flatMap((life) => {
    const guest = sentPartly(context, life.guestStream, life.lastGuestRow);
    const host = sentPartly(context, life.hostStream, life.lastHostRow);
    return [
      ...(guest === null ? [] : [`what the guest sent ends after ${guest.what}`]),
      ...(host === null ? [] : [`what the host sent ends after ${host.what}`]),
    ];
  });
  const unknown = context.hasOneTime
    ? "how long anything waited, as all packets have the same time"
    : "how long anything waited or how the bridge ended, as the files carry neither";
  return {
    text: `Cannot tell ${unknown}: ${[waiting, ...partly.slice(0, 2)].join("; ")}; nothing else is wrong in the bytes.`,
    rows,
  };
}

/** A request that may hang or may only take its time: the capture ends before its limit would tell. */
function cutOffBeforeTimeout(context: DiagnosisContext): Doubt | null {
  const open = context.lives
    .filter(({ end }) => end === null)
    .flatMap(({ bridge }) => context.pendingOf(bridge.number))
    .filter((exchange) => {
      const row = context.exchanges.request[exchange]!;
      return context.age(exchange) >= YOUNG_NS && context.has(row, FRAME.complete) && !isSlowSignal(context, row);
    });
  const rows = requestsOf(context, open);
  const left = (exchange: number): number =>
    deadlineOf(context, context.exchanges.request[exchange]!) - context.age(exchange);
  const exchange = open.toSorted((a, b) => context.age(b) - context.age(a)).find((one) => left(one) > 0);
  if (exchange === undefined) return null;
  const row = context.exchanges.request[exchange]!;
  const limit = deadlineOf(context, row);
  const who = limit < BRIDGE_TIMEOUT_NS ? " that its caller waits; the bridge's own limit is 300 s" : "";
  const until = clockTime(context.capture.startNs, context.exchanges.start[exchange]! + limit);
  const others =
    open.length > 1 ? ` ${counted(open.length - 1, "other request")} ${open.length > 2 ? "wait" : "waits"} too.` : "";
  return {
    text: `Cannot tell whether ${context.call(row)} hangs: the capture is cut off before the timeout${showsEnds(context) ? "" : ", or the bridge ended before, which this form of capture does not show"} (waiting ${formatAge(context.age(exchange))} of ${formatAge(limit)}${who}); capture until ${until} at least.${others}`,
    rows: [row, ...rows.filter((one) => one !== row)],
  };
}

/** The last bytes of a direction are part of a message, and the capture ends before it is clear whether more comes. */
function cutOffInMessage(context: DiagnosisContext): Doubt | null {
  for (const life of context.connections) {
    if (life.end !== null) continue;
    for (const [stream, row] of [
      [life.guestStream, life.lastGuestRow],
      [life.hostStream, life.lastHostRow],
    ] as const) {
      const sent = sentPartly(context, stream, row);
      if (sent === null || context.aliveUntil(life) - sent.time < YOUNG_NS) continue;
      return {
        text: `Cannot tell whether the ${stream === life.hostStream ? "host" : "guest"} is stuck: the capture ends ${formatAge(context.aliveUntil(life) - sent.time)} after ${sent.what}; capture for longer.`,
        rows: row === NO_ROW ? [] : [row],
      };
    }
  }
  return null;
}

/** What a stream ends inside of, and when its last byte came; null where it ends with a whole message. */
function sentPartly(context: DiagnosisContext, stream: number, row: number): { what: string; time: number } | null {
  const header = cutHeaderOf(context, stream);
  if (header !== null) {
    return {
      what: `${header.length} of the 16 bytes of a header`,
      time: context.capture.streams[stream]!.lastByteTime,
    };
  }
  if (row === NO_ROW || !isCutOff(context, row)) return null;
  const sent = context.capture.streams[stream]!.bytes - context.frames.streamOffset.get(row);
  return {
    what: `${formatCount(sent)} of ${formatCount(context.frames.size.get(row))} bytes of ${context.call(row)}`,
    time: context.endTime(row),
  };
}

/** What was asked before the capture began is not seen to wait; what waits longest has ended the bridge after 300 s. */
function startedLate(context: DiagnosisContext): Doubt | null {
  for (const { startedBefore, connection, text, rows } of qualityOf(context)) {
    const life = connection === null ? undefined : context.lifeOfConnection(connection);
    if (startedBefore === undefined || life === undefined) continue;
    // The host's timers go on while its bridge has no connection (N17).
    const seen = context.aliveUntil(context.lives[life.bridge.number - 1] ?? life) - startedBefore;
    if (seen >= BRIDGE_TIMEOUT_NS) continue;
    return {
      text: `Cannot tell whether a request from before the capture hangs: ${lowerFirst(text).slice(0, -1)}, and has ${formatAge(seen)} of it; one that hangs ends the bridge after 300 s. Nothing is wrong in what it shows.`,
      rows,
    };
  }
  return null;
}

/** What a capture that ends well leaves in the air all the same: ends of sentences for "nothing wrong here". */
export function reservations(context: DiagnosisContext, findings: readonly Finding[]): string[] {
  const said: string[] = [];
  for (const life of context.connections) {
    if (life.end !== null) continue;
    const partly =
      sentPartly(context, life.guestStream, life.lastGuestRow) ??
      sentPartly(context, life.hostStream, life.lastHostRow);
    if (partly !== null) said.push(`the capture ends after ${partly.what}`);
  }
  for (const life of context.lives) {
    const dials = laterDials(context, life);
    if (life.end === null || dials.length === 0) continue;
    said.push(
      `the guest dials again since the bridge ended, ${formatAge(context.capture.lastTime - life.end.time)} ago`,
    );
  }
  if (!showsEnds(context)) said.push("how the bridge ended cannot be told from this form of capture");
  said.push(...findings.flatMap(({ rule, title }) => (rule === "H44" ? [title] : [])).slice(0, MOST_REFUSALS));
  said.push(...findings.flatMap(({ rule, title }) => (rule === "H53" ? [lowerFirst(title)] : [])));
  return said;
}
