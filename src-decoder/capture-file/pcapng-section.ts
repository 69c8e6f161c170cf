/** What stands in the blocks of pcapng: sections, interfaces, packets and comments (draft-ietf-opsawg-pcapng, section 4). */
import { formatCount } from "../bytes/count-text.ts";
import type { ByteSource } from "../bytes/byte-source.ts";
import type { CaptureSink, Packet } from "./packet.ts";
import { BLOCK, blockName } from "./pcapng-blocks.ts";
import { OPTION, OptionCursor, padded } from "./pcapng-options.ts";
import type { SliceWindow } from "./slice-window.ts";
import { DEFAULT_RESOLUTION, TimestampReader } from "./timestamp.ts";

/** A file has a handful; a hostile one could describe an interface every 20 bytes. */
const MOST_INTERFACES = 65_536;
/** Longest name or description kept, in bytes. */
const LONGEST_NAME = 1024;
/** Comments kept, by number and by bytes. */
const MOST_COMMENTS = 10_000;
const MOST_COMMENT_BYTES = 4 * 1024 * 1024;
/** The only known major version of a section. */
const MAJOR_VERSION = 1;

/** Offsets in blocks, from their first byte. */
const BODY = 8;
const PACKET_DATA = 28;
const SIMPLE_PACKET_DATA = 12;
const INTERFACE_OPTIONS = 16;
const SECTION_OPTIONS = 24;
const TRAILER_BYTES = 4;

/** An interface of the present section. */
interface Interface {
  /** Counted over all sections. */
  readonly index: number;
  readonly inSection: number;
  readonly linkType: number;
  readonly snapLength: number;
  readonly fcsLength: number;
  readonly clock: TimestampReader;
}

export class PcapngSection {
  /** Byte order of the present section. */
  littleEndian = true;
  readonly #source: ByteSource;
  readonly #sink: CaptureSink;
  readonly #window: SliceWindow;
  readonly #decoder = new TextDecoder("utf-8");
  readonly #options = new OptionCursor();
  readonly #packet: Packet;
  /** False for a section of a version that is not known: its blocks are passed over. */
  #isKnown = true;
  #interfaces: Interface[] = [];
  #interfaceCount = 0;
  #packets = 0;
  #comments = 0;
  #commentBytes = 0;

