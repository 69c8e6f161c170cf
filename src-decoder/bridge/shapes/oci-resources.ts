/** Limits of Linux containers in the OCI runtime specification (config-linux.md, control groups); also what ContainerConstraints sets. */
import { BOOLEAN, always, field, int, listOf, mapOf, object, string, uint } from "./shape.ts";
import type { Field } from "./shape.ts";

const UNCHANGED = "Absent means that it is left as it is.";

const DEVICE_RULE = object("LinuxDeviceRule", "Lets devices be used, or forbids them.", [
  always("allow", BOOLEAN, "True to allow, false to forbid."),
  field("type", string(), "Kind of device: c, b, or a for all.", { absent: "Absent means all kinds." }),
  field("major", int(64), "Major number.", { absent: "Absent means all." }),
  field("minor", int(64), "Minor number.", { absent: "Absent means all." }),
  field("access", string(), "What is meant: r to read, w to write, m to make nodes."),
]);

const MEMORY = object("LinuxMemory", "Limits on memory.", [
  field("limit", int(64, "limit"), "Most memory; -1 is without limit.", { unit: "bytes", absent: UNCHANGED }),
  field("reservation", int(64, "limit"), "Memory that the kernel tries to keep to under pressure.", {
    unit: "bytes",
    absent: UNCHANGED,
  }),
  field("swap", int(64, "limit"), "Most memory and swap together; -1 is without limit.", {
    unit: "bytes",
    absent: UNCHANGED,
  }),
  field("kernel", int(64, "limit"), "Most memory in the kernel.", {
    unit: "bytes",
    absent: UNCHANGED,
    deprecated: "Kernels since 5.4 do not honour it.",
  }),
  field("kernelTCP", int(64, "limit"), "Most memory for TCP buffers.", { unit: "bytes", absent: UNCHANGED }),
  field("swappiness", uint(64), "How readily memory is swapped out, 0 to 100.", { absent: UNCHANGED }),
  field("disableOOMKiller", BOOLEAN, "Processes wait rather than being killed where memory runs out.", {
    absent: UNCHANGED,
  }),
  field("useHierarchy", BOOLEAN, "Memory of groups below counts too.", { absent: UNCHANGED }),
  field("checkBeforeUpdate", BOOLEAN, "A limit below what is in use is refused.", { absent: UNCHANGED }),
]);

const CPU = object("LinuxCpu", "Limits on the processor.", [
  field("shares", uint(64), "Weight against other containers; 1024 is usual.", { absent: UNCHANGED }),
  field("quota", int(64), "Processor time within each period; -1 is without limit.", {
    unit: "µs",
    absent: UNCHANGED,
  }),
  field("burst", uint(64), "Time that may be saved up beyond the quota.", { unit: "µs", absent: UNCHANGED }),
  field("period", uint(64), "Length of a period.", { unit: "µs", absent: UNCHANGED }),
  field("realtimeRuntime", int(64), "Time for realtime processes within each realtime period.", {
    unit: "µs",
    absent: UNCHANGED,
  }),
  field("realtimePeriod", uint(64), "Length of a realtime period.", { unit: "µs", absent: UNCHANGED }),
  field("cpus", string(), "Processors that may be used, as numbers and ranges.", { absent: "Absent means all." }),
  field("mems", string(), "Memory nodes that may be used, as numbers and ranges.", { absent: "Absent means all." }),
  field("idle", int(64), "1 to run only when nothing else wants the processor.", { absent: UNCHANGED }),
]);

const PIDS = object("LinuxPids", "Limit on processes.", [
  always("limit", int(64, "limit"), "Most processes; 0 or below is without limit."),
]);

const BLOCK_DEVICE: readonly Field[] = [
  always("major", int(64), "Major number of the device."),
  always("minor", int(64), "Minor number of the device."),
];

const WEIGHT_DEVICE = object("LinuxWeightDevice", "The weight for one device.", [
  ...BLOCK_DEVICE,
  field("weight", uint(16), "Weight against other containers, 10 to 1000."),
  field("leafWeight", uint(16), "Weight against the container's own groups below."),
]);

const THROTTLE_DEVICE = object("LinuxThrottleDevice", "The limit for one device.", [
  ...BLOCK_DEVICE,
  always("rate", uint(64), "Most bytes or operations a second."),
]);

const THROTTLES = listOf(THROTTLE_DEVICE);

const BLOCK_IO = object("LinuxBlockIo", "Limits on reading and writing of block devices.", [
  field("weight", uint(16), "Weight against other containers, 10 to 1000.", { absent: UNCHANGED }),
  field("leafWeight", uint(16), "Weight against the container's own groups below.", { absent: UNCHANGED }),
  field("weightDevice", listOf(WEIGHT_DEVICE), "Weights by device."),
  field("throttleReadBpsDevice", THROTTLES, "Most bytes read a second, by device.", { unit: "bytes/s" }),
  field("throttleWriteBpsDevice", THROTTLES, "Most bytes written a second, by device.", { unit: "bytes/s" }),
  field("throttleReadIOPSDevice", THROTTLES, "Most reads a second, by device.", { unit: "1/s" }),
  field("throttleWriteIOPSDevice", THROTTLES, "Most writes a second, by device.", { unit: "1/s" }),
]);

const HUGEPAGE_LIMIT = object("LinuxHugepageLimit", "Limit on huge pages of one size.", [
  always("pageSize", string(), "Size of the pages, 2MB or 1GB."),
  always("limit", uint(64, "limit"), "Most memory in such pages.", { unit: "bytes" }),
]);

const INTERFACE_PRIORITY = object("LinuxInterfacePriority", "Priority of packets on one interface.", [
  always("name", string(), "Name of the interface."),
  always("priority", uint(32), "Priority of the container's packets."),
]);

const NETWORK = object("LinuxNetwork", "Class and priority of packets.", [
  field("classID", uint(32), "Class that the container's packets are marked with.", { absent: UNCHANGED }),
  field("priorities", listOf(INTERFACE_PRIORITY), "Priorities by interface."),
]);

const RDMA = object("LinuxRdma", "Limits on one RDMA device.", [
  field("hcaHandles", uint(32), "Most open handles.", { absent: "Absent means without limit." }),
  field("hcaObjects", uint(32), "Most objects.", { absent: "Absent means without limit." }),
]);

export const LINUX_RESOURCES = object("LinuxResources", "Limits of a Linux container.", [
  field("devices", listOf(DEVICE_RULE), "Which devices may be used, in the order of the rules."),
  field("memory", MEMORY, "Limits on memory.", { absent: UNCHANGED }),
  field("cpu", CPU, "Limits on the processor.", { absent: UNCHANGED }),
  field("pids", PIDS, "Limit on processes.", { absent: UNCHANGED }),
  field("blockIO", BLOCK_IO, "Limits on block devices.", { absent: UNCHANGED }),
  field("hugepageLimits", listOf(HUGEPAGE_LIMIT), "Limits on huge pages, by size."),
  field("network", NETWORK, "Class and priority of packets.", { absent: UNCHANGED }),
  field("rdma", mapOf("RDMA devices", RDMA), "Limits on RDMA, by device."),
  field("unified", mapOf("files of cgroup v2", string()), "Values written to files of the unified hierarchy."),
]);
