/** Create: a container's configuration, or that of the utility VM (hcsshim internal/guest/prot, internal/gcs/prot, bridge.md 2.2). */
import { request, response } from "./base.ts";
import { HOSTED_SYSTEM } from "./hosted-system.ts";
import { SCHEMA_VERSION } from "./negotiate.ts";
import { OCI_SPEC } from "./oci-spec.ts";
import { CONTAINER_V1 } from "./schema-v1.ts";
import {
  OTHERWISE,
  always,
  choice,
  field,
  hasMember,
  int,
  jsonString,
  object,
  oneOf,
  string,
  uint,
  variant,
} from "./shape.ts";

const LCOW_CONFIG = object("LcowContainer", "A Linux container.", [
  field("SchemaVersion", SCHEMA_VERSION, "Version of the schema."),
  field("OciBundlePath", string(), "Folder in the guest for the container's files.", { secret: "path" }),
  field("OciSpecification", OCI_SPEC, "The container as the OCI specification says it."),
  field("ScratchDirPath", string(), "Folder in the guest for what the container writes.", { secret: "path" }),
]);

const SYSTEM_TIME = object("SystemTime", "The day and hour when clocks change; all zero where they do not.", [
  field("Year", int(32), "Year; 0 where the day is one of every year."),
  field("Month", int(32), "Month, from 1."),
  field("DayOfWeek", int(32), "Day of the week, Sunday 0."),
  field("Day", int(32), "Day of the month, or which such week day of it, 5 the last."),
  field("Hour", int(32), "Hour."),
  field("Minute", int(32), "Minute."),
  field("Second", int(32), "Second."),
  field("Milliseconds", int(32), "Milliseconds.", { unit: "ms" }),
]);

const TIME_ZONE = object("TimeZoneInformation", "The host's time zone, as Windows has it.", [
  field("Bias", int(32), "Minutes that UTC is ahead.", { unit: "min" }),
  field("StandardName", string(), "Name of the zone in winter."),
  field("StandardDate", SYSTEM_TIME, "When winter time begins."),
  field("StandardBias", int(32), "Further minutes in winter.", { unit: "min" }),
  field("DaylightName", string(), "Name of the zone in summer."),
  field("DaylightDate", SYSTEM_TIME, "When summer time begins."),
  field("DaylightBias", int(32), "Further minutes in summer.", { unit: "min" }),
]);

const UVM_CONFIG = object("UtilityVm", "The utility VM itself, which Windows guests want to be created.", [
  always("SystemType", oneOf(["Container", "The only value."]), "Always Container."),
  always("TimeZoneInformation", TIME_ZONE, "The host's time zone, which the guest takes over."),
]);

const CWCOW_CONFIG = object(
  "ConfidentialContainer",
  "A confidential Windows container: for the sidecar and for the guest.",
  [
    always("Spec", OCI_SPEC, "What the sidecar checks against the policy."),
    always("CWCOWHostedSystem", HOSTED_SYSTEM, "What the sidecar passes on to the guest."),
  ],
);

const CONFIG = choice(
  variant(hasMember("OciSpecification", "OciBundlePath", "ScratchDirPath"), LCOW_CONFIG, "A Linux container.", [
    "LCOW",
  ]),
  variant(hasMember("Spec", "CWCOWHostedSystem"), CWCOW_CONFIG, "A confidential Windows container.", ["CWCOW"]),
  variant(hasMember("SystemType", "TimeZoneInformation"), UVM_CONFIG, "The utility VM itself.", ["WCOW", "CWCOW"]),
  variant(
    hasMember("Layers", "SandboxDataPath", "MappedVirtualDisks", "MappedDirectories", "NetworkAdapters"),
    CONTAINER_V1,
    "A Linux container under the older schema.",
    ["LCOW"],
  ),
  variant(OTHERWISE, HOSTED_SYSTEM, "A Windows container.", ["WCOW"]),
);

const PROTOCOL_SUPPORT = object(
  "ProtocolSupport",
  "Protocol versions of a host that does not send NegotiateProtocol.",
  [
    field("MinimumVersion", string(), "Lowest version, as text."),
    field("MaximumVersion", string(), "Highest version, as text."),
    field("MinimumProtocolVersion", uint(32), "Lowest version."),
    field("MaximumProtocolVersion", uint(32), "Highest version."),
  ],
);

export const CREATE_REQUEST = request(
  "CreateRequest",
  "Prepares a container, or the utility VM where the id is null.",
  [
    always("ContainerConfig", jsonString(CONFIG), "The configuration, as JSON in a string."),
    field("SupportedVersions", PROTOCOL_SUPPORT, "Protocol versions that the host speaks.", {
      deprecated: "Only hosts with a protocol version below 4 send it.",
    }),
  ],
);

export const CREATE_RESPONSE = response("CreateResponse", "Says that the container was prepared.", [
  field("SelectedVersion", string(), "Protocol version as text.", {
    deprecated: "Meant for hosts with a protocol version below 4.",
  }),
  field(
    "SelectedProtocolVersion",
    uint(32),
    "Protocol version that the guest chose; 0 since NegotiateProtocol does that.",
    {
      guests: ["LCOW"],
    },
  ),
]);
