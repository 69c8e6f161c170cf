import type { ByteSource } from "../bytes/byte-source.ts";
import type { CaptureSink } from "./packet.ts";

/** Bytes read at once: large enough to make the calls cheap, small enough to stay in the processor's cache. */
const DEFAULT_SLICE_BYTES = 1024 * 1024;

/** The part of a source that is in memory: it slides over the file, so that a file is never held whole. */
export class SliceWindow {
  /** Where the source ends. A file that was cut while it is read ends where its bytes do, whatever its size was at first. */
  size: number;
  bytes: Uint8Array = new Uint8Array(0);
  /** Over the same bytes as `bytes`. */
  view: DataView = new DataView(new ArrayBuffer(0));
  /** Offset in the source of `bytes[0]`. */
  start = 0;
  readonly #source: ByteSource;
  readonly #sink: CaptureSink;
  readonly #sliceBytes: number;

  constructor(source: ByteSource, sink: CaptureSink, sliceBytes = DEFAULT_SLICE_BYTES) {
    this.#source = source;
    this.#sink = sink;
    this.#sliceBytes = sliceBytes;
    this.size = source.size;
  }

  /** Offset in the source behind the last byte in memory. */
  get end(): number {
    return this.start + this.bytes.length;
  }

  /**
   * Brings `length` bytes from `offset` on into memory, fewer only where the source ends. Reads at least twice as much as is asked for: a
   * reader that moves on in small steps but looks far ahead reads no byte more than about twice. What was read before is reported as progress.
   */
  async cover(offset: number, length: number): Promise<void> {
    if (this.#holds(offset, length)) return;
    if (this.bytes.length > 0) await this.#sink.progress(offset);
    const wanted = Math.min(Math.max(this.#sliceBytes, 2 * length), this.size - offset);
    this.bytes = await this.#source.read(offset, wanted);
    this.view = new DataView(this.bytes.buffer, this.bytes.byteOffset, this.bytes.length);
    this.start = offset;
    if (this.bytes.length < wanted) this.size = this.end;
  }

  /** Tells the sink that the source is read to its end. */
  async finish(): Promise<void> {
    await this.#sink.progress(this.size);
  }

  #holds(offset: number, length: number): boolean {
    return offset >= this.start && Math.min(offset + length, this.size) <= this.end;
  }
}
