/** The rule on what a confidential VM's policy refuses, and what it disables after a failure. */
import { SIDECAR_ERROR_TYPE } from "../../bridge/header.ts";
import { decodePolicyDecision } from "../../bridge/shapes/policy-decision.ts";
import { textMember } from "../../correlate/payloads.ts";
import type { DiagnosisContext } from "../context.ts";
import type { Draft, Rule } from "../rule.ts";
import { callsOf } from "../rows.ts";
import { counted } from "../../bytes/count-text.ts";
import { shortText } from "../words.ts";
import { failedWith, readFailures } from "./failures.ts";
import type { FailedCall } from "./failures.ts";
import { EXEC_TIMED_OUT } from "./sidecar.ts";

const FAIL = 0x8000_4005;
/** Resources whose failure disables all others (internal/guest/runtime/hcsv2/uvm.go). */
const MOUNTS: ReadonlySet<string> = new Set([
  "MappedVirtualDisk",
  "MappedDirectory",
  "CombinedLayers",
  "CWCOWCombinedLayers",
  "VPMemDevice",
  "WCOWBlockCims",
]);
const ALREADY_SET = "security policy has already been set";
const DISABLED = "have been disabled in this UVM due to a previous error";

export const policy: Rule = {
  id: "H44",
  title: "Denied by the policy",
  severity: "error",
  endsBridge: false,
  async find(context) {
    const failures = await failedWith(context, FAIL);
    return [
      ...denials(context, failures),
      ...(await disabledMounts(context, failures)),
      ...secondPolicy(context, failures),
      ...(await refusals(context)),
    ];
  },
};

/** One finding for each reason: a policy that does not fit denies the same call again and again. */
function denials(context: DiagnosisContext, failures: readonly FailedCall[]): Draft[] {
  const byReason = new Map<
    string,
    { readonly rule: string | null; readonly reasons: string; readonly calls: FailedCall[] }
  >();
  for (const failure of failures) {
    const decision = decodePolicyDecision(failure.text);
    if (decision === null) continue;
    const reasons =
      decision.reasons.length > 0 ? decision.reasons.join("; ") : (decision.fault ?? "no reason is given");
    const key = `${context.name(failure.request)} ${reasons}`;
    const known = byReason.get(key) ?? { rule: decision.rule, reasons, calls: [] };
    byReason.set(key, known);
    known.calls.push(failure);
  }
  return [...byReason.values()].map(({ rule, reasons, calls }) => {
    const name = context.name(calls[0]!.request);
    const requests = calls.map(({ request }) => request);
    return {
      severity: "info" as const,
      title: `${name} denied by the policy`,
      text: `The guest's policy denied ${callsOf(context, requests)}${rule === null ? "" : ` (${rule})`}: ${shortText(reasons)}.`,
      rows: calls.flatMap(({ request, row }) => [request, row]),
      because: "The decision stands in the error text.",
      causes: ["The policy does not allow it, as it should be, or it was made for another image or command line."],
      next: ["Compare the request with what the policy allows."],
    };
  });
}

/**
 * What a sidecar answers with an error by itself, and does not hand on: a denial, or a failure of its own (bridge.md 2.5). Its errors have a type
 * of their own; of a capture of both hops the missing copy tells, too.
 */
