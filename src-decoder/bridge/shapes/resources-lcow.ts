/** Settings of ModifySettings that Linux guests take (hcsshim internal/protocol/guestresource/resources.go), and the security policy. */
import { LAYER } from "./hosted-system.ts";
import { LINUX_RESOURCES } from "./oci-resources.ts";
import { WINDOWS_RESOURCES } from "./oci-windows.ts";
import { BOOLEAN, base64, field, int, listOf, object, string, uint } from "./shape.ts";
import type { Field } from "./shape.ts";

const MOUNT_PATH = field("MountPath", string(), "Where the guest mounts it.", {
  absent: "Absent means that it is attached and not mounted.",
  secret: "path",
});
const READ_ONLY = field("ReadOnly", BOOLEAN, "It cannot be written.");

export const LCOW_DIRECTORY = object("LcowMappedDirectory", "A folder of the host in a Linux guest, over Plan 9.", [
  MOUNT_PATH,
  field("Port", int(32, "vsock-port"), "vsock port of the host's Plan 9 server."),
  field("ShareName", string(), "Name of the folder on the Plan 9 server.", { secret: "path" }),
  READ_ONLY,
]);

const SCSI_ADDRESS: readonly Field[] = [
  field("Controller", uint(8, "scsi-controller"), "SCSI controller that the disk is on, 0 to 3."),
  field("Lun", uint(8), "SCSI unit of the disk, 0 to 63."),
];

export const LCOW_SCSI_DEVICE = object("LcowScsiDevice", "A SCSI disk of a Linux guest.", SCSI_ADDRESS);

const VERITY_INFO = object("VerityInfo", "How the contents of a read-only disk are checked (dm-verity).", [
  field("Ext4SizeInBytes", int(64), "Size of the file system, behind which the hashes begin.", { unit: "bytes" }),
  field("Version", int(64), "Version of the hash format."),
  field("Algorithm", string(), "Hash algorithm, sha256 for one."),
  field("SuperBlock", BOOLEAN, "The hashes begin with a super block."),
  field("RootDigest", string(), "Hash at the root of the hash tree."),
  field("Salt", string(), "Salt of the hashes."),
  field("BlockSize", int(64), "Size of a block.", { unit: "bytes" }),
]);

const VERITY = field("VerityInfo", VERITY_INFO, "How the contents are checked.", {
  deprecated: "Guests read it from the disk themselves.",
});

export const LCOW_DISK = object("LcowMappedVirtualDisk", "A SCSI disk mounted in a Linux guest.", [
  MOUNT_PATH,
  ...SCSI_ADDRESS,
  field("Partition", uint(64), "Partition of the disk, from 1.", { absent: "Absent means the whole disk." }),
  READ_ONLY,
  field("Encrypted", BOOLEAN, "The disk is encrypted with a key that the guest makes."),
  field("Options", listOf(string()), "Options of the mount, ro for one."),
  field("BlockDev", BOOLEAN, "The mount path is a link to the device, which is not mounted."),
  VERITY,
  field("EnsureFilesystem", BOOLEAN, "The disk is formatted where it has no file system of the wanted kind."),
  field("Filesystem", string(), "Kind of file system: ext4 or xfs.", { absent: "Absent means ext4." }),
]);

const IP_CONFIG = object("LcowIpConfig", "An address of the adapter.", [
  field("IPAddress", string(), "IPv4 or IPv6 address.", { secret: "network" }),
  field("PrefixLength", uint(8), "Length of its prefix.", { unit: "bits" }),
]);

const ROUTE = object("LcowRoute", "A route over the adapter.", [
  field("NextHop", string(), "Address of the router.", { secret: "network" }),
  field("DestinationPrefix", string(), "Where the route leads, an address and the length of its prefix.", {
    secret: "network",
  }),
  field("Metric", uint(16), "Cost of the route."),
]);

