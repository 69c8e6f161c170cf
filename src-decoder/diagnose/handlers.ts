/**
 * What stands behind a request that is not answered: the guest's handler and what it may wait for (bridge.md 1.2, from the guest's sources).
 * One row a handler.
 */
import { lowerFirst } from "../bytes/count-text.ts";
import { member } from "../correlate/payloads.ts";
import { STDIO, STDIO_MEMBERS } from "../correlate/relays.ts";
import type { DiagnosisContext } from "./context.ts";
import { GUEST_PROCESSES, STACKS, STACKS_NEXT_TIME } from "./steps.ts";

/** How the guest works on calls of one kind. */
export interface Handler {
  /** Identifier of the rule that describes it. */
  readonly rule: string;
  /** What the guest may be waiting for, a few words. */
  readonly title: string;
  readonly causes: readonly string[];
  readonly next: readonly string[];
  /** True where it is known of any guest: the others are handlers of the Linux guest agent, and the Windows one is closed source. */
  readonly ofAnyGuest?: true;
}

interface HandlerRow extends Handler {
  readonly call: string;
  /** For ModifySettings: the resource, and where it matters the request type. */
  readonly resource?: string;
  readonly requestType?: string;
  /** A further look at the payload, where that is not enough. */
  readonly when?: (payload: unknown) => boolean;
}

const HANDLERS: readonly HandlerRow[] = [
  {
    rule: "H21b",
    title: "Removal of a disk that is gone",
    call: "ModifySettings",
    resource: "MappedVirtualDisk",
    requestType: "Remove",
    causes: ["The SCSI device is gone already: the guest looks for it in sysfs before it removes it, without a limit."],
    next: ["Check the order of unplug and remove on the host.", STACKS],
  },
  {
    rule: "H21",
    title: "Disk that does not appear",
    call: "ModifySettings",
    resource: "MappedVirtualDisk",
    causes: ["The SCSI device does not appear in the guest's sysfs; the guest waits for it without a limit."],
    next: [
      'Look in the guest\'s log for "scsi::GetDevicePath blocked for more than 5 seconds".',
      "Check that the host attached controller and LUN.",
      STACKS,
    ],
  },
  {
    rule: "H23",
    title: "Device that does not appear",
    call: "ModifySettings",
    resource: "VPCIDevice",
    requestType: "Add",
    causes: ["The assigned device's VMBus path does not appear in the guest; there is no limit."],
    next: ["Check the device assignment on the host.", STACKS],
  },
  {
    rule: "H27",
    title: "DHCP without an end",
    call: "ModifySettings",
    resource: "Network",
    requestType: "Add",
    when: (payload) => {
      const settings = member(payload, "Request", "Settings");
      const configs = member(settings, "IPConfigs");
      const address = member(settings, "IPAddress") ?? "";
      return (!Array.isArray(configs) || configs.length === 0) && address === "";
    },
    causes: [
      "The adapter has no address in the request, so the guest asks DHCP, whose limit of 30 s has no effect.",
      "The network adapter does not appear in the guest: an error follows after 5 s (H24).",
    ],
    next: ["Check that a DHCP server answers on the container's network.", STACKS],
  },
  {
    rule: "H24",
    title: "Network adapter that does not appear",
    call: "ModifySettings",
    resource: "Network",
    requestType: "Add",
    causes: ["The network adapter does not appear in the guest: an error follows after 5 s."],
    next: ["Check that the host attached the adapter.", STACKS],
  },
  {
    rule: "H25",
    title: "Share that is not served",
    call: "ModifySettings",
    resource: "MappedDirectory",
    requestType: "Add",
    causes: ["The Plan9 share is not served by the host; the mount itself has no limit."],
    next: ["Check the share's port on the host.", STACKS],
  },
  {
    rule: "H26",
    title: "Stdio ports that nobody listens on",
    call: "ExecuteProcess",
    when: (payload) => payload === undefined || asksForStdio(member(payload, "Settings")),
    causes: [
      "The guest dials stdin, stdout and stderr before it answers; each port that nobody listens on costs up to 21 s.",
    ],
    next: ["Compare the ports in the request with the connections in the capture.", STACKS],
  },
  {
    rule: "H28",
    title: "Creation that hangs",
    call: "Create",
    causes: [
      "runc create, a mount or a hook hangs in the guest.",
      "DHCP of a standalone pod, whose limit has no effect (H27).",
    ],
    next: [GUEST_PROCESSES, STACKS],
  },
  {
    rule: "H29",
    title: "Deletion that hangs",
    call: "DeleteContainerState",
    causes: ["runc delete waits for a cgroup or mount that is busy."],
    next: [GUEST_PROCESSES, STACKS],
  },
  {
    rule: "H30",
    title: "Statistics that hang",
    call: "GetProperties",
    causes: ["Reading cgroup statistics of a very large tree, or a stuck file system under it."],
    next: [STACKS],
  },
  {
    rule: "H02",
    title: "Stacks of a guest that is stuck",
    call: "DumpStacks",
    ofAnyGuest: true,
    causes: [
      "The stacks of a guest that is stuck itself; the call has its own 300 s and adds one more that kills the bridge.",
    ],
    next: ["Look at what was waiting before the stacks were asked for."],
  },
  {
    rule: "H17",
    title: "Stop that hangs",
    call: "ShutdownGraceful",
    causes: ["The handler that stops the container hangs; an image that ignores SIGTERM is answered all the same."],
    next: [GUEST_PROCESSES, STACKS],
  },
];

