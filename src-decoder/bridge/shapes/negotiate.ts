/** NegotiateProtocol: the version both ends speak, and what the guest can do (hcsshim internal/gcs/prot, bridge.md 2.2). */
import { request, response } from "./base.ts";
import { BOOLEAN, always, field, listOf, object, oneOf, onSuccess, openObject, uint } from "./shape.ts";

export const SCHEMA_VERSION = object("SchemaVersion", "A version of the schema that settings are written in.", [
  field("Major", uint(32), "Major number; 2 is the schema in use, 1 the legacy one."),
  field("Minor", uint(32), "Minor number."),
]);

const GUEST_CAPABILITIES = openObject("GuestDefinedCapabilities", "What this guest can do beyond the platform's own.", [
  field("NamespaceAddRequestSupported", BOOLEAN, "Network namespaces may be added with ModifySettings."),
  field(
    "SignalProcessSupported",
    BOOLEAN,
    "SignalProcess may carry a signal; without this a process can only be killed.",
  ),
  field("DumpStacksSupported", BOOLEAN, "The guest answers DumpStacks."),
  field("DeleteContainerStateSupported", BOOLEAN, "The guest answers DeleteContainerState."),
  field("UpdateContainerSupported", BOOLEAN, "Limits of a running container may be changed.", { guests: ["WCOW"] }),
  field("LogForwardingSupported", BOOLEAN, "The guest's log service takes ModifyServiceSettings.", {
    guests: ["WCOW", "CWCOW"],
  }),
  field("HostProcessContainerSupported", BOOLEAN, "The guest can run HostProcess containers.", { guests: ["WCOW"] }),
]);

const CAPABILITIES = openObject("Capabilities", "What the guest can do and what it wants to be sent at start.", [
  field("SendHostCreateMessage", BOOLEAN, "The host must send Create for the utility VM itself.", {
    absent: "Absent means false, as every Linux guest has it.",
    guests: ["WCOW", "CWCOW"],
  }),
  field("SendHostStartMessage", BOOLEAN, "The host must send Start for the utility VM itself.", {
    absent: "Absent means false, as every Linux guest has it.",
    guests: ["WCOW", "CWCOW"],
  }),
  field("HvSocketConfigOnStartup", BOOLEAN, "The host must send the Hyper-V socket addresses right after the start.", {
    guests: ["WCOW", "CWCOW"],
  }),
  field("SendLifecycleNotifications", BOOLEAN, "The host should send LifecycleNotification.", {
    guests: ["WCOW", "CWCOW"],
  }),
  field("ModifyServiceSettingsSupported", BOOLEAN, "The guest answers ModifyServiceSettings.", {
    guests: ["WCOW", "CWCOW"],
  }),
  field("SupportedSchemaVersions", listOf(SCHEMA_VERSION), "Schema versions that the guest reads."),
  field(
    "RuntimeOsType",
    oneOf(["Linux", "The guest runs Linux."], ["Windows", "The guest runs Windows."]),
    "Operating system of the guest.",
  ),
  field("GuestDefinedCapabilities", GUEST_CAPABILITIES, "What the guest agent itself adds."),
]);

const VERSION = uint(32);

export const NEGOTIATE_REQUEST = request(
  "NegotiateProtocolRequest",
  "Offers a range of protocol versions; the first message of a bridge.",
  [
    always("MinimumVersion", VERSION, "Lowest protocol version that the host speaks; 4 is the only one in use."),
    always("MaximumVersion", VERSION, "Highest protocol version that the host speaks; 4 is the only one in use."),
  ],
);

export const NEGOTIATE_RESPONSE = response(
  "NegotiateProtocolResponse",
  "Tells the version that both use from now on, and what the guest can do.",
  [
    onSuccess("Version", VERSION, "Protocol version that the guest chose; 4 is the only one in use."),
    onSuccess("Capabilities", CAPABILITIES, "What the guest can do."),
  ],
);
