import { counted } from "../../bytes/count-text.ts";
import type { InfoValues } from "./info-values.ts";
import { joined, labelled } from "./joined.ts";

/** What tells one resource from another, with the word before the value. One of each group is enough. */
const TELLING = [
  [
    ["Request.Settings.MountPath", ""],
    ["Request.Settings.ContainerPath", ""],
    ["Request.Settings.ContainerRootPath", ""],
  ],
  [["Request.Settings.ShareName", "share"]],
  [["Request.Settings.HostPath", "from"]],
  [["Request.Settings.Controller", "controller"]],
  [["Request.Settings.Lun", "lun"]],
  [["Request.Settings.DeviceNumber", "device"]],
  [["Request.Settings.Port", "port"]],
  [["Request.Settings.MacAddress", "mac"]],
  [
    ["Request.Settings.ID", "adapter"],
    ["Request.Settings.AdapterInstanceId", "adapter"],
    ["Request.Settings.AdapterId", "adapter"],
  ],
  [
    ["Request.Settings.NamespaceID", "namespace"],
    ["Request.Settings.NamespaceId", "namespace"],
  ],
  [["Request.Settings.VolumeGUID", "volume"]],
  [["Request.Settings.VMBusGUID", "bus"]],
  [["Request.Settings.LocalAddress", "local"]],
  [["Request.Settings.ParentAddress", "parent"]],
  [["Request.Settings.EnforcerType", ""]],
  [["Request.Settings.MediaType", ""]],
] as const;

export const RESOURCE_PATHS = [
  ...TELLING.flat().map(([path]) => path),
  "Request.Settings.IPConfigs.IPAddress",
  "Request.Settings.Layers.Id",
  "Request.Settings.Layers.Path",
  "Request.Settings.BlockCIMs.CimName",
  "Request.Settings.ContainerID",
  "Request.RequestType",
  "Request.ResourceType",
  "Request.Settings.ReadOnly",
] as const;

/** What tells resources of a type apart, and is left out by Go where it is 0. */
const ZERO_LEFT_OUT: ReadonlyMap<string | null, string> = new Map([
  ["MappedVirtualDisk", "Request.Settings.Lun"],
  ["MappedVirtualDiskForContainerScratch", "Request.Settings.Lun"],
  ["SCSIDevice", "Request.Settings.Lun"],
  ["VPMemDevice", "Request.Settings.DeviceNumber"],
]);

/** `Add MappedVirtualDisk /run/mounts/m0 lun 3`. A request without a type is an Add, unless a cut took it. */
export function resourceInfo(values: InfoValues<(typeof RESOURCE_PATHS)[number]>): string {
  const type = values.text("Request.ResourceType");
  const zero = values.isWhole ? ZERO_LEFT_OUT.get(type) : undefined;
  let isAdapter = false;
  const parts = TELLING.map((group) => {
    for (const [path, word] of group) {
      const value = values.text(path) ?? (path === zero ? "0" : null);
      if (value === null || value === "") continue;
      // Of a namespace the ID is its own.
      const label = word === "adapter" && type === "NetworkNamespace" ? "namespace" : word;
      isAdapter ||= label === "adapter";
      return label === "" ? value : labelled(label, value);
    }
    return null;
  });
  const addresses = values.texts("Request.Settings.IPConfigs.IPAddress");
  const disks = values.count("Request.Settings.BlockCIMs.CimName");
  // Where nothing else tells what it is about.
  const owner = parts.every((part) => part === null)
    ? labelled("container", values.text("Request.Settings.ContainerID"))
    : null;
  const layers = values.count("Request.Settings.Layers.Id") || values.count("Request.Settings.Layers.Path");
  return joined(
    " ",
    values.text("Request.RequestType") ?? (values.isWhole ? "Add" : null),
    type ?? (values.isWhole ? (isAdapter ? "network" : "network adapter") : null),
    ...parts,
    addresses.join(", "),
    layers === 0 ? null : counted(layers, "layer"),
    disks === 0 ? null : counted(disks, "disk"),
    owner,
    values.text("Request.Settings.ReadOnly") === "true" ? "read-only" : null,
  );
}
