/** Rules on answers that the host cannot take: it ends the bridge at the first of them (internal/gcs/bridge.go recvLoop). */
import { SIDECAR_ERROR_TYPE, messageKind } from "../../bridge/header.ts";
import { NOTIFICATION_TYPE } from "../../correlate/message-index.ts";
import { FRAME } from "../../model/capture.ts";
import { NO_ROW } from "../../stream/stream-sink.ts";
import type { ConnectionLife } from "../../correlate/bridge-life.ts";
import { member } from "../../correlate/payloads.ts";
import type { DiagnosisContext } from "../context.ts";
import { lastRows, onStream } from "../rows.ts";
import type { Draft, Rule } from "../rule.ts";
import { counted } from "../words.ts";

/** How many of a connection's last messages are read back: a message that kills the host stands near the end. */
const LAST_MESSAGES = 20;

const unknownId: Rule = {
  id: "H05",
  title: "Answer to an id that nobody asked",
  severity: "critical",
  endsBridge: true,
  find(context) {
    return context.connections.flatMap((life) => {
      const rows = onStream(context, context.index.suspicious, life.guestStream).filter((row) =>
        context.has(row, FRAME.unasked | FRAME.repeated),
      );
      const first = rows[0];
      if (first === undefined) return [];
      const repeated = context.has(first, FRAME.repeated);
      const excuse = repeated ? null : whyRequestMayBeMissing(context, life);
      const more = rows.length > 1 ? ` ${counted(rows.length - 1, "more such answer")} follow.` : "";
      const what = repeated
        ? "a second answer to an id that was answered before"
        : "an answer to an id that no request had";
      const draft: Draft = {
        severity: excuse === null ? "critical" : "info",
        title: repeated ? `${context.call(first)} answered twice` : `Answer to unknown id ${context.id(first)}`,
        text:
          excuse === null
            ? `The guest sent ${what}: ${context.call(first)}. The host ends the bridge with "unknown rpc response".${more}`
            : `${counted(rows.length, "answer")} without a request, the first ${context.call(first)}; ${excuse}.`,
        rows,
        certainty: excuse === null ? "seen" : "inferred",
        because:
          excuse === null ? "Every request of the connection is in the capture, and none has this id." : `${excuse}.`,
        causes: [
          "A guest that answers one request twice (the sidecar after its five seconds for an exec).",
          "An answer that belongs to another connection or another utility VM.",
          "Two messages glued into one by the host, see H38.",
        ],
        next: ["Look at what the guest was asked just before, and at the id's first answer."],
      };
      return [draft];
    });
  },
};

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
      const rows = refused
        .flatMap((type) => onStream(context, context.index.ofType(type), life.guestStream))
        .toSorted((a, b) => a - b);
      const first = rows[0];
      if (first === undefined) return [];
      const type = `0x${context.frames.type.get(first).toString(16).padStart(8, "0")}`;
      const draft: Draft = {
        title: `Type ${type} from the guest`,
        text: `The guest sent a message of type ${type}, a ${context.kind(first)}; the host takes responses and the container notification only, and ends the bridge.`,
        rows,
        because: "The type stands in the header.",
        causes: ["A guest of another version.", "A stream that lost its place, see H04."],
        next: ["Compare the guest's and the host's versions."],
      };
      return [draft];
    });
  },
};

const notJson: Rule = {
  id: "H08",
  title: "Answer that is no sound JSON",
  severity: "critical",
  endsBridge: true,
  async find(context) {
    const drafts: Draft[] = [];
    // A sidecar reads the inner hop otherwise: it passes payloads on, and stops at some (H45).
    const inner = new Set(context.correlation.hops.map((pair) => pair.inner));
    for (const life of context.connections) {
      if (inner.has(life.bridge.number)) continue;
      const broken = onStream(context, context.index.suspicious, life.guestStream).filter(
        (row) => context.has(row, FRAME.complete) && context.has(row, FRAME.notJson | FRAME.trailingBytes),
      );
      const first = broken[0] ?? (await firstUnreadable(context, life));
      if (first === undefined) continue;
      drafts.push({
        title: `${context.call(first)}: payload not understood`,
        text: `The payload of ${context.call(first)} is no JSON of the shape that the host expects; it ends the bridge with "bridge response unmarshal failed".`,
        rows: [first, ...broken.slice(1)],
        because: "The payload was read as the host reads it.",
        causes: ["Guest and host of different versions.", "Bytes lost or mixed on the guest's side."],
        next: [
          "Open the payload: the place where it breaks is marked.",
          "Compare the guest's and the host's versions.",
        ],
      });
    }
    return drafts;
  },
};

