/** ModifyServiceSettings: the Windows guest's log service (hcsshim internal/gcs/prot, internal/vm/vmutils/etw, bridge.md 2.2). */
import { request } from "./base.ts";
import { always, base64, field, listOf, object, oneOf, oftenOneOf, string } from "./shape.ts";

const PROVIDER = object("EtwProvider", "A source of events in Windows.", [
  field("providerName", string(), "Its name."),
  field("providerGuid", string("guid"), "Its GUID.", { absent: "Absent means that the name tells it." }),
  field("level", string(), "How grave an event must be: Error, Warning, Information, Verbose."),
  field("keywords", string(), "Which kinds of events, as a hexadecimal mask.", { absent: "Absent means all." }),
]);

const SOURCE = object("LogSource", "Sources of one kind.", [
  always("type", oftenOneOf(["ETW", "Event tracing for Windows."]), "Kind of the sources."),
  always("providers", listOf(PROVIDER), "The sources."),
]);

const LOG_SOURCES = object("LogSources", "Which events the guest sends to the host.", [
  always(
    "LogConfig",
    object("LogConfig", "The sources by kind.", [always("sources", listOf(SOURCE), "The sources by kind.")]),
    "The sources by kind.",
  ),
]);

const LOG_SERVICE = object("LogForwardSettings", "What the log service does.", [
  always(
    "RPCType",
    oneOf(
      ["ModifyServiceSettings", "The sources are set."],
      ["StartLogForwarding", "Events are sent to the host from now on."],
      ["StopLogForwarding", "No more events are sent."],
    ),
    "What the log service does.",
  ),
  field("Settings", base64(LOG_SOURCES), "The sources, JSON as Base64; a sidecar takes out what the policy forbids.", {
    absent: "Absent where nothing is set.",
  }),
]);

export const SERVICE_REQUEST = request(
  "ModifyServiceSettingsRequest",
  "Configures, starts or stops a service of the Windows guest.",
  [
    always("PropertyType", oneOf(["LogForwardService", "The log service."]), "Which service."),
    field("Settings", LOG_SERVICE, "What the service does."),
  ],
);
