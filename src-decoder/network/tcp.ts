import type { PacketContext } from "./packet-context.ts";
import { SYN } from "./segment.ts";

const PROTOCOL_TCP = 6;
const HEADER = 20;
const OPTION_END = 0;
const OPTION_PADDING = 1;
const OPTION_WINDOW_SCALE = 3;
/** RFC 7323 section 2.3: a larger shift is taken as this one. */
const MOST_WINDOW_SCALE = 14;

/** Reads the transport protocol of an IP packet in place: its bytes are `at .. end`, on the wire they went on to `wireEnd`. */
export function transport(context: PacketContext, protocol: number, at: number, end: number, wireEnd: number): void {
  if (protocol !== PROTOCOL_TCP) {
    context.counts.otherProtocols++;
    return;
  }
  const headerLength = tcpHeader(context, context.view, at, end, wireEnd - at, at);
  if (headerLength === 0) return;
  const payload = at + headerLength;
  context.emit(payload, Math.max(payload, end), wireEnd - payload);
}

/**
 * Fills the segment from the TCP header at `at` of the view (RFC 9293 section 3.1) and the addresses of the context. Gives the header's
 * length, or 0 where it cannot be read, which is reported at `reportAt` of the packet.
 */
export function tcpHeader(
  context: PacketContext,
  view: DataView,
  at: number,
  end: number,
  wireLength: number,
  reportAt: number,
): number {
  if (end - at < HEADER) {
    const there = Math.max(0, end - at);
    context.malformed("header-cut", reportAt, `has ${there} of at least ${HEADER} bytes of a TCP header`);
    return 0;
  }
  const length = (view.getUint8(at + 12) >>> 4) * 4;
  if (length < HEADER || length > wireLength) {
    const text = `has a TCP header of ${length} bytes in a TCP packet of ${wireLength}`;
    context.malformed("tcp-malformed", reportAt, text);
    return 0;
  }
  const { segment, endpoints } = context;
  const sourcePort = view.getUint16(at);
  const destinationPort = view.getUint16(at + 2);
  const { sourceAt, destinationAt } = context;
  // A packet mostly goes the way of the one before, or answers it; which of the two, the ports tell.
  const answers = sourcePort !== endpoints.port(segment.source);
  const likelySource = answers ? segment.destination : segment.source;
  const likelyDestination = answers ? segment.source : segment.destination;
  if (context.ipVersion === 4) {
    segment.source = endpoints.ipv4(context.view, sourceAt, sourcePort, likelySource);
    segment.destination = endpoints.ipv4(context.view, destinationAt, destinationPort, likelyDestination);
  } else {
    segment.source = endpoints.ipv6(context.view, sourceAt, sourcePort, likelySource);
    segment.destination = endpoints.ipv6(context.view, destinationAt, destinationPort, likelyDestination);
  }
  segment.transport = "tcp";
  segment.sequence = view.getUint32(at + 4);
  segment.acknowledgement = view.getUint32(at + 8);
  segment.flags = view.getUint8(at + 13);
  segment.window = view.getUint16(at + 14);
  segment.windowScale = (segment.flags & SYN) === 0 ? -1 : windowScale(view, at + HEADER, Math.min(at + length, end));
  return length;
}

/** The shift of a window scale option (RFC 7323 section 2.2) in the options `at .. end`; -1 where there is none. */
function windowScale(view: DataView, at: number, end: number): number {
  let option = at;
  while (option < end && view.getUint8(option) !== OPTION_END) {
    if (view.getUint8(option) === OPTION_PADDING) {
      option++;
      continue;
    }
    const length = option + 1 < end ? view.getUint8(option + 1) : 0;
    if (length < 2) return -1;
    if (view.getUint8(option) === OPTION_WINDOW_SCALE && length === 3 && option + 2 < end) {
      return Math.min(view.getUint8(option + 2), MOST_WINDOW_SCALE);
    }
    option += length;
  }
  return -1;
}
