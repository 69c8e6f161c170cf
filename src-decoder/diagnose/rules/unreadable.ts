/** The rule on payloads that the host cannot read: it ends the bridge at the first of them (internal/gcs/bridge.go recvLoop). */
import { HEADER_BYTES } from "../../bridge/header.ts";
import { parsePayload } from "../../bridge/payload-json.ts";
import { FRAME } from "../../model/capture.ts";
import { readFrame } from "../../model/read-stream.ts";
import type { ConnectionLife } from "../../correlate/bridge-life.ts";
import { member, parsed } from "../../correlate/payloads.ts";
import type { DiagnosisContext } from "../context.ts";
import { lastRows, onStream } from "../rows.ts";
import type { Draft, Rule } from "../rule.ts";
import { VERSIONS } from "../steps.ts";

/** How many of a connection's last messages are read back: a message that kills the host stands near the end. */
const LAST_MESSAGES = 60;
/** Errors have a record for each layer that they came through. */
const MOST_RECORDS = 100;
/** Of a larger message the numbers stand at the front. */
const MOST_BYTES = 64 * 1024;
/** A host that ended the bridge over a message did so soon. */
const REACTION_NS = 2e9;

/** What is seen of a payload while it is scanned. */
const UNREADABLE = FRAME.notJson | FRAME.trailingBytes | FRAME.mistyped;

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
        (row) => context.has(row, FRAME.complete) && context.has(row, UNREADABLE),
      );
      const reason = broken[0] === undefined ? await firstMistyped(context, life) : await whyOf(context, broken[0]);
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

async function whyOf(context: DiagnosisContext, row: number): Promise<Reason> {
  if (context.has(row, FRAME.notJson)) return { row, why: "is no JSON" };
  if (context.has(row, FRAME.trailingBytes)) return { row, why: "has bytes behind its JSON" };
  const wrong = wrongMember(await context.payload(row));
  return { row, why: wrong === null ? "has a Result or ProcessId that is no whole number of 32 bits" : `has ${wrong}` };
}

/** The first of a connection's last messages with a member of the wrong type, which the host may have ended the bridge over. */
async function firstMistyped(context: DiagnosisContext, life: ConnectionLife): Promise<Reason | null> {
  const last = lastRows(context, life.guestStream, life.lastGuestRow, LAST_MESSAGES, (row) =>
    context.has(row, FRAME.complete),
  );
  for (const row of last) {
    if (isSurvived(context, life, row)) continue;
    const wrong = wrongMember(await context.payload(row)) ?? (await wrongNumber(context, row));
    if (wrong !== null) return { row, why: `has ${wrong}` };
  }
  return null;
}

/** Whether a host lived on behind a message: it asked for more, or its end came later than it takes to react. Without times, only what it asked tells. */
function isSurvived(context: DiagnosisContext, life: ConnectionLife, row: number): boolean {
  const later = context.aliveUntil(life) - context.endTime(row);
  return (context.timed && later > REACTION_NS) || (life.end === null && context.coverage.hostWentOn(life, row));
}

/** A number that is whole and is not written so: Go takes 1 for an integer, and neither 1.0 nor 1e2 (encoding/json). */
async function wrongNumber({ capture }: DiagnosisContext, row: number): Promise<string | null> {
  const { bytes } = await readFrame(capture, row, HEADER_BYTES, MOST_BYTES);
  const tree = parsePayload(bytes);
  if (tree.length === 0) return null;
  for (const child of tree.children(0)) {
    const name = tree.key(child) ?? "";
    const [whole] = TYPED.get(name.toLowerCase()) ?? [];
    if (whole === undefined || !INTEGERS.has(whole.takes) || tree.kind(child) !== "number") continue;
    const written = tree.stringValue(child);
    if (!/^-?\d+$/.test(written)) return `${name} ${written}, where the host expects ${whole.expected}`;
  }
  return null;
}

