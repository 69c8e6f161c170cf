/**
 * Which packets of LINKTYPE_USER0 to USER15 belong to one connection. Nothing in them says so but the file and interface that they come from:
 * parts of a ring buffer and of a file that was put together go on with what was there before, and each direction may have an interface, or a
 * file, of its own.
 */
import type { Packet } from "../capture-file/packet.ts";
import { viewOf } from "../bytes/same-bytes.ts";
import type { LinkSide } from "./endpoints.ts";

export const HOST = 2;
export const GUEST = 3;
/** No bridge message comes near this size; four bytes of JSON read as a number are beyond it. */
const MOST_MESSAGE_BYTES = 1 << 28;
/** The first request of a bridge (internal/gcs/prot/protocol.go RPCNegotiateProtocol). */
const NEGOTIATE = 0x1010_0b01;
const FIRST_USER = 147;
const LAST_USER = 162;

/** An interface of a file, and the connection that its packets are of. */
interface Member {
  readonly file: number;
  readonly section: number;
  /** Number of the interface in its section. */
  readonly place: number;
  readonly link: UserLink;
  /** When its last packet was captured, ns; NaN where that has no time. */
  lastTime: number;
}

/** A connection of a link without addresses. */
export interface UserLink {
  /** Counted from 0. */
  readonly number: number;
  /** The interface that it was seen on first. */
  readonly interfaceIndex: number;
}

/** What is looked at of a packet: bytes `start .. end` of the view, and its time. */
type LinkPacket = Pick<Packet, "interfaceIndex" | "section" | "interfaceInSection" | "start" | "end"> & {
  readonly view: DataView;
  readonly segment: { readonly file: number; readonly time: number };
};

/** Parts of a ring buffer follow each other: what comes so much later, ns, is another capture. */
const LONGEST_PAUSE_NS = 3600e9;

/** The connections of links without addresses. Interfaces are counted from 0 over all sections of their file. */
export class UserLinks {
  readonly #members = new Map<number, Member>();
  /** By number of the connection: the interface that it was seen on last. */
  readonly #latest: Member[] = [];
  readonly #ended = new Set<number>();
  /** Interfaces of which each has one direction of a connection, by either of them. */
  #halves: ReadonlyMap<number, OneSide> = new Map();

  /** Says which interfaces have one direction each, before there are packets. */
  pair(halves: ReadonlyMap<number, OneSide>): void {
    this.#halves = halves;
  }

  /** No more packets come from a file. */
  ended(file: number): void {
    this.#ended.add(file);
  }

  /** The connection of a packet. One that is the first of its interface and begins a bridge goes on with no other. */
  linkOf(packet: LinkPacket): UserLink {
    const { file, time } = packet.segment;
    const key = keyOf(file, packet.interfaceIndex);
    const member = this.#members.get(key) ?? this.#join(key, file, packet);
    member.lastTime = time;
    return member.link;
  }

  #join(key: number, file: number, packet: LinkPacket): Member {
    const { interfaceIndex, section, interfaceInSection: place, view, start, end, segment } = packet;
    const other = this.#halves.get(key)?.other;
    const partner = other === undefined ? undefined : this.#members.get(other);
    const before = beginsBridge(view, start, end) ? undefined : this.#before(file, section, place, segment.time);
    const link = partner?.link ?? before ?? { number: this.#latest.length, interfaceIndex };
    const member = { file, section, place, link, lastTime: segment.time };
    this.#members.set(key, member);
    this.#latest[link.number] = member;
    return member;
  }

  /** Which side all packets of an interface are from; undefined where it has both. */
  sideOf(file: number, interfaceIndex: number): LinkSide | undefined {
    return this.#halves.get(keyOf(file, interfaceIndex))?.side;
  }

  /** The connection that stood last in this place of a file or section that was over not long before `time`. */
  #before(file: number, section: number, place: number, time: number): UserLink | undefined {
    const isOver = (member: Member): boolean =>
      member.file === file ? member.section < section : this.#ended.has(member.file);
    // Without times the order of the files tells.
    const isLater = ({ lastTime }: Member): boolean => !(time < lastTime) && !(time - lastTime > LONGEST_PAUSE_NS);
    return this.#latest.findLast((member) => member.place === place && isOver(member) && isLater(member))?.link;
  }
}

/** One direction of a connection: who sends it, and the interface that has the other. */
export interface OneSide {
  readonly side: LinkSide;
  readonly other: number;
}

/** Who was seen to send on an interface, and from when to when; NaN where no packet has a time. */
interface Seen {
  host: boolean;
  guest: boolean;
  readonly from: number;
  until: number;
}

/** What the first packets of files tell of links without addresses. */
export class UserScan {
  /** By interface. */
  readonly #seen = new Map<number, Seen>();

  packet(packet: Packet, file: number): void {
    if (packet.linkType < FIRST_USER || packet.linkType > LAST_USER) return;
    const side = senderByMessage(viewOf(packet.bytes), packet.start, packet.end);
    if (side === undefined) return;
    const key = keyOf(file, packet.interfaceIndex);
    const time = packet.seconds + packet.nanoseconds / 1e9;
    const seen = this.#seen.get(key) ?? { host: false, guest: false, from: time, until: time };
    this.#seen.set(key, seen);
    seen.until = time;
    if (side === HOST) seen.host = true;
    else seen.guest = true;
  }

  /** The first interface that has the host's direction alone with the first that has the guest's at the same time, and so on. */
  halves(): ReadonlyMap<number, OneSide> {
    const all = [...this.#seen];
    const guests = all.filter(([, { host }]) => !host);
    const halves = new Map<number, OneSide>();
    for (const [host, seen] of all) {
      if (seen.guest) continue;
      // Parts of a ring buffer follow each other, and may be short.
      const at = guests.findIndex(([, { from, until }]) => from <= seen.until && seen.from <= until);
      const guest = guests.splice(at, at < 0 ? 0 : 1)[0]?.[0];
      if (guest === undefined) continue;
      halves.set(host, { side: HOST, other: guest });
      halves.set(guest, { side: GUEST, other: host });
    }
    return halves;
  }
}

function keyOf(file: number, interfaceIndex: number): number {
  return file * 2 ** 32 + interfaceIndex;
}

/**
 * Who sends a message that begins like the bytes at `at`: Type and Size of the header, little-endian. The top four bits of Type are
 * 1 for a request, 2 for a response, 3 for a notification, the next eight the category (internal/gcs/prot/protocol.go).
 */
export function senderByMessage(view: DataView, at: number, end: number): LinkSide | undefined {
  if (end - at < 8) return undefined;
  const type = view.getUint32(at, true);
  const size = view.getUint32(at + 4, true);
  const category = (type >>> 20) & 0xff;
  if (category > 2 || size < 16 || size > MOST_MESSAGE_BYTES) return undefined;
  const kind = type >>> 28;
  if (kind === 1) return HOST;
  return kind === 2 || kind === 3 ? GUEST : undefined;
}

function beginsBridge(view: DataView, start: number, end: number): boolean {
  return senderByMessage(view, start, end) === HOST && view.getUint32(start, true) === NEGOTIATE;
}
