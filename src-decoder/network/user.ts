import type { LinkSide } from "./endpoints.ts";
import type { PacketContext } from "./packet-context.ts";
import { HOST, senderByMessage } from "./user-links.ts";

const IN = 0;

/**
 * LINKTYPE_USER0 to USER15: the packet is a run of the bridge's bytes. Which connection it is of its file and interface tell (`UserLinks`). Its
 * sides are those of the direction flags, or, where the first packet has none, told from the message that a packet begins with. A packet that
 * tells nothing goes on where the one before it was.
 */
export function user(context: PacketContext): void {
  const { segment, endpoints, links, interfaceIndex } = context;
  const link = links.linkOf(segment.file, context);
  const side = links.sideOf(segment.file, interfaceIndex) ?? sideOf(context, context.lastSides.get(link.number));
  context.lastSides.set(link.number, side);
  segment.source = endpoints.linkSide(link.number, link.interfaceIndex, side);
  segment.destination = endpoints.linkSide(link.number, link.interfaceIndex, opposite(side));
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
