import type { IssueList } from "../bytes/issues.ts";
import { viewOf } from "../bytes/same-bytes.ts";
import { FinishedDatagrams } from "./finished-datagrams.ts";
import { extensionLength } from "./ipv6-extensions.ts";
import type { PacketContext } from "./packet-context.ts";
import { FIN, SYN } from "./segment.ts";
import { tcpHeader } from "./tcp.ts";

const PROTOCOL_TCP = 6;
const MOST_DATAGRAMS = 64;
const MOST_BYTES = 4 << 20;
/** What a piece costs beside its bytes. */
const PIECE_COST = 200;
/** A datagram is given up after so many packets: its identification may then be in use again. */
const MOST_PACKETS_WAITED = 65_536;
const MOST_DATAGRAM_BYTES = 65_535;

/** One fragment, as an IP header describes it; the positions are in the context's bytes. */
export interface Fragment {
  readonly identification: number;
  readonly protocol: number;
  /** Place of its payload in the datagram's. */
  readonly offset: number;
  /** False for the last fragment. */
  readonly more: boolean;
  readonly at: number;
  readonly end: number;
  readonly wireEnd: number;
}

/** A part of a datagram's payload, with where it came from. */
export interface Piece {
  readonly offset: number;
  /** On the wire; `bytes` is shorter where the capture cut the packet. */
  readonly length: number;
  readonly bytes: Uint8Array;
  readonly file: number;
  readonly fileOffset: number;
  readonly packet: number;
  readonly time: number;
}

interface Datagram {
  /** By offset, without overlap. */
  readonly pieces: Piece[];
  protocol: number;
  /** Length of the payload; -1 until the last fragment is there. */
  total: number;
  covered: number;
  cost: number;
  readonly firstPacket: number;
  readonly file: number;
  readonly fileOffset: number;
}

/**
 * Puts IP fragments together, in any order. A whole datagram leaves as one segment for each fragment, so that each byte keeps its
 * place in the file. What overlaps is taken from the fragment that came first.
 */
export class FragmentAssembler {
  readonly #waiting = new Map<string, Datagram>();
  readonly #finished = new FinishedDatagrams();
  readonly #issues: IssueList;
  readonly #sourceNames: readonly string[];
  #cost = 0;

  constructor(issues: IssueList, sourceNames: readonly string[]) {
    this.#issues = issues;
    this.#sourceNames = sourceNames;
  }

  /** Takes a fragment of the context's packet; hands on the datagram when this was what it lacked. */
  add(context: PacketContext, fragment: Fragment): void {
    const length = fragment.wireEnd - fragment.at;
    const tooLong = fragment.offset + length > MOST_DATAGRAM_BYTES;
    if (length <= 0 || tooLong || (fragment.more && length % 8 !== 0)) {
      const text = `is an IP fragment of ${length} bytes at ${fragment.offset}, which no datagram can have`;
      context.malformed("ip-fragment-malformed", fragment.at, text);
      return;
    }
    this.#dropOld(context.segment.packet);
    const key = keyOf(context, fragment);
    const known = this.#waiting.get(key);
    if (known === undefined && this.#finished.repeats(key, context, fragment)) return;
    const datagram = known ?? this.#open(context, key, fragment);
    if (fragment.offset === 0) datagram.protocol = fragment.protocol;
    if (!fragment.more && datagram.total < 0) datagram.total = fragment.offset + length;
    this.#insert(context, datagram, fragment);
    const last = datagram.pieces.at(-1)!;
    if (datagram.total >= 0 && last.offset + last.length > datagram.total) {
      this.#giveUp(key, datagram, "has fragments behind its last one");
    } else if (datagram.covered === datagram.total) {
      this.#remove(key, datagram);
      this.#finished.add(key, datagram.pieces, datagram.cost);
      handOn(context, datagram);
    }
    for (const [oldest, waiting] of this.#waiting) {
      if (this.#waiting.size <= MOST_DATAGRAMS && this.#cost <= MOST_BYTES) break;
      this.#giveUp(oldest, waiting, "made room for newer ones");
    }
  }

  /** Gives up what still lacks fragments. */
  finish(): void {
    for (const [key, datagram] of this.#waiting) this.#giveUp(key, datagram, "was not whole when the capture ended");
  }

  #open(context: PacketContext, key: string, fragment: Fragment): Datagram {
    const datagram: Datagram = {
      pieces: [],
      protocol: fragment.protocol,
      total: -1,
      covered: 0,
      cost: 0,
      firstPacket: context.segment.packet,
      file: context.segment.file,
      fileOffset: context.origin + fragment.at,
    };
    this.#waiting.set(key, datagram);
    return datagram;
  }

  /** Adds those parts of the fragment that no earlier one had. */
  #insert(context: PacketContext, datagram: Datagram, fragment: Fragment): void {
    const { pieces } = datagram;
    const end = fragment.offset + fragment.wireEnd - fragment.at;
    let at = fragment.offset;
    let index = 0;
    while (at < end) {
      while (index < pieces.length && pieces[index]!.offset + pieces[index]!.length <= at) index++;
      const next = pieces[index];
      if (next !== undefined && next.offset <= at) {
        at = next.offset + next.length;
        continue;
      }
      const until = next === undefined ? end : Math.min(end, next.offset);
      const from = fragment.at + at - fragment.offset;
      const present = Math.max(from, Math.min(fragment.end, from + until - at));
      const piece: Piece = {
        offset: at,
        length: until - at,
        bytes: context.bytes.slice(from, present),
        file: context.segment.file,
        fileOffset: context.origin + from,
        packet: context.segment.packet,
        time: context.segment.time,
      };
      pieces.splice(index, 0, piece);
      datagram.covered += piece.length;
      datagram.cost += piece.bytes.length + PIECE_COST;
      this.#cost += piece.bytes.length + PIECE_COST;
      at = until;
    }
  }

  #dropOld(packet: number): void {
    for (const [key, datagram] of this.#waiting) {
      if (packet - datagram.firstPacket <= MOST_PACKETS_WAITED) break;
      this.#giveUp(key, datagram, `was not whole after ${MOST_PACKETS_WAITED} packets`);
    }
  }

