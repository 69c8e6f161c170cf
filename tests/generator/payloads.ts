/**
 * Payloads as the real host and guest write them: the host's JSON ends in a newline (`json.Encoder`), the Linux guest's does not
 * (`json.Marshal`). All text is ASCII, so that characters are bytes. Shapes: hcsshim `internal/gcs/prot` and `internal/guest/prot`.
 */
import type { Random } from "./random.ts";

/** Request types (hcsshim `prot.go`); the response has 0x2 in place of the leading 0x1. */
export const REQUEST = {
  create: 0x10100101,
  start: 0x10100201,
  shutdownGraceful: 0x10100301,
  executeProcess: 0x10100501,
  waitForProcess: 0x10100601,
  signalProcess: 0x10100701,
  resizeConsole: 0x10100801,
  getProperties: 0x10100901,
  modifySettings: 0x10100a01,
  negotiateProtocol: 0x10100b01,
  dumpStacks: 0x10100c01,
  deleteContainerState: 0x10100d01,
} as const;

export const NOTIFICATION = 0x30100101;

export function responseType(type: number): number {
  return (type & 0x0fffffff) | 0x20000000;
}

/** A frame's header, a character a byte. */
export function header(type: number, size: number, id: number): string {
  return String.fromCharCode(...[type, size, id, 0].flatMap((word) => [0, 8, 16, 24].map((by) => (word >>> by) & 255)));
}

/** The results that the guest answers with, as signed HRESULTs. */
export const RESULT = {
  ok: 0,
  fail: 0x80004005 | 0,
  notImplemented: 0x80004001 | 0,
  systemNotFound: 0xc037010e | 0,
  processNotFound: 0x80070490 | 0,
  timeout: 0xc0370109 | 0,
} as const;

/** The id of the utility VM itself. */
export const UTILITY_VM = "00000000-0000-0000-0000-000000000000";
/** `TimeoutInMs` of a wait without end. */
export const INFINITE = 0xffffffff;
/** vsock port of the bridge; stdio relays count up from the next one. */
export const BRIDGE_VSOCK_PORT = 0x40000000;

const ACTIVITY = '"ActivityId":"00000000-0000-0000-0000-000000000000"';

/** A host's request for `container`; `rest` is its other members, each with a leading comma. */
export function request(container: string, random: Random, rest = ""): string {
  const trace = `00-${random.hex(8)}-${random.hex(4)}-01`;
  return `{"ContainerId":"${container}",${ACTIVITY},"otsc":{"traceparent":"${trace}"}${rest}}\n`;
}

export function negotiateRequest(): string {
  return `{"ContainerId":"",${ACTIVITY},"MinimumVersion":4,"MaximumVersion":4}\n`;
}

/** A wait carries a `traceparent` only where it follows its exec. */
export function pollRequest(processId: number, timeoutMs: number): string {
  return `{"ContainerId":"${UTILITY_VM}",${ACTIVITY},"ProcessId":${processId},"TimeoutInMs":${timeoutMs}}\n`;
}

export function modification(action: string, resource: string, settings: unknown): string {
  const tail = settings === undefined ? "" : `,"Settings":${JSON.stringify(settings)}`;
  return `,"Request":{"RequestType":"${action}","ResourceType":"${resource}"${tail}}`;
}

export function combinedLayers(container: string): unknown {
  return {
    ContainerID: container,
    ContainerRootPath: `/run/gcs/c/${container}/rootfs`,
    Layers: [
      { Id: "d3b07384-d9a0-4c1e-8b0a-2f1f0a7e5c11", Path: "/run/mounts/scsi/m1" },
      { Id: "0cc175b9-c0f1-4b6a-9d5e-3c2b1a098765", Path: "/run/mounts/scsi/m0" },
    ],
    ScratchPath: `/run/mounts/scratch/${container}`,
  };
}

/** Create's `ContainerConfig`: JSON within a string. */
export function containerConfig(container: string): string {
  const config = {
    SchemaVersion: { Major: 2, Minor: 1 },
    OciBundlePath: `/run/gcs/c/${container}`,
    OciSpecification: {
      ociVersion: "1.0.2",
      process: {
        user: { uid: 0, gid: 0 },
        args: ["/bin/sh", "-c", "trap 'exit 0' TERM; while true; do sleep 1; done"],
        env: ["PATH=/bin:/sbin", "HOSTNAME=worker"],
        cwd: "/",
        capabilities: { bounding: ["CAP_KILL"], effective: ["CAP_KILL"], permitted: ["CAP_KILL"] },
      },
      root: { path: `/run/gcs/c/${container}/rootfs` },
      mounts: [
        { destination: "/proc", type: "proc", source: "proc" },
        { destination: "/dev", type: "tmpfs", source: "tmpfs", options: ["nosuid", "strictatime", "mode=755"] },
        { destination: "/sys", type: "sysfs", source: "sysfs", options: ["nosuid", "noexec", "nodev", "ro"] },
      ],
      annotations: { "io.kubernetes.cri.container-type": "container" },
      linux: { resources: {}, namespaces: [{ type: "pid" }, { type: "mount" }, { type: "uts" }, { type: "ipc" }] },
      windows: { layerFolders: null, network: { networkNamespace: "8c0d2f4e-1111-4222-8333-944445555666" } },
    },
    ScratchDirPath: `/run/mounts/scratch/${container}`,
  };
  return `,"ContainerConfig":${JSON.stringify(JSON.stringify(config))}`;
}

