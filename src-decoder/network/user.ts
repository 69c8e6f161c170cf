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
  const link = links.linkOf(context);
  const side = links.sideOf(segment.file, interfaceIndex) ?? sideOf(context, link.number);
  context.lastSides.set(link.number, side);
  segment.source = endpoints.linkSide(link.number, link.interfaceIndex, side);
  segment.destination = endpoints.linkSide(link.number, link.interfaceIndex, opposite(side));
  context.unsequenced("user", 0);
  context.emit(context.start, context.end, context.wireEnd - context.start);
}

function sideOf({ view, start, end, direction, lastSides, hostSides }: PacketContext, link: number): LinkSide {
  const last = lastSides.get(link);
  const sender = senderByMessage(view, start, end);
  const byContent = last === undefined ? direction === 0 : last >= HOST;
  if (byContent) return sender ?? last ?? HOST;
  const flagged: LinkSide = direction === 1 ? 0 : 1;
  if (direction === 0) {
    // A part of the capture that has lost its flags: who sends is known by those before.
    const host = hostSides.get(link);
    if (sender === undefined || host === undefined) return last ?? IN;
    return sender === HOST ? host : opposite(host);
  }
  if (sender !== undefined) hostSides.set(link, sender === HOST ? flagged : opposite(flagged));
  return flagged;
}

function opposite(side: LinkSide): LinkSide {
  const sides: readonly [LinkSide, LinkSide, LinkSide, LinkSide] = [1, 0, 3, 2];
  return sides[side];
}
