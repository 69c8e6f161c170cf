/** Rules on the first messages of a bridge, with which a start ends (bridge.md 1.4). */
import { SIDECAR_ERROR_TYPE } from "../../bridge/header.ts";
import { textMember } from "../../correlate/payloads.ts";
import { NO_ROW } from "../../stream/stream-sink.ts";
import type { DiagnosisContext } from "../context.ts";
import { START_LIMIT_NS } from "../deadlines.ts";
import type { Draft, Rule } from "../rule.ts";
import { CONSOLE } from "../steps.ts";
import { callsOf } from "../rows.ts";
import { formatAge, shortText } from "../words.ts";
import { SLOW_START_NS } from "./boot.ts";
import { failedCalls } from "./failures.ts";
import type { FailedCall } from "./failures.ts";

const noFirstAnswer: Rule = {
  id: "B4",
  title: "The first message has no answer",
  severity: "critical",
  endsBridge: true,
  find(context) {
    if (!context.timed) return [];
    return context.lives.flatMap((life) => {
      const row = life.connections[0]?.firstRequestRow ?? NO_ROW;
      if (row === NO_ROW || context.name(row) !== "NegotiateProtocol" || context.answer(row) !== null) return [];
      const waited = context.aliveUntil(life) - context.time(row);
      if (waited < SLOW_START_NS || context.answerMayBeLost(row)) return [];
      const draft: Draft = {
        severity: life.end === null && waited < START_LIMIT_NS ? "error" : "critical",
        title: "The guest does not answer the first message",
        text: `The bridge is connected, and ${context.call(row)}, its first message, has had no answer in ${formatAge(waited)}${life.end === null ? "; the host gives up after 120 s in all" : `; then the ${life.end.by} closed`}.`,
        rows: [row],
        because: "It is the first request of the bridge, and the capture has no answer to it.",
        causes: [
          "The guest agent is stuck in its start.",
          "A sidecar that waits for the guest agent behind it, two minutes at most.",
        ],
        next: [CONSOLE, "Stacks cannot be asked for yet: the guest's log on port 109 is what there is."],
      };
      return [draft];
    });
  },
};

const logServiceFailed: Rule = {
  id: "B8",
  title: "Log service refused",
  severity: "error",
  endsBridge: false,
  async find(context) {
    const failed: FailedCall[] = [];
    for (const call of await failedCalls(context, "ModifyServiceSettings")) {
      if (!context.isWindows(context.bridgeOf(call.request))) continue;
      const service = textMember(await context.payload(call.request), "PropertyType");
      if (service === "LogForwardService") failed.push(call);
    }
    const first = failed[0];
    if (first === undefined) return [];
    const confidential = isConfidential(context, first);
    return [
      {
        severity: confidential ? "error" : "info",
        title: "The guest's log service could not be set up",
        text: `The guest refused ${callsOf(
          context,
          failed.map(({ request }) => request),
        )} for its log service: ${first.text === "" ? "no text is given" : shortText(first.text)}; ${confidential ? "the start of a confidential VM fails over it" : "the VM starts all the same, without its log"}.`,
        rows: failed.flatMap(({ request, row }) => [request, row]),
        certainty: confidential ? "inferred" : "seen",
        because: "The guest's answer says so; what the host makes of it depends on whether the VM is confidential.",
        causes: ["A policy that does not allow the log's providers.", "A guest without that service."],
        next: ["Compare the providers in the request with what the policy allows."],
      },
    ];
  },
};

/** A confidential VM shows by its sidecar: the second hop, or errors of the type that only a sidecar sends. */
function isConfidential(context: DiagnosisContext, { request }: FailedCall): boolean {
  const bridge = context.bridgeOf(request);
  return (
    context.correlation.hops.some(({ outer, inner }) => outer === bridge || inner === bridge) ||
    context.index.ofType(SIDECAR_ERROR_TYPE).some((row) => context.bridgeOf(row) === bridge)
  );
}

export const FIRST_MESSAGE_RULES: readonly Rule[] = [noFirstAnswer, logServiceFailed];