/** ExecuteProcess's `Settings`; ports are vsock ports of stdio relays, 0 where there is none. */
export function processSettings(command: readonly string[] | null, stdout: number, stderr: number): string {
  const parameters = {
    ...(command === null
      ? {}
      : {
          CommandArgs: command,
          WorkingDirectory: "/",
          Environment: { PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" },
        }),
    ...(stdout > 0 ? { CreateStdOutPipe: true } : {}),
    ...(stderr > 0 ? { CreateStdErrPipe: true } : {}),
  };
  const relays = { ...(stdout > 0 ? { StdOut: stdout } : {}), ...(stderr > 0 ? { StdErr: stderr } : {}) };
  const settings = { ProcessParameters: JSON.stringify(parameters), VsockStdioRelaySettings: relays };
  return `,"Settings":${JSON.stringify(settings)}`;
}

export function propertyQuery(property: "Statistics" | "ProcessList"): string {
  return `,"Query":"{\\"PropertyTypes\\":[\\"${property}\\"]}"`;
}

/** What a host's buffer still held of a statistics call, and the first message behind it, as the payload of one frame (bridge.md H38). */
export function gluedPayload(random: Random, id: number): string {
  const inner = header(REQUEST.negotiateProtocol, 0, id + 1);
  return `${request(UTILITY_VM, random, propertyQuery("Statistics"))}${inner}${negotiateRequest()}`;
}

/** A guest's answer that went well; `rest` is its other members, each with a leading comma. */
export function answer(rest = ""): string {
  return `{"Result":0,${ACTIVITY}${rest}}`;
}

const CODE_FOLDER = "github.com/Microsoft/hcsshim/internal/guest/bridge";
const STACK = ["getPropertiesV2", "HandlerFunc.ServeMsg", "(*Mux).ServeMsg", "(*Bridge).ListenAndServe.func2.1"]
  .map((name, depth) => `\\n${CODE_FOLDER}.${name}\\n\\t${CODE_FOLDER}/bridge.go:${54 + 91 * depth}`)
  .join("");

/** A guest's answer with an error; with a stack where the handler itself raised it. */
export function errorAnswer(result: number, text: string | null): string {
  const message = text ?? `HRESULT: 0x${(result >>> 0).toString(16)}`;
  const place = text === null ? '"FileName":"","Line":4294967295' : '"FileName":"bridge_v2.go","Line":315';
  const stack = text === null ? "" : `"StackTrace":"${STACK}",`;
  const record = `{"Result":${result},"Message":"${message}",${stack}"ModuleName":"gcs",${place}}`;
  return `{"Result":${result},${ACTIVITY},"ErrorMessage":"${message}","ErrorRecords":[${record}]}`;
}

export function negotiateAnswer(): string {
  return answer(
    ',"Version":4,"Capabilities":{"SupportedSchemaVersions":[{"Major":2,"Minor":1}],"RuntimeOsType":"Linux",' +
      '"GuestDefinedCapabilities":{"NamespaceAddRequestSupported":true,"SignalProcessSupported":true,' +
      '"DumpStacksSupported":true,"DeleteContainerStateSupported":true}}',
  );
}

/** GetProperties's `Properties`: JSON within a string. */
export function statistics(random: Random): string {
  const cpu = 1_000_000 + random.below(9_000_000);
  const rss = 4096 * (20 + random.below(200));
  const faults = random.below(900);
  const metrics =
    `{\\"LCOWMetrics\\":{\\"pids\\":{\\"current\\":${1 + random.below(9)}},\\"cpu\\":{\\"usage\\":{\\"total\\":${cpu},` +
    `\\"per_cpu\\":[${cpu >>> 1},${cpu - (cpu >>> 1)}]},\\"throttling\\":{}},\\"memory\\":{\\"rss\\":${rss},` +
    `\\"pg_pg_in\\":${faults + 30},\\"pg_pg_out\\":${faults},\\"pg_fault\\":${2 * faults},\\"inactive_anon\\":${rss},` +
    `\\"hierarchical_memory_limit\\":25197858816,\\"hierarchical_swap_limit\\":9223372036854771712,` +
    `\\"total_rss\\":${rss},\\"total_pg_fault\\":${2 * faults},\\"total_inactive_anon\\":${rss},` +
    `\\"usage\\":{\\"limit\\":9223372036854771712,\\"usage\\":${rss + 335872},\\"max\\":${rss + 1871872}},` +
    `\\"swap\\":{\\"limit\\":9223372036854771712,\\"usage\\":${rss + 335872},\\"max\\":${rss + 1871872}},` +
    `\\"kernel\\":{\\"limit\\":9223372036854771712,\\"usage\\":221184,\\"max\\":458752},` +
    `\\"kernel_tcp\\":{\\"limit\\":9223372036854771712}},\\"blkio\\":{},\\"memory_oom_control\\":{}}}`;
  return answer(`,"Properties":"${metrics}"`);
}

export function exitNotification(container: string, kind: "GracefulExit" | "ForcedExit" | "UnexpectedExit"): string {
  return `{"ContainerId":"${container}",${ACTIVITY},"Type":"${kind}","Operation":"None","Result":0}`;
}
