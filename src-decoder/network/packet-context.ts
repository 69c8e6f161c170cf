import { viewOf } from "../bytes/same-bytes.ts";
import type { IssueList } from "../bytes/issues.ts";
import type { Packet } from "../capture-file/packet.ts";
import type { EndpointTable, LinkSide } from "./endpoints.ts";
import { FragmentAssembler } from "./fragments.ts";
import { UNSEQUENCED, type Segment, type SegmentSink } from "./segment.ts";
import { UserLinks } from "./user-links.ts";

/** What became of the packets. */
export interface PacketCounts {
  /** Handed in. */
  packets: number;
  /** Runs of stream bytes and bare control information handed on. */
  segments: number;
  /** Sound, but not of a transport that reaches the bridge: ARP, UDP, netlink. */
  otherProtocols: number;
  /** A header cut off or against its rules; each has an issue. */
  malformed: number;
  /** On an interface of a link type that is not decoded. */
  unsupportedLink: number;
}

/**
 * The packet that is being decoded, and what the layers share: one object for a whole capture, filled anew for each packet.
 * Positions are indices into `bytes`. A position past `end` and before `wireEnd` was on the wire but is not in the file.
 */
export class PacketContext {
  bytes: Uint8Array = new Uint8Array(0);
  /** Over the same bytes as `bytes`. */
  view: DataView = viewOf(this.bytes);
  start = 0;
  /** End of the packet's bytes in the file, without frame check sequence. */
  end = 0;
  /** End that the packet had on the wire, without frame check sequence. */
  wireEnd = 0;
  /** Add it to a position for the offset in the source. */
  origin = 0;
  interfaceIndex = 0;
  section = 0;
  interfaceInSection = 0;
  direction: Packet["direction"] = 0;

  /** Where the addresses of the current IP header lie, and its version: 4 or 6. */
  ipVersion = 0;
  sourceAt = 0;
  destinationAt = 0;

  readonly segment: Segment = {
    transport: "tcp",
    source: 0,
    destination: 0,
    sequence: 0,
    acknowledgement: 0,
    flags: 0,
    window: 0,
    windowScale: -1,
    bytes: this.bytes,
    start: 0,
    end: 0,
    length: 0,
    fileOffset: 0,
    file: 0,
    time: Number.NaN,
    packet: 0,
  };
  readonly counts: PacketCounts = { packets: 0, segments: 0, otherProtocols: 0, malformed: 0, unsupportedLink: 0 };
  readonly fragments: FragmentAssembler;
  /** The side that sent the last packet of a link without addresses, by its number. */
  readonly lastSides = new Map<number, LinkSide>();
  /** The side of such a link that the host is on, as its flags have it, by its number. */
  readonly hostSides = new Map<number, LinkSide>();
  readonly links = new UserLinks();
  readonly endpoints: EndpointTable;
  readonly issues: IssueList;
  readonly #sourceNames: readonly string[];
  readonly #sink: SegmentSink;

  constructor(sink: SegmentSink, endpoints: EndpointTable, issues: IssueList, sourceNames: readonly string[]) {
    this.#sink = sink;
    this.endpoints = endpoints;
    this.issues = issues;
    this.#sourceNames = sourceNames;
    this.fragments = new FragmentAssembler(issues, sourceNames);
  }

  begin(packet: Packet, file: number, packetNumber: number, time: number): void {
    if (packet.bytes !== this.bytes) {
      this.bytes = packet.bytes;
      this.view = viewOf(packet.bytes);
    }
    this.start = packet.start;
    const wireLength = Math.max(packet.end - packet.start, packet.originalLength) - packet.fcsLength;
    this.wireEnd = packet.start + Math.max(0, wireLength);
    this.end = Math.min(packet.end, this.wireEnd);
    this.origin = packet.fileOffset - packet.start;
    this.interfaceIndex = packet.interfaceIndex;
    this.section = packet.section;
    this.interfaceInSection = packet.interfaceInSection;
    this.direction = packet.direction;
    this.segment.file = file;
    this.segment.packet = packetNumber;
    this.segment.time = time;
    this.counts.packets++;
  }

  /** Hands on the segment with the payload `from .. end` of this packet, of which `length` bytes were on the wire. */
  emit(from: number, end: number, length: number): void {
    const segment = this.segment;
    // Mostly they are the same already, and to store a reference costs more than to compare two.
    if (segment.bytes !== this.bytes) segment.bytes = this.bytes;
    segment.start = from;
    segment.end = end;
    segment.length = length;
    segment.fileOffset = this.origin + from;
    this.emitSegment();
  }

  /** Hands on the segment as it stands. */
  emitSegment(): void {
    this.counts.segments++;
    this.#sink.segment(this.segment);
  }

  /** Makes the segment one without sequence numbers, acknowledgement and window. */
  unsequenced(transport: "vsock" | "user", flags: number): void {
    const segment = this.segment;
    segment.transport = transport;
    segment.sequence = UNSEQUENCED;
    segment.acknowledgement = 0;
    segment.window = 0;
    segment.windowScale = -1;
    segment.flags = flags;
  }

  /** True where the file has the bytes `at .. at + length`; else the packet is reported as cut in the header named `what`. */
  has(at: number, length: number, what: string): boolean {
    if (at + length <= this.end) return true;
    const there = Math.max(0, this.end - at);
    const cause = at + length <= this.wireEnd ? "the capture cut it" : "it ended there on the wire";
    this.malformed("header-cut", at, `has ${there} of ${length} bytes of ${what}: ${cause}`);
    return false;
  }

  /** Reports the packet as one that cannot be read. `text` goes on after "Packet 12". */
  malformed(code: string, at: number, text: string): void {
    this.counts.malformed++;
    this.issues.add({
      code,
      source: this.#sourceNames[this.segment.file] ?? "",
      at: this.origin + at,
      length: Math.max(0, this.end - at),
      text: `Packet ${this.segment.packet + 1} ${text}.`,
    });
  }
}
