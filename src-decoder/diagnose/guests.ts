/** Whether a bridge's guest is Linux or Windows, by what host and guest say to each other (bridge.md 2.2 to 2.5, 3): a capture may start behind the messages that say it outright. */
import { SIDECAR_ERROR_TYPE } from "../bridge/header.ts";
import { NULL_CONTAINER } from "../correlate/containers.ts";
import type { CallName, RowList } from "../correlate/message-index.ts";
import { member, textMember } from "../correlate/payloads.ts";
import type { DiagnosisContext } from "./context.ts";

/** What runs in the utility VM, as far as its messages show. */
export type GuestKind = "linux" | "windows";

/** Bridges that are looked at; of more the rest is not known. */
const MOST_BRIDGES = 50;
/** Messages of a kind that are read of each bridge, where none before told. */
const MOST_READ = 3;
const NOT_IMPLEMENTED = 0x8000_4001 | 0;

type Sign = (payload: unknown) => GuestKind | null;

/** What the requests of a call tell, and which must have been served to tell it: a guest refuses what only the other kind knows. */
const REQUEST_SIGNS: readonly { readonly call: CallName; readonly sign: Sign }[] = [
  { call: "ExecuteProcess", sign: ofExec },
  { call: "ModifySettings", sign: ofSettings },
  { call: "Create", sign: ofCreate },
  { call: "SignalProcess", sign: ofSignal },
  { call: "ModifyServiceSettings", sign: () => "windows" },
];

const WINDOWS_RESOURCES: ReadonlySet<string> = new Set([
  "NetworkNamespace",
  "HvSocket",
  "CWCOWCombinedLayers",
  "WCOWBlockCims",
  "MappedVirtualDiskForContainerScratch",
]);
const LINUX_RESOURCES: ReadonlySet<string> = new Set([
  "SCSIDevice",
  "VPMemDevice",
  "VPCIDevice",
  "ContainerConstraints",
  "PodCgroupMemoryLimit",
]);

/** The kinds of all guests that tell, by bridge number. Reads a few payloads of each bridge. */
export async function guestKinds(context: DiagnosisContext): Promise<ReadonlyMap<number, GuestKind>> {
  const kinds = new Map<number, GuestKind>();
  for (const { bridge } of context.lives.slice(0, MOST_BRIDGES)) {
    const kind = ofHeaders(context, bridge.number) ?? (await ofPayloads(context, bridge.number));
    if (kind !== null) kinds.set(bridge.number, kind);
  }
  return kinds;
}

/** Only a Windows guest is asked to create the utility VM itself (N12), and only there is a sidecar. */
function ofHeaders(context: DiagnosisContext, bridge: number): GuestKind | null {
  const { index } = context;
  const isOwn = (row: number): boolean => context.bridgeOf(row) === bridge;
  const createsVm = index.requests("Create").some((row) => context.container(row) === NULL_CONTAINER && isOwn(row));
  return createsVm || index.ofType(SIDECAR_ERROR_TYPE).some((row) => isOwn(row)) ? "windows" : null;
}

async function ofPayloads(context: DiagnosisContext, bridge: number): Promise<GuestKind | null> {
  for (const row of someOf(context, context.index.answers("NegotiateProtocol"), bridge)) {
    const kind = ofCapabilities(await context.payload(row));
    if (kind !== null) return kind;
  }
  for (const { call, sign } of REQUEST_SIGNS) {
    const served = context.index.requests(call).filter((row) => isServed(context, row));
    for (const row of someOf(context, served, bridge)) {
      const kind = sign(await context.payload(row));
      if (kind !== null) return kind;
    }
  }
  return null;
}

function someOf(context: DiagnosisContext, rows: RowList, bridge: number): number[] {
  const some: number[] = [];
  for (const row of rows) {
    if (some.length === MOST_READ) break;
    if (context.bridgeOf(row) === bridge) some.push(row);
  }
  return some;
}

/** Not refused: a settings request fails for many reasons, of which that the guest does not know it is one. */
function isServed(context: DiagnosisContext, row: number): boolean {
  const answer = context.answer(row);
  if (answer === null) return false;
  const result = context.result(answer) ?? 0;
  return context.name(row) === "ModifyServiceSettings" ? result !== NOT_IMPLEMENTED : result === 0;
}

function ofCapabilities(payload: unknown): GuestKind | null {
  const system = textMember(payload, "Capabilities", "RuntimeOsType")?.toLowerCase();
  return system === "linux" || system === "windows" ? system : null;
}

function ofExec(payload: unknown): GuestKind | null {
  if (member(payload, "Settings", "VsockStdioRelaySettings") !== undefined) return "linux";
  if (member(payload, "Settings", "StdioRelaySettings") !== undefined) return "windows";
  return textMember(payload, "Settings", "ProcessParameters")?.includes('"OciProcess"') === true ? "linux" : null;
}

function ofSettings(payload: unknown): GuestKind | null {
  const resource = textMember(payload, "Request", "ResourceType") ?? "";
  if (WINDOWS_RESOURCES.has(resource)) return "windows";
  if (LINUX_RESOURCES.has(resource)) return "linux";
  const has = (name: string): boolean => member(payload, "Request", "Settings", name) !== undefined;
  if (resource === "MappedVirtualDisk" || resource === "MappedDirectory") {
    if (has("MountPath")) return "linux";
    if (has("ContainerPath") || has("HostPath")) return "windows";
  }
  return null;
}

function ofCreate(payload: unknown): GuestKind | null {
  const config = textMember(payload, "ContainerConfig") ?? "";
  if (config.includes('"OciSpecification"') || config.includes('"OciBundlePath"')) return "linux";
  return config.includes('"Container":') || config.includes('"CWCOWHostedSystem"') ? "windows" : null;
}

/** Windows guests have signals by name. */
function ofSignal(payload: unknown): GuestKind | null {
  const signal = member(payload, "Options", "Signal");
  if (typeof signal === "string") return "windows";
  return typeof signal === "number" && signal > 0 ? "linux" : null;
}
