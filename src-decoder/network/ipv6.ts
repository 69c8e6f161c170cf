import { extensionLength, FRAGMENT_HEADER } from "./ipv6-extensions.ts";
import type { PacketContext } from "./packet-context.ts";
import { transport } from "./tcp.ts";

const HEADER = 40;
const FRAGMENT_BYTES = 8;
const HOP_BY_HOP = 0;
const OPTION_PAD1 = 0;
const OPTION_JUMBO = 0xc2;
/** A shorter payload has its length in the header. */
const MOST_PAYLOAD = 65_535;

/**
 * Where the IPv6 packet at `at` ends whose payload length is zero: where a jumbogram says (RFC 2675). Without that it is one that segmentation
 * offload was to cut, and goes on to the end of the packet; a frame check sequence of unknown length would be taken for its last bytes.
 */
function wireEndWithoutLength(context: PacketContext, at: number): number {
  if (context.bytes[at + 6] !== HOP_BY_HOP) return context.wireEnd;
  return Math.min(context.wireEnd, at + HEADER + jumboPayloadLength(context, at + HEADER));
}

/** Length by the Jumbo Payload option in the hop-by-hop options at `at` (RFC 2675 section 2, RFC 8200 section 4.2); infinite where none is valid. */
function jumboPayloadLength({ bytes, view, end }: PacketContext, at: number): number {
  const stop = Math.min(end, at + extensionLength(HOP_BY_HOP, bytes, at));
  for (let option = at + 2; option < stop;) {
    if (bytes[option] === OPTION_PAD1) {
      option++;
      continue;
    }
    if (bytes[option] === OPTION_JUMBO && bytes[option + 1] === 4 && option + 6 <= stop) {
      const length = view.getUint32(option + 2);
      return length > MOST_PAYLOAD ? length : Number.POSITIVE_INFINITY;
    }
    option += 2 + (bytes[option + 1] ?? 0);
  }
  return Number.POSITIVE_INFINITY;
}

/** Reads the IPv6 packet at `at` (RFC 8200 section 3) and its extension headers. */
export function ipv6(context: PacketContext, at: number): void {
  if (!context.has(at, HEADER, "an IPv6 header")) return;
  const { bytes, view } = context;
  if (bytes[at]! >>> 4 !== 6) {
    context.malformed("ipv6-malformed", at, `has IP version ${bytes[at]! >>> 4} where IPv6 was announced`);
    return;
  }
  const payloadLength = view.getUint16(at + 4);
  const wireEnd = payloadLength === 0 ? wireEndWithoutLength(context, at) : at + HEADER + payloadLength;
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
