/** The rule on what a confidential VM's policy refuses, and what it disables after a failure. */
import { decodePolicyDecision } from "../../bridge/shapes/policy-decision.ts";
import { textMember } from "../../correlate/payloads.ts";
import type { DiagnosisContext } from "../context.ts";
import type { Draft, Rule } from "../rule.ts";
import { callsOf } from "../rows.ts";
import { counted, shortText } from "../words.ts";
import { failedWith } from "./failures.ts";
import type { FailedCall } from "./failures.ts";

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
  const again = failures.filter(({ text }) => text.includes("security policy has already been set"));
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