/** Whether the settings of an ExecuteProcess name a port or a service for any of the three streams. */
function asksForStdio(settings: unknown): boolean {
  return ["VsockStdioRelaySettings", "StdioRelaySettings"].some((relay) =>
    STDIO.some((name) => Boolean(member(settings, relay, STDIO_MEMBERS[name]))),
  );
}

/** What is known of any handler. */
const UNKNOWN: Handler = {
  rule: "H01",
  title: "Handler that hangs",
  ofAnyGuest: true,
  causes: ["The guest's handler of this request hangs."],
  next: [STACKS],
};

/** What may stand behind a request; reads its payload where the handler depends on it. */
export async function handlerBehind(context: DiagnosisContext, row: number): Promise<Pick<Handler, "causes" | "next">> {
  const handler = await handlerOf(context, row);
  const { next } = handler;
  const causes = onlyIfLinux(context, row, handler)
    ? handler.causes.map((cause) => `If the guest is a Linux one: ${lowerFirst(cause)}`)
    : handler.causes;
  const isOver = context.answer(row) !== null || context.bridgeLife(row)?.end != null;
  return { causes, next: isOver ? next.map((step) => (step === STACKS ? STACKS_NEXT_TIME : step)) : next };
}

/** Whether a handler is known of the Linux guest agent alone, and the capture does not tell whether the guest has it. */
export function onlyIfLinux(context: DiagnosisContext, row: number, handler: Handler): boolean {
  return handler.ofAnyGuest !== true && context.guestOf(context.bridgeOf(row)) === null;
}

/** The rules that describe a handler, once each. */
export const HANDLER_RULE_TITLES: ReadonlyMap<string, string> = new Map(
  HANDLERS.map(({ rule, title }) => [rule, title]),
);

/** The handler of a request. */
export async function handlerOf(context: DiagnosisContext, row: number): Promise<Handler> {
  const call = context.name(row);
  const isWindows = context.isWindows(context.bridgeOf(row));
  const candidates = HANDLERS.filter((handler) => handler.call === call && (handler.ofAnyGuest === true || !isWindows));
  if (candidates.every(({ resource, when }) => resource === undefined && when === undefined))
    return candidates[0] ?? UNKNOWN;
  const payload = await context.payload(row);
  const resource = member(payload, "Request", "ResourceType");
  const requestType = member(payload, "Request", "RequestType") ?? "Add";
  const fits = (handler: HandlerRow): boolean =>
    handler.resource === resource &&
    (handler.requestType === undefined || handler.requestType === requestType) &&
    handler.when?.(payload) !== false;
  return candidates.find(fits) ?? UNKNOWN;
}
