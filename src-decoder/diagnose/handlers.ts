/**
 * What stands behind a request that is not answered: the guest's handler and what it may wait for (bridge.md 1.2, from the guest's sources).
 * One row a handler.
 */
import { member } from "../correlate/payloads.ts";
import type { DiagnosisContext } from "./context.ts";

export interface Handler {
  /** Identifier of the rule that describes it. */
  readonly rule: string;
  readonly causes: readonly string[];
  readonly next: readonly string[];
}

interface HandlerRow extends Handler {
  readonly call: string;
  /** For ModifySettings: the resource, and where it matters the request type. */
  readonly resource?: string;
  readonly requestType?: string;
}

const STACKS = "Take the guest's stacks before the 300 s are over: `shimdiag stacks`.";

const HANDLERS: readonly HandlerRow[] = [
  {
    rule: "H21b",
    call: "ModifySettings",
    resource: "MappedVirtualDisk",
    requestType: "Remove",
    causes: ["The SCSI device is gone already: the guest looks for it in sysfs before it removes it, without a limit."],
    next: ["Check the order of unplug and remove on the host.", STACKS],
  },
  {
    rule: "H21",
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
    call: "ModifySettings",
    resource: "VPCIDevice",
    causes: ["The assigned device's VMBus path does not appear in the guest; there is no limit."],
    next: ["Check the device assignment on the host.", STACKS],
  },
  {
    rule: "H24",
    call: "ModifySettings",
    resource: "Network",
    causes: [
      "The network adapter does not appear in the guest: an error follows after 5 s.",
      "DHCP in the guest, whose limit of 30 s has no effect (H27).",
    ],
    next: ["Check that the host attached the adapter.", STACKS],
  },
  {
    rule: "H25",
    call: "ModifySettings",
    resource: "MappedDirectory",
    causes: ["The Plan9 share is not served by the host; the mount itself has no limit."],
    next: ["Check the share's port on the host.", STACKS],
  },
  {
    rule: "H26",
    call: "ExecuteProcess",
    causes: [
      "The guest dials stdin, stdout and stderr before it answers; each port that nobody listens on costs up to 21 s.",
    ],
    next: ["Compare the ports in the request with the connections in the capture.", STACKS],
  },
  {
    rule: "H28",
    call: "Create",
    causes: [
      "runc create, a mount or a hook hangs in the guest.",
      "DHCP of a standalone pod, whose limit has no effect (H27).",
    ],
    next: ["Look for D-state processes in the guest.", STACKS],
  },
  {
    rule: "H29",
    call: "DeleteContainerState",
    causes: ["runc delete waits for a cgroup or mount that is busy."],
    next: ["Look for processes left in the container's cgroup.", STACKS],
  },
  {
    rule: "H30",
    call: "GetProperties",
    causes: ["Reading cgroup statistics of a very large tree, or a stuck file system under it."],
    next: [STACKS],
  },
  {
    rule: "H02",
    call: "DumpStacks",
    causes: [
      "The stacks of a guest that is stuck itself; the call has its own 300 s and adds one more that kills the bridge.",
    ],
    next: ["Look at what was waiting before the stacks were asked for."],
  },
  {
    rule: "H17",
    call: "ShutdownGraceful",
    causes: ["The handler that stops the container hangs; an image that ignores SIGTERM is answered all the same."],
    next: ["Look at the container's init and its relays in the guest.", STACKS],
  },
];

const UNKNOWN: Handler = { rule: "H01", causes: ["The guest's handler of this request hangs."], next: [STACKS] };

/** What may stand behind a request; reads its payload where the handler depends on it. */
export async function handlerBehind(context: DiagnosisContext, row: number): Promise<Pick<Handler, "causes" | "next">> {
  const { causes, next } = await handlerOf(context, row);
  return { causes, next };
}

/** The handler of a request. */
export async function handlerOf(context: DiagnosisContext, row: number): Promise<Handler> {
  const call = context.name(row);
  const candidates = HANDLERS.filter((handler) => handler.call === call);
  if (candidates.every(({ resource }) => resource === undefined)) return candidates[0] ?? UNKNOWN;
  const payload = await context.payload(row);
  const resource = member(payload, "Request", "ResourceType");
  const requestType = member(payload, "Request", "RequestType") ?? "Add";
  const fits = (handler: HandlerRow): boolean =>
    handler.resource === resource && (handler.requestType === undefined || handler.requestType === requestType);
  return candidates.find(fits) ?? UNKNOWN;
}
