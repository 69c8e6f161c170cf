/** The Linux part of the OCI runtime specification 1.2 (config-linux.md), but for resources and seccomp, which have their own files. */
import { LINUX_RESOURCES } from "./oci-resources.ts";
import { SECCOMP } from "./oci-seccomp.ts";
import { BOOLEAN, always, field, int, listOf, mapOf, object, oneOf, oftenOneOf, string, uint } from "./shape.ts";

const ID_MAPPING = object("IdMapping", "A run of user or group ids that means another run outside.", [
  always("containerID", uint(32), "First id inside the container."),
  always("hostID", uint(32), "First id outside that it stands for."),
  always("size", uint(32), "How many ids."),
]);

/** Also the mappings of a mount. */
export const ID_MAPPINGS = listOf(ID_MAPPING);

const NAMESPACE = object("Namespace", "A Linux namespace that the container gets, or joins.", [
  always(
    "type",
    oneOf(
      ["pid", "Processes see only those of the container."],
      ["network", "Interfaces, routes and ports of its own."],
      ["mount", "Mount points of its own."],
      ["ipc", "System V IPC and message queues of its own."],
      ["uts", "Host name of its own."],
      ["user", "User and group ids of its own."],
      ["cgroup", "Its own view of the control groups."],
      ["time", "Clocks of its own."],
    ),
    "Kind of namespace.",
  ),
  field("path", string(), "File of an existing namespace to join.", {
    absent: "Absent means that a new one is made.",
    secret: "path",
  }),
]);

/** Kinds of device nodes. */
const DEVICE_TYPE = oftenOneOf(
  ["c", "A character device."],
  ["b", "A block device."],
  ["u", "A character device without buffer."],
  ["p", "A named pipe."],
  ["a", "All devices; in rules only."],
);

const DEVICE = object("LinuxDevice", "A device node that is made in the container.", [
  always("path", string(), "Path of the node in the container.", { secret: "path" }),
  always("type", DEVICE_TYPE, "Kind of the device."),
  always("major", int(64), "Major number of the device."),
  always("minor", int(64), "Minor number of the device."),
  field("fileMode", uint(32, "file-mode"), "Permission bits of the node.", {
    absent: "Absent means the runtime's own choice.",
  }),
  field("uid", uint(32), "User that owns the node.", { absent: "Absent means the runtime's own choice." }),
  field("gid", uint(32), "Group that owns the node.", { absent: "Absent means the runtime's own choice." }),
]);

const NET_DEVICE = object("LinuxNetDevice", "A network device that is moved into the container.", [
  field("name", string(), "Name of the device in the container.", { absent: "Absent means that it keeps its name." }),
]);

const INTEL_RDT = object("IntelRdt", "Shares of cache and memory bandwidth, and their monitoring (Intel RDT).", [
  field("closID", string(), "Name of the class of service."),
  field("schemata", listOf(string()), "Lines written to the class's schemata file as they are."),
  field("l3CacheSchema", string(), "Which parts of the L3 cache may be used, by cache."),
  field("memBwSchema", string(), "How much memory bandwidth may be used, by cache."),
  field("enableMonitoring", BOOLEAN, "A monitoring group is made for the container."),
  field("enableCMT", BOOLEAN, "Cache use is watched."),
  field("enableMBM", BOOLEAN, "Memory bandwidth is watched."),
]);

const PERSONALITY = object("LinuxPersonality", "What kernel the processes are told that they run on.", [
  always(
    "domain",
    oneOf(["LINUX", "The usual one."], ["LINUX32", "Programs see a 32-bit machine."]),
    "Execution domain.",
  ),
  field("flags", listOf(string()), "Further flags; none is defined."),
]);

const MEMORY_POLICY = object("LinuxMemoryPolicy", "Which memory nodes the processes' memory comes from.", [
  always("mode", string(), "Policy, MPOL_BIND or another of set_mempolicy."),
  always("nodes", string(), "Memory nodes, as numbers and ranges."),
  field("flags", listOf(string()), "Flags of the policy."),
]);

const TIME_OFFSET = object("LinuxTimeOffset", "How far a clock is ahead in the container.", [
  field("secs", int(64), "Whole seconds ahead.", { unit: "s" }),
  field("nanosecs", uint(32), "Further nanoseconds ahead.", { unit: "ns" }),
]);

export const LINUX = object("OciLinux", "What only Linux containers have.", [
  field("uidMappings", ID_MAPPINGS, "User ids inside and what they are outside."),
  field("gidMappings", ID_MAPPINGS, "Group ids inside and what they are outside."),
  field("sysctl", mapOf("kernel parameters", string()), "Kernel parameters set for the container.", {
    secret: "environment",
  }),
  field("resources", LINUX_RESOURCES, "Limits on memory, processor, processes and devices."),
  field("cgroupsPath", string(), "Control group of the container.", {
    absent: "Absent means the runtime's own choice.",
    secret: "path",
  }),
  field("namespaces", listOf(NAMESPACE), "Namespaces of the container; a kind not listed is shared with the guest."),
  field("devices", listOf(DEVICE), "Device nodes made in the container."),
  field("netDevices", mapOf("names of devices in the guest", NET_DEVICE), "Network devices moved into the container."),
  field("seccomp", SECCOMP, "Which system calls are let through.", {
    absent: "Absent means that no system call is filtered.",
  }),
  field(
    "rootfsPropagation",
    oftenOneOf(
      ["private", "Mounts stay on their side."],
      ["slave", "Mounts come in and do not go out."],
      ["shared", "Mounts go both ways."],
      ["unbindable", "As private, and it cannot be bound elsewhere."],
    ),
    "How mounts under the root spread.",
  ),
  field("maskedPaths", listOf(string()), "Paths that cannot be read in the container."),
  field("readonlyPaths", listOf(string()), "Paths that cannot be written in the container."),
  field("mountLabel", string(), "SELinux label of the mounts."),
  field("intelRdt", INTEL_RDT, "Shares of cache and memory bandwidth."),
  field("personality", PERSONALITY, "Execution domain of the processes."),
  field("memoryPolicy", MEMORY_POLICY, "NUMA policy of the processes."),
  field("timeOffsets", mapOf("clocks, boottime or monotonic", TIME_OFFSET), "How far clocks are ahead."),
]);
