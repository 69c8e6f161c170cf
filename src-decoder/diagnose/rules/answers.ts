/** Rules on answers that the host cannot take: it ends the bridge at the first of them (internal/gcs/bridge.go recvLoop). */
import { messageKind } from "../../bridge/header.ts";
import { NOTIFICATION_TYPE } from "../../correlate/message-index.ts";
import { FRAME } from "../../model/capture.ts";
import { NO_ROW } from "../../stream/stream-sink.ts";
import type { ConnectionLife } from "../../correlate/bridge-life.ts";
import { member } from "../../correlate/payloads.ts";
import type { DiagnosisContext } from "../context.ts";
import { numbersBytes } from "../../correlate/coverage.ts";
import { byBridge, isCutOff, onStream } from "../rows.ts";
import type { Draft, Rule } from "../rule.ts";
import { VERSIONS } from "../steps.ts";
import { counted } from "../../bytes/count-text.ts";
import { shortId } from "../words.ts";
import { unreadable } from "./unreadable.ts";

/** How many of a connection's last messages are read back: a message that kills the host stands near the end. */
const LAST_MESSAGES = 20;
/** More requests than these are not lost in a row at the end of a capture. */
const FAR_ABOVE = 1000n;
/** A host ends a bridge over an answer that it does not know so soon. */
const AT_ONCE_NS = 200e6;
/** Nor are so many of a capture that shows no hole. */
const NEAR_ABOVE = 16n;

const unknownId: Rule = {
  id: "H05",
  title: "Answer to an id that nobody asked",
  severity: "critical",
  endsBridge: true,
  find(context) {
    return context.connections.flatMap((life) => {
      // One that the stream's end cuts off the host never got whole (H10, H12).
      const rows = onStream(context, context.index.suspicious, life.guestStream).filter(
        (row) => context.has(row, FRAME.unasked | FRAME.repeated) && !isCutOff(context, row),
      );
      if (rows.length === 0) return [];
      const excuse = takenOver(context, rows) ?? whyRequestMayBeMissing(context, life);
      const certain = rows.filter((row) =>
        excuse === null ? !mayBeNext(context, life, row) : isCertain(context, life, row),
      );
      const excused = rows.filter((row) => !certain.includes(row));
      return [
        ...(certain.length > 0 ? [unknownIds(context, certain)] : []),
        ...(excused.length > 0 ? [excusedIds(context, excused, excuse)] : []),
      ];
    });
  },
};

function unknownIds(context: DiagnosisContext, rows: readonly number[]): Draft {
  const first = rows[0]!;
  const repeated = context.has(first, FRAME.repeated);
  const more =
    rows.length > 1
      ? ` ${counted(rows.length - 1, "more such answer")} ${rows.length > 2 ? "follow" : "follows"}.`
      : "";
  const what = repeated
    ? "a second answer to an id that was answered before"
    : "an answer to an id that no request had";
  return {
    title: repeated ? `${context.call(first)} answered twice` : `Answer to unknown id ${context.id(first)}`,
    text: `The guest sent ${what}: ${context.call(first)}. The host ends the bridge with "unknown rpc response".${more}`,
    rows,
    because: repeated
      ? "The first answer to this id is in the capture, and no later request has the id."
      : "Ids rise with each request, and none of this connection has or had this one.",
    ...whyUnknown(repeated),
  };
}

/** `excuse` null: the request may be missing although the capture shows no hole. */
function excusedIds(context: DiagnosisContext, rows: readonly number[], excuse: string | null): Draft {
  const first = rows[0]!;
  const what = context.has(first, FRAME.repeated) ? "to an id that has one already" : "without a request";
  return {
    severity: "info",
    title: `Answer to unknown id ${context.id(first)}`,
    text: `${counted(rows.length, "answer")} ${what}, the first ${context.call(first)}; ${excuse ?? "nothing numbers the bytes of this link, so its request may be missing"}.`,
    rows,
    certainty: "inferred",
    because:
      excuse === null
        ? "The id is one of the next that the host uses, and the host did not end the bridge over it."
        : "What the host sent before is not in the capture.",
  };
}

/**
 * Whether an answer is one too many although the capture lacks some requests: a second one to one request, or one with an id above all that
 * the host used, as ids rise with each request (bridge.md 9.1). Its own request could only be the last one, were that lost.
 */
