/** Statistics of a Linux container: cgroup v1 metrics as containerd writes them in JSON (containerd/cgroups cgroup1/stats). */
import { field, listOf, object, string, uint } from "./shape.ts";
import type { Field } from "./shape.ts";

const BYTES = { unit: "bytes" } as const;
const NANOSECONDS = { unit: "ns" } as const;

function counter(name: string, meaning: string): Field {
  return field(name, uint(64), meaning);
}

function bytes(name: string, meaning: string): Field {
  return field(name, uint(64), meaning, BYTES);
}

const CPU = object("CgroupCpu", "Processor time.", [
  field(
    "usage",
    object("CgroupCpuUsage", "Processor time used.", [
      field("total", uint(64), "Processor time used since the start.", NANOSECONDS),
      field("kernel", uint(64), "Of it, time in the kernel.", NANOSECONDS),
      field("user", uint(64), "Of it, time in programs.", NANOSECONDS),
      field("per_cpu", listOf(uint(64)), "Processor time by processor.", NANOSECONDS),
    ]),
    "Processor time used.",
  ),
  field(
    "throttling",
    object("CgroupThrottling", "How often the limit on processor time was met.", [
      counter("periods", "Periods that have passed with a limit."),
      counter("throttled_periods", "Periods in which the limit was met."),
      field("throttled_time", uint(64), "Time that processes had to wait for it.", NANOSECONDS),
    ]),
    "How often the limit was met.",
  ),
]);

const MEMORY_ENTRY = object("CgroupMemoryEntry", "Use of memory of one kind.", [
  field("limit", uint(64, "limit"), "Most that may be used.", BYTES),
  bytes("usage", "What is used now."),
  bytes("max", "Most that was used so far."),
  counter("failcnt", "How often the limit was met."),
]);

/** Counters that are there twice: for the group itself and, with `total_`, for it and those below. */
const MEMORY_COUNTERS: readonly (readonly [string, string, "bytes" | null])[] = [
  ["cache", "Memory that caches files", "bytes"],
  ["rss", "Memory of processes that no file backs", "bytes"],
  ["rss_huge", "Of it, memory in huge pages", "bytes"],
  ["mapped_file", "Memory that maps files", "bytes"],
  ["dirty", "Memory that is to be written to files", "bytes"],
  ["writeback", "Memory that is being written to files", "bytes"],
  ["pg_pg_in", "Pages that were charged to the group", null],
  ["pg_pg_out", "Pages that were taken off it", null],
  ["pg_fault", "Page faults", null],
  ["pg_maj_fault", "Page faults that had to read a disk", null],
  ["inactive_anon", "Memory no file backs that was not used of late", "bytes"],
  ["active_anon", "Memory no file backs that was used of late", "bytes"],
  ["inactive_file", "Cached files that were not used of late", "bytes"],
  ["active_file", "Cached files that were used of late", "bytes"],
  ["unevictable", "Memory that cannot be taken back", "bytes"],
];

function memoryCounters(prefix: string, ending: string): Field[] {
  return MEMORY_COUNTERS.map(([name, meaning, unit]) =>
    field(`${prefix}${name}`, uint(64), `${meaning}${ending}.`, unit === null ? {} : { unit }),
  );
}

const MEMORY = object("CgroupMemory", "Use of memory.", [
  ...memoryCounters("", ""),
  field("hierarchical_memory_limit", uint(64, "limit"), "Least of the limits of the group and those above.", BYTES),
  field(
    "hierarchical_swap_limit",
    uint(64, "limit"),
    "Least of the limits with swap of the group and those above.",
    BYTES,
  ),
  ...memoryCounters("total_", ", with the groups below"),
  field("usage", MEMORY_ENTRY, "Memory."),
  field("swap", MEMORY_ENTRY, "Memory and swap together."),
  field("kernel", MEMORY_ENTRY, "Memory in the kernel."),
  field("kernel_tcp", MEMORY_ENTRY, "Memory of TCP buffers."),
]);

