/** One line that says what a frame says: what Wireshark calls Info. */
import { HEADER_BYTES, SIDECAR_ERROR_TYPE, messageKind } from "../bridge/header.ts";
import { parsePayload } from "../bridge/payload-json.ts";
import type { PayloadTree } from "../bridge/payload-tree.ts";
import { procedureOf } from "../bridge/procedures.ts";
import { formatResult, resultName } from "../bridge/result-codes.ts";
import { NULL_GUID } from "../bridge/shapes/addresses.ts";
import { decodePolicyDecision } from "../bridge/shapes/policy-decision.ts";
import { signalOf } from "../bridge/shapes/signals.ts";
import { FRAME } from "../model/capture.ts";
import type { Capture } from "../model/capture.ts";
import { readFrame } from "../model/read-stream.ts";
import { joined, labelled } from "./joined.ts";
import { containerAt, countOf, textAt, textsAt, valuesAt } from "./payload-path.ts";
import { resourceInfo } from "./resource-info.ts";

/** Bytes of a payload that its line is made from. */
const INFO_BYTES = 64 * 1024;
/** Characters of a line. */
const MOST_CHARACTERS = 240;
const INFINITE = "4294967295";

type Summary = (tree: PayloadTree) => string;

/** By procedure; what is not here says which container it is about. */
const REQUESTS: ReadonlyMap<string, Summary> = new Map<string, Summary>([
  ["NegotiateProtocol", (tree) => versions(textAt(tree, "MinimumVersion"), textAt(tree, "MaximumVersion"))],
  ["Create", created],
  ["ExecuteProcess", executed],
  [
    "WaitForProcess",
    (tree) => {
      const timeout = textAt(tree, "TimeoutInMs");
      return joined(", ", process(tree), timeout === INFINITE ? "no timeout" : labelled("timeout", timeout, " ms"));
    },
  ],
  [
    "SignalProcess",
    (tree) => {
      const signal = textAt(tree, "Options", "Signal");
      const name = signal === null ? null : (signalOf(Number(signal))?.name ?? null);
      return joined(" ", process(tree), labelled("signal", signal) ?? "kill", name === null ? null : `(${name})`);
    },
  ],
  [
    "ResizeConsole",
    (tree) => joined(" ", process(tree), textAt(tree, "Width"), "columns", textAt(tree, "Height"), "rows"),
  ],
  [
    "GetProperties",
    (tree) => {
      const types = textsAt(tree, "Query", "PropertyTypes");
      return types.length === 0 ? "basic properties" : types.join(", ");
    },
  ],
  ["ModifySettings", resourceInfo],
  ["ModifyServiceSettings", (tree) => joined(" ", textAt(tree, "PropertyType"), textAt(tree, "Settings", "RPCType"))],
]);

/** By procedure: what an answer without an error says beyond that. */
const RESPONSES: ReadonlyMap<string, Summary> = new Map<string, Summary>([
  ["NegotiateProtocol", negotiated],
  ["ExecuteProcess", process],
  ["WaitForProcess", exited],
  ["GetProperties", properties],
  [
    "DumpStacks",
    (tree) => {
      const stacks = textAt(tree, "GuestStacks") ?? "";
      return `stacks, ${stacks.length.toLocaleString("en")} characters`;
    },
  ],
]);

/**
 * What the frame at `row` says, in one line without its name; `payload` is the payload from its first byte on, or what there is of it.
 * Empty where the payload says nothing.
 */
export function infoOf(capture: Capture, row: number, payload: Uint8Array): string {
  const { type, flags, size } = capture.frames;
  if (payload.length === 0) return size.get(row) > HEADER_BYTES ? "payload not in the capture" : "";
  if ((flags.get(row) & FRAME.notJson) !== 0) return "not JSON";
  return oneLine(describe(type.get(row), parsePayload(payload)));
}

/** The line of a frame whose payload is read for it. */
export async function readInfo(capture: Capture, row: number): Promise<string> {
  const { bytes, gaps } = await readFrame(capture, row, HEADER_BYTES, INFO_BYTES);
  return infoOf(capture, row, bytes.subarray(0, gaps[0]?.offset ?? bytes.length));
}

function describe(type: number, tree: PayloadTree): string {
  const name = procedureOf(type)?.name ?? "";
  switch (messageKind(type)) {
    case "request":
      return REQUESTS.get(name)?.(tree) || container(tree);
    case "notification":
      return joined(" ", textAt(tree, "Type"), notOk(tree), container(tree));
    case "response":
      return failure(tree, type === SIDECAR_ERROR_TYPE) ?? (RESPONSES.get(name)?.(tree) || "ok");
    case "unknown":
      return failure(tree, false) ?? container(tree);
  }
}

function versions(low: string | null, high: string | null): string {
  return low === high ? (labelled("version", low) ?? "") : joined(" ", labelled("versions", low), labelled("to", high));
}

