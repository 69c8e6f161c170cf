import { ipv4 } from "./ipv4.ts";
import { ipv6 } from "./ipv6.ts";
import type { PacketContext } from "./packet-context.ts";

const IPV4 = 0x0800;
const IPV6 = 0x86dd;
/** IEEE 802.1Q, 802.1ad, and the number that stacked tags had before 802.1ad. */
const VLAN = 0x8100;
const SERVICE_VLAN = 0x88a8;
const OLD_STACKED_VLAN = 0x9100;

/** Reads what an EtherType announces at `at`, behind any number of VLAN tags (4 bytes each: tag, then the next EtherType). */
export function etherPayload(context: PacketContext, etherType: number, at: number): void {
  let type = etherType;
  let position = at;
  while (type === VLAN || type === SERVICE_VLAN || type === OLD_STACKED_VLAN) {
    if (!context.has(position, 4, "a VLAN tag")) return;
    type = context.view.getUint16(position + 2);
    position += 4;
  }
  if (type === IPV4) ipv4(context, position);
  else if (type === IPV6) ipv6(context, position);
  else context.counts.otherProtocols++;
}
