/** ExecuteProcess (hcsshim internal/gcs/prot, internal/guest/prot ProcessParameters, internal/hcs/schema2, bridge.md 2.0 and 2.2). */
import { request, response } from "./base.ts";
import { OCI_PROCESS, OCI_SPEC } from "./oci-spec.ts";
import { BOOLEAN, always, field, jsonString, listOf, mapOf, object, onSuccess, string, uint } from "./shape.ts";

const NO_STREAM = "Absent means that the process has no such stream.";

const VSOCK_STDIO = object("VsockStdioRelay", "vsock ports of the host that a Linux guest dials for the streams.", [
  field("StdIn", uint(32, "vsock-port"), "Port for standard input.", { absent: NO_STREAM }),
  field("StdOut", uint(32, "vsock-port"), "Port for standard output.", { absent: NO_STREAM }),
  field("StdErr", uint(32, "vsock-port"), "Port for standard error.", { absent: NO_STREAM }),
]);

const HVSOCK_STDIO = object(
  "HvSocketStdioRelay",
  "Hyper-V services of the host that a Windows guest dials for the streams.",
  [
    field("StdIn", string("service-id"), "Service for standard input.", { absent: NO_STREAM }),
    field("StdOut", string("service-id"), "Service for standard output.", { absent: NO_STREAM }),
    field("StdErr", string("service-id"), "Service for standard error.", { absent: NO_STREAM }),
  ],
);

const WINDOWS_ONLY = { guests: ["WCOW", "CWCOW"] } as const;
const LINUX_ONLY = { guests: ["LCOW"] } as const;

const PARAMETERS = object("ProcessParameters", "The process to start and how it is connected.", [
  field("ApplicationName", string(), "Program, where it is not the first word of the command line.", {
    ...WINDOWS_ONLY,
    secret: "command",
  }),
  field("CommandLine", string(), "Program and arguments in one text; what a Windows guest starts.", {
    secret: "command",
  }),
  field(
    "CommandArgs",
    listOf(string()),
    "Program and arguments one by one; a Linux guest takes these before CommandLine.",
    {
      ...LINUX_ONLY,
      secret: "command",
    },
  ),
  field("User", string(), "User that it runs as.", { ...WINDOWS_ONLY, secret: "name" }),
  field("WorkingDirectory", string(), "Folder that it starts in.", { secret: "path" }),
  field("Environment", mapOf("names of variables", string()), "Its environment.", { secret: "environment" }),
  field("RestrictedToken", BOOLEAN, "It runs with few rights.", WINDOWS_ONLY),
  field("EmulateConsole", BOOLEAN, "It gets a terminal, and stderr goes with stdout."),
  field("CreateStdInPipe", BOOLEAN, "Its standard input is relayed."),
  field("CreateStdOutPipe", BOOLEAN, "Its standard output is relayed."),
  field("CreateStdErrPipe", BOOLEAN, "Its standard error is relayed."),
  field("ConsoleSize", listOf(uint(16)), "Rows and columns of its terminal, in this order."),
  field("CreateInUtilityVM", BOOLEAN, "It runs in the utility VM rather than in a container."),
  field("UseExistingLogin", BOOLEAN, "It joins a session of the user that is already there.", WINDOWS_ONLY),
  field("UseLegacyConsole", BOOLEAN, "It gets the old console rather than conhost.", WINDOWS_ONLY),
  field("OciSpecification", OCI_SPEC, "The whole container, for its first process under the older schema.", LINUX_ONLY),
  field(
    "OciProcess",
    OCI_PROCESS,
    "The process as the OCI specification says it; for a further process of a container.",
    {
      ...LINUX_ONLY,
      absent: "Absent means the container's first process, or a process of the utility VM.",
    },
  ),
]);

const SETTINGS = object("ExecuteProcessSettings", "The process, and where its streams go.", [
  always("ProcessParameters", jsonString(PARAMETERS), "The process, as JSON in a string."),
  field("StdioRelaySettings", HVSOCK_STDIO, "Where the streams of a process in a Windows guest go.", WINDOWS_ONLY),
  field("VsockStdioRelaySettings", VSOCK_STDIO, "Where the streams of a process in a Linux guest go.", LINUX_ONLY),
]);

export const EXECUTE_REQUEST = request(
  "ExecuteProcessRequest",
  "Starts a process in a container or in the utility VM.",
  [always("Settings", SETTINGS, "The process, and where its streams go.")],
);

export const EXECUTE_RESPONSE = response("ExecuteProcessResponse", "Says that the process was started, and its id.", [
  onSuccess("ProcessId", uint(32), "Process id in the guest."),
]);
