/** What the first schema had and hcsshim still declares (internal/guest/prot: VMHostedContainerSettings and its parts, bridge.md 3). */
import { LAYER } from "./hosted-system.ts";
import { BOOLEAN, always, field, listOf, object, string, uint } from "./shape.ts";

export const DISK_V1 = object("MappedVirtualDiskV1", "A disk of the host in the guest.", [
  always("ContainerPath", string(), "Where it is mounted.", { secret: "path" }),
  field("Lun", uint(8), "SCSI unit of the disk on controller 0."),
  field("CreateInUtilityVM", BOOLEAN, "It is mounted in the utility VM rather than in the container."),
  field("ReadOnly", BOOLEAN, "It cannot be written."),
  field("AttachOnly", BOOLEAN, "It is attached and not mounted."),
]);

export const DIRECTORY_V1 = object("MappedDirectoryV1", "A folder of the host in the guest, over Plan 9.", [
  always("ContainerPath", string(), "Where it is mounted.", { secret: "path" }),
  field("CreateInUtilityVM", BOOLEAN, "It is mounted in the utility VM rather than in the container."),
  field("ReadOnly", BOOLEAN, "It cannot be written."),
  field("Port", uint(32, "vsock-port"), "Port of the host's Plan 9 server."),
]);

export const ADAPTER_V1 = object("NetworkAdapterV1", "A network interface and its addresses.", [
  always("AdapterInstanceId", string("guid"), "Id of the interface.", { secret: "network" }),
  always("FirewallEnabled", BOOLEAN, "The interface is behind a firewall."),
  always("NatEnabled", BOOLEAN, "The interface is behind address translation."),
  field("MacAddress", string(), "Hardware address.", { secret: "network" }),
  field("AllocatedIpAddress", string(), "IPv4 address of the interface.", { secret: "network" }),
  field("HostIpAddress", string(), "IPv4 address of the host, which is the gateway.", { secret: "network" }),
  field("HostIpPrefixLength", uint(8), "Length of the IPv4 prefix.", { unit: "bits" }),
  field("AllocatedIpv6Address", string(), "IPv6 address of the interface.", { secret: "network" }),
  field("HostIpv6Address", string(), "IPv6 address of the host, which is the gateway.", { secret: "network" }),
  field("HostIpv6PrefixLength", uint(8), "Length of the IPv6 prefix.", { unit: "bits" }),
  field("HostDnsServerList", string(), "Name servers, with commas.", { secret: "network" }),
  field("HostDnsSuffix", string(), "Suffix that is tried for names.", { secret: "network" }),
  field("EnableLowMetric", BOOLEAN, "Its routes come after those of other interfaces."),
  field("EncapOverhead", uint(16), "Bytes by which packets are shorter for the sake of an outer header.", {
    unit: "bytes",
  }),
]);

export const CONTAINER_V1 = object("ContainerV1", "A Linux container under the older schema.", [
  always("Layers", listOf(LAYER), "The image's layers."),
  always("SandboxDataPath", string(), "What names the scratch disk, its SCSI unit for one."),
  always("MappedVirtualDisks", listOf(DISK_V1), "Disks of the host in it."),
  always("MappedDirectories", listOf(DIRECTORY_V1), "Folders of the host in it."),
  field("NetworkAdapters", listOf(ADAPTER_V1), "Its network interfaces."),
]);