const isInt32 = (value: unknown): boolean => Number.isInteger(value) && (Number(value) | 0) === value;
const isUint32 = (value: unknown): boolean => Number.isInteger(value) && Number(value) >>> 0 === value;
const INTEGERS: ReadonlySet<(value: unknown) => boolean> = new Set([isInt32, isUint32]);
const isText = (value: unknown): boolean => typeof value === "string";

const isBoolean = (value: unknown): boolean => typeof value === "boolean";
const isObject = (value: unknown): value is object | null => typeof value === "object" && !Array.isArray(value);
/** What the host decodes at once (internal/gcs/prot/protocol.go UnmarshalText): an empty text is none. */
const isObjectText = (value: unknown): boolean => typeof value === "string" && isObject(parsed(value));

/** What Go takes for a member, and what that is called. */
interface Typed {
  readonly takes: (value: unknown) => boolean;
  readonly expected: string;
}

/** By name in small letters: what must hold, one after the other. */
type Members = ReadonlyMap<string, readonly Typed[]>;

function typed(
  ...rows: readonly (readonly [name: string, takes: (value: unknown) => boolean, expected: string])[]
): Members {
  const members = new Map<string, Typed[]>();
  for (const [name, takes, expected] of rows) {
    const key = name.toLowerCase();
    members.set(key, [...(members.get(key) ?? []), { takes, expected }]);
  }
  return members;
}

const INT32 = "a number of 32 bits with a sign";
/** Members that the host decodes (internal/gcs/prot). */
const TYPED = typed(
  ["Result", isInt32, INT32],
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
  ["Properties", isObjectText, "the JSON of an object in it"],
  ["GuestStacks", isText, "a text"],
  ["ResultInfo", isText, "a text"],
  ["Capabilities", isObject, "an object"],
);
const TYPED_IN_RECORDS = typed(
  ["Result", isInt32, INT32],
  ["Message", isText, "a text"],
  ["StackTrace", isText, "a text"],
  ["ModuleName", isText, "a text"],
  ["FileName", isText, "a text"],
  ["Line", isUint32, "a number of 32 bits"],
  ["FunctionName", isText, "a text"],
);
const TYPED_IN_CAPABILITIES = typed(
  ["SendHostCreateMessage", isBoolean, "true or false"],
  ["SendHostStartMessage", isBoolean, "true or false"],
  ["HvSocketConfigOnStartup", isBoolean, "true or false"],
  ["SupportedSchemaVersions", Array.isArray, "a list"],
  ["RuntimeOsType", isText, "a text"],
);

/** The first member that Go's decoder refuses, in words; null where there is none. It takes null for anything. */
function wrongMember(payload: unknown): string | null {
  if (payload === undefined || payload === null) return null;
  if (!isObject(payload)) return "no members: it is no JSON object";
  return (
    wrongOf(payload, TYPED, "") ??
    wrongOf(member(payload, "Capabilities"), TYPED_IN_CAPABILITIES, "Capabilities.") ??
    wrongRecord(member(payload, "ErrorRecords"))
  );
}

function wrongRecord(records: unknown): string | null {
  if (!Array.isArray(records)) return null;
  for (const [place, record] of records.slice(0, MOST_RECORDS).entries()) {
    const at = `ErrorRecords[${place}]`;
    if (record !== null && !isObject(record)) return `${at} ${shown(record)}, where the host expects an object`;
    const wrong = wrongOf(record, TYPED_IN_RECORDS, `${at}.`);
    if (wrong !== null) return wrong;
  }
  return null;
}

function wrongOf(value: unknown, members: Members, path: string): string | null {
  if (!isObject(value) || value === null) return null;
  for (const [key, found] of Object.entries(value)) {
    // Go's decoder takes names in any case (encoding/json Unmarshal).
    const wrong = members.get(key.toLowerCase())?.find(({ takes }) => found !== null && !takes(found));
    if (wrong !== undefined) return `${path}${key} ${shown(found)}, where the host expects ${wrong.expected}`;
  }
  return null;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`;
}