const BLKIO_ENTRIES = listOf(
  object("CgroupBlkioEntry", "One number of one device.", [
    field("op", string(), "What is counted: Read, Write, Sync, Async, Total."),
    field("device", string(), "Path of the device.", { secret: "path" }),
    counter("major", "Major number of the device."),
    counter("minor", "Minor number of the device."),
    counter("value", "The number."),
  ]),
);

const BLKIO = object(
  "CgroupBlkio",
  "Reading and writing of block devices; recent guests leave it out to keep the answer small.",
  [
    field("io_service_bytes_recursive", BLKIO_ENTRIES, "Bytes read and written.", BYTES),
    field("io_serviced_recursive", BLKIO_ENTRIES, "Reads and writes done."),
    field("io_queued_recursive", BLKIO_ENTRIES, "Reads and writes that wait."),
    field("io_service_time_recursive", BLKIO_ENTRIES, "Time that devices took.", NANOSECONDS),
    field("io_wait_time_recursive", BLKIO_ENTRIES, "Time that reads and writes waited.", NANOSECONDS),
    field("io_merged_recursive", BLKIO_ENTRIES, "Reads and writes that were merged with others."),
    field("io_time_recursive", BLKIO_ENTRIES, "Time that devices were busy for the group.", { unit: "ms" }),
    field("sectors_recursive", BLKIO_ENTRIES, "Sectors read and written."),
  ],
);

const RDMA_ENTRIES = listOf(
  object("CgroupRdmaEntry", "Handles and objects of one RDMA device.", [
    field("device", string(), "Name of the device."),
    field("hca_handles", uint(32), "Handles."),
    field("hca_objects", uint(32), "Objects."),
  ]),
);

const NETWORK = object("CgroupNetwork", "What went over one interface.", [
  field("name", string(), "Name of the interface."),
  bytes("rx_bytes", "Bytes received."),
  counter("rx_packets", "Packets received."),
  counter("rx_errors", "Packets received with errors."),
  counter("rx_dropped", "Packets dropped on the way in."),
  bytes("tx_bytes", "Bytes sent."),
  counter("tx_packets", "Packets sent."),
  counter("tx_errors", "Packets that could not be sent."),
  counter("tx_dropped", "Packets dropped on the way out."),
]);

export const CGROUP_METRICS = object("CgroupMetrics", "Statistics of a Linux container from its control groups.", [
  field(
    "hugetlb",
    listOf(
      object("CgroupHugetlb", "Use of huge pages of one size.", [
        bytes("usage", "What is used now."),
        bytes("max", "Most that was used so far."),
        counter("failcnt", "How often the limit was met."),
        field("pagesize", string(), "Size of the pages."),
      ]),
    ),
    "Use of huge pages, by size.",
  ),
  field(
    "pids",
    object("CgroupPids", "Number of processes.", [
      counter("current", "Processes and threads now."),
      field("limit", uint(64), "Most that there may be.", { absent: "Absent means without limit." }),
    ]),
    "Number of processes.",
  ),
  field("cpu", CPU, "Processor time."),
  field("memory", MEMORY, "Use of memory."),
  field("blkio", BLKIO, "Reading and writing of block devices."),
  field(
    "rdma",
    object("CgroupRdma", "Use of RDMA devices.", [
      field("current", RDMA_ENTRIES, "What is used now, by device."),
      field("limit", RDMA_ENTRIES, "Limits, by device."),
    ]),
    "Use of RDMA devices.",
  ),
  field("network", listOf(NETWORK), "What went over the network, by interface."),
  field(
    "cgroup_stats",
    object("CgroupTasks", "Processes by what they do.", [
      counter("nr_sleeping", "That sleep."),
      counter("nr_running", "That run."),
      counter("nr_stopped", "That are stopped."),
      counter("nr_uninterruptible", "That sleep and cannot be woken."),
      counter("nr_io_wait", "That wait for a device."),
    ]),
    "Processes by what they do.",
  ),
  field(
    "memory_oom_control",
    object("CgroupOomControl", "What happens where memory runs out.", [
      counter("oom_kill_disable", "1 where no process is killed for it."),
      counter("under_oom", "1 while the group is out of memory."),
      counter("oom_kill", "Processes killed for it so far."),
    ]),
    "What happens where memory runs out.",
  ),
]);
