import { extensionLength, FRAGMENT_HEADER } from "./ipv6-extensions.ts";
import type { PacketContext } from "./packet-context.ts";
import { transport } from "./tcp.ts";

const HEADER = 40;
const FRAGMENT_BYTES = 8;

/** Reads the IPv6 packet at `at` (RFC 8200 section 3) and its extension headers. */
export function ipv6(context: PacketContext, at: number): void {
  if (!context.has(at, HEADER, "an IPv6 header")) return;
  const { bytes, view } = context;
  if (bytes[at]! >>> 4 !== 6) {
    context.malformed("ipv6-malformed", at, `has IP version ${bytes[at]! >>> 4} where IPv6 was announced`);
    return;
  }
  const payloadLength = view.getUint16(at + 4);
  // Zero: segmentation offload or a jumbogram; the packet then goes to its end.
  const wireEnd = payloadLength === 0 ? context.wireEnd : at + HEADER + payloadLength;
  const end = Math.min(context.end, wireEnd);
  context.ipVersion = 6;
  context.sourceAt = at + 8;
  context.destinationAt = at + 24;
  let next = bytes[at + 6]!;
  let position = at + HEADER;
  for (;;) {
    const length = next === FRAGMENT_HEADER ? FRAGMENT_BYTES : extensionLength(next, bytes, position);
    if (length === 0) {
      transport(context, next, position, end, wireEnd);
      return;
    }
    if (!context.has(position, length, "an IPv6 extension header")) return;
    const header = position;
    const type = next;
    next = bytes[header]!;
    position += length;
    if (type !== FRAGMENT_HEADER) continue;
    const offset = view.getUint16(header + 2) & 0xfff8;
    const more = (bytes[header + 3]! & 1) !== 0;
    // A packet that is its own only fragment goes on as if it had no such header (RFC 6946).
    if (offset === 0 && !more) continue;
    const identification = view.getUint32(header + 4);
    context.fragments.add(context, { identification, protocol: next, offset, more, at: position, end, wireEnd });
    return;
  }
}
