/**
 * What `pcap-parser` finds in place of Node: the parts of `util`, `events`, `fs`, `Buffer` and `process` that it calls, so that it runs
 * the same in a browser, a worker and Node. Its source names the calls; nothing else is here.
 */

/** What the parser's file is given: `require`, `Buffer` and `process`. */
export interface ParserHost {
  readonly require: (name: string) => object;
  readonly Buffer: () => never;
  readonly process: { readonly nextTick: (callback: () => void) => void };
}

/** A record header. The parser takes the length of the body from this very object, after its listeners have seen it. */
export interface RecordHeader {
  timestampSeconds: number;
  /** Nanoseconds in a file of nanoseconds. */
  timestampMicroseconds: number;
  capturedLength: number;
  originalLength: number;
}

/** What the parser hands out for a record. */
export interface RawPacket {
  readonly header: RecordHeader;
  readonly data: SliceView;
}

/** A piece of a slice, in the place of a Node `Buffer`. */
export class SliceView {
  readonly #view: DataView;
  readonly #littleEndian: boolean;
  /** First byte, as an index into the slice. */
  start: number;
  length: number;
  /** The one view handed out for all packets, as the reader keeps none. */
  #packet: SliceView | null = null;

  constructor(view: DataView, start: number, length: number, littleEndian: boolean) {
    this.#view = view;
    this.#littleEndian = littleEndian;
    this.start = start;
    this.length = length;
  }

  /**
   * `slice(from)` is how the parser steps over what it has read, and it never looks back: so this view itself moves on. `slice(from, to)` is
   * how it cuts out a packet. Neither makes an object, which with three slices a packet would be most of the work.
   */
  slice(from: number, to?: number): SliceView {
    if (to === undefined) {
      this.start += from;
      this.length -= from;
      return this;
    }
    this.#packet ??= new SliceView(this.#view, 0, 0, this.#littleEndian);
    this.#packet.start = this.start + from;
    this.#packet.length = to - from;
    return this.#packet;
  }

  /** The parser asks for the first four bytes in hexadecimal and for nothing else. */
  toString(): string {
    return this.#view.getUint32(this.start).toString(16).padStart(8, "0");
  }

  readUInt16LE(at: number): number {
    return this.#view.getUint16(this.start + at, true);
  }
  readUInt16BE(at: number): number {
    return this.#view.getUint16(this.start + at);
  }
  readUInt32LE(at: number): number {
    return this.#view.getUint32(this.start + at, true);
  }
  readUInt32BE(at: number): number {
    return this.#view.getUint32(this.start + at);
  }
  readInt32LE(at: number): number {
    return this.#view.getInt32(this.start + at, true);
  }
  readInt32BE(at: number): number {
    return this.#view.getInt32(this.start + at);
  }

  /** What the parser calls once its byte order is set to nothing, see `startParser` in pcap.ts: the view knows the order itself. */
  readUInt32(at: number): number {
    return this.#view.getUint32(this.start + at, this.#littleEndian);
  }
}

type ListenerOf<Event, Value> = [event: Event, listener: (value: Value) => void];

/**
 * The parser's base class. The two events that the reader listens to have a field each: a general emitter would cost more than all
 * else that is done for a packet. The fields are set by `on`, as the parser does not call its base's constructor.
 */
class Emitter {
  declare private onPacketHeader: (header: RecordHeader) => void;
  declare private onPacket: (packet: RawPacket) => void;

  on(...[event, listener]: ListenerOf<"packetHeader", RecordHeader> | ListenerOf<"packet", RawPacket>): void {
    if (event === "packetHeader") this.onPacketHeader = listener;
    else this.onPacket = listener;
  }

  emit(event: "packetHeader", header: RecordHeader): void;
  emit(event: "packet", packet: RawPacket): void;
  emit(event: string, value: RecordHeader & RawPacket): void {
    if (event === "packet") this.onPacket(value);
    else if (event === "packetHeader") this.onPacketHeader(value);
  }
}

const MODULES: Readonly<Record<string, object>> = {
  events: { EventEmitter: Emitter },
  // Only for a file name as input, which we never give.
  fs: {},
  util: {
    inherits(derived: { readonly prototype: object }, base: { readonly prototype: object }): void {
      Object.setPrototypeOf(derived.prototype, base.prototype);
    },
    format: (text: string): string => text,
  },
};

export const PARSER_HOST: ParserHost = {
  require: (name) => MODULES[name] ?? {},
  /** Made by the parser only to join a chunk to the rest of the one before; we never leave a rest. */
  Buffer() {
    throw new Error("pcap-parser was fed a chunk before the last one was used up");
  },
  process: {
    // It would start the stream that it reads from; we push.
    nextTick: () => {},
  },
};
