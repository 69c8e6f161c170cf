/** Rules on error answers: what was refused, and why that was to be expected or not. */
import { member, numberMember } from "../../correlate/payloads.ts";
import { NO_ROW } from "../../stream/stream-sink.ts";
import type { DiagnosisContext } from "../context.ts";
import type { Draft, Rule } from "../rule.ts";
import { VERSIONS } from "../steps.ts";
import { counted } from "../../bytes/count-text.ts";
import { formatAge, listed, shortText } from "../words.ts";
import { byBridge } from "../rows.ts";
import { failedWith } from "./failures.ts";
import { policy } from "./policy.ts";

const NOT_IMPLEMENTED = 0x8000_4001;
const FAIL = 0x8000_4005;
const UNSUPPORTED_VERSION = 0xc037_010c | 0;
const INVALID_JSON = 0xc037_010d;
/** The one version that is spoken (internal/gcs/prot/protocol.go). */
const VERSION = 4;
/** Texts that stand for a code of their own, which the guest loses on the way (bridge.md H43). */
const LOST_CODE =
  /HRESULT: 0x[0-9a-f]+|container is still being created|failed to get created container|container not found/i;

const notSupported: Rule = {
  id: "H34",
  title: "Function not supported",
  severity: "error",
  endsBridge: false,
  find(context) {
    /** By bridge and reason. */
    const byReason = new Map<string, number[]>();
    for (const row of context.index.failedWith(NOT_IMPLEMENTED | 0)) {
      const request = context.frames.peer.get(row);
      if (request === NO_ROW) continue;
      const reason = `${context.bridgeOf(request)} ${whyNotSupported(context, request).text}`;
      const rows = byReason.get(reason);
      if (rows === undefined) byReason.set(reason, [request]);
      else rows.push(request);
    }
    return [...byReason.values()].map((rows): Draft => {
      const first = rows[0]!;
      const { severity, text } = whyNotSupported(context, first);
      return {
        severity,
        title: `${context.name(first)} is not supported`,
        text: `The guest refused ${listed(rows.map((row) => context.call(row)))}: ${text}.`,
        rows,
        certainty: severity === "info" ? "inferred" : "seen",
        because:
          severity === "info"
            ? "The Result is 0x80004001, and the order of the messages speaks for no other reason."
            : "The guest takes the version when it reads the request, and before the agreement there is none.",
        causes:
          severity === "info"
            ? []
            : ["A host that does not wait for the agreement, or does not renew it on a new connection."],
        next:
          severity === "info"
            ? []
            : ["Look at the NegotiateProtocol of this connection and at what was sent before its answer."],
      };
    });
  },
};

function whyNotSupported(
  context: DiagnosisContext,
  request: number,
): { readonly severity: "error" | "info"; readonly text: string } {
  if (context.procedure(request) === null) return { severity: "info", text: "it does not know this procedure" };
  const life = context.lifeOfConnection(context.connectionOf(request));
  const stream = context.frames.stream.get(request);
  const agreements = context.index
    .requests("NegotiateProtocol")
    .filter((row) => context.frames.stream.get(row) === stream);
  const [first] = agreements;
  if (first !== undefined && agreements.indexOf(request) > 0) {
    return { severity: "error", text: "the version was agreed on before, on the same connection" };
  }
  if (life === undefined || !context.showsStart(life) || !context.showsAll(request)) {
    return { severity: "info", text: "it does not know this procedure, or the capture does not show the agreement" };
  }
  const agreed = first === undefined ? null : context.answer(first);
  if (agreed === null || request < agreed) {
    return { severity: "error", text: "it was asked before the version of this connection was agreed on" };
  }
  return { severity: "info", text: "this guest does not have the procedure" };
}

const version: Rule = {
  id: "H35",
  title: "No common protocol version",
  severity: "critical",
  endsBridge: true,
  async find(context) {
    const drafts: Draft[] = [];
    for (const request of context.index.requests("NegotiateProtocol").slice(0, 50)) {
      const answer = context.answer(request);
      if (answer === null) continue;
      const asked = await context.payload(request);
      const minimum = numberMember(asked, "MinimumVersion");
      const maximum = numberMember(asked, "MaximumVersion");
      const refused = context.result(answer) === UNSUPPORTED_VERSION;
      const told = refused || context.result(answer) !== 0 ? null : toldVersion(await context.payload(answer));
      // A host that goes on has taken what it was answered.
      if (told === 0 && wentOn(context, answer)) continue;
      if (!refused && (told === null || told === VERSION)) continue;
      drafts.push({
        title: "Host and guest have no version in common",
        text: `The host offered versions ${minimum ?? "?"} to ${maximum ?? "?"}, and the guest ${refused ? "refused them" : `chose ${told}`}; only version 4 is spoken, so the bridge does not come up.`,
        rows: [request, answer],
        because: "The numbers stand in the two messages.",
        causes: ["Host and guest of very different age."],
        next: [VERSIONS],
      });
    }
    return drafts;
  },
};

