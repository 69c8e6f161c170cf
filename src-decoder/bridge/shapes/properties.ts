/** GetProperties: what is asked and what a guest answers (hcsshim internal/hcs/schema2 Properties, internal/guest/prot PropertiesV2). */
import { request, response } from "./base.ts";
import { CGROUP_METRICS } from "./cgroup-metrics.ts";
import { SCHEMA_VERSION } from "./negotiate.ts";
import {
  ANY,
  BOOLEAN,
  always,
  field,
  jsonString,
  listOf,
  mapOf,
  object,
  oneOf,
  oftenOneOf,
  onSuccess,
  string,
  uint,
} from "./shape.ts";
import type { Field } from "./shape.ts";

const WINDOWS_ONLY = { guests: ["WCOW", "CWCOW"] } as const;

const PROPERTY_TYPE = oftenOneOf(
  ["Statistics", "Use of processor, memory and storage."],
  ["ProcessList", "The container's processes."],
  ["GuestConnection", "What the guest can do; Linux guests refuse it."],
  ["Memory", "Legacy: use of memory."],
  ["CpuGroup", "Legacy: group of processors."],
  ["PendingUpdates", "Legacy: whether updates wait."],
  ["TerminateOnLastHandleClosed", "Legacy: whether the container ends with its last handle."],
  ["MappedDirectory", "Legacy: folders of the host."],
  ["SystemGUID", "Legacy: id of the system."],
  ["Network", "Legacy: network adapters."],
  ["MappedPipe", "Legacy: named pipes of the host."],
  ["MappedVirtualDisk", "Legacy: disks of the host."],
);

const QUERY = object("PropertyQuery", "Which properties are asked for.", [
  field("PropertyTypes", listOf(PROPERTY_TYPE), "The properties.", { absent: "Absent means the basic ones." }),
  field("FilteredQueries", listOf(ANY), "Queries with a filter.", WINDOWS_ONLY),
  field("Queries", mapOf("names of properties", ANY), "Queries with parameters.", WINDOWS_ONLY),
]);

export const PROPERTIES_REQUEST = request("GetPropertiesRequest", "Asks for properties of a container.", [
  always("Query", jsonString(QUERY), "Which properties, as JSON in a string."),
]);

const TICKS = { ...WINDOWS_ONLY, unit: "100 ns" } as const;

function windowsBytes(name: string, meaning: string): Field {
  return field(name, uint(64), meaning, { ...WINDOWS_ONLY, unit: "bytes" });
}

const PROCESS_DETAILS = object("ProcessDetails", "A process of the container.", [
  field("ProcessId", uint(32), "Process id in the guest."),
  field("ImageName", string(), "Name of its program.", { ...WINDOWS_ONLY, secret: "command" }),
  field("CreateTimestamp", string(), "When it was started.", WINDOWS_ONLY),
  field("UserTime100ns", uint(64), "Processor time in its own code.", TICKS),
  field("KernelTime100ns", uint(64), "Processor time in the kernel.", TICKS),
  windowsBytes("MemoryCommitBytes", "Memory committed to it."),
  windowsBytes("MemoryWorkingSetPrivateBytes", "Memory in use that is its own."),
  windowsBytes("MemoryWorkingSetSharedBytes", "Memory in use that others share."),
]);

const STATISTICS = object("Statistics", "What a Windows container uses.", [
  field("Timestamp", string(), "When it was measured."),
  field("ContainerStartTime", string(), "When the container was started."),
  field("Uptime100ns", uint(64), "How long it has run.", TICKS),
  field(
    "Processor",
    object("ProcessorStatistics", "Processor time.", [
      field("TotalRuntime100ns", uint(64), "Processor time used.", TICKS),
      field("RuntimeUser100ns", uint(64), "Of it, time in programs.", TICKS),
      field("RuntimeKernel100ns", uint(64), "Of it, time in the kernel.", TICKS),
    ]),
    "Processor time.",
  ),
  field(
    "Memory",
    object("MemoryStatistics", "Use of memory.", [
      windowsBytes("MemoryUsageCommitBytes", "Memory committed."),
      windowsBytes("MemoryUsageCommitPeakBytes", "Most that was committed so far."),
      windowsBytes("MemoryUsagePrivateWorkingSetBytes", "Memory in use."),
    ]),
    "Use of memory.",
  ),
  field(
    "Storage",
    object("StorageStatistics", "Reading and writing.", [
      field("ReadCountNormalized", uint(64), "Reads, in units of 8 KiB."),
      windowsBytes("ReadSizeBytes", "Bytes read."),
      field("WriteCountNormalized", uint(64), "Writes, in units of 8 KiB."),
      windowsBytes("WriteSizeBytes", "Bytes written."),
    ]),
    "Reading and writing.",
  ),
]);

