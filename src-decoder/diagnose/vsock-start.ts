/** The ports of the host that a Linux utility VM dials as it starts, in this order (internal/vm/vmutils/constants.go, bridge.md 1.4). */
import { BRIDGE_PORT } from "../bridge/shapes/addresses.ts";
import type { Endpoint } from "../network/segment.ts";
import type { Connection } from "../stream/stream-sink.ts";

export const ENTROPY_PORT = 1;
export const LOG_PORT = 109;
/** The host (VMADDR_CID_HOST), and both ends where host and guest are programs of one machine (VMADDR_CID_LOCAL, vsock(7)). */
const HOST_ADDRESSES: ReadonlySet<string> = new Set(["cid 2", "cid 1"]);

/** Whether an end is the host's on one of these ports. */
export function isOfVsockStart({ address, port }: Endpoint): boolean {
  return HOST_ADDRESSES.has(address) && (port === ENTROPY_PORT || port === LOG_PORT || port === BRIDGE_PORT);
}

/** Whether a connection asks for entropy, as a utility VM does once in its life, before all else. */
export function beginsBoot({ transport, endpoints: [, host] }: Connection): boolean {
  return transport === "vsock" && host.port === ENTROPY_PORT && isOfVsockStart(host);
}
