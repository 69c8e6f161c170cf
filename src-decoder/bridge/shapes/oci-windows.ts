/** The Windows part of the OCI runtime specification (config-windows.md); Linux guests get it too, for the network namespace. */
import { ANY, BOOLEAN, always, field, listOf, object, string, uint } from "./shape.ts";

const UNCHANGED = "Absent means that it is left as it is.";

const DEVICE = object("WindowsDevice", "A device of the host for the container.", [
  always("id", string(), "Which device, in the form that idType says."),
  always("idType", string(), "How the device is named: class, vpci-instance-id, vpci-location-path and others."),
]);

/** Also what ContainerConstraints sets. */
export const WINDOWS_RESOURCES = object("WindowsResources", "Limits of a Windows container.", [
  field(
    "memory",
    object("WindowsMemory", "Limit on memory.", [
      field("limit", uint(64, "limit"), "Most memory.", { unit: "bytes", absent: UNCHANGED }),
    ]),
    "Limit on memory.",
    { absent: UNCHANGED },
  ),
  field(
    "cpu",
    object("WindowsCpu", "Limits on the processor.", [
      field("count", uint(64), "How many processors.", { absent: UNCHANGED }),
      field("shares", uint(16), "Weight against other containers, to 10000.", { absent: UNCHANGED }),
      field("maximum", uint(16), "Most processor time, in hundredths of a percent.", { absent: UNCHANGED }),
      field("affinity", listOf(ANY), "Processors that may be used, by group and mask.", { absent: UNCHANGED }),
    ]),
    "Limits on the processor.",
    { absent: UNCHANGED },
  ),
  field(
    "storage",
    object("WindowsStorage", "Limits on the system drive.", [
      field("iops", uint(64), "Most operations a second.", { unit: "1/s", absent: UNCHANGED }),
      field("bps", uint(64), "Most bytes a second.", { unit: "bytes/s", absent: UNCHANGED }),
      field("sandboxSize", uint(64), "Least size of the system drive.", { unit: "bytes", absent: UNCHANGED }),
    ]),
    "Limits on the system drive.",
    { absent: UNCHANGED },
  ),
]);

const NETWORK = object("WindowsNetwork", "How the container is connected.", [
  field("endpointList", listOf(string()), "Ids of the network endpoints that the container joins.", {
    secret: "network",
  }),
  field("allowUnqualifiedDNSQuery", BOOLEAN, "Names without a dot may be looked up."),
  field("DNSSearchList", listOf(string()), "Suffixes that are tried for names.", { secret: "network" }),
  field("networkSharedContainerName", string(), "Container whose network is shared.", { secret: "identity" }),
  field("networkNamespace", string("guid"), "Network namespace of the container; the pod's on a pod's containers.", {
    secret: "network",
  }),
]);

export const WINDOWS = object("OciWindows", "What only Windows containers have, and the network namespace of all.", [
  always(
    "layerFolders",
    listOf(string()),
    "Folders of the image's layers on the host, the scratch last; null in a Linux guest.",
    {
      secret: "path",
    },
  ),
  field("devices", listOf(DEVICE), "Devices of the host for the container."),
  field("resources", WINDOWS_RESOURCES, "Limits on memory, processor and storage."),
  field("credentialSpec", ANY, "Group managed service account that the container runs as.", { secret: "credential" }),
  field("servicing", BOOLEAN, "The container applies an update of Windows."),
  field("ignoreFlushesDuringBoot", BOOLEAN, "Disk writes are not flushed while it starts."),
  field(
    "hyperv",
    object("WindowsHyperV", "How the container is isolated by a utility VM.", [
      field("utilityVMPath", string(), "Folder of the utility VM's image.", { secret: "path" }),
    ]),
    "Isolation by a utility VM.",
  ),
  field("network", NETWORK, "How the container is connected."),
]);
