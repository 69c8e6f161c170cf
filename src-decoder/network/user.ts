import type { LinkSide } from "./endpoints.ts";
import type { PacketContext } from "./packet-context.ts";

const IN = 0;
const HOST = 2;
const GUEST = 3;
/** No bridge message comes near this size; four bytes of JSON read as a number are beyond it. */
const MOST_MESSAGE_BYTES = 1 << 28;

/**
 * LINKTYPE_USER0 to USER15: the packet is a run of the bridge's bytes. An interface is one connection; its sides are those of the
 * direction flags, or, where the first packet has none, told from the message that a packet begins with. A packet that tells
 * nothing goes on where the one before it was.
 */
export function user(context: PacketContext): void {
  const { segment, endpoints } = context;
  const link = segment.file * 2 ** 32 + context.interfaceIndex;
  const side = sideOf(context, context.lastSides.get(link));
  context.lastSides.set(link, side);
  segment.source = endpoints.linkSide(segment.file, context.interfaceIndex, side);
  segment.destination = endpoints.linkSide(segment.file, context.interfaceIndex, opposite(side));
  context.unsequenced("user", 0);
  context.emit(context.start, context.end, context.wireEnd - context.start);
}

function sideOf(context: PacketContext, last: LinkSide | undefined): LinkSide {
  const byContent = last === undefined ? context.direction === 0 : last >= HOST;
  if (byContent) return senderByMessage(context.view, context.start, context.end) ?? last ?? HOST;
  if (context.direction === 0) return last ?? IN;
  return context.direction === 1 ? 0 : 1;
}

function opposite(side: LinkSide): LinkSide {
  const sides: readonly [LinkSide, LinkSide, LinkSide, LinkSide] = [1, 0, 3, 2];
  return sides[side];
}

/**
 * Who sends a message that begins like the bytes at `at`: Type and Size of the header, little-endian. The top four bits of Type are
 * 1 for a request, 2 for a response, 3 for a notification, the next eight the category (internal/gcs/prot/protocol.go).
 */
function senderByMessage(view: DataView, at: number, end: number): LinkSide | undefined {
  if (end - at < 8) return undefined;
  const type = view.getUint32(at, true);
  const size = view.getUint32(at + 4, true);
  const category = (type >>> 20) & 0xff;
  if (category > 2 || size < 16 || size > MOST_MESSAGE_BYTES) return undefined;
  const kind = type >>> 28;
  if (kind === 1) return HOST;
  return kind === 2 || kind === 3 ? GUEST : undefined;
}