function negotiated(tree: PayloadTree): string {
  const version = labelled("version", textAt(tree, "Version"));
  return joined(", ", version, textAt(tree, "Capabilities", "RuntimeOsType"));
}

function created(tree: PayloadTree): string {
  const args = textsAt(tree, "ContainerConfig", "OciSpecification", "process", "args");
  const root = textAt(tree, "ContainerConfig", "OciSpecification", "root", "path");
  const hosted = valuesAt(tree, ["ContainerConfig", "HostedSystem"]).length > 0 ? "hosted system" : null;
  const system = textAt(tree, "ContainerConfig", "SystemType");
  return joined(" ", container(tree), command(args), labelled("root", root), hosted, system);
}

const STREAMS = ["StdIn", "StdOut", "StdErr"] as const;

function executed(tree: PayloadTree): string {
  const parameters = ["Settings", "ProcessParameters"];
  const args = textsAt(tree, ...parameters, "CommandArgs");
  const ociArgs = textsAt(tree, ...parameters, "OciProcess", "args");
  const line = textAt(tree, ...parameters, "CommandLine") ?? textAt(tree, ...parameters, "ApplicationName");
  const words = command(args) ?? command(ociArgs) ?? (line === null ? null : command([line]));
  const first = valuesAt(tree, [...parameters, "OciSpecification"]).length > 0 ? "the container's own process" : null;
  const relays = ["VsockStdioRelaySettings", "StdioRelaySettings"].flatMap((relay) =>
    STREAMS.map((stream) => ({ stream, to: textAt(tree, "Settings", relay, stream) })).filter(({ to }) => to !== null),
  );
  const streams = relays.map(({ stream, to }) => `${stream.toLowerCase()}:${to}`);
  return joined(" ", words ?? first ?? `the first process of ${container(tree)}`, ...streams);
}

function exited(tree: PayloadTree): string {
  const code = textAt(tree, "ExitCode");
  if (code === null) return "ended";
  const number = Number(code);
  const signal = number > 128 && number <= 192 ? signalOf(number - 128) : null;
  return joined(" ", `exit ${code}`, signal === null ? null : `(${signal.name})`);
}

function properties(tree: PayloadTree): string {
  const holder = valuesAt(tree, ["Properties"])[0];
  const object = holder === undefined ? null : containerAt(tree, holder);
  if (object === null) return "no properties";
  const parts = [...tree.children(object)].map((row) => {
    const list = containerAt(tree, row);
    const name = tree.key(row) ?? "";
    if (list !== null) return tree.kind(list) === "array" ? `${name} (${countOf(tree, list)})` : name;
    return `${name} ${tree.stringValue(row)}`;
  });
  return parts.length === 0 ? "no properties" : parts.join(", ");
}

/** Prefixes of symbols that say where in the sources they are declared. */
const SYMBOL_PREFIX = /^(?:HrVmcompute|HvVmcompute|ErrVmcomputeOperation|ErrVmcompute|Hr|Err)(?=[A-Z])/;
/** A message that only says the result again. */
const RESULT_ONLY = /^HRESULT:? 0x[0-9a-f]{8}\.?$/i;

/** What an answer says of an error; null where it tells of none. */
function failure(tree: PayloadTree, isError: boolean): string | null {
  const code = notOk(tree);
  const message = textAt(tree, "ErrorMessage") ?? textsAt(tree, "ErrorRecords", "Message")[0] ?? "";
  if (code === null && !isError) return null;
  const head = joined(" ", "error", code);
  const denial = decodePolicyDecision(message);
  if (denial !== null) {
    const why = denial.fault ?? denial.reasons.join("; ");
    return joined(": ", head, joined(" ", "denied by the policy,", denial.rule), why);
  }
  return joined(": ", head, RESULT_ONLY.test(message) ? null : message);
}

/** Digits and name of a Result that is not 0; null for 0 and where there is none. */
function notOk(tree: PayloadTree): string | null {
  const result = Number(textAt(tree, "Result") ?? "0");
  if (result === 0 || !Number.isInteger(result)) return null;
  return joined(" ", formatResult(result), resultName(result)?.replace(SYMBOL_PREFIX, ""));
}

function process(tree: PayloadTree): string {
  return labelled("pid", textAt(tree, "ProcessId")) ?? "";
}

function container(tree: PayloadTree): string {
  const id = textAt(tree, "ContainerId");
  if (id === NULL_GUID) return "utility VM";
  return id === null || id === "" ? "" : `container ${id}`;
}

function command(words: readonly string[]): string | null {
  return words.length === 0 ? null : `"${words.join(" ")}"`;
}

/** In one line and bounded: line breaks and other control characters become spaces. */
function oneLine(text: string): string {
  // More is cut before it is looked at: a message may have megabytes.
  const start = text.slice(0, MOST_CHARACTERS * 4);
  const line = start.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ").trim();
  return line.length <= MOST_CHARACTERS ? line : `${line.slice(0, MOST_CHARACTERS - 1)}…`;
}
