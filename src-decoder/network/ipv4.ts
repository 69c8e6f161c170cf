import type { PacketContext } from "./packet-context.ts";
import { transport } from "./tcp.ts";

const HEADER = 20;
const MORE_FRAGMENTS = 0x2000;
const OFFSET_MASK = 0x1fff;

/** Reads the IPv4 packet at `at` (RFC 791 section 3.1). Bytes behind its total length are padding of the link. */
export function ipv4(context: PacketContext, at: number): void {
  if (!context.has(at, HEADER, "an IPv4 header")) return;
  const { view } = context;
  const first = view.getUint8(at);
  const headerLength = (first & 0x0f) * 4;
  if (first >>> 4 !== 4 || headerLength < HEADER) {
    const text = `has IP version ${first >>> 4} and a header of ${headerLength} bytes where IPv4 was announced`;
    context.malformed("ipv4-malformed", at, text);
    return;
  }
  if (!context.has(at, headerLength, "an IPv4 header with options")) return;
  const totalLength = view.getUint16(at + 2);
  // Zero: the network card was to cut a large packet into pieces (segmentation offload), and its length does not fit the field. It then goes
  // on to the packet's end without frame check sequence; one whose length the file does not tell is taken for its last bytes.
  const wireEnd = totalLength === 0 ? context.wireEnd : at + totalLength;
  if (wireEnd < at + headerLength) {
    context.malformed("ipv4-malformed", at, `has an IPv4 total length of ${totalLength}, less than its header`);
    return;
  }
  context.ipVersion = 4;
  context.sourceAt = at + 12;
  context.destinationAt = at + 16;
  const protocol = view.getUint8(at + 9);
  const payload = at + headerLength;
  const end = Math.min(context.end, wireEnd);
  const fragment = view.getUint16(at + 6);
  if ((fragment & (MORE_FRAGMENTS | OFFSET_MASK)) === 0) {
    transport(context, protocol, payload, end, wireEnd);
    return;
  }
  context.fragments.add(context, {
    identification: view.getUint16(at + 4),
    protocol,
    offset: (fragment & OFFSET_MASK) * 8,
    more: (fragment & MORE_FRAGMENTS) !== 0,
    at: payload,
    end,
    wireEnd,
  });
}
