/**
 * Classic pcap (draft-ietf-opsawg-pcap) through the npm package `pcap-parser`, which takes the records apart. What it does not do is done
 * around it: its defects are the reason for most of what follows.
 *
 * - It knows one magic number and joins chunks by copying. So each slice of the file is a small file to it: a header that it knows, then
 *   records from the first byte of the slice on. What is left of a slice is read again at the front of the next.
 * - It waits for any length that a record claims, and says nothing of a file that ends early. So every record header is judged before its
 *   body is waited for, and the place of every record is counted here.
 */
import { createPcapParser } from "pcap-parser";
import type { Parser } from "pcap-parser";
import type { ByteSource } from "../bytes/byte-source.ts";
import { formatCount } from "../bytes/count-text.ts";
import { reportDamage } from "./damage.ts";
import type { CaptureFormat, CaptureSink, Packet } from "./packet.ts";
import { PARSER_HOST, SliceView } from "./pcap-parser-host.ts";
import type { RawPacket, RecordHeader } from "./pcap-parser-host.ts";
import { PCAP_HEADER_BYTES, hasPcapMagic, pcapDefect, readPcapHeader } from "./pcap-header.ts";
import type { PcapHeader } from "./pcap-header.ts";
import { HABITS, ODD, PcapRecords } from "./pcap-records.ts";
import { SliceWindow } from "./slice-window.ts";

// Marked as pure so that bundles that read no files, as the page's own, go without it.
const pcapParser = /* @__PURE__ */ createPcapParser(PARSER_HOST.require, PARSER_HOST.Buffer, PARSER_HOST.process);

/** Bytes of a record header that the parser reads, in every variant. */
const PARSER_RECORD_HEADER_BYTES = 16;
const MICROSECOND_MAGIC = 0xa1b2c3d4;
const NANOSECONDS = 1e9;

export const pcap: CaptureFormat = {
  id: "pcap",
  label: "pcap",
  score: (head) => (hasPcapMagic(head) ? 1 : 0),
  defect: (head) => pcapDefect(head),
  async read(source, sink, sliceBytes) {
    const window = new SliceWindow(source, sink, sliceBytes);
    await window.cover(0, PCAP_HEADER_BYTES);
    const header = readPcapHeader(window.bytes.subarray(0, PCAP_HEADER_BYTES));
    if (header === null) return;
    sink.interface({
      linkType: header.linkType,
      name: null,
      description: null,
      snapLength: header.snapLength,
      decimals: header.unitsPerSecond === NANOSECONDS ? 9 : 6,
    });
    await new PcapReader(source, sink, window, header).read();
    await window.finish();
  },
};

/** What people are told of each habit, once a file. */
const HABIT_ISSUES: readonly { readonly bit: number; readonly code: string; readonly text: string }[] = [
  {
    bit: ODD.fraction,
    code: "pcap-time-fraction",
    text: "has a sub-second part of a second or more; whole seconds of it are added to the time",
  },
  {
    bit: ODD.overSnapLength,
    code: "pcap-over-snap-length",
    text: "is longer than the snap length of the file; it is read whole",
  },
  {
    bit: ODD.underCaptured,
    code: "pcap-original-length",
    text: "claims a length on the wire under the captured length; the captured length is used for the bytes",
  },
];

class PcapReader {
  readonly #source: ByteSource;
  readonly #sink: CaptureSink;
  readonly #window: SliceWindow;
  readonly #file: PcapHeader;
  readonly #records: PcapRecords;
  readonly #packet: Packet;
  readonly #nanosecondsPerUnit: number;
  /** Bytes of a record header that the parser takes for data. */
  readonly #unparsedHeaderBytes: number;
  #packets = 0;
  /** Bits of `ODD` that records of this file have had. */
  #habits = 0;
  /** Offset of the record that the parser is at, and how many bytes from there on it needs to go on. */
  #at = PCAP_HEADER_BYTES;
  #needed = 0;
  /** What is wrong with the record at `#at`; null while nothing is. */
  #damage: string | null = null;