  constructor(source: ByteSource, sink: CaptureSink, window: SliceWindow) {
    this.#source = source;
    this.#sink = sink;
    this.#window = window;
    this.#packet = {
      bytes: window.bytes,
      start: 0,
      end: 0,
      fileOffset: 0,
      seconds: Number.NaN,
      nanoseconds: 0,
      interfaceIndex: 0,
      section: -1,
      interfaceInSection: 0,
      linkType: 0,
      originalLength: 0,
      direction: 0,
      fcsLength: 0,
    };
  }

  /** Reads the block of `length` bytes at index `at` of the window, all of which are there. */
  read(type: number, at: number, length: number, littleEndian: boolean): void {
    if (type === BLOCK.section) this.#beginSection(at, length, littleEndian);
    else if (!this.#isKnown) return;
    else if (type === BLOCK.enhancedPacket) this.#enhancedPacket(at, length);
    else if (type === BLOCK.interface) this.#interface(at, length);
    else if (type === BLOCK.simplePacket) this.#simplePacket(at, length);
    else if (type === BLOCK.packet) this.#oldPacket(at, length);
  }

  #beginSection(at: number, length: number, littleEndian: boolean): void {
    this.littleEndian = littleEndian;
    this.#interfaces = [];
    this.#packet.section++;
    const major = this.#view.getUint16(at + 12, littleEndian);
    this.#isKnown = major === MAJOR_VERSION;
    if (this.#isKnown) this.#readComments(at, at + SECTION_OPTIONS, length, null);
    else
      this.#issue(
        "pcapng-version",
        at,
        length,
        `The section is of version ${major}; only 1 is known, so it is skipped.`,
      );
  }

  #interface(at: number, length: number): void {
    if (this.#interfaceCount === MOST_INTERFACES) {
      this.#issue("pcapng-interfaces", at, length, `Interfaces after the first ${MOST_INTERFACES} are skipped.`);
      return;
    }
    let name: string | null = null;
    let description: string | null = null;
    let resolution = DEFAULT_RESOLUTION;
    let offset = 0;
    let fcsLength = 0;
    const options = this.#enterOptions(at + INTERFACE_OPTIONS, at + length);
    while (options.next()) {
      const { code, start, end } = options;
      const size = end - start;
      if (code === OPTION.comment) this.#comment(start, end, null);
      else if (code === OPTION.interfaceName) name = this.#text(start, Math.min(end, start + LONGEST_NAME));
      else if (code === OPTION.interfaceDescription)
        description = this.#text(start, Math.min(end, start + LONGEST_NAME));
      else if (code === OPTION.interfaceResolution && size === 1) resolution = this.#view.getUint8(start);
      else if (code === OPTION.interfaceOffset && size === 8)
        offset = Number(this.#view.getBigInt64(start, this.littleEndian));
      else if (code === OPTION.interfaceFcsLength && size === 1) fcsLength = fcsBytes(this.#view.getUint8(start));
    }
    this.#checkOptions(at);
    const linkType = this.#view.getUint16(at + BODY, this.littleEndian);
    const snapLength = this.#view.getUint32(at + BODY + 4, this.littleEndian);
    const clock = new TimestampReader(resolution, offset);
    const inSection = this.#interfaces.length;
    this.#interfaces.push({ index: this.#interfaceCount++, inSection, linkType, snapLength, fcsLength, clock });
    this.#sink.interface({ linkType, name, description, snapLength, decimals: clock.decimals });
  }

  #enhancedPacket(at: number, length: number): void {
    const view = this.#view;
    const number = view.getUint32(at + BODY, this.littleEndian);
    this.#timedPacket(at, length, number);
  }

  /** The obsolete block has a 16-bit interface number, and drops in the other half. */
  #oldPacket(at: number, length: number): void {
    this.#timedPacket(at, length, this.#view.getUint16(at + BODY, this.littleEndian));
  }

  #timedPacket(at: number, length: number, number: number): void {
    const view = this.#view;
    const { littleEndian } = this;
    const from = this.#interfaceOf(number, at, length);
    if (from === null) return;
    const captured = view.getUint32(at + 20, littleEndian);
    const start = at + PACKET_DATA;
    const limit = at + length - TRAILER_BYTES;
    if (start + captured > limit) {
      const room = limit - start;
      const text = `The packet claims ${formatCount(captured)} captured bytes in a block that has room for ${formatCount(room)}; it is skipped.`;
      this.#issue("pcapng-packet-length", at, length, text);
      return;
    }
    from.clock.read(view.getUint32(at + 12, littleEndian), view.getUint32(at + 16, littleEndian));
    const packet = this.#packet;
    packet.seconds = from.clock.seconds;
    packet.nanoseconds = from.clock.nanoseconds;
    if (Number.isNaN(packet.seconds)) {
      packet.nanoseconds = 0;
      this.#issue(
        "pcapng-time",
        at,
        length,
        "The time of the packet is not within the years 0 to 9999; it is left out.",
      );
    }
    packet.direction = 0;
    packet.fcsLength = from.fcsLength;
    const options = start + padded(captured);
    if (options < limit) this.#packetOptions(at, options, length);
    this.#emit(from, start, captured, view.getUint32(at + 24, littleEndian));
  }

  #packetOptions(at: number, start: number, length: number): void {
    const options = this.#enterOptions(start, at + length);
    while (options.next()) {
      if (options.code === OPTION.comment) this.#comment(options.start, options.end, this.#packets);
      else if (options.code === OPTION.packetFlags && options.end - options.start === 4) {
        const flags = this.#view.getUint32(options.start, this.littleEndian);
        const direction = flags & 3;
        this.#packet.direction = direction === 1 || direction === 2 ? direction : 0;
        const fcsLength = (flags >>> 5) & 0xf;
        if (fcsLength > 0) this.#packet.fcsLength = fcsLength;
      }
    }
    this.#checkOptions(at);
  }

  #simplePacket(at: number, length: number): void {
    const from = this.#interfaceOf(0, at, length);
    if (from === null) return;
    const original = this.#view.getUint32(at + BODY, this.littleEndian);
    const room = length - SIMPLE_PACKET_DATA - TRAILER_BYTES;
    const captured = Math.min(original, room, from.snapLength === 0 ? room : from.snapLength);
    const packet = this.#packet;
    packet.seconds = Number.NaN;
    packet.nanoseconds = 0;
    packet.direction = 0;
    packet.fcsLength = from.fcsLength;
    this.#emit(from, at + SIMPLE_PACKET_DATA, captured, original);
  }

  #emit(from: Interface, start: number, captured: number, originalLength: number): void {
    const packet = this.#packet;
    packet.bytes = this.#window.bytes;
    packet.start = start;
    packet.end = start + captured;
    packet.fileOffset = this.#window.start + start;
    packet.interfaceIndex = from.index;
    packet.interfaceInSection = from.inSection;
    packet.linkType = from.linkType;
    packet.originalLength = originalLength;
    this.#packets++;
    this.#sink.packet(packet);
  }

  /** The interface of a packet; null, with an issue, where the section has described none of that number. */
  #interfaceOf(number: number, at: number, length: number): Interface | null {
    const found = this.#interfaces[number];
    if (found !== undefined) return found;
    const known = this.#interfaces.length;
    const text = `The packet is of interface ${number}, and the section has described ${known} so far; it is skipped.`;
    this.#issue("pcapng-interface", at, length, text);
    return null;
  }

  #readComments(at: number, start: number, length: number, packet: number | null): void {
    const options = this.#enterOptions(start, at + length);
    while (options.next()) if (options.code === OPTION.comment) this.#comment(options.start, options.end, packet);
    this.#checkOptions(at);
  }

  #comment(start: number, end: number, packet: number | null): void {
    this.#comments++;
    this.#commentBytes += end - start;
    if (this.#comments > MOST_COMMENTS || this.#commentBytes > MOST_COMMENT_BYTES) {
      this.#issue(
        "pcapng-comments",
        start,
        end - start,
        "There are more comments than are kept; this one is left out.",
      );
      return;
    }
    this.#sink.comment({ at: this.#window.start + start, text: this.#text(start, end), packet });
  }

  /** Sets the cursor on the options between `start` and the length at the end of the block that ends at `end`. */
  #enterOptions(start: number, end: number): OptionCursor {
    this.#options.enter(this.#view, start, end - TRAILER_BYTES, this.littleEndian);
    return this.#options;
  }

  #checkOptions(at: number): void {
    if (!this.#options.broken) return;
    const { code, start, end } = this.#options;
    const type = this.#view.getUint32(at, this.littleEndian);
    const text = `Option ${code} of the ${blockName(type)} claims ${end - start} bytes, which is over the end of the block; it is not read.`;
    this.#issue("pcapng-option", start, 0, text);
  }

  #text(start: number, end: number): string {
    // Some writers end strings as C does.
    return this.#decoder.decode(this.#window.bytes.subarray(start, end)).replace(/\0+$/, "");
  }

  get #view(): DataView {
    return this.#window.view;
  }

  /** `at` is an index into the window. */
  #issue(code: string, at: number, length: number, text: string): void {
    this.#sink.issues.add({ code, source: this.#source.name, at: this.#window.start + at, length, text });
  }
}

/**
 * `if_fcslen` counts bits, says the draft, and gives 4 as its example, as if it counted bytes. No check sequence is of 1 to 7 bits, so small
 * numbers are bytes.
 */
function fcsBytes(value: number): number {
  return value < 8 ? value : value >>> 3;
}
