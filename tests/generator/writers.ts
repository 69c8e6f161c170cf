/**
 * Capture files, written packet by packet through one buffer of fixed size, so that a file of any length takes the same memory.
 * Formats: draft-ietf-opsawg-pcap, draft-ietf-opsawg-pcapng. Little-endian, one Ethernet interface.
 */
const ETHERNET = 1;
const SNAP_LENGTH = 262_144;
const CHUNK_BYTES = 1 << 20;
/** Time zero of generated captures: 2026-03-02 09:00:00 UTC, in seconds. */
const START_SECONDS = 1_772_442_000;

/** Takes the bytes of the file in order. They are valid only during the call. */
export type ByteSink = (bytes: Uint8Array) => void;

/** Where packets are put: `room` reserves one, and its bytes are then filled in at the offset it gives. */
export interface PacketWriter {
  readonly buffer: Buffer;
  readonly view: DataView;
  /** Bytes of the file so far. */
  readonly bytesWritten: number;
  /** Room for a packet of `length` bytes, captured `time` ns after time zero: its offset in `buffer`, until the next call. */
  room(time: number, length: number): number;
  /** Hands out what is still in the buffer. */
  finish(): void;
}

abstract class ChunkWriter {
  readonly buffer = Buffer.alloc(CHUNK_BYTES);
  readonly view = new DataView(this.buffer.buffer, this.buffer.byteOffset, CHUNK_BYTES);
  readonly #sink: ByteSink;
  #used = 0;
  #handedOut = 0;

  constructor(sink: ByteSink) {
    this.#sink = sink;
  }

  get bytesWritten(): number {
    return this.#handedOut + this.#used;
  }

  finish(): void {
    this.#sink(this.buffer.subarray(0, this.#used));
    this.#handedOut += this.#used;
    this.#used = 0;
  }

  /** Offset of `length` bytes that are free. */
  protected take(length: number): number {
    if (this.#used + length > CHUNK_BYTES) this.finish();
    const at = this.#used;
    this.#used += length;
    return at;
  }
}

/** Classic pcap, times in microseconds or nanoseconds. */
export class PcapWriter extends ChunkWriter implements PacketWriter {
  readonly #nanosecondsPerTick: number;

  constructor(sink: ByteSink, resolution: "microseconds" | "nanoseconds" = "microseconds") {
    super(sink);
    this.#nanosecondsPerTick = resolution === "microseconds" ? 1000 : 1;
    const at = this.take(24);
    this.view.setUint32(at, resolution === "microseconds" ? 0xa1b2c3d4 : 0xa1b23c4d, true);
    this.view.setUint16(at + 4, 2, true);
    this.view.setUint16(at + 6, 4, true);
    this.view.setUint32(at + 16, SNAP_LENGTH, true);
    this.view.setUint32(at + 20, ETHERNET, true);
  }

  room(time: number, length: number): number {
    const at = this.take(16 + length);
    const seconds = Math.floor(time / 1e9);
    this.view.setUint32(at, START_SECONDS + seconds, true);
    this.view.setUint32(at + 4, Math.floor((time - seconds * 1e9) / this.#nanosecondsPerTick), true);
    this.view.setUint32(at + 8, length, true);
    this.view.setUint32(at + 12, length, true);
    return at + 16;
  }
}

const SECTION_HEADER = 0x0a0d0d0a;
const INTERFACE_DESCRIPTION = 1;
const ENHANCED_PACKET = 6;
const IF_TSRESOL = 9;
const START_NANOSECONDS = BigInt(START_SECONDS) * 1_000_000_000n;

/** pcapng: one section, one interface, nanoseconds. */
export class PcapngWriter extends ChunkWriter implements PacketWriter {
  constructor(sink: ByteSink) {
    super(sink);
    const section = this.#block(SECTION_HEADER, 16);
    this.view.setUint32(section, 0x1a2b3c4d, true);
    this.view.setUint16(section + 4, 1, true);
    this.view.setBigInt64(section + 8, -1n, true);
    const description = this.#block(INTERFACE_DESCRIPTION, 20);
    this.view.setUint16(description, ETHERNET, true);
    this.view.setUint32(description + 4, SNAP_LENGTH, true);
    this.view.setUint16(description + 8, IF_TSRESOL, true);
    this.view.setUint16(description + 10, 1, true);
    this.view.setUint32(description + 12, 9, true);
    this.view.setUint32(description + 16, 0, true);
  }

  room(time: number, length: number): number {
    const padded = (length + 3) & ~3;
    const body = this.#block(ENHANCED_PACKET, 20 + padded);
    const ticks = START_NANOSECONDS + BigInt(time);
    this.view.setUint32(body, 0, true);
    this.view.setUint32(body + 4, Number(ticks >> 32n), true);
    this.view.setUint32(body + 8, Number(ticks & 0xffff_ffffn), true);
    this.view.setUint32(body + 12, length, true);
    this.view.setUint32(body + 16, length, true);
    this.buffer.fill(0, body + 20 + length, body + 20 + padded);
    return body + 20;
  }

  /** A block around `length` bytes; their offset. */
  #block(type: number, length: number): number {
    const at = this.take(12 + length);
    this.view.setUint32(at, type, true);
    this.view.setUint32(at + 4, 12 + length, true);
    this.view.setUint32(at + 8 + length, 12 + length, true);
    return at + 8;
  }
}