function isCertain(context: DiagnosisContext, life: ConnectionLife, row: number): boolean {
  const loses = context.coverage.losesUnseen(life);
  if (context.has(row, FRAME.repeated)) return !loses;
  const id = BigInt(context.id(row));
  const largest = largestId(context, life);
  if (largest < 0n || id <= largest) return false;
  if (id > largest + FAR_ABOVE) return !loses;
  const noneFollows = life.end?.by === "host" && context.coverage.holes(life.hostStream).length === 0;
  return !loses && (noneFollows || context.coverage.hostWentOn(life, row));
}

/** Whether an answer may be to one of the host's last requests, lost on a link that would not show it; no host ended the bridge over it. */
function mayBeNext(context: DiagnosisContext, life: ConnectionLife, row: number): boolean {
  const isEndedOverIt = life.end?.by === "host" && life.end.time - context.endTime(row) < AT_ONCE_NS;
  if (numbersBytes(life) || isEndedOverIt || context.has(row, FRAME.repeated)) return false;
  const above = BigInt(context.id(row)) - largestId(context, life);
  return above > 0n && above <= NEAR_ABOVE;
}

/** The largest id that the host used on a connection; -1 where it asked nothing. */
function largestId(context: DiagnosisContext, { hostStream }: ConnectionLife): bigint {
  let largest = -1n;
  for (const request of context.index.allRequests) {
    if (context.frames.stream.get(request) !== hostStream) continue;
    const asked = BigInt(context.id(request));
    if (asked > largest) largest = asked;
  }
  return largest;
}

const illegalType: Rule = {
  id: "H07",
  title: "Message of a type that the host does not take",
  severity: "critical",
  endsBridge: true,
  find(context) {
    const refused = context.index.types.filter(
      (type) => messageKind(type) !== "response" && type !== NOTIFICATION_TYPE,
    );
    return context.connections.flatMap((life) => {
      // Most rows of a capture are requests, and hardly ever is one from a guest.
      const asks = life.firstGuestRequestRow !== NO_ROW;
      const rows = refused
        .filter((type) => asks || messageKind(type) !== "request")
        .flatMap((type) => onStream(context, context.index.ofType(type), life.guestStream))
        .toSorted((a, b) => a - b);
      const first = rows[0];
      if (first === undefined) return [];
      const type = `0x${context.frames.type.get(first).toString(16).padStart(8, "0")}`;
      const survived = context.coverage.losesUnseen(life);
      const kind = context.kind(first);
      const what = kind === "unknown" ? "of no known kind" : `a ${kind}`;
      const draft: Draft = {
        ...(survived ? { severity: "info", certainty: "inferred" } : {}),
        title: `Type ${type} from the guest`,
        text: survived
          ? `The capture has a message of type ${type} from the guest, ${what}, which ends a bridge; the host went on all the same, and packets are missing.`
          : `The guest sent a message of type ${type}, ${what}; the host takes responses and the container notification only, and ends the bridge.`,
        rows,
        because: "The type stands in the header.",
        causes: ["A guest of another version.", "A stream that lost its place, see H04."],
        next: [VERSIONS],
      };
      return [draft];
    });
  },
};

const otherType: Rule = {
  id: "H55",
  title: "Answer of another type",
  severity: "error",
  endsBridge: false,
  find(context) {
    // One that is cut off the host never had whole; and where bytes of the guest's are missing, the answer of the request's own type may be among them.
    const others = context.index.suspicious.filter(
      (row) =>
        context.has(row, FRAME.otherType) &&
        !isCutOff(context, row) &&
        !context.answerMayBeLost(context.answer(row) ?? row),
    );
    return byBridge(context, others, (row) => row).map((rows): Draft => {
      const first = rows[0]!;
      const request = context.answer(first);
      return {
        title: "Answer of another type than its request",
        text: `Id ${context.id(first)} was asked as ${request === null ? "another call" : context.name(request)} and answered as ${context.name(first)}; the host takes it by its id alone and uses what parses.${rows.length > 1 ? ` ${counted(rows.length - 1, "more such answer")}.` : ""}`,
        rows: request === null ? rows : [first, request, ...rows.slice(1)],
        because: "The procedures in the two headers differ.",
        causes: ["A guest that mixes up its answers.", "Ids that two callers use at once."],
        next: ["Look at the other requests that were open at the time."],
      };
    });
  },
};

