import { etherPayload } from "./ether-type.ts";
import type { PacketContext } from "./packet-context.ts";

const HEADER = 14;

/** LINKTYPE_ETHERNET: two addresses of 6 bytes, then the EtherType. An 802.3 length in its place leads to no IP. */
export function ethernet(context: PacketContext): void {
  const at = context.start;
  if (context.has(at, HEADER, "an Ethernet header")) {
    etherPayload(context, context.view.getUint16(at + 12), at + HEADER);
  }
}
