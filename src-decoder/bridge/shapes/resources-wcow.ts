/** Settings of ModifySettings that Windows guests and the confidential sidecar take (hcsshim guestresource, hcn, internal/hns). */
import { LAYER } from "./hosted-system.ts";
import { SCHEMA_VERSION } from "./negotiate.ts";
import {
  ANY,
  BOOLEAN,
  always,
  field,
  flags,
  int,
  listOf,
  mapOf,
  object,
  oneOf,
  openObject,
  string,
  uint,
} from "./shape.ts";

export const WCOW_DISK = object("WcowMappedVirtualDisk", "A disk of the host in a Windows guest.", [
  field("ContainerPath", string(), "Where it is mounted.", { secret: "path" }),
  field("Lun", int(32), "SCSI unit of the disk on controller 0."),
]);

const BLOCK_CIM = object("BlockCim", "A disk that holds an image layer.", [
  always("CimName", string(), "Name of the layer on the disk.", { secret: "path" }),
  always("Lun", int(32), "SCSI unit of the disk."),
]);

export const CWCOW_BLOCK_CIMS = object(
  "CwcowBlockCims",
  "Disks with the image layers of a confidential Windows container.",
  [
    field("BlockCIMs", listOf(BLOCK_CIM), "The disks: the merged one first, then the layers, the topmost first."),
    field("VolumeGUID", string("guid"), "Volume that they are mounted as."),
    field(
      "MountFlags",
      flags(
        [1, "ChildOnly", "Only the topmost layer is mounted."],
        [2, "EnableDax", "Files are mapped from the disk directly."],
        [4, "CacheFiles", "Files are cached."],
        [8, "CacheRegions", "Regions are cached."],
        [0x10, "BlockDeviceCim", "The images are on disks of their own, which is what hcsshim asks for."],
        [0x20, "SingleFileCim", "Each image is one file."],
        [0x80, "VerifiedCim", "The images are verified by their hashes."],
      ),
      "How they are mounted.",
    ),
    field("ContainerID", string("container-id"), "Container that they are for.", { secret: "identity" }),
  ],
);

export const WCOW_LAYERS = object("WcowCombinedLayers", "Image layers and scratch, put together in a Windows guest.", [
  field("ContainerRootPath", string(), "Scratch folder, which becomes the container's root.", { secret: "path" }),
  field("Layers", listOf(LAYER), "The image's layers, the topmost first."),
  field("ScratchPath", string(), "Not read: the root path is the scratch.", { secret: "path" }),
  field(
    "FilterType",
    oneOf(["UnionFS", "The union file system filter."], ["WCIFS", "The older container isolation filter."]),
    "File system filter that puts them together.",
    { absent: "Absent means the guest's default." },
  ),
]);

export const CWCOW_LAYERS = object(
  "CwcowCombinedLayers",
  "As a Windows guest's combined layers, with the container's id.",
  [
    field("ContainerID", string("container-id"), "Container that they are for; the sidecar checks it.", {
      secret: "identity",
    }),
    field("CombinedLayers", WCOW_LAYERS, "What the sidecar passes on to the guest."),
  ],
);

const ENDPOINT = openObject("HnsEndpoint", "A network endpoint, as the host network service describes it.", [
  field("ID", string("guid"), "Id of the endpoint.", { secret: "network" }),
  field("Name", string(), "Its name.", { secret: "network" }),
  field("VirtualNetwork", string("guid"), "Id of its network.", { secret: "network" }),
  field("VirtualNetworkName", string(), "Name of its network.", { secret: "network" }),
  field("Policies", listOf(ANY), "Its policies.", { secret: "network" }),
  field("MacAddress", string(), "Hardware address.", { secret: "network" }),
  field("IPAddress", string(), "IPv4 address.", { secret: "network" }),
  field("IPv6Address", string(), "IPv6 address.", { secret: "network" }),
  field("DNSSuffix", string(), "Suffixes that are tried for names, with commas.", { secret: "network" }),
  field("DNSServerList", string(), "Name servers, with commas.", { secret: "network" }),
  field("DNSDomain", string(), "Domain of the endpoint.", { secret: "network" }),
  field("GatewayAddress", string(), "IPv4 address of the gateway.", { secret: "network" }),
  field("GatewayAddressV6", string(), "IPv6 address of the gateway.", { secret: "network" }),
  field("EnableInternalDNS", BOOLEAN, "The host answers for names."),
  field("DisableICC", BOOLEAN, "Containers of the network do not reach each other."),
  field("PrefixLength", uint(8), "Length of the IPv4 prefix.", { unit: "bits" }),
  field("IPv6PrefixLength", uint(8), "Length of the IPv6 prefix.", { unit: "bits" }),
  field("IsRemoteEndpoint", BOOLEAN, "The endpoint is on another host."),
  field("EnableLowMetric", BOOLEAN, "Its routes come after those of others."),
  field("Namespace", ANY, "Network namespace that it is in.", { secret: "network" }),
  field("EncapOverhead", uint(16), "Bytes by which packets are shorter for the sake of an outer header.", {
    unit: "bytes",
  }),
  field("AdditionalParams", mapOf("names of parameters", string()), "Further parameters.", { secret: "network" }),
]);

const ADAPTER_REQUEST = field(
  "RequestType",
  oneOf(
    ["PreAdd", "The adapter is announced; the settings are its endpoint."],
    ["Add", "The adapter is added."],
    ["Remove", "The adapter is taken away."],
  ),
  "What is done with the adapter.",
);
const ADAPTER_SETTINGS = field("Settings", ENDPOINT, "The adapter's network endpoint, where it is announced.");

export const WCOW_NETWORK = object("WcowNetworkAdapter", "A network adapter of a Windows guest.", [
  field("AdapterId", string("guid"), "Id of the adapter.", { secret: "network" }),
  ADAPTER_REQUEST,
  ADAPTER_SETTINGS,
]);

export const WCOW_NETWORK_RS4 = object(
  "WcowNetworkAdapterRs4",
  "A network adapter of a Windows guest of 2018 or older.",
  [
    field("AdapterInstanceId", string("guid"), "Id of the adapter.", { secret: "network" }),
    ADAPTER_REQUEST,
    ADAPTER_SETTINGS,
  ],
);

const NAMESPACE_RESOURCE = object("NamespaceResource", "What is in a network namespace.", [
  always("Type", oneOf(["Container", "A container."], ["Endpoint", "A network endpoint."]), "What it is."),
  always("Data", ANY, "Which one: its id.", { secret: "network" }),
]);

export const NETWORK_NAMESPACE = object("NetworkNamespace", "A network namespace of a Windows guest.", [
  field("ID", string("guid"), "Id of the namespace.", { secret: "network" }),
  field("NamespaceId", uint(32), "Number of the namespace, Windows' network compartment."),
  field(
    "Type",
    oneOf(
      ["Host", "On the host."],
      ["HostDefault", "On the host, the default one."],
      ["Guest", "In a guest."],
      ["GuestDefault", "In a guest, the default one."],
    ),
    "Where the namespace is.",
  ),
  field("Resources", listOf(NAMESPACE_RESOURCE), "What is in it."),
  field("SchemaVersion", SCHEMA_VERSION, "Version of the schema."),
  field("ReadyOnCreate", BOOLEAN, "It can be used as soon as it is made."),
]);
