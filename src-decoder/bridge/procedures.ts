/**
 * Every procedure of the bridge, a row each; adding a message type is one row. Numbers and names are those of hcsshim
 * internal/gcs/prot/protocol.go (host) and internal/guest/prot/protocol.go (LCOW guest).
 */
import { SIDECAR_ERROR_TYPE, messageKind } from "./header.ts";
import type { MessageKind } from "./header.ts";

/** A call of the bridge, or a notification, as hcsshim names it (internal/gcs/prot/protocol.go). */
export interface Procedure {
  /** The name that the page, the filter and the command line use. */
  readonly name: string;
  /** What requests and responses have in common: bits 27..0 of the type. */
  readonly code: number;
  /** Kinds that messages of this code may have. */
  readonly kinds: readonly MessageKind[];
  /** What it is for, one sentence. */
  readonly purpose: string;
  /** A long poll: its answer comes when something happens, so hours of waiting are normal and no timer runs on either side. */
  readonly waits: boolean;
  /**
   * The host may stop waiting without ending the bridge: `always`, `never`, or only for the utility VM itself (`null-container`), whose
   * Create and Start it sends with the right to cancel (bridge.md 0.3).
   */
  readonly cancellable: "always" | "never" | "null-container";
  /** The name inside `Request(...)`, `Response(...)`, `Notify(...)` of the host's log. */
  readonly hostName: string;
  /** Names in the LCOW guest's log; null where the guest has none and logs the decimal number. */
  readonly guestRequest: string | null;
  readonly guestResponse: string | null;
}

type GuestNames = "both" | "request" | "none";

/** A request and its response of the ComputeSystem category. */
function computeSystem(
  procedure: number,
  name: string,
  purpose: string,
  cancellable: Procedure["cancellable"],
  more: { readonly waits?: boolean; readonly guestNames?: GuestNames } = {},
): Procedure {
  const { waits = false, guestNames = "both" } = more;
  return {
    name,
    code: 0x0010_0001 | (procedure << 8),
    kinds: ["request", "response"],
    purpose,
    waits,
    cancellable,
    hostName: name,
    guestRequest: guestNames === "none" ? null : `ComputeSystem${name}V1`,
    guestResponse: guestNames === "both" ? `ComputeSystemResponse${name}V1` : null,
  };
}

export const PROCEDURES: readonly Procedure[] = [
  computeSystem(
    0x01,
    "Create",
    "Prepares a container from its configuration, or the utility VM itself where the container id is null.",
    "null-container",
  ),
  computeSystem(
    0x02,
    "Start",
    "Starts a created container; an LCOW guest answers at once and starts it with the first ExecuteProcess.",
    "null-container",
  ),
  computeSystem(0x03, "ShutdownGraceful", "Asks the container to end by itself.", "always"),
  computeSystem(0x04, "ShutdownForced", "Kills the container.", "always"),
  computeSystem(0x05, "ExecuteProcess", "Starts a process in the container or in the utility VM.", "never"),
  computeSystem(0x06, "WaitForProcess", "Waits until a process has ended and answers with its exit code.", "never", {
    waits: true,
  }),
  computeSystem(0x07, "SignalProcess", "Sends a signal to a process; without a signal it is killed.", "never"),
  computeSystem(0x08, "ResizeConsole", "Sets height and width of a process's terminal.", "always"),
  computeSystem(0x09, "GetProperties", "Reads properties of a container: process list, statistics.", "always"),
  computeSystem(
    0x0a,
    "ModifySettings",
    "Adds, removes or changes a device, mount, network adapter or limit of a container or of the utility VM.",
    "never",
  ),
  computeSystem(
    0x0b,
    "NegotiateProtocol",
    "Agrees on the protocol version and tells what the guest can do; the first message of a bridge.",
    "always",
  ),
  computeSystem(0x0c, "DumpStacks", "Returns the stacks of all goroutines of the guest agent.", "never"),
  computeSystem(
    0x0d,
    "DeleteContainerState",
    "Makes the guest forget a container that has ended and free its resources.",
    "never",
    { guestNames: "request" },
  ),
  computeSystem(0x0e, "UpdateContainer", "Changes resource limits of a running container.", "never", {
    guestNames: "none",
  }),
  computeSystem(0x0f, "LifecycleNotification", "Tells the guest of a change in a container's life.", "never", {
    guestNames: "none",
  }),
  {
    name: "ModifyServiceSettings",
    code: 0x0020_0001 | (0x01 << 8),
    kinds: ["request", "response"],
    purpose: "Configures, starts and stops a service of the Windows guest: log forwarding.",
    waits: false,
    cancellable: "never",
    hostName: "ModifyServiceSettings",
    guestRequest: null,
    guestResponse: null,
  },
  {
    name: "Notification",
    code: 0x0010_0101,
    kinds: ["notification"],
    purpose: "Tells the host that a container has ended or changed its state; it has id 0 and no answer.",
    waits: false,
    cancellable: "never",
    hostName: "Container",
    guestRequest: "ComputeSystemNotificationV1",
    guestResponse: null,
  },
];

const KIND_MASK = 0x0fff_ffff;
const CALLS_BY_CODE = new Map(PROCEDURES.filter(({ kinds }) => kinds.includes("request")).map((p) => [p.code, p]));
const NOTICES_BY_CODE = new Map(
  PROCEDURES.filter(({ kinds }) => kinds.includes("notification")).map((p) => [p.code, p]),
);

/** The procedure of a message type; null where the table has none. */
export function procedureOf(type: number): Procedure | null {
  const kind = messageKind(type);
  if (kind === "notification") return NOTICES_BY_CODE.get(type & KIND_MASK) ?? null;
  return kind === "unknown" ? null : (CALLS_BY_CODE.get(type & KIND_MASK) ?? null);
}

/** Name of a sidecar's error response whose request is not known. */
export const SIDECAR_ERROR_NAME = "Error";

/**
 * Name of a message type, the same for request and response. An unknown one is named by its procedure, bits 19..8 of the type, as three
 * hexadecimal digits: `0x01f` for 0x10101f01. A sidecar's error response has no procedure; it takes the name of its request, whose type is
 * `peerType` where known.
 */
export function procedureName(type: number, peerType: number | null = null): string {
  if (type === SIDECAR_ERROR_TYPE) {
    return peerType === null || peerType === SIDECAR_ERROR_TYPE ? SIDECAR_ERROR_NAME : procedureName(peerType);
  }
  return procedureOf(type)?.name ?? `0x${((type >>> 8) & 0xfff).toString(16).padStart(3, "0")}`;
}
