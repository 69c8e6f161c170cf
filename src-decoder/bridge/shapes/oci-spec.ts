/** The OCI runtime specification 1.2 (config.md), as Create carries it to a Linux guest and to the confidential sidecar. */
import { ID_MAPPINGS, LINUX } from "./oci-linux.ts";
import { WINDOWS } from "./oci-windows.ts";
import { ANY, BOOLEAN, always, field, int, listOf, mapOf, object, oneOf, oftenOneOf, string, uint } from "./shape.ts";

const CAPABILITY_LIST = listOf(string());

const CAPABILITIES = object("LinuxCapabilities", "Which rights of root the process has, one CAP_ name each.", [
  field("bounding", CAPABILITY_LIST, "Rights that it can ever get."),
  field("effective", CAPABILITY_LIST, "Rights that it has now."),
  field("inheritable", CAPABILITY_LIST, "Rights kept when it starts a program."),
  field("permitted", CAPABILITY_LIST, "Rights that it may take."),
  field("ambient", CAPABILITY_LIST, "Rights that an ordinary program which it starts gets."),
]);

const USER = object("OciUser", "Who the process runs as.", [
  field("uid", uint(32), "User id in the container."),
  field("gid", uint(32), "Group id in the container."),
  field("umask", uint(32, "file-mode"), "Permission bits that new files do not get.", {
    absent: "Absent means the runtime's own choice.",
  }),
  field("additionalGids", listOf(uint(32)), "Further groups."),
  field("username", string(), "Name of the user; the only one of these that counts in a Windows guest.", {
    secret: "name",
  }),
]);

const CONSOLE_SIZE = object("OciConsoleSize", "Size of the terminal.", [
  always("height", uint(32), "Rows.", { unit: "rows" }),
  always("width", uint(32), "Columns.", { unit: "columns" }),
]);

const RLIMIT = object("Rlimit", "A limit on what the process may use.", [
  always("type", string(), "Which limit, RLIMIT_NOFILE for one."),
  always("hard", uint(64, "limit"), "Most that the limit can be raised to."),
  always("soft", uint(64, "limit"), "The limit in force."),
]);

const SCHEDULER = object("OciScheduler", "How the process is given processor time.", [
  always(
    "policy",
    oneOf(
      ["SCHED_OTHER", "The usual one."],
      ["SCHED_FIFO", "Realtime, until it gives way."],
      ["SCHED_RR", "Realtime, in turns."],
      ["SCHED_BATCH", "For long computations."],
      ["SCHED_ISO", "Isochronous."],
      ["SCHED_IDLE", "Only when nothing else runs."],
      ["SCHED_DEADLINE", "By deadline."],
    ),
    "Policy.",
  ),
  field("nice", int(32), "Niceness, from -20 to 19."),
  field("priority", int(32), "Static priority."),
  field("flags", listOf(string()), "Flags, SCHED_FLAG_RESET_ON_FORK for one."),
  field("runtime", uint(64), "Processor time within each period.", { unit: "ns" }),
  field("deadline", uint(64), "By when it must have run.", { unit: "ns" }),
  field("period", uint(64), "Length of a period.", { unit: "ns" }),
]);

const IO_PRIORITY = object("OciIoPriority", "How urgent the process's reads and writes are.", [
  always(
    "class",
    oneOf(
      ["IOPRIO_CLASS_RT", "Before all others."],
      ["IOPRIO_CLASS_BE", "The usual one."],
      ["IOPRIO_CLASS_IDLE", "Only when nothing else does."],
    ),
    "Class.",
  ),
  always("priority", int(32), "Priority within the class, 0 the highest."),
]);

const CPU_AFFINITY = object("OciCpuAffinity", "Processors that an exec'ed process starts on.", [
  field("initial", string(), "Processors while the runtime prepares it."),
  field("final", string(), "Processors when it runs."),
]);

