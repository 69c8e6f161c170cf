/** A Windows container as the host compute service describes it (hcsshim internal/hcs/schema2: HostedSystem, Container and their parts). */
import { SCHEMA_VERSION } from "./negotiate.ts";
import {
  ANY,
  BOOLEAN,
  always,
  base64,
  field,
  listOf,
  mapOf,
  object,
  oneOf,
  oftenOneOf,
  string,
  uint,
} from "./shape.ts";

/** How a path of the host is meant. */
const PATH_TYPE = oneOf(
  ["AbsolutePath", "A path."],
  ["VirtualSmbShareName", "The name of a share of the virtual machine."],
);

/** One read-only layer of an image; the same in Linux guests. */
export const LAYER = object("Layer", "One read-only layer of the container's image.", [
  field("Id", string("guid"), "Id of the layer."),
  field("Path", string(), "Where the layer is, for a Linux guest where it is mounted.", { secret: "path" }),
  field("PathType", PATH_TYPE, "How the path is meant.", { absent: "Absent means a path." }),
  field(
    "Cache",
    oneOf(
      ["Disabled", "Not cached."],
      ["Enabled", "Cached on both sides."],
      ["Private", "Cached in the guest."],
      ["PrivateAllowSharing", "Cached in the guest, which may share it."],
    ),
    "How the layer is cached.",
  ),
]);

const STORAGE = object("ContainerStorage", "The container's file system.", [
  field("Layers", listOf(LAYER), "The image's layers, the topmost first."),
  field("Path", string(), "Scratch folder, in which the layers and the changes come together.", { secret: "path" }),
  field("QoS", ANY, "Limits on operations and bytes a second."),
  field("ContainerRootPath", string(), "Root of a HostProcess container.", { secret: "path" }),
]);

/** A folder of the host in a Windows container; also ModifySettings' MappedDirectory. */
export const WCOW_MAPPED_DIRECTORY = object("WcowMappedDirectory", "A folder of the host in a Windows guest.", [
  field("HostPath", string(), "The folder on the host.", { secret: "path" }),
  field("HostPathType", PATH_TYPE, "How the folder is named.", { absent: "Absent means a path." }),
  field("ContainerPath", string(), "Where it is in the guest.", { secret: "path" }),
  field("ReadOnly", BOOLEAN, "It cannot be written."),
  field("SupportCloudFiles", BOOLEAN, "Files that are still in the cloud may be in it."),
]);

const MAPPED_PIPE = object("MappedPipe", "A named pipe of the host in the container.", [
  field("ContainerPipeName", string(), "Its name in the container.", { secret: "name" }),
  field("HostPath", string(), "Its path on the host.", { secret: "path" }),
  field("HostPathType", PATH_TYPE, "How the pipe is named."),
]);

const NETWORKING = object("ContainerNetworking", "How the container is connected.", [
  field("AllowUnqualifiedDnsQuery", BOOLEAN, "Names without a dot may be looked up."),
  field("DnsSearchList", string(), "Suffixes that are tried for names, with commas.", { secret: "network" }),
  field("NetworkSharedContainerName", string(), "Container whose network is shared.", { secret: "identity" }),
  field("Namespace", string("guid"), "Network namespace that it joins.", { secret: "network" }),
  field("NetworkAdapters", listOf(string()), "Ids of its network endpoints.", { secret: "network" }),
]);

const SDDL = string();

const HV_SOCKET_SERVICE = object("HvSocketService", "Who may use one Hyper-V socket service.", [
  field("BindSecurityDescriptor", SDDL, "Who may listen, as an SDDL text."),
  field("ConnectSecurityDescriptor", SDDL, "Who may connect, as an SDDL text."),
  field("AllowWildcardBinds", BOOLEAN, "One may listen for all virtual machines at once."),
  field("Disabled", BOOLEAN, "Nobody may use it."),
]);

const HV_SOCKET = object("ContainerHvSocket", "Hyper-V sockets of the container.", [
  field(
    "Config",
    object("HvSocketConfig", "Who may use which service.", [
      field("DefaultBindSecurityDescriptor", SDDL, "Who may listen where a service does not say."),
      field("DefaultConnectSecurityDescriptor", SDDL, "Who may connect where a service does not say."),
      field("ServiceTable", mapOf("service GUIDs", HV_SOCKET_SERVICE), "Services by their GUID."),
    ]),
    "Who may use which service.",
  ),
  field("EnablePowerShellDirect", BOOLEAN, "PowerShell may connect over the socket."),
  field("EnableUtcRelay", BOOLEAN, "The clock is relayed over the socket."),
  field("EnableAuditing", BOOLEAN, "Use of the socket is logged."),
]);

const CREDENTIAL_GUARD = object("ContainerCredentialGuard", "Access to the service account's credentials.", [
  field("Cookie", string(), "Secret for calls to the instance.", { secret: "credential" }),
  field("RpcEndpoint", string(), "Where the instance is called.", { secret: "credential" }),
  field(
    "Transport",
    oneOf(["LRPC", "Local procedure calls."], ["HvSocket", "Hyper-V sockets."]),
    "How the instance is called.",
  ),
  field("CredentialSpec", string(), "Group managed service account, as JSON text.", { secret: "credential" }),
]);