const GUEST_CONNECTION = object("GuestConnectionInfo", "What the guest can do.", [
  field("SupportedSchemaVersions", listOf(SCHEMA_VERSION), "Schema versions that the guest reads."),
  field("ProtocolVersion", uint(32), "Protocol version in use."),
  field("GuestDefinedCapabilities", ANY, "What the guest agent itself adds."),
]);

const PROPERTIES = object("Properties", "Properties of a container.", [
  field("ProcessList", listOf(PROCESS_DETAILS), "Its processes.", { absent: "Absent where they were not asked for." }),
  field("LCOWMetrics", CGROUP_METRICS, "Statistics of a Linux container.", {
    guests: ["LCOW"],
    absent: "Absent where they were not asked for.",
  }),
  field("Statistics", STATISTICS, "Statistics of a Windows container.", {
    ...WINDOWS_ONLY,
    absent: "Absent where they were not asked for.",
  }),
  field("Id", string("container-id"), "Id of the container.", { ...WINDOWS_ONLY, secret: "identity" }),
  field(
    "SystemType",
    oneOf(["Container", "A container."], ["VirtualMachine", "A virtual machine."]),
    "What it is.",
    WINDOWS_ONLY,
  ),
  field(
    "RuntimeOsType",
    oneOf(["Windows", "It runs Windows."], ["Linux", "It runs Linux."]),
    "Its operating system.",
    WINDOWS_ONLY,
  ),
  field("Name", string(), "Its name.", { ...WINDOWS_ONLY, secret: "name" }),
  field("Owner", string(), "Program that made it.", WINDOWS_ONLY),
  field("ObRoot", string(), "Root of its object names.", WINDOWS_ONLY),
  field("IsDummy", BOOLEAN, "It is a stand-in.", WINDOWS_ONLY),
  field("RuntimeId", string("guid"), "Runtime id of its virtual machine.", { ...WINDOWS_ONLY, secret: "identity" }),
  field("RuntimeImagePath", string(), "Folder of its virtual machine's image.", { ...WINDOWS_ONLY, secret: "path" }),
  field("IsRuntimeTemplate", BOOLEAN, "Others are made from it.", WINDOWS_ONLY),
  field("RuntimeTemplateId", string(), "What it was made from.", WINDOWS_ONLY),
  field(
    "State",
    oftenOneOf(
      ["Created", "It is prepared."],
      ["Running", "It runs."],
      ["Paused", "It is paused."],
      ["Stopped", "It has ended."],
      ["SavedAsTemplate", "Others are made from it."],
      ["Unknown", "Not known."],
    ),
    "What it does.",
    WINDOWS_ONLY,
  ),
  field("Stopped", BOOLEAN, "It has ended.", WINDOWS_ONLY),
  field("ExitType", string(), "How it ended.", WINDOWS_ONLY),
  field("Memory", ANY, "Memory of its virtual machine.", WINDOWS_ONLY),
  field("GuestMemoryInfo", ANY, "Memory as the guest sees it.", WINDOWS_ONLY),
  field("CpuGroupId", string("guid"), "Its group of processors.", WINDOWS_ONLY),
  field("TerminateOnLastHandleClosed", BOOLEAN, "It ends with its last handle.", WINDOWS_ONLY),
  field("SystemGUID", string("guid"), "Id of the system.", { ...WINDOWS_ONLY, secret: "identity" }),
  field("HostingSystemId", string(), "Id of the virtual machine that it runs in.", {
    ...WINDOWS_ONLY,
    secret: "identity",
  }),
  field("SharedMemoryRegionInfo", listOf(ANY), "Memory shared with the host.", WINDOWS_ONLY),
  field("GuestConnectionInfo", GUEST_CONNECTION, "What the guest can do.", WINDOWS_ONLY),
  field("Silo", ANY, "Its silo, the kernel's object behind it.", WINDOWS_ONLY),
  field("CosIndex", uint(32), "Its class of service for the cache.", WINDOWS_ONLY),
  field("Rmid", uint(32), "Its id for monitoring the cache.", WINDOWS_ONLY),
  field("CacheStats", ANY, "Its use of the cache.", WINDOWS_ONLY),
  field("IdledProcessorInfo", ANY, "Processors that are idle.", WINDOWS_ONLY),
  field("CpuFrequencyPowerCap", uint(32), "Limit on the processor's frequency.", WINDOWS_ONLY),
  field("PropertyResponses", mapOf("names of properties", ANY), "Answers to queries with parameters.", WINDOWS_ONLY),
]);

export const PROPERTIES_RESPONSE = response("GetPropertiesResponse", "Properties of a container.", [
  onSuccess("Properties", jsonString(PROPERTIES), "The properties, as JSON in a string."),
]);
