import { etherPayload } from "./ether-type.ts";
import type { PacketContext } from "./packet-context.ts";

const SLL_HEADER = 16;
const SLL2_HEADER = 20;
/** ARPHRD_ values of devices whose protocol field holds no EtherType: Frame Relay, GRE, radiotap, netlink. */
const NO_ETHER_TYPE: readonly number[] = [770, 778, 803, 824];

/** LINKTYPE_LINUX_SLL: packet type, ARPHRD_ type, address length (2 bytes each), address (8), protocol (2). */
export function linuxCooked(context: PacketContext): void {
  const at = context.start;
  if (!context.has(at, SLL_HEADER, "a Linux cooked header")) return;
  cooked(context, context.view.getUint16(at + 2), context.view.getUint16(at + 14), at + SLL_HEADER);
}

/** LINKTYPE_LINUX_SLL2: protocol, reserved (2 bytes each), interface (4), ARPHRD_ type (2), packet type, address length (1 each), address (8). */
export function linuxCooked2(context: PacketContext): void {
  const at = context.start;
  if (!context.has(at, SLL2_HEADER, "a Linux cooked header, version 2")) return;
  cooked(context, context.view.getUint16(at + 8), context.view.getUint16(at), at + SLL2_HEADER);
}

function cooked(context: PacketContext, hardware: number, protocol: number, at: number): void {
  if (NO_ETHER_TYPE.includes(hardware)) context.counts.otherProtocols++;
  else etherPayload(context, protocol, at);
}
