/**
 * ModifySettings: the envelope, and each resource type with its settings (hcsshim internal/protocol/guestrequest and guestresource,
 * bridge.md 3). Which guest a request is for follows from its members, as the type alone does not say.
 */
import { request } from "./base.ts";
import { HV_SOCKET_ADDRESSES, WCOW_MAPPED_DIRECTORY } from "./hosted-system.ts";
import {
  LCOW_CONSTRAINTS,
  LCOW_DIRECTORY,
  LCOW_DISK,
  LCOW_LAYERS,
  LCOW_NETWORK,
  LCOW_SCSI_DEVICE,
  LCOW_VPCI_DEVICE,
  LCOW_VPMEM_DEVICE,
  SECURITY_POLICY,
  SECURITY_POLICY_FRAGMENT,
} from "./resources-lcow.ts";
import {
  CWCOW_BLOCK_CIMS,
  CWCOW_LAYERS,
  NETWORK_NAMESPACE,
  WCOW_DISK,
  WCOW_LAYERS,
  WCOW_NETWORK,
  WCOW_NETWORK_RS4,
} from "./resources-wcow.ts";
import { ADAPTER_V1, DIRECTORY_V1, DISK_V1 } from "./schema-v1.ts";
import { ANY, OTHERWISE, always, choice, field, hasMember, object, oneOf, sibling, string, variant } from "./shape.ts";
import type { Guest } from "./shape.ts";

const LINUX: readonly Guest[] = ["LCOW"];
const WINDOWS: readonly Guest[] = ["WCOW", "CWCOW"];
const CONFIDENTIAL: readonly Guest[] = ["CWCOW"];

/** Add, Remove and the others; also what a network adapter's inner request has. */
const REQUEST_TYPE = oneOf(
  ["Add", "The resource is added."],
  ["Remove", "The resource is taken away."],
  ["PreAdd", "A network adapter is announced before it is added."],
  ["Update", "The resource is changed."],
);

/** Each resource type and its sentence: the values of `ResourceType`. */
const RESOURCE_TYPE = oneOf(
  ["MappedDirectory", "A folder of the host in the guest."],
  ["SCSIDevice", "A SCSI disk, which is unplugged."],
  ["MappedVirtualDisk", "A disk of the host, mounted in the guest."],
  ["MappedVirtualDiskForContainerScratch", "The disk that a confidential Windows container writes to."],
  ["WCOWBlockCims", "Disks with the image layers of a confidential Windows container."],
  ["Network", "A network adapter."],
  ["NetworkNamespace", "A network namespace of a Windows guest."],
  ["CombinedLayers", "Image layers and scratch, put together as a container's root."],
  ["CWCOWCombinedLayers", "As CombinedLayers, with the container's id for the sidecar."],
  ["VPMemDevice", "A persistent memory device, which holds an image layer."],
  ["VPCIDevice", "A PCI device of the host."],
  ["ContainerConstraints", "Limits of a running container."],
  ["HvSocket", "Hyper-V socket addresses of the utility VM."],
  ["SecurityPolicy", "The policy that a confidential guest enforces."],
  ["SecurityPolicyFragment", "A further part of the policy."],
  ["PodCgroupMemoryLimit", "The memory limit of the pod's control group, which is set anew."],
);

const MAPPED_DIRECTORY = choice(
  variant(hasMember("CreateInUtilityVM"), DIRECTORY_V1, "The older schema's.", LINUX),
  variant(
    hasMember("HostPath", "HostPathType", "ContainerPath"),
    WCOW_MAPPED_DIRECTORY,
    "Of a Windows guest.",
    WINDOWS,
  ),
  variant(OTHERWISE, LCOW_DIRECTORY, "Of a Linux guest.", LINUX),
);

const MAPPED_VIRTUAL_DISK = choice(
  variant(hasMember("CreateInUtilityVM", "AttachOnly"), DISK_V1, "The older schema's.", LINUX),
  variant(hasMember("ContainerPath"), WCOW_DISK, "Of a Windows guest.", WINDOWS),
  variant(OTHERWISE, LCOW_DISK, "Of a Linux guest.", LINUX),
);