export const LCOW_NETWORK = object("LcowNetworkAdapter", "A network adapter in a namespace of a Linux guest.", [
  field("NamespaceID", string("guid"), "Network namespace that it belongs to.", { secret: "network" }),
  field("ID", string("guid"), "Id of the adapter.", { secret: "network" }),
  field("MacAddress", string(), "Hardware address.", { secret: "network" }),
  field("DNSSuffix", string(), "Suffixes that are tried for names, with commas.", { secret: "network" }),
  field("DNSServerList", string(), "Name servers, with commas.", { secret: "network" }),
  field("EncapOverhead", uint(16), "Bytes by which packets are shorter for the sake of an outer header.", {
    unit: "bytes",
  }),
  field("VPCIAssigned", BOOLEAN, "The adapter is a PCI device of the host."),
  field("IPConfigs", listOf(IP_CONFIG), "Its addresses.", { absent: "Absent means that it asks by DHCP." }),
  field("Routes", listOf(ROUTE), "Its routes."),
  field("PolicyBasedRouting", BOOLEAN, "It has a routing table of its own."),
  field("EnableLowMetric", BOOLEAN, "Its routes come after those of other adapters; counts with PolicyBasedRouting."),
]);

export const LCOW_LAYERS = object("LcowCombinedLayers", "Image layers and scratch, put together in a Linux guest.", [
  field("ContainerID", string("container-id"), "Container that they are for.", { secret: "identity" }),
  field("ContainerRootPath", string(), "Where the container's root is mounted.", { secret: "path" }),
  field("Layers", listOf(LAYER), "The image's layers, the topmost first."),
  field("ScratchPath", string(), "Folder for what the container writes.", {
    absent: "Absent means that the root cannot be written.",
    secret: "path",
  }),
]);

const MAPPING_INFO = object("VpmemMapping", "Which part of a persistent memory device holds the layer.", [
  field("DeviceOffsetInBytes", uint(64), "Where the part begins.", { unit: "bytes" }),
  field("DeviceSizeInBytes", uint(64), "How long it is.", { unit: "bytes" }),
]);

export const LCOW_VPMEM_DEVICE = object("LcowVpmemDevice", "An image layer on a persistent memory device.", [
  field("DeviceNumber", uint(32), "Which device: the number in /dev/pmem."),
  MOUNT_PATH,
  field("MappingInfo", MAPPING_INFO, "Which part of the device holds the layer.", {
    absent: "Absent means all of it.",
  }),
  VERITY,
]);

export const LCOW_VPCI_DEVICE = object("LcowVpciDevice", "A PCI device of the host in a Linux guest.", [
  field("VMBusGUID", string("guid"), "Instance of the device on the VM bus."),
]);

export const LCOW_CONSTRAINTS = object("ContainerConstraints", "New limits of a running container.", [
  field("Windows", WINDOWS_RESOURCES, "Limits of a Windows container."),
  field("Linux", LINUX_RESOURCES, "Limits of a Linux container."),
]);

export const SECURITY_POLICY = object("SecurityPolicy", "The policy that a confidential guest enforces.", [
  field("EnforcerType", string(), "How it is enforced: rego, standard or open_door.", {
    absent: "Absent means the guest's default.",
  }),
  field("EncodedSecurityPolicy", base64(), "The policy, Rego or JSON as Base64.", { secret: "policy" }),
  field("EncodedUVMReference", base64(), "Signed statement of the utility VM's measurement, as Base64.", {
    secret: "policy",
  }),
  field("EncodedUVMHashEnvelopeReference", base64(), "Signed hash of that statement, as Base64.", {
    guests: ["CWCOW"],
    secret: "policy",
  }),
]);

export const SECURITY_POLICY_FRAGMENT = object("SecurityPolicyFragment", "A further part of the policy, signed.", [
  field("Fragment", base64(), "The signed part, COSE as Base64.", { secret: "policy" }),
  field("MediaType", string(), "Kind of the part.", { absent: "Absent means application/cose-x509+rego." }),
]);
