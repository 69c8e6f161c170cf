/** Writes pcapng files block by block, right ones and wrong ones. */
import { concat } from "./recorder.ts";

export type Option = readonly [code: number, value: Uint8Array];

export const END: Option = [0, new Uint8Array(0)];
export const textOption = (code: number, text: string): Option => [code, new TextEncoder().encode(text)];

export interface PacketFields {
  readonly interface?: number;
  readonly high?: number;
  readonly low?: number;
  readonly data: Uint8Array;
  readonly original?: number;
  /** What the block claims to be captured; the length of the data where left out. */
  readonly claimed?: number;
  readonly options?: readonly Option[];
}

/** Blocks of one byte order; a section in the other order is written by another one. */
export class PcapngWriter {
  readonly #littleEndian: boolean;

  constructor(littleEndian = true) {
    this.#littleEndian = littleEndian;
  }

  section(options: readonly Option[] = [], major = 1): Uint8Array {
    const length = [0xffff_ffff, 0xffff_ffff];
    return this.block(0x0a0d0d0a, [
      this.u32(0x1a2b3c4d),
      this.u16(major),
      this.u16(0),
      this.u32(...length),
      this.options(options),
    ]);
  }

  interface(linkType: number, options: readonly Option[] = [], snapLength = 0): Uint8Array {
    return this.block(1, [this.u16(linkType), this.u16(0), this.u32(snapLength), this.options(options)]);
  }

  enhancedPacket({ interface: number = 0, ...rest }: PacketFields): Uint8Array {
    return this.block(6, [this.u32(number), ...this.#timeAndData(rest)]);
  }

  oldPacket({ interface: number = 0, ...rest }: PacketFields): Uint8Array {
    return this.block(2, [this.u16(number), this.u16(0xffff), ...this.#timeAndData(rest)]);
  }

  simplePacket(data: Uint8Array, original = data.length): Uint8Array {
    return this.block(3, [this.u32(original), pad(data)]);
  }

  /** `lengths` are those at both ends, where they are to be wrong. */
  block(type: number, body: readonly Uint8Array[], lengths?: readonly [number, number]): Uint8Array {
    const length = body.reduce((sum, part) => sum + part.length, 12);
    const [first, last] = lengths ?? [length, length];
    return concat([this.u32(type), this.u32(first), ...body, this.u32(last)]);
  }

  options(options: readonly Option[]): Uint8Array {
    return concat(options.flatMap(([code, value]) => [this.u16(code), this.u16(value.length), pad(value)]));
  }

  u16(value: number): Uint8Array {
    const view = new DataView(new ArrayBuffer(2));
    view.setUint16(0, value, this.#littleEndian);
    return new Uint8Array(view.buffer);
  }

  u32(...values: readonly number[]): Uint8Array {
    const view = new DataView(new ArrayBuffer(4 * values.length));
    values.forEach((value, i) => view.setUint32(4 * i, value, this.#littleEndian));
    return new Uint8Array(view.buffer);
  }

  i64(value: bigint): Uint8Array {
    const view = new DataView(new ArrayBuffer(8));
    view.setBigInt64(0, value, this.#littleEndian);
    return new Uint8Array(view.buffer);
  }

  #timeAndData({
    high = 0,
    low = 0,
    data,
    original = data.length,
    claimed = data.length,
    options = [],
  }: PacketFields): Uint8Array[] {
    return [this.u32(high, low, claimed, original), pad(data), this.options(options)];
  }
}

function pad(bytes: Uint8Array): Uint8Array {
  return concat([bytes, new Uint8Array((4 - (bytes.length % 4)) % 4)]);
}
