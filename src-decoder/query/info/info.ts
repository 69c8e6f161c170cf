/** One line that says what a frame says: what Wireshark calls Info. */
import { viewOfRun, wholeRun } from "../../bytes/byte-run.ts";
import type { ByteRun } from "../../bytes/byte-run.ts";
import { HEADER_BYTES, SIDECAR_ERROR_TYPE, messageKind } from "../../bridge/header.ts";
import { procedureOf } from "../../bridge/procedures.ts";
import { formatResult, resultName } from "../../bridge/result-codes.ts";
import { NULL_GUID } from "../../bridge/shapes/addresses.ts";
import { decodePolicyDecision } from "../../bridge/shapes/policy-decision.ts";
import { signalOf } from "../../bridge/shapes/signals.ts";
import { FRAME } from "../../model/capture.ts";
import type { Capture } from "../../model/capture.ts";
import { readFrame } from "../../model/read-stream.ts";
import { parsedValues, walkedValues } from "./info-values.ts";
import type { InfoValues } from "./info-values.ts";
import { joined, labelled } from "./joined.ts";
import { resourceInfo } from "./resource-info.ts";

/** Bytes of a payload that its line is made from. */
const INFO_BYTES = 64 * 1024;
/** Characters of a line. */
const MOST_CHARACTERS = 240;
const INFINITE = "4294967295";
const SPACE = 0x20;
const DELETE = 0x7f;

type Summary = (values: InfoValues) => string;

/** By procedure; what is not here says which container it is about. */
const REQUESTS: ReadonlyMap<string, Summary> = new Map<string, Summary>([
  ["NegotiateProtocol", (values) => versions(values.text("MinimumVersion"), values.text("MaximumVersion"))],
  ["Create", created],
  ["ExecuteProcess", executed],
  [
    "WaitForProcess",
    (values) => {
      const timeout = values.text("TimeoutInMs");
      const limit = timeout === INFINITE ? "no timeout" : labelled("timeout", timeout, " ms");
      return joined(" ", process(values), limit === null ? null : `(${limit})`);
    },
  ],
  [
    "SignalProcess",
    (values) => {
      const signal = values.text("Options.Signal");
      const name = signal === null ? null : (signalOf(Number(signal))?.name ?? null);
      const sent = labelled("signal", signal) ?? (values.isWhole ? "kill" : null);
      return joined(" ", process(values), sent, name === null ? null : `(${name})`);
    },
  ],
  [
    "ResizeConsole",
    (values) => {
      const size = [
        [values.text("Width"), "columns"],
        [values.text("Height"), "rows"],
      ] as const;
      return joined(" ", process(values), ...size.flatMap(([number, unit]) => (number === null ? [] : [number, unit])));
    },
  ],
  [
    "GetProperties",
    (values) => {
      const types = values.texts("Query.PropertyTypes");
      return types.length === 0 && values.isWhole ? "basic properties" : types.join(", ");
    },
  ],
  ["ModifySettings", resourceInfo],
  ["ModifyServiceSettings", (values) => joined(" ", values.text("PropertyType"), values.text("Settings.RPCType"))],
]);

/** By procedure: what an answer without an error says beyond that. */
const RESPONSES: ReadonlyMap<string, Summary> = new Map<string, Summary>([
  ["NegotiateProtocol", negotiated],
  ["ExecuteProcess", process],
  ["WaitForProcess", exited],
  ["GetProperties", properties],
  [
    "DumpStacks",
    (values) => {
      const stacks = values.text("GuestStacks") ?? "";
      return values.isWhole ? `stacks, ${stacks.length.toLocaleString("en")} characters` : "stacks";
    },
  ],
]);

/**
 * What the frame at `row` says, in one line without its name; `payload` is the payload from its first byte on, or what there is of it.
 * Empty where the payload says nothing.
 */
export function infoOf(capture: Capture, row: number, payload: ByteRun): string {
  const { type, flags, size } = capture.frames;
  const { start, end } = payload;
  if (end === start) return size.get(row) > HEADER_BYTES ? "payload not in the capture" : "";
  const read = end - start > INFO_BYTES ? { ...payload, end: start + INFO_BYTES } : payload;
  const line = infoLine(type.get(row), walkedValues(read) ?? parsedValues(viewOfRun(read)));
  if ((flags.get(row) & FRAME.notJson) === 0) return line;
  // What was read before it breaks off.
  return line === "" ? "not JSON" : oneLine(`${line} (not whole JSON)`);
}

/** The line of a message of that type. */
export function infoLine(type: number, values: InfoValues): string {
  return oneLine(describe(type, values));
}

