import type { PayloadTree } from "../bridge/payload-tree.ts";
import { joined, labelled } from "./joined.ts";
import { textAt, textsAt, valuesAt } from "./payload-path.ts";

/** Members of settings that tell one resource from another, with the word before the value. One of each group is enough. */
const TELLING: readonly (readonly (readonly [member: string, word: string])[])[] = [
  [
    ["MountPath", ""],
    ["ContainerPath", ""],
    ["ContainerRootPath", ""],
  ],
  [["ShareName", "share"]],
  [["HostPath", "from"]],
  [["Controller", "controller"]],
  [["Lun", "lun"]],
  [["DeviceNumber", "device"]],
  [["Port", "port"]],
  [["MacAddress", "mac"]],
  [
    ["ID", "adapter"],
    ["AdapterInstanceId", "adapter"],
    ["AdapterId", "adapter"],
  ],
  [
    ["NamespaceID", "namespace"],
    ["NamespaceId", "namespace"],
  ],
  [["VMBusGUID", "bus"]],
  [["LocalAddress", "local"]],
  [["ParentAddress", "parent"]],
  [["EnforcerType", ""]],
  [["MediaType", ""]],
];

/** `Add MappedVirtualDisk /run/mounts/m0 lun 3`. A request without a type is an Add. */
export function resourceInfo(tree: PayloadTree): string {
  const settings = ["Request", "Settings"];
  const parts = TELLING.map((group) => {
    for (const [member, word] of group) {
      const value = textAt(tree, ...settings, member);
      if (value !== null && value !== "") return word === "" ? value : labelled(word, value);
    }
    return null;
  });
  const addresses = textsAt(tree, ...settings, "IPConfigs", "IPAddress");
  const layers =
    valuesAt(tree, [...settings, "Layers", "Id"]).length || valuesAt(tree, [...settings, "Layers", "Path"]).length;
  return joined(
    " ",
    textAt(tree, "Request", "RequestType") ?? "Add",
    textAt(tree, "Request", "ResourceType") ?? "network adapter",
    ...parts,
    addresses.join(", "),
    layers === 0 ? null : `${layers} ${layers === 1 ? "layer" : "layers"}`,
    textAt(tree, ...settings, "ReadOnly") === "true" ? "read-only" : null,
  );
}
