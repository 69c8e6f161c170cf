/** Writes classic pcap files, right ones and wrong ones, and reads right ones in the plainest way. */
import { concat, hex } from "./recorder.ts";

export const MICROSECONDS = 0xa1b2c3d4;
export const NANOSECONDS = 0xa1b23c4d;
/** With 8 bytes more in each record header. */
export const MODIFIED = 0xa1b2cd34;

export interface PcapRecord {
  readonly seconds: number;
  readonly fraction: number;
  readonly data: Uint8Array;
  /** Length on the wire; that of the data where left out. */
  readonly original?: number;
  /** What the header claims to be captured; the length of the data where left out. */
  readonly claimed?: number;
}

export interface PcapFile {
  readonly magic?: number;
  readonly littleEndian?: boolean;
  readonly version?: readonly [number, number];
  readonly snapLength?: number;
  /** Link type with its flag bits. */
  readonly link?: number;
  readonly records: readonly PcapRecord[];
}

/** The file, and the offset of each record. */
export function writePcap(file: PcapFile): { bytes: Uint8Array<ArrayBuffer>; offsets: number[] } {
  const { magic = MICROSECONDS, littleEndian = true, version = [2, 4], snapLength = 65_535, link = 1, records } = file;
  const header = new DataView(new ArrayBuffer(24));
  header.setUint32(0, magic, littleEndian);
  header.setUint16(4, version[0], littleEndian);
  header.setUint16(6, version[1], littleEndian);
  header.setUint32(16, snapLength, littleEndian);
  header.setUint32(20, link, littleEndian);
  const parts: Uint8Array[] = [bytesOf(header)];
  const offsets: number[] = [];
  let at = 24;
  for (const { seconds, fraction, data, original = data.length, claimed = data.length } of records) {
    const head = new DataView(new ArrayBuffer(magic === MODIFIED ? 24 : 16));
    [seconds, fraction, claimed, original].forEach((value, i) => head.setUint32(4 * i, value, littleEndian));
    offsets.push(at);
    parts.push(bytesOf(head), data);
    at += head.byteLength + data.length;
  }
  return { bytes: concat(parts), offsets };
}

export interface PlainPacket {
  readonly seconds: number;
  readonly nanoseconds: number;
  readonly originalLength: number;
  readonly fileOffset: number;
  readonly data: string;
}

/** Reads a file of micro- or nanoseconds up to the first record that is not whole: a loop over a DataView and nothing else. */
export function plainlyRead(bytes: Uint8Array): PlainPacket[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const littleEndian = bytes.length >= 4 && [MICROSECONDS, NANOSECONDS].includes(view.getUint32(0, true));
  const packets: PlainPacket[] = [];
  for (let at = 24; at + 16 <= bytes.length;) {
    const captured = view.getUint32(at + 8, littleEndian);
    const data = at + 16;
    if (captured > 262_144 || data + captured > bytes.length) break;
    const unit = view.getUint32(0, littleEndian) === NANOSECONDS ? 1 : 1000;
    packets.push({
      seconds: view.getUint32(at, littleEndian),
      nanoseconds: view.getUint32(at + 4, littleEndian) * unit,
      originalLength: view.getUint32(at + 12, littleEndian),
      fileOffset: data,
      data: hex(bytes.subarray(data, data + captured)),
    });
    at = data + captured;
  }
  return packets;
}

function bytesOf(view: DataView<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return new Uint8Array(view.buffer);
}
