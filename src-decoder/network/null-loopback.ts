import { ipv4 } from "./ipv4.ts";
import { ipv6 } from "./ipv6.ts";
import type { PacketContext } from "./packet-context.ts";

const HEADER = 4;
const AF_INET = 2;
/** AF_INET6 of Linux, Windows, NetBSD and OpenBSD, FreeBSD, macOS. */
const AF_INET6: readonly number[] = [10, 23, 24, 28, 30];

/**
 * LINKTYPE_NULL and LINKTYPE_LOOP: the address family in 4 bytes, in the order of the capturing machine (NULL) or of the network
 * (LOOP), then the packet. As the families are small numbers, either order is told from the value.
 */
export function nullLoopback(context: PacketContext): void {
  const at = context.start;
  if (!context.has(at, HEADER, "a loopback header")) return;
  const family = Math.min(context.view.getUint32(at), context.view.getUint32(at, true));
  if (family === AF_INET) ipv4(context, at + HEADER);
  else if (AF_INET6.includes(family)) ipv6(context, at + HEADER);
  else context.counts.otherProtocols++;
}
