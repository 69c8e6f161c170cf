/**
 * Denials of the confidential guest's policy: `policyDecision< BASE64 >policyDecision` within an error text, Base64 of JSON
 * (hcsshim pkg/securitypolicy/securitypolicyenforcer_rego.go).
 */
import { base64Layer } from "../payload-layers.ts";

/** A denial of a confidential container's policy, taken out of an error's text. */
export interface PolicyDecision {
  /** The Base64 in the text, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  /** What the Base64 holds, as text; empty where it is no Base64. */
  readonly json: string;
  /** `deny`; null where the decision does not say. */
  readonly decision: string | null;
  /** What was tried: `create_container`; null where that was cut out. */
  readonly rule: string | null;
  /** Why it was denied, sentence by sentence. */
  readonly reasons: readonly string[];
  /** Parts that the guest cut out to keep the answer small: `input`, `reason`, `reason.error_objects`. */
  readonly truncated: readonly string[];
  /** Why it could not be read; null where it could. */
  readonly fault: string | null;
}

/** Members of a decision, as the guest writes them, and what each says. */
export const POLICY_DECISION_MEMBERS: readonly { readonly name: string; readonly text: string }[] = [
  { name: "decision", text: "What the policy decided: deny." },
  { name: "input", text: "What was asked for: the arguments of the rule, the secret ones cut out." },
  { name: "input.rule", text: "The rule that was asked: create_container, exec_in_container, mount_device, ..." },
  { name: "reason", text: "Why it was denied." },
  { name: "reason.errors", text: "What did not match, one sentence each." },
  { name: "reason.error_objects", text: "The parts of the policy that were closest, with what did not match." },
  { name: "policyError", text: "Why the policy itself could not be evaluated." },
  { name: "truncated", text: "Members that the guest cut out to keep its answer small." },
];

/** What a member of a decision says, by its path; of what lies deeper, what the nearest member above it says. */
export function policyMemberText(path: string): string {
  const plain = path.replaceAll(/\[\d+\]/g, "");
  const parts = plain.split(".");
  for (let count = parts.length; count > 0; count--) {
    const name = parts.slice(0, count).join(".");
    const member = POLICY_DECISION_MEMBERS.find((each) => each.name === name);
    if (member !== undefined) return count === parts.length ? member.text : "";
  }
  return "";
}

const OPENING = "policyDecision<";
const CLOSING = ">policyDecision";
const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

/** The first policy decision in an error text; null where there is none. */
export function decodePolicyDecision(text: string): PolicyDecision | null {
  const opening = text.indexOf(OPENING);
  if (opening < 0) return null;
  const closing = text.indexOf(CLOSING, opening + OPENING.length);
  let start = opening + OPENING.length;
  let end = closing < 0 ? text.length : closing;
  while (start < end && text.charCodeAt(start) <= 0x20) start++;
  while (end > start && text.charCodeAt(end - 1) <= 0x20) end--;

  const encoded = new TextEncoder().encode(text.slice(start, end));
  const layer = base64Layer({ bytes: encoded, coding: "none", starts: null, ends: null }, 0, encoded.length);
  const json = layer === null ? "" : utf8.decode(layer.bytes);
  const empty = { start, end, json, decision: null, rule: null, reasons: [], truncated: [] };
  if (closing < 0) return { ...empty, fault: "The text ends within the policy decision." };
  if (layer === null) return { ...empty, fault: "The policy decision is not Base64." };
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return { ...empty, fault: "The policy decision is not JSON." };
  }
  if (!isRecord(value)) return { ...empty, fault: "The policy decision is no JSON object." };
  const { decision, input, reason, policyError, truncated } = value;
  return {
    ...empty,
    decision: typeof decision === "string" ? decision : null,
    rule: isRecord(input) && typeof input["rule"] === "string" ? input["rule"] : null,
    reasons: [...reasonsOf(reason), ...texts([policyError])],
    truncated: Array.isArray(truncated) ? texts(truncated) : [],
    fault: null,
  };
}

/** A reason is a sentence, or an object with a list of them in `errors`. */
function reasonsOf(reason: unknown): string[] {
  if (!isRecord(reason)) return texts([reason]);
  const { errors } = reason;
  return Array.isArray(errors) ? texts(errors) : [];
}

function texts(values: readonly unknown[]): string[] {
  return values.filter((value) => typeof value === "string");
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