export const OCI_PROCESS = object("OciProcess", "A process to start in a container.", [
  field("terminal", BOOLEAN, "It gets a terminal, and stderr goes with stdout."),
  field("consoleSize", CONSOLE_SIZE, "Size of its terminal."),
  field("user", USER, "Who it runs as."),
  field("args", listOf(string()), "Program and arguments.", { secret: "command" }),
  field("commandLine", string(), "Program and arguments as Windows has them, in one text.", {
    guests: ["WCOW", "CWCOW"],
    secret: "command",
  }),
  field("env", listOf(string()), "Environment, NAME=value each.", { secret: "environment" }),
  always("cwd", string(), "Working folder in the container.", { secret: "path" }),
  field("capabilities", CAPABILITIES, "Which rights of root it has."),
  field("rlimits", listOf(RLIMIT), "Limits on what it may use."),
  field("noNewPrivileges", BOOLEAN, "Neither it nor its children can gain rights."),
  field("apparmorProfile", string(), "AppArmor profile."),
  field("oomScoreAdj", int(32), "How soon it is killed where memory runs out, -1000 to 1000.", {
    absent: "Absent means that it is left as it is.",
  }),
  field("scheduler", SCHEDULER, "How it is given processor time."),
  field("selinuxLabel", string(), "SELinux label."),
  field("ioPriority", IO_PRIORITY, "How urgent its reads and writes are."),
  field("execCPUAffinity", CPU_AFFINITY, "Processors that it starts on."),
]);

const MOUNT = object("OciMount", "Something mounted into the container.", [
  always("destination", string(), "Where in the container.", { secret: "path" }),
  field(
    "type",
    oftenOneOf(
      ["bind", "A folder or file of the guest."],
      ["tmpfs", "Memory."],
      ["proc", "The process list."],
      ["sysfs", "The kernel's devices."],
      ["devpts", "Terminals."],
      ["mqueue", "Message queues."],
      ["cgroup", "Control groups."],
    ),
    "Kind of file system.",
  ),
  field("source", string(), "What is mounted: a path, a device or a name.", { secret: "path" }),
  field("options", listOf(string()), "Options of the mount, ro or nosuid for two."),
  field("uidMappings", ID_MAPPINGS, "User ids of its files and what they are in the container."),
  field("gidMappings", ID_MAPPINGS, "Group ids of its files and what they are in the container."),
]);

const HOOKS_LIST = listOf(
  object("OciHook", "A program run at one point of a container's life.", [
    always("path", string(), "The program.", { secret: "path" }),
    field("args", listOf(string()), "Its arguments, its own name first.", { secret: "command" }),
    field("env", listOf(string()), "Its environment.", { secret: "environment" }),
    field("timeout", int(32), "How long it may run.", { unit: "s", absent: "Absent means without limit." }),
  ]),
);

const HOOKS = object("OciHooks", "Programs run at points of the container's life.", [
  field("prestart", HOOKS_LIST, "Before the process starts.", { deprecated: "Replaced by the three that follow." }),
  field("createRuntime", HOOKS_LIST, "When it is made, in the guest's namespaces."),
  field("createContainer", HOOKS_LIST, "When it is made, in the container's namespaces."),
  field("startContainer", HOOKS_LIST, "Before the process starts, in the container's namespaces."),
  field("poststart", HOOKS_LIST, "After the process has started."),
  field("poststop", HOOKS_LIST, "After the container was deleted."),
]);

const VM = object("OciVm", "How a container that is a virtual machine is run.", [
  field("hypervisor", ANY, "Path of the hypervisor and its parameters."),
  field("kernel", ANY, "Path of the kernel, its parameters and its first file system."),
  field("image", ANY, "Path and format of the root image."),
]);

export const OCI_SPEC = object("OciSpec", "All that a container is, as its bundle's config.json says.", [
  always("ociVersion", string(), "Version of the specification."),
  field("process", OCI_PROCESS, "The container's first process."),
  field(
    "root",
    object("OciRoot", "The container's root file system.", [
      always("path", string(), "Where it is in the guest.", { secret: "path" }),
      field("readonly", BOOLEAN, "It cannot be written."),
    ]),
    "The root file system.",
  ),
  field("hostname", string(), "Host name in the container.", { secret: "name" }),
  field("domainname", string(), "Domain name in the container.", { secret: "name" }),
  field("mounts", listOf(MOUNT), "What is mounted, in order."),
  field("hooks", HOOKS, "Programs run at points of the container's life."),
  field(
    "annotations",
    mapOf("names of annotations", string()),
    "What the host's container manager and hcsshim note down and read.",
    {
      secret: "annotation",
    },
  ),
  field("linux", LINUX, "What only Linux containers have."),
  field("solaris", ANY, "What only Solaris containers have; not for this bridge."),
  field("windows", WINDOWS, "What only Windows containers have, and the network namespace of all."),
  field("vm", VM, "What only virtual machines have; not for this bridge."),
  field("zos", ANY, "What only z/OS containers have; not for this bridge."),
]);