  constructor(source: ByteSource, sink: CaptureSink, window: SliceWindow, file: PcapHeader) {
    this.#source = source;
    this.#sink = sink;
    this.#window = window;
    this.#file = file;
    this.#records = new PcapRecords(window, file);
    this.#nanosecondsPerUnit = NANOSECONDS / file.unitsPerSecond;
    this.#unparsedHeaderBytes = file.recordHeaderBytes - PARSER_RECORD_HEADER_BYTES;
    this.#packet = {
      bytes: window.bytes,
      start: 0,
      end: 0,
      fileOffset: 0,
      seconds: 0,
      nanoseconds: 0,
      interfaceIndex: 0,
      section: 0,
      interfaceInSection: 0,
      linkType: file.linkType,
      originalLength: 0,
      direction: 0,
      fcsLength: file.fcsLength,
    };
  }

  async read(): Promise<void> {
    const window = this.#window;
    await window.cover(this.#at, this.#file.recordHeaderBytes);
    while (this.#at < window.size) {
      this.#parseSlice();
      if (this.#at === window.size) return;
      const isWhole = this.#at + this.#needed <= window.size;
      if (this.#damage === null && isWhole) await window.cover(this.#at, this.#needed);
      else if (!(await this.#findNext())) return;
    }
  }

  /** Gives the parser all that is in memory from `#at` on, and moves `#at` to the first record that it did not get to the end of. */
  #parseSlice(): void {
    const window = this.#window;
    this.#packet.bytes = window.bytes;
    this.#needed = this.#file.recordHeaderBytes;
    this.#damage = null;
    const { parser, feed } = startParser(this.#file);
    parser.on("packetHeader", this.#onHeader);
    parser.on("packet", this.#onPacket);
    const from = this.#at - window.start;
    feed(new SliceView(window.view, from, window.bytes.length - from, this.#file.littleEndian));
  }

  readonly #onHeader = (header: RecordHeader): void => {
    const { timestampMicroseconds, capturedLength, originalLength } = header;
    const { longest } = this.#records;
    const odd = this.#records.oddities(timestampMicroseconds, capturedLength, originalLength);
    this.#needed = this.#file.recordHeaderBytes + capturedLength;
    if (capturedLength > longest) {
      this.#damage = `it claims ${formatCount(capturedLength)} bytes, and at most ${formatCount(longest)} can be`;
    } else if (odd === 0 || this.#tolerates(odd, header)) {
      header.capturedLength += this.#unparsedHeaderBytes;
      return;
    }
    // The parser waits for a body that never comes, and is dropped at the end of the slice.
    header.capturedLength = Infinity;
  };

  readonly #onPacket = ({ header, data }: RawPacket): void => {
    const packet = this.#packet;
    packet.start = data.start + this.#unparsedHeaderBytes;
    packet.end = data.start + data.length;
    packet.fileOffset = this.#window.start + packet.start;
    packet.seconds = header.timestampSeconds;
    let fraction = header.timestampMicroseconds;
    const { unitsPerSecond } = this.#file;
    if (fraction >= unitsPerSecond) {
      packet.seconds += Math.floor(fraction / unitsPerSecond);
      fraction %= unitsPerSecond;
    }
    packet.nanoseconds = fraction * this.#nanosecondsPerUnit;
    packet.originalLength = header.originalLength;
    this.#records.seen(header.timestampSeconds);
    this.#packets++;
    this.#at = this.#window.start + packet.end;
    this.#needed = this.#file.recordHeaderBytes;
    this.#sink.packet(packet);
  };

  /**
   * Whether a record with oddities is one: it is when the file has had the same before, or when another header follows it. When that is
   * not in memory yet, `#needed` asks for it.
   */
  #tolerates(odd: number, header: RecordHeader): boolean {
    const fresh = odd & ~this.#habits;
    if (fresh === 0) return true;
    const { recordHeaderBytes } = this.#file;
    const next = this.#at + this.#needed;
    const { size, end } = this.#window;
    if (next + recordHeaderBytes <= size) {
      if (next + recordHeaderBytes > end) {
        this.#needed += recordHeaderBytes;
        return false;
      }
      if (!this.#records.isPlausible(next, (this.#habits | odd) & HABITS)) {
        this.#damage = `it claims ${formatCount(header.capturedLength)} bytes captured of ${formatCount(header.originalLength)}, and no record follows them`;
        return false;
      }
    }
    this.#habits |= fresh & HABITS;
    for (const { bit, code, text } of HABIT_ISSUES) {
      if ((fresh & bit) === 0) continue;
      this.#issue(code, this.#at, this.#needed, `Packet ${this.#packets + 1} ${text}. Later ones are not listed.`);
    }
    return true;
  }

  /**
   * The record at `#at` is damaged, or the file ends before it does, which a damaged length looks like too. Moves `#at` to the next record;
   * false where there is none.
   */
  async #findNext(): Promise<boolean> {
    const window = this.#window;
    const next = await this.#records.find(this.#at + 1, this.#habits);
    reportDamage(this.#source, this.#sink, {
      format: "pcap",
      unit: "record",
      name: `record of packet ${this.#packets + 1}`,
      at: this.#at,
      fault: this.#damage,
      claimed: this.#needed,
      next,
      size: window.size,
    });
    if (next === -1) return false;
    this.#at = next;
    await window.cover(next, this.#file.recordHeaderBytes);
    return true;
  }

  #issue(code: string, at: number, length: number, text: string): void {
    this.#sink.issues.add({ code, source: this.#source.name, at, length, text });
  }
}

/** A parser that is past a header of its own kind, in the byte order of the file, and ready for records. */
function startParser(file: PcapHeader): { parser: Parser; feed: (chunk: SliceView) => void } {
  const listeners = new Map<string, (chunk: SliceView) => void>();
  const parser = pcapParser.parse({
    on: (event, listener) => listeners.set(event, listener),
    pause() {},
    resume() {},
  });
  const feed = (chunk: SliceView): void => listeners.get("data")?.(chunk);
  const header = new DataView(new ArrayBuffer(PCAP_HEADER_BYTES));
  header.setUint32(0, MICROSECOND_MAGIC, file.littleEndian);
  header.setUint16(4, 2, file.littleEndian);
  header.setUint16(6, 4, file.littleEndian);
  feed(new SliceView(header, 0, PCAP_HEADER_BYTES, file.littleEndian));
  // An empty rest is a rest to the parser, to which it would join the first slice by a copy.
  parser.buffer = null;
  // It would put the names of the methods that it reads with together for each number, which costs more than reading them.
  parser.endianness = "";
  return { parser, feed };
}