  #giveUp(key: string, datagram: Datagram, why: string): void {
    this.#remove(key, datagram);
    const of = datagram.total < 0 ? "of a length not known" : `of ${datagram.total}`;
    this.#issues.add({
      code: "ip-fragments-incomplete",
      source: this.#sourceNames[datagram.file] ?? "",
      at: datagram.fileOffset,
      length: datagram.pieces[0]?.bytes.length ?? 0,
      text: `The IP datagram that packet ${datagram.firstPacket + 1} began ${why}: ${datagram.covered} bytes ${of} are left out.`,
    });
  }

  #remove(key: string, datagram: Datagram): void {
    this.#waiting.delete(key);
    this.#cost -= datagram.cost;
  }
}

/** Source and destination stand side by side in both versions' headers. IPv4 tells datagrams apart by protocol too (RFC 791 section 3.2). */
function keyOf(context: PacketContext, fragment: Fragment): string {
  const addresses = context.bytes.subarray(context.sourceAt, context.sourceAt + (context.ipVersion === 4 ? 8 : 32));
  const protocol = context.ipVersion === 4 ? fragment.protocol : "";
  return `${addresses.join(".")}/${fragment.identification}/${protocol}`;
}

function handOn(context: PacketContext, datagram: Datagram): void {
  const head = captured(datagram.pieces);
  let at = 0;
  let { protocol } = datagram;
  while (context.ipVersion === 6 && at < head.length) {
    const length = extensionLength(protocol, head, at);
    if (length === 0) break;
    protocol = head[at]!;
    at += length;
  }
  if (protocol !== PROTOCOL_TCP) {
    context.counts.otherProtocols++;
    return;
  }
  const headerLength = tcpHeader(context, viewOf(head), at, head.length, datagram.total - at, context.start);
  if (headerLength > 0) emitPieces(context, datagram.pieces, at + headerLength);
}

/** The datagram's bytes up to the first that the capture lacks. */
function captured(pieces: readonly Piece[]): Uint8Array {
  const cut = pieces.findIndex((piece) => piece.bytes.length < piece.length);
  const whole = cut < 0 ? pieces : pieces.slice(0, cut + 1);
  const result = new Uint8Array(whole.reduce((sum, piece) => sum + piece.bytes.length, 0));
  for (const piece of whole) result.set(piece.bytes, piece.offset);
  return result;
}

/** Emits the payload from `payload` on, a segment for each piece; the SYN goes with the first, the FIN with the last. */
function emitPieces(context: PacketContext, pieces: readonly Piece[], payload: number): void {
  const { segment } = context;
  const { flags, sequence } = segment;
  const carriers = pieces.filter((piece) => piece.offset + piece.length > payload);
  if (carriers.length === 0) carriers.push(pieces.at(-1)!);
  carriers.forEach((piece, index) => {
    const skipped = Math.min(piece.length, Math.max(0, payload - piece.offset));
    const isFirst = index === 0;
    const before = isFirst ? 0 : piece.offset - payload + (flags & SYN ? 1 : 0);
    segment.sequence = (sequence + before) >>> 0;
    segment.flags = flags & ~((isFirst ? 0 : SYN) | (index === carriers.length - 1 ? 0 : FIN));
    segment.bytes = piece.bytes;
    segment.start = Math.min(skipped, piece.bytes.length);
    segment.end = piece.bytes.length;
    segment.length = piece.length - skipped;
    segment.fileOffset = piece.fileOffset + segment.start;
    segment.file = piece.file;
    segment.packet = piece.packet;
    segment.time = piece.time;
    context.emitSegment();
  });
}
