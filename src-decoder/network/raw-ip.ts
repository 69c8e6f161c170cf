import { ipv4 } from "./ipv4.ts";
import { ipv6 } from "./ipv6.ts";
import type { PacketContext } from "./packet-context.ts";

/** LINKTYPE_RAW: an IP header, its version in the first four bits. */
export function rawIp(context: PacketContext): void {
  const at = context.start;
  if (!context.has(at, 1, "an IP header")) return;
  const version = context.bytes[at]! >>> 4;
  if (version === 4) ipv4(context, at);
  else if (version === 6) ipv6(context, at);
  else context.malformed("ip-malformed", at, `has IP version ${version}`);
}

/** LINKTYPE_IPV4. */
export function rawIpv4(context: PacketContext): void {
  ipv4(context, context.start);
}

/** LINKTYPE_IPV6. */
export function rawIpv6(context: PacketContext): void {
  ipv6(context, context.start);
}