/** The line of a frame whose payload is read for it. */
export async function readInfo(capture: Capture, row: number): Promise<string> {
  const { bytes, gaps } = await readFrame(capture, row, HEADER_BYTES, INFO_BYTES);
  return infoOf(capture, row, { ...wholeRun(bytes), end: gaps[0]?.offset ?? bytes.length });
}

function describe(type: number, values: InfoValues): string {
  const name = procedureOf(type)?.name ?? "";
  switch (messageKind(type)) {
    case "request":
      return REQUESTS.get(name)?.(values) || container(values);
    case "notification":
      return joined(" ", values.text("Type"), notOk(values), container(values));
    case "response":
      return failure(values, type === SIDECAR_ERROR_TYPE) ?? answered(name, values);
    case "unknown":
      return failure(values, false) ?? container(values);
  }
}

/** What an answer without an error says. Where a part is missing it may have been an error, unless its Result was read. */
function answered(name: string, values: InfoValues): string {
  const isKnown = values.isWhole || values.text("Result") === "0";
  return isKnown ? RESPONSES.get(name)?.(values) || "ok" : "";
}

function versions(low: string | null, high: string | null): string {
  return low === high ? (labelled("version", low) ?? "") : joined(" ", labelled("versions", low), labelled("to", high));
}

function negotiated(values: InfoValues): string {
  const version = labelled("version", values.text("Version"));
  return joined(", ", version, values.text("Capabilities.RuntimeOsType"));
}

function created(values: InfoValues): string {
  const args = values.texts("ContainerConfig.OciSpecification.process.args");
  const root = values.text("ContainerConfig.OciSpecification.root.path");
  const hosted = values.count("ContainerConfig.HostedSystem") > 0 ? "hosted system" : null;
  const system = values.text("ContainerConfig.SystemType");
  return joined(" ", container(values), command(args), labelled("root", root), hosted, system);
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

function executed(values: InfoValues): string {
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

function exited(values: InfoValues): string {
  const code = values.text("ExitCode");
  if (code === null) return values.isWhole ? "ended" : "";
  const number = Number(code);
  const signal = number > 128 && number <= 192 ? signalOf(number - 128) : null;
  return joined(" ", `exit ${code}`, signal === null ? null : `(${signal.name})`);
}

function properties(values: InfoValues): string {
  const parts = (values.properties() ?? []).map(({ name, text, elements }) => {
    if (text !== null) return `${name} ${text}`;
    return elements === null ? name : `${name} (${elements})`;
  });
  return parts.length === 0 && values.isWhole ? "no properties" : parts.join(", ");
}

/** Prefixes of symbols that say where in the sources they are declared. */
const SYMBOL_PREFIX = /^(?:HrVmcompute|HvVmcompute|ErrVmcomputeOperation|ErrVmcompute|Hr|Err)(?=[A-Z])/;
/** A message that only says the result again. */
const RESULT_ONLY = /^HRESULT:? 0x[0-9a-f]{8}\.?$/i;

/** What an answer says of an error; null where it tells of none. */
function failure(values: InfoValues, isError: boolean): string | null {
  const code = notOk(values);
  const message = values.text("ErrorMessage") ?? values.texts("ErrorRecords.Message")[0] ?? "";
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
function notOk(values: InfoValues): string | null {
  const result = Number(values.text("Result") ?? "0");
  if (result === 0 || !Number.isInteger(result)) return null;
  return joined(" ", formatResult(result), resultName(result)?.replace(SYMBOL_PREFIX, ""));
}

function process(values: InfoValues): string {
  return labelled("pid", values.text("ProcessId")) ?? "";
}

function container(values: InfoValues): string {
  const id = values.text("ContainerId");
  if (id === NULL_GUID) return "utility VM";
  return id === null || id === "" ? "" : `container ${id}`;
}

function command(words: readonly string[]): string | null {
  return words.length === 0 ? null : `"${words.join(" ")}"`;
}

/** In one line and bounded: line breaks and other control characters become spaces. */
function oneLine(text: string): string {
  // More is cut before it is looked at: a message may have megabytes.
  const start = text.length > 4 * MOST_CHARACTERS ? text.slice(0, 4 * MOST_CHARACTERS) : text;
  const line = isPlainLine(start) ? start : start.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ").trim();
  return line.length <= MOST_CHARACTERS ? line : `${line.slice(0, MOST_CHARACTERS - 1)}…`;
}

/** Whether a text is ASCII with single spaces between words, as most are: there is nothing to replace. */
function isPlainLine(text: string): boolean {
  let before = SPACE;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit < SPACE || unit >= DELETE || (unit === SPACE && before === SPACE)) return false;
    before = unit;
  }
  return before !== SPACE;
}