const NETWORK = choice(
  variant(hasMember("FirewallEnabled", "NatEnabled"), ADAPTER_V1, "The older schema's.", LINUX),
  variant(hasMember("AdapterInstanceId"), WCOW_NETWORK_RS4, "Of a Windows guest of 2018 or older.", WINDOWS),
  variant(hasMember("AdapterId"), WCOW_NETWORK, "Of a Windows guest.", WINDOWS),
  variant(OTHERWISE, LCOW_NETWORK, "Of a Linux guest.", LINUX),
);

const COMBINED_LAYERS = choice(
  variant(hasMember("ContainerID"), LCOW_LAYERS, "Of a Linux guest.", LINUX),
  variant(OTHERWISE, WCOW_LAYERS, "Of a Windows guest.", WINDOWS),
);

const of = (type: string) => sibling("ResourceType", type);

const SETTINGS = choice(
  variant(of("MappedDirectory"), MAPPED_DIRECTORY, "A folder of the host in the guest."),
  variant(of("SCSIDevice"), LCOW_SCSI_DEVICE, "The SCSI disk that is unplugged.", LINUX),
  variant(of("MappedVirtualDisk"), MAPPED_VIRTUAL_DISK, "A disk of the host, mounted in the guest."),
  variant(
    of("MappedVirtualDiskForContainerScratch"),
    WCOW_DISK,
    "The disk that a confidential Windows container writes to.",
    CONFIDENTIAL,
  ),
  variant(of("WCOWBlockCims"), CWCOW_BLOCK_CIMS, "Disks with image layers.", CONFIDENTIAL),
  variant(of("Network"), NETWORK, "A network adapter."),
  variant(of("NetworkNamespace"), NETWORK_NAMESPACE, "A network namespace.", WINDOWS),
  variant(of("CombinedLayers"), COMBINED_LAYERS, "Image layers and scratch, put together."),
  variant(of("CWCOWCombinedLayers"), CWCOW_LAYERS, "Image layers and scratch, with the container's id.", CONFIDENTIAL),
  variant(of("VPMemDevice"), LCOW_VPMEM_DEVICE, "A persistent memory device.", LINUX),
  variant(of("VPCIDevice"), LCOW_VPCI_DEVICE, "A PCI device of the host.", LINUX),
  variant(of("ContainerConstraints"), LCOW_CONSTRAINTS, "Limits of a running container.", LINUX),
  variant(of("HvSocket"), HV_SOCKET_ADDRESSES, "Hyper-V socket addresses.", WINDOWS),
  variant(of("SecurityPolicy"), SECURITY_POLICY, "The policy.", ["LCOW", "CWCOW"]),
  variant(of("SecurityPolicyFragment"), SECURITY_POLICY_FRAGMENT, "A further part of the policy.", ["LCOW", "CWCOW"]),
  variant(
    hasMember("AdapterInstanceId"),
    WCOW_NETWORK_RS4,
    "A network adapter of a Windows guest of 2018 or older.",
    WINDOWS,
  ),
  variant(OTHERWISE, ANY, "Settings of a resource type that is not known."),
);

const MODIFICATION = object("ModificationRequest", "What is done with which resource.", [
  field("RequestType", REQUEST_TYPE, "What is done with the resource.", { absent: "Absent means Add." }),
  field("ResourceType", RESOURCE_TYPE, "Which kind of resource.", {
    absent: "Absent where a network adapter is taken from a Windows guest of 2018 or older.",
  }),
  field("ResourcePath", string(), "Path of the resource in the host's own schema; guests do not read it."),
  field("Settings", SETTINGS, "The resource; which members it has follows from its type and the guest.", {
    absent: "Absent where nothing needs to be said, as with PodCgroupMemoryLimit.",
  }),
]);

export const MODIFY_REQUEST = request(
  "ModifySettingsRequest",
  "Adds, removes or changes a device, mount, network adapter or limit of a container or of the utility VM.",
  [always("Request", MODIFICATION, "What is done with which resource.")],
);
