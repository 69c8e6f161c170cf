/** The ports of the host that a Linux utility VM dials as it starts, in this order (internal/vm/vmutils/constants.go, bridge.md 1.4). */
import { BRIDGE_PORT } from "../bridge/shapes/addresses.ts";
import type { Endpoint } from "../network/segment.ts";
import type { Connection } from "../stream/stream-sink.ts";

export const ENTROPY_PORT = 1;
export const LOG_PORT = 109;
const HOST_ADDRESS = "cid 2";

/** Whether an end is the host's on one of these ports. */
export function isOfVsockStart({ address, port }: Endpoint): boolean {
  return address === HOST_ADDRESS && (port === ENTROPY_PORT || port === LOG_PORT || port === BRIDGE_PORT);
}

/** Whether a connection asks for entropy, as a utility VM does once in its life, before all else. */
export function beginsBoot({ transport, endpoints: [, host] }: Connection): boolean {
  return transport === "vsock" && host.port === ENTROPY_PORT && isOfVsockStart(host);
}