const REGISTRY_KEY = object("RegistryKey", "A key of the container's registry.", [
  field(
    "Hive",
    oneOf(
      ["System", "HKLM\\System."],
      ["Software", "HKLM\\Software."],
      ["Security", "HKLM\\Security."],
      ["Sam", "HKLM\\Sam."],
    ),
    "Which hive.",
  ),
  field("Name", string(), "Path of the key in the hive.", { secret: "registry" }),
  field("Volatile", BOOLEAN, "The key goes with the container."),
]);

const REGISTRY_VALUE = object("RegistryValue", "A value written to the container's registry.", [
  field("Key", REGISTRY_KEY, "The key that it stands in."),
  field("Name", string(), "Its name.", { secret: "registry" }),
  field(
    "Type",
    oneOf(
      ["None", "No type."],
      ["String", "Text."],
      ["ExpandedString", "Text with variables."],
      ["MultiString", "Several texts."],
      ["Binary", "Bytes."],
      ["DWord", "A 32-bit number."],
      ["QWord", "A 64-bit number."],
      ["CustomType", "A type of its own, with bytes."],
    ),
    "Its type; the member for this type holds the value.",
  ),
  field("StringValue", string(), "The value where it is text.", { secret: "registry" }),
  field("BinaryValue", base64(), "The value where it is bytes, as Base64.", { secret: "registry" }),
  field("DWordValue", uint(32), "The value where it is a 32-bit number.", { secret: "registry" }),
  field("QWordValue", uint(64), "The value where it is a 64-bit number.", { secret: "registry" }),
  field("CustomType", uint(32), "Number of the type where it is CustomType."),
]);

const ASSIGNED_DEVICE = object("AssignedDevice", "A device of the host for the container.", [
  field(
    "Type",
    oneOf(
      ["ClassGuid", "All devices of an interface class."],
      ["DeviceInstance", "One device."],
      ["GpuMirror", "The host's graphics."],
    ),
    "How the device is named.",
    { absent: "Absent means an interface class." },
  ),
  field("InterfaceClassGuid", string("guid"), "The interface class."),
  field("LocationPath", string(), "Where the one device is.", { secret: "path" }),
]);

const CONTAINER = object("Container", "A Windows container.", [
  field(
    "GuestOs",
    object("GuestOs", "The container's own Windows.", [field("HostName", string(), "Host name.", { secret: "name" })]),
    "The container's own Windows.",
  ),
  field("Storage", STORAGE, "Its file system."),
  field("MappedDirectories", listOf(WCOW_MAPPED_DIRECTORY), "Folders of the host in it."),
  field("MappedPipes", listOf(MAPPED_PIPE), "Named pipes of the host in it."),
  field(
    "Memory",
    object("ContainerMemory", "Limit on memory.", [
      field("SizeInMB", uint(64), "Most memory.", { unit: "MB" }),
      field("Maximum", uint(64), "Most memory, as guests of 2018 read it.", { unit: "MB" }),
    ]),
    "Limit on memory.",
  ),
  field(
    "Processor",
    object("ContainerProcessor", "Limits on the processor.", [
      field("Count", uint(32), "How many processors."),
      field("Maximum", uint(64), "Most processor time, in hundredths of a percent."),
      field("Weight", uint(64), "Weight against other containers, to 10000."),
      field("Affinity", ANY, "Processors that may be used."),
    ]),
    "Limits on the processor.",
  ),
  field("Networking", NETWORKING, "How it is connected."),
  field("HvSocket", HV_SOCKET, "Its Hyper-V sockets."),
  field("ContainerCredentialGuard", CREDENTIAL_GUARD, "Access to its service account's credentials."),
  field(
    "RegistryChanges",
    object("RegistryChanges", "What is changed in the registry before it starts.", [
      field("AddValues", listOf(REGISTRY_VALUE), "Values written."),
      field("DeleteKeys", listOf(REGISTRY_KEY), "Keys deleted."),
    ]),
    "What is changed in its registry.",
  ),
  field("AssignedDevices", listOf(ASSIGNED_DEVICE), "Devices of the host for it."),
  field("AdditionalDeviceNamespace", ANY, "Further device names that it sees."),
  field(
    "IsolationType",
    oftenOneOf(
      ["Process", "Isolated by namespaces."],
      ["HostProcess", "Runs among the host's processes, with its rights."],
    ),
    "How it is isolated.",
    { absent: "Absent means isolated by namespaces." },
  ),
]);

export const HOSTED_SYSTEM = object("HostedSystem", "A Windows container, and the schema it is written in.", [
  field("SchemaVersion", SCHEMA_VERSION, "Version of the schema."),
  field("Container", CONTAINER, "The container."),
]);

/** The Hyper-V socket addresses of the utility VM; ModifySettings' HvSocket. */
export const HV_SOCKET_ADDRESSES = object(
  "HvSocketAddresses",
  "What Windows in the utility VM calls itself and the host.",
  [
    always("LocalAddress", string("address-id"), "GUID of the utility VM on Hyper-V sockets: its runtime id.", {
      secret: "identity",
    }),
    always("ParentAddress", string("address-id"), "GUID of the host on Hyper-V sockets."),
  ],
);
