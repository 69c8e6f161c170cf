/** The line of each kind of message: which paths into the payload it is made from, and how. */
import { SIDECAR_ERROR_TYPE, messageKind } from "../../bridge/header.ts";
import { procedureOf } from "../../bridge/procedures.ts";
import { signalOf } from "../../bridge/shapes/signals.ts";
import { InfoWalk } from "./info-values.ts";
import type { InfoPath, InfoValues } from "./info-values.ts";
import { joined, labelled } from "./joined.ts";
import { RESOURCE_PATHS, resourceInfo } from "./resource-info.ts";
import {
  CREATED_PATHS,
  EXECUTED_PATHS,
  FAILURE_PATHS,
  container,
  created,
  executed,
  exited,
  failure,
  negotiated,
  notOk,
  process,
  properties,
  versions,
} from "./said.ts";
import type { FailurePath } from "./said.ts";

const INFINITE = "4294967295";

/** What a kind of message says, and how that is found in a payload. */
export interface Line {
  readonly walk: InfoWalk;
  readonly say: (values: InfoValues) => string;
}

function line<const Path extends InfoPath>(paths: readonly Path[], say: (values: InfoValues<Path>) => string): Line {
  return { walk: new InfoWalk(paths), say };
}

/** What is asked says which container it is about where it says nothing else. */
function request<const Path extends InfoPath>(paths: readonly Path[], say: (values: InfoValues<Path>) => string): Line {
  return line(
    [...paths, "ContainerId"],
    (values: InfoValues<Path | "ContainerId">) => say(values) || container(values),
  );
}

/** An answer tells of an error, or `say` of what it brings. Where a part is missing it may have been an error, unless its Result was read. */
function response<const Path extends InfoPath>(
  paths: readonly Path[],
  say: (values: InfoValues<Path>) => string,
  isError = false,
): Line {
  return line([...paths, ...FAILURE_PATHS], (values: InfoValues<Path | FailurePath>) => {
    const failed = failure(values, isError);
    if (failed !== null) return failed;
    const isKnown = values.isWhole || values.text("Result") === "0";
    return isKnown ? say(values) || "ok" : "";
  });
}

const NOTHING_MORE = (): string => "";

/** By procedure. */
const REQUESTS: ReadonlyMap<string, Line> = new Map([
  [
    "NegotiateProtocol",
    request(["MinimumVersion", "MaximumVersion"], (values) =>
      versions(values.text("MinimumVersion"), values.text("MaximumVersion")),
    ),
  ],
  ["Create", request(CREATED_PATHS, created)],
  ["ExecuteProcess", request(EXECUTED_PATHS, executed)],
  [
    "WaitForProcess",
    request(["ProcessId", "TimeoutInMs"], (values) => {
      const timeout = values.text("TimeoutInMs");
      const limit = timeout === INFINITE ? "no timeout" : labelled("timeout", timeout, " ms");
      return joined(" ", process(values), limit === null ? null : `(${limit})`);
    }),
  ],
  [
    "SignalProcess",
    request(["ProcessId", "Options.Signal"], (values) => {
      const signal = values.text("Options.Signal");
      if (signal === "0" || (signal === null && values.isWhole)) return joined(" ", process(values), "kill");
      const name = signal === null ? null : (signalOf(Number(signal))?.name ?? null);
      return joined(" ", process(values), labelled("signal", signal), name === null ? null : `(${name})`);
    }),
  ],
  [
    "ResizeConsole",
    request(["ProcessId", "Width", "Height"], (values) => {
      const size = [
        [values.text("Width"), "columns"],
        [values.text("Height"), "rows"],
      ] as const;
      return joined(" ", process(values), ...size.flatMap(([number, unit]) => (number === null ? [] : [number, unit])));
    }),
  ],
  [
    "GetProperties",
    request(["Query.PropertyTypes"], (values) => {
      const types = values.texts("Query.PropertyTypes");
      return types.length === 0 && values.isWhole ? "basic properties" : types.join(", ");
    }),
  ],
  ["ModifySettings", request(RESOURCE_PATHS, resourceInfo)],
  [
    "ModifyServiceSettings",
    request(["PropertyType", "Settings.RPCType"], (values) =>
      joined(" ", values.text("PropertyType"), values.text("Settings.RPCType")),
    ),
  ],
]);
const PLAIN_REQUEST = request([], NOTHING_MORE);

/** By procedure: what an answer without an error says beyond that. */
const RESPONSES: ReadonlyMap<string, Line> = new Map([
  ["NegotiateProtocol", response(["Version", "Capabilities.RuntimeOsType"], negotiated)],
  ["ExecuteProcess", response(["ProcessId"], process)],
  ["WaitForProcess", response(["ExitCode"], exited)],
  ["GetProperties", response(["Properties"], properties)],
  [
    "DumpStacks",
    response(["GuestStacks"], (values) => {
      const stacks = values.text("GuestStacks") ?? "";
      return values.isWhole ? `stacks, ${stacks.length.toLocaleString("en")} characters` : "stacks";
    }),
  ],
]);
const PLAIN_RESPONSE = response([], NOTHING_MORE);
const SIDECAR_ERROR = response([], NOTHING_MORE, true);

const NOTIFICATION = line(["Type", "Result", "ContainerId"], (values) =>
  joined(" ", values.text("Type"), notOk(values), container(values)),
);
const UNKNOWN = line(
  [...FAILURE_PATHS, "ContainerId"],
  (values: InfoValues<FailurePath | "ContainerId">) => failure(values, false) ?? container(values),
);

/** Of a message of that type. */
export function lineOf(type: number): Line {
  const name = procedureOf(type)?.name ?? "";
  switch (messageKind(type)) {
    case "request":
      return REQUESTS.get(name) ?? PLAIN_REQUEST;
    case "notification":
      return NOTIFICATION;
    case "response":
      return type === SIDECAR_ERROR_TYPE ? SIDECAR_ERROR : (RESPONSES.get(name) ?? PLAIN_RESPONSE);
    case "unknown":
      return UNKNOWN;
  }
}
