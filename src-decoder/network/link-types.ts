import { ethernet } from "./ethernet.ts";
import { linuxCooked, linuxCooked2 } from "./linux-cooked.ts";
import { nullLoopback } from "./null-loopback.ts";
import type { PacketContext } from "./packet-context.ts";
import { rawIp, rawIpv4, rawIpv6 } from "./raw-ip.ts";
import { user } from "./user.ts";
import { vsock } from "./vsock.ts";

/** How the packets of a link type are read. */
export interface LinkType {
  /** The LINKTYPE_ name, without the prefix. */
  readonly name: string;
  readonly decode: (context: PacketContext) => void;
}

const FIRST_USER = 147;

/** The link types that are decoded, by number (tcpdump.org/linktypes.html). */
export const LINK_TYPES: ReadonlyMap<number, LinkType> = new Map<number, LinkType>([
  [0, { name: "NULL", decode: nullLoopback }],
  [1, { name: "ETHERNET", decode: ethernet }],
  [12, { name: "RAW", decode: rawIp }],
  [14, { name: "RAW", decode: rawIp }],
  [101, { name: "RAW", decode: rawIp }],
  [108, { name: "LOOP", decode: nullLoopback }],
  [113, { name: "LINUX_SLL", decode: linuxCooked }],
  [228, { name: "IPV4", decode: rawIpv4 }],
  [229, { name: "IPV6", decode: rawIpv6 }],
  [271, { name: "VSOCK", decode: vsock }],
  [276, { name: "LINUX_SLL2", decode: linuxCooked2 }],
  ...Array.from({ length: 16 }, (_, n): [number, LinkType] => [FIRST_USER + n, { name: `USER${n}`, decode: user }]),
]);

/** Names of link types that captures of such machines may well have, for the message that they are not decoded. */
const OTHER_NAMES: ReadonlyMap<number, string> = new Map([
  [9, "PPP"],
  [105, "IEEE802_11"],
  [127, "IEEE802_11_RADIOTAP"],
  [189, "USB_LINUX"],
  [192, "PPI"],
  [220, "USB_LINUX_MMAPPED"],
  [239, "NFLOG"],
  [249, "USBPCAP"],
  [253, "NETLINK"],
]);

/** Number and, where known, name of a link type: `113 (LINUX_SLL)`. */
export function linkTypeText(linkType: number): string {
  const name = LINK_TYPES.get(linkType)?.name ?? OTHER_NAMES.get(linkType);
  return name === undefined ? String(linkType) : `${linkType} (${name})`;
}
