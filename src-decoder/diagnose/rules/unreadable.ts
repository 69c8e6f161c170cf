/** The rule on payloads that the host cannot read: it ends the bridge at the first of them (internal/gcs/bridge.go recvLoop). */
import { FRAME } from "../../model/capture.ts";
import type { ConnectionLife } from "../../correlate/bridge-life.ts";
import { member } from "../../correlate/payloads.ts";
import type { DiagnosisContext } from "../context.ts";
import { lastRows, onStream } from "../rows.ts";
import type { Draft, Rule } from "../rule.ts";
import { VERSIONS } from "../steps.ts";

/** How many of a connection's last messages are read back: a message that kills the host stands near the end. */
const LAST_MESSAGES = 20;
/** A host that ended the bridge over a message did so soon. */
const REACTION_NS = 2e9;

interface Reason {
  readonly row: number;
  /** What is wrong with it, the end of a sentence. */
  readonly why: string;
}

export const unreadable: Rule = {
  id: "H08",
  title: "Message that the host cannot read",
  severity: "critical",
  endsBridge: true,
  async find(context) {
    const drafts: Draft[] = [];
    // A sidecar reads the inner hop otherwise: it passes payloads on, and stops at some (H45).
    for (const life of context.connections) {
      if (context.innerHops.has(life.bridge.number)) continue;
      const broken = onStream(context, context.index.suspicious, life.guestStream).filter(
        (row) => context.has(row, FRAME.complete) && context.has(row, FRAME.notJson | FRAME.trailingBytes),
      );
      const reason = broken[0] === undefined ? await firstMistyped(context, life) : notJson(context, broken[0]);
      if (reason === null) continue;
      const { row, why } = reason;
      const survived = context.coverage.losesUnseen(life);
      drafts.push({
        ...(survived ? { severity: "info", certainty: "inferred" } : {}),
        title: `${context.call(row)}: the host cannot read it`,
        text: survived
          ? `The payload of ${context.call(row)} ${why}; the host went on all the same, so packets are missing from the capture.`
          : `The payload of ${context.call(row)} ${why}; the host ends the bridge with "bridge response unmarshal failed".`,
        rows: [row, ...broken.slice(1)],
        because: "The payload was read as the host reads it.",
        causes: ["Guest and host of different versions.", "Bytes lost or mixed on the guest's side."],
        next: ["Open the frame: the place in the payload is marked.", VERSIONS],
      });
    }
    return drafts;
  },
};

function notJson(context: DiagnosisContext, row: number): Reason {
  const why = context.has(row, FRAME.notJson) ? "is no JSON" : "has bytes behind its JSON";
  return { row, why };
}

/** The first of a connection's last messages with a member of the wrong type, where the host closed soon behind it. */
async function firstMistyped(context: DiagnosisContext, life: ConnectionLife): Promise<Reason | null> {
  const { end } = life;
  if (end?.by !== "host") return null;
  const last = lastRows(context, life.guestStream, life.lastGuestRow, LAST_MESSAGES, (row) =>
    context.has(row, FRAME.complete),
  );
  for (const row of last) {
    if (end.time - context.endTime(row) > REACTION_NS) continue;
    const wrong = wrongMember(await context.payload(row));
    if (wrong !== null) return { row, why: `has ${wrong}` };
  }
  return null;
}

const isInt32 = (value: unknown): boolean => Number.isInteger(value) && (Number(value) | 0) === value;
const isUint32 = (value: unknown): boolean => Number.isInteger(value) && Number(value) >>> 0 === value;
const isText = (value: unknown): boolean => typeof value === "string";

/** Members that the host decodes, what Go takes for them, and what that is called (internal/gcs/prot). */
const TYPED: readonly (readonly [string, (value: unknown) => boolean, string])[] = [
  ["Result", isInt32, "a number of 32 bits with a sign"],
  ["ActivityId", isText, "a text"],
  ["ErrorMessage", isText, "a text"],
  ["ErrorRecords", Array.isArray, "a list"],
  ["ContainerId", isText, "a text"],
  ["Type", isText, "a text"],
  ["Operation", isText, "a text"],
  ["ProcessId", isUint32, "a number of 32 bits"],
  ["ExitCode", isUint32, "a number of 32 bits"],
  ["Version", isUint32, "a number of 32 bits"],
  ["Properties", isText, "a text"],
  ["GuestStacks", isText, "a text"],
];

/** The first member that Go's decoder refuses, in words; null where there is none. It takes null for anything. */
function wrongMember(payload: unknown): string | null {
  if (payload === undefined || payload === null) return null;
  if (typeof payload !== "object" || Array.isArray(payload)) return "no JSON object";
  for (const [name, takes, expected] of TYPED) {
    const value = member(payload, name);
    if (value === undefined || value === null || takes(value)) continue;
    return `${name} ${shown(value)}, where the host expects ${expected}`;
  }
  return null;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`;
}
