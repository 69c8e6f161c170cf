/** What single kinds of messages say, and the paths into payloads that they say it from. */
import { formatResult, shortResultName } from "../../bridge/result-codes.ts";
import { NULL_GUID } from "../../bridge/shapes/addresses.ts";
import { decodePolicyDecision } from "../../bridge/shapes/policy-decision.ts";
import { endedBy } from "../../bridge/shapes/signals.ts";
import type { InfoValues } from "./info-values.ts";
import { joined, labelled } from "./joined.ts";

export function versions(low: string | null, high: string | null): string {
  return low === high ? (labelled("version", low) ?? "") : joined(" ", labelled("versions", low), labelled("to", high));
}

export function negotiated(values: InfoValues<"Version" | "Capabilities.RuntimeOsType">): string {
  const version = labelled("version", values.text("Version"));
  return joined(", ", version, values.text("Capabilities.RuntimeOsType"));
}

export const CREATED_PATHS = [
  "ContainerId",
  "ContainerConfig.OciSpecification.process.args",
  "ContainerConfig.OciSpecification.root.path",
  "ContainerConfig.Spec.process.args",
  "ContainerConfig.Spec.process.commandLine",
  "ContainerConfig.Container.Storage.Path",
  "ContainerConfig.CWCOWHostedSystem.Container.Storage.Path",
  "ContainerConfig.SystemType",
] as const;

/** A Linux container is an OCI specification, a Windows one the host's own form of it, a confidential Windows one both. */
export function created(values: InfoValues<(typeof CREATED_PATHS)[number]>): string {
  const line = values.text("ContainerConfig.Spec.process.commandLine");
  const words =
    command(values.texts("ContainerConfig.OciSpecification.process.args")) ??
    command(line === null || line === "" ? values.texts("ContainerConfig.Spec.process.args") : [line]);
  const root =
    values.text("ContainerConfig.OciSpecification.root.path") ??
    values.text("ContainerConfig.Container.Storage.Path") ??
    values.text("ContainerConfig.CWCOWHostedSystem.Container.Storage.Path");
  const about = container(values);
  const what = joined(" ", words, labelled("root", root), values.text("ContainerConfig.SystemType"));
  // An id comes last: it is long, and tables have a column for it.
  return values.text("ContainerId") === NULL_GUID ? joined(" ", about, what) : joined(" ", what, about);
}

/** Where a process's streams go, and their names in the line. */
const STREAMS = [
  ["Settings.VsockStdioRelaySettings.StdIn", "stdin"],
  ["Settings.VsockStdioRelaySettings.StdOut", "stdout"],
  ["Settings.VsockStdioRelaySettings.StdErr", "stderr"],
  ["Settings.StdioRelaySettings.StdIn", "stdin"],
  ["Settings.StdioRelaySettings.StdOut", "stdout"],
  ["Settings.StdioRelaySettings.StdErr", "stderr"],
] as const;

export const EXECUTED_PATHS = [
  "ContainerId",
  "Settings.ProcessParameters.CommandLine",
  "Settings.ProcessParameters.ApplicationName",
  "Settings.ProcessParameters.CommandArgs",
  "Settings.ProcessParameters.OciProcess.args",
  "Settings.ProcessParameters.OciSpecification",
  ...STREAMS.map(([path]) => path),
] as const;

export function executed(values: InfoValues<(typeof EXECUTED_PATHS)[number]>): string {
  const line =
    values.text("Settings.ProcessParameters.CommandLine") ?? values.text("Settings.ProcessParameters.ApplicationName");
  const words =
    command(values.texts("Settings.ProcessParameters.CommandArgs")) ??
    command(values.texts("Settings.ProcessParameters.OciProcess.args")) ??
    (line === null ? null : command([line]));
  const isFirst = values.count("Settings.ProcessParameters.OciSpecification") > 0;
  const implied = values.isWhole ? `the first process of ${container(values)}` : null;
  const first = isFirst ? "the container's own process" : implied;
  const streams = STREAMS.map(([path, name]) => {
    const to = values.text(path);
    return to === null ? null : `${name}:${to}`;
  });
  return joined(" ", words ?? first, ...streams);
}

export function exited(values: InfoValues<"ExitCode">): string {
  const code = values.text("ExitCode");
  if (code === null) return values.isWhole ? "ended" : "";
  const end = endedBy(Number(code));
  return joined(" ", `exit ${code}`, end === null ? null : `(${end.name})`);
}

export function properties(values: InfoValues<"Properties">): string {
  const parts = (values.properties() ?? []).map(({ name, text, elements }) => {
    if (text !== null) return `${name} ${text}`;
    return elements === null ? name : `${name} (${elements})`;
  });
  return parts.length === 0 && values.isWhole ? "no properties" : parts.join(", ");
}

/** A message that only says the result again. */
const RESULT_ONLY = /^HRESULT:? 0x[0-9a-f]{8}\.?$/i;

export const FAILURE_PATHS = ["Result", "ErrorMessage", "ErrorRecords.Message"] as const;
/** A path that the line of an error is made from. */
export type FailurePath = (typeof FAILURE_PATHS)[number];

/** What an answer says of an error; null where it tells of none. */
export function failure(values: InfoValues<FailurePath>, isError: boolean): string | null {
  const code = notOk(values);
  const message = values.text("ErrorMessage") ?? values.texts("ErrorRecords.Message")[0] ?? "";
  const odd = oddResult(values);
  if (odd !== null) return joined(": ", odd, message);
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
export function notOk(values: InfoValues<"Result">): string | null {
  const result = Number(values.text("Result") ?? "0");
  if (result === 0 || !isHresult(result)) return null;
  return joined(" ", formatResult(result), shortResultName(result));
}

/** What is said of a number in the place of the Result that is none; null where there is no such number. */
function oddResult(values: InfoValues<"Result">): string | null {
  const text = values.text("Result");
  const result = Number(text ?? "0");
  return Number.isNaN(result) || isHresult(result) ? null : `Result ${text} is no HRESULT`;
}

/** Whether it has 32 bits, be it written with a sign or without. */
function isHresult(result: number): boolean {
  return Number.isInteger(result) && result >= -(2 ** 31) && result < 2 ** 32;
}

export function process(values: InfoValues<"ProcessId">): string {
  return labelled("pid", values.text("ProcessId")) ?? "";
}

export function container(values: InfoValues<"ContainerId">): string {
  const id = values.text("ContainerId");
  if (id === NULL_GUID) return "utility VM";
  return id === null || id === "" ? "" : `container ${id}`;
}

function command(words: readonly string[]): string | null {
  return words.length === 0 ? null : `"${words.join(" ")}"`;
}