function wentOn(context: DiagnosisContext, answer: number): boolean {
  const life = context.lifeOfConnection(context.connectionOf(answer));
  return life !== undefined && context.coverage.hostWentOn(life, answer);
}

/** The version of an answer, which is 0 for the host where it has none; null where the answer was not read. */
function toldVersion(answer: unknown): number | null {
  if (typeof answer !== "object" || answer === null) return null;
  return member(answer, "Version") === undefined ? 0 : numberMember(answer, "Version");
}

const invalidJson: Rule = {
  id: "H36",
  title: "Request that the guest cannot read",
  severity: "error",
  endsBridge: false,
  async find(context) {
    const drafts: Draft[] = [];
    const calls = byBridge(context, await failedWith(context, INVALID_JSON), ({ row }) => row);
    for (const refused of calls) {
      const first = refused[0]!;
      drafts.push({
        title: `${context.name(first.request)}: invalid JSON for the guest`,
        text: `The guest could not read ${listed(refused.map(({ request }) => context.call(request)))}: ${first.text === "" ? "the JSON document is invalid" : shortText(first.text)}.`,
        rows: refused.flatMap(({ request, row }) => [request, row]),
        because: "The Result 0xC037010D says so.",
        causes: [
          (await hasFilterType(context, first.request))
            ? `${context.call(first.request)} has the member FilterType, which older Windows guests do not know (hcsshim issue 2714).`
            : "A member that this guest does not know.",
          "Bytes mixed into the request (H38).",
        ],
        next: [VERSIONS, "Open the request and look for members newer than the guest."],
      });
    }
    const resources = (await failedWith(context, FAIL)).filter(({ text }) => text.includes("invalid ResourceType"));
    for (const unknown of byBridge(context, resources, ({ row }) => row)) {
      const other = unknown[0]!;
      drafts.push({
        severity: "info",
        title: "Resource type that the guest does not know",
        text: `The guest does not know the resource of ${listed(unknown.map(({ request }) => context.call(request)))}: ${/invalid ResourceType '?[^']*'?/.exec(other.text)?.[0] ?? shortText(other.text)}.`,
        rows: unknown.flatMap(({ request, row }) => [request, row]),
        because: "The error text says so.",
      });
    }
    return drafts;
  },
};

async function hasFilterType(context: DiagnosisContext, request: number): Promise<boolean> {
  return member(await context.payload(request), "Request", "Settings", "FilterType") !== undefined;
}

const lostCode: Rule = {
  id: "H43",
  title: "Error whose code is lost",
  severity: "info",
  endsBridge: false,
  async find(context) {
    const all = (await failedWith(context, FAIL)).filter(({ text }) => LOST_CODE.test(text));
    return byBridge(context, all, ({ row }) => row).map((lost): Draft => {
      const first = lost[0]!;
      return {
        title: "The real code stands in the text only",
        text: `${counted(lost.length, "answer has", "answers have")} Result 0x80004005 where the text has another code or reason; the first, to ${context.call(first.request)}: ${shortText(first.text)}.`,
        rows: lost.map(({ row }) => row),
        because: "The guest's classifier does not see codes in wrapped errors (bridgeutils/gcserr).",
        next: ["Go by the text: the host acts on 0x80004005 and does not know the reason."],
      };
    });
  },
};

/** A bridge that ends so soon behind a failed Create does not show that the host left it at that. */
const TIME_TO_RETRY_NS = 1e9;

const createFailed: Rule = {
  id: "H13",
  title: "Create failed and was not tried again",
  severity: "info",
  endsBridge: false,
  async find(context) {
    const containers = await context.containers();
    const created = new Set(
      containers.filter(({ createRow }) => createRow !== NO_ROW).map(({ bridge, id }) => `${bridge} ${id}`),
    );
    const failed = [...context.index.answers("Create")].filter((row) => {
      const request = context.answer(row);
      if (request === null || (context.result(row) ?? 0) === 0) return false;
      return !created.has(`${context.bridgeOf(request)} ${context.container(request) ?? ""}`);
    });
    return byBridge(context, failed, (row) => row).map(([row]): Draft => {
      const first = row!;
      const request = context.answer(first) ?? first;
      const life = context.bridgeLife(first);
      const since = life === undefined ? Number.NaN : context.aliveUntil(life) - context.time(first);
      const isSoon = context.timed && since < TIME_TO_RETRY_NS;
      const later = `, and no later Create of that container is on the wire${context.timed ? ` in the ${formatAge(since)} since` : ""}`;
      return {
        title: isSoon ? "A Create failed" : "A Create failed for good",
        text: `${context.call(request)} failed${isSoon ? "" : later}. A host that tried again would fail by itself: it keeps the name of the first try.`,
        rows: [request, first],
        certainty: "inferred",
        because: "Whether the host tried again, only its log can tell.",
        next: ['Look in the host\'s log for "container already exists".'],
      };
    });
  },
};

export const RESULT_RULES: readonly Rule[] = [notSupported, version, invalidJson, lostCode, policy, createFailed];