async function refusals(context: DiagnosisContext): Promise<Draft[]> {
  const { index } = context;
  const pairs = context.correlation.hops.filter(({ outer }) => context.middleOf(outer) === "sidecar");
  const failed = new Set(index.ofType(SIDECAR_ERROR_TYPE));
  for (const { outer } of pairs) {
    for (const row of context.exchanges.request) {
      const answer = context.bridgeOf(row) === outer ? context.answer(row) : null;
      if (answer !== null && (context.result(answer) ?? 0) !== 0) failed.add(answer);
    }
  }
  const own = [...failed].filter((row) => {
    const request = context.answer(row);
    if (request === null) return false;
    const pair = pairs.find(({ outer }) => outer === context.bridgeOf(request));
    return pair === undefined || !pair.copies.has(request);
  });
  const calls = (
    await readFailures(
      context,
      own.toSorted((a, b) => a - b),
    )
  ).filter(
    ({ text }) =>
      decodePolicyDecision(text) === null &&
      ![DISABLED, ALREADY_SET, EXEC_TIMED_OUT].some((said) => text.includes(said)),
  );
  const alike = new Map<string, FailedCall[]>();
  for (const call of calls) {
    const key = `${context.name(call.request)} ${call.text}`;
    alike.set(key, [...(alike.get(key) ?? []), call]);
  }
  return [...alike.values()].map((group): Draft => {
    const name = context.name(group[0]!.request);
    const requests = group.map(({ request }) => request);
    const text = group[0]!.text;
    const seen = pairs.some(({ outer }) => outer === context.bridgeOf(requests[0]!));
    return {
      severity: "info",
      title: `${name} refused by the sidecar`,
      text: `The sidecar refused ${callsOf(context, requests)} itself, and the guest agent behind it ${seen ? "never saw" : "has not answered"} ${group.length === 1 ? "it" : "them"}: ${text === "" ? "no reason is given" : shortText(text)}.`,
      rows: group.flatMap(({ request, row }) => [request, row]),
      certainty: seen ? "seen" : "inferred",
      because: seen
        ? "The request is on the outer hop with an error for an answer, and no copy of it on the inner one."
        : "Its error answer has the type that only the sidecar sends.",
      causes: [
        "The policy does not allow it, as it should be, or there is no policy yet, when all is denied.",
        "Work that the sidecar does by itself failed: a device that did not come, a scratch disk that could not be formatted.",
      ],
      next: [
        "Compare the request with what the policy allows.",
        "Look in the sidecar's log, C:\\gcs-sidecar-logs.log in the guest, for the id of the request.",
      ],
    };
  });
}

/** After a mount or unmount that failed the guest refuses all others; the failure before the first refusal is why. */
async function disabledMounts(context: DiagnosisContext, failures: readonly FailedCall[]): Promise<Draft[]> {
  const disabled = failures.filter(({ text }) => text.includes(DISABLED));
  const first = disabled[0];
  if (first === undefined) return [];
  const earlier = failures.filter(({ row, text }) => row < first.row && decodePolicyDecision(text) === null);
  let cause: FailedCall | undefined;
  for (const failure of earlier.toReversed()) {
    cause = (await mayDisable(context, failure)) ? failure : undefined;
    if (cause !== undefined) break;
  }
  return [
    {
      title: "Mounts and containers are disabled",
      text: `Since an earlier failure the guest refuses every mount and container, ${counted(disabled.length, "time")} in what was read, first ${context.call(first.request)}.${cause === undefined ? "" : ` The failure before it is ${context.call(cause.request)}: ${shortText(cause.text)}.`}`,
      rows: cause === undefined ? [first.request] : [cause.request, first.request],
      because: "The error text says so.",
      causes: ["A mount or unmount failed in a confidential VM, which then trusts its mounts no more."],
      next: [
        "Look at the first failed mount or unmount: what comes after it follows from it.",
        "Start the pod again: the guest does not take it back.",
      ],
    },
  ];
}

async function mayDisable(context: DiagnosisContext, { request }: FailedCall): Promise<boolean> {
  const name = context.name(request);
  if (name === "DeleteContainerState") return true;
  if (name !== "ModifySettings") return false;
  return MOUNTS.has(textMember(await context.payload(request), "Request", "ResourceType") ?? "");
}

/** A policy is set once; the second try says so. */
function secondPolicy(context: DiagnosisContext, failures: readonly FailedCall[]): Draft[] {
  const again = failures.filter(({ text }) => text.includes(ALREADY_SET));
  const first = again[0];
  if (first === undefined) return [];
  return [
    {
      severity: "info",
      title: "Policy set a second time",
      text: `The guest has a policy already and refused ${callsOf(
        context,
        again.map(({ request }) => request),
      )}.`,
      rows: again.flatMap(({ request, row }) => [request, row]),
      because: "The error text says so.",
    },
  ];
}