const emptyResultInfo: Rule = {
  id: "H56",
  title: "Notification with an empty ResultInfo",
  severity: "critical",
  endsBridge: true,
  async find(context) {
    const drafts: Draft[] = [];
    for (const life of context.connections) {
      const rows = onStream(context, context.index.notifications, life.guestStream).slice(-LAST_MESSAGES);
      for (const row of rows) {
        if (member(await context.payload(row), "ResultInfo") !== "") continue;
        const container = context.container(row);
        drafts.push({
          title: "Notification with an empty ResultInfo",
          text: `The notification for container ${container === null ? "(none)" : shortId(container)} has "ResultInfo":"", which is no JSON; the host ends the bridge with "unexpected end of JSON input".`,
          rows: [row],
          because: "The member stands in the payload; a guest that has nothing to say leaves it out.",
          causes: ["A guest that is not the hcsshim one, or another version of it."],
          next: [VERSIONS],
        });
        break;
      }
    }
    return drafts;
  },
};

function whyUnknown(repeated: boolean): Pick<Draft, "causes" | "next"> {
  return repeated
    ? {
        causes: [
          "A sidecar that gave an exec up after 5 s and then passed the answer on all the same (H06).",
          "A guest that answers one request twice.",
        ],
        next: ["Compare the two answers.", "Look in the guest's log for the id, as message-id."],
      }
    : {
        causes: [
          "An answer that belongs to another connection or another utility VM.",
          "Two messages glued into one by the host (H38).",
        ],
        next: ["Look in the guest's log for the id, as message-id: what was it asked, and by whom?"],
      };
}

/**
 * Why a request may have been sent that the capture does not show; null where none may. What was asked on the bridge's earlier connections
 * may be answered on this one (N16, N30), so those must be whole too.
 */
function whyRequestMayBeMissing(context: DiagnosisContext, life: ConnectionLife): string | null {
  const connections = context.lives[life.bridge.number - 1]?.connections ?? [life];
  for (const one of connections.slice(0, connections.indexOf(life) + 1)) {
    const reason = whyMissingOn(context, one);
    if (reason !== null) return reason;
    if (one !== life && one.end === null) return "the capture does not have the end of the connection before";
  }
  // Every bridge begins with it; a start that was seen does not show that the bytes behind it were.
  const first = connections[0]?.firstRequestRow ?? NO_ROW;
  const negotiates = first !== NO_ROW && context.name(first) === "NegotiateProtocol";
  return negotiates ? null : "the capture starts in the middle of the conversation";
}

function whyMissingOn(context: DiagnosisContext, life: ConnectionLife): string | null {
  if (context.coverage.lacksSide(life.hostStream)) return "the capture has nothing that the host sent";
  const holes = context.coverage.holes(life.hostStream);
  if (holes.length > 0) {
    const missing = holes.reduce((sum, { length }) => sum + length, 0);
    return `the capture lacks ${counted(missing, "byte")} of what the host sent`;
  }
  if (context.coverage.losesUnseen(life)) return "packets are missing, as the host went on all the same";
  return context.showsStart(life) ? null : "the capture starts in the middle of the conversation";
}

/**
 * Whether answers are to what was asked before the capture, on a bridge that goes on with an earlier one: a source that was rolled back
 * kept its table of requests (N17, N30), a destination was handed the waits alone (N15, N16). Says so; null where any answer is neither.
 */
function takenOver(context: DiagnosisContext, rows: readonly number[]): string | null {
  const [first] = rows;
  if (first === undefined) return null;
  const bridge = context.bridgeOf(first);
  const takeover = context.correlation.takeovers.get(bridge);
  if (takeover === undefined) return null;
  const negotiation = context.lives[bridge - 1]?.connections[0]?.firstRequestRow ?? NO_ROW;
  const isDestination = negotiation !== NO_ROW && context.id(negotiation) === "0";
  const fits = rows.every(
    (row) =>
      context.frames.idLow.get(row) < takeover.firstOwnId && (!isDestination || context.name(row) === "WaitForProcess"),
  );
  return fits
    ? `the connection goes on with a bridge from before, at id ${takeover.firstOwnId}, and the capture does not have the connection before it`
    : null;
}

export const ANSWER_RULES: readonly Rule[] = [unknownId, illegalType, unreadable, otherType, emptyResultInfo];