const otherType: Rule = {
  id: "H55",
  title: "Answer of another type",
  severity: "error",
  endsBridge: false,
  find(context) {
    const rows = context.index.suspicious.filter((row) => context.has(row, FRAME.otherType));
    const first = rows[0];
    if (first === undefined) return [];
    const request = context.answer(first);
    return [
      {
        title: "Answer of another type than its request",
        text: `Id ${context.id(first)} was asked as ${request === null ? "another call" : context.name(request)} and answered as ${context.name(first)}; the host takes it by its id alone and uses what parses.${rows.length > 1 ? ` ${counted(rows.length - 1, "more such answer")}.` : ""}`,
        rows: request === null ? rows : [first, request, ...rows.slice(1)],
        because: "The procedures in the two headers differ.",
        causes: ["A guest that mixes up its answers.", "Ids that two callers use at once."],
        next: ["Look at the other requests that were open at the time."],
      },
    ];
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
        drafts.push({
          title: "Notification with an empty ResultInfo",
          text: `The notification for container ${context.container(row) ?? "(none)"} has "ResultInfo":"", which is no JSON; the host ends the bridge with "unexpected end of JSON input".`,
          rows: [row],
          because: "The member stands in the payload; a guest that has nothing to say leaves it out.",
          causes: ["A guest that is not the hcsshim one, or another version of it."],
          next: ["Compare the guest's and the host's versions."],
        });
        break;
      }
    }
    return drafts;
  },
};

/** Why a request may have been sent that the capture does not show; null where none may. */
function whyRequestMayBeMissing(context: DiagnosisContext, life: ConnectionLife): string | null {
  const host = context.capture.streams[life.hostStream]!;
  if (context.lacksSide(life.hostStream)) return "the capture has nothing that the host sent";
  if (host.gapCount > 0) return `the capture lacks ${counted(host.gapBytes, "byte")} of what the host sent`;
  const first = life.firstRequestRow;
  const negotiates = first !== NO_ROW && context.name(first) === "NegotiateProtocol";
  // A first id above 0 goes on where an earlier connection ended (N17, N30).
  if (negotiates && context.id(first) !== "0" && life.bridge.connections[0] === life.connection.index) {
    return `the connection goes on with a bridge from before, at id ${context.id(first)}, and the capture does not have the connection before it`;
  }
  return life.connection.sawStart || negotiates ? null : "the capture starts in the middle of the conversation";
}

/** The first of a connection's last answers whose Result is of the wrong type, where the host closed behind them. */
async function firstUnreadable(context: DiagnosisContext, life: ConnectionLife): Promise<number | undefined> {
  if (life.end?.by !== "host") return undefined;
  const suspects = lastRows(
    context,
    life.guestStream,
    life.lastGuestRow,
    LAST_MESSAGES,
    (row) =>
      context.kind(row) === "response" &&
      context.has(row, FRAME.complete) &&
      !context.has(row, FRAME.hasResult) &&
      context.frames.type.get(row) !== SIDECAR_ERROR_TYPE,
  );
  for (const row of suspects) {
    if (context.correlation.payloads.left === 0) break;
    const payload = await context.payload(row);
    if (payload === undefined || member(payload, "Result") !== undefined) return row;
  }
  return undefined;
}

export const ANSWER_RULES: readonly Rule[] = [unknownId, illegalType, notJson, otherType, emptyResultInfo];
