/**
 * Random access to the bytes of one input, in slices, so that a file is never held whole.
 *
 * Hosts implement it over what they have: `Blob.slice` in the worker, `fs.read` in the command line.
 */
export interface ByteSource {
  /** What messages call it: a file name, or `-` for standard input. */
  readonly name: string;
  /** Size in bytes. */
  readonly size: number;
  /**
   * Reads up to `length` bytes at `offset`. The result is shorter only where the source ends.
   * The bytes stay valid until the next call with the same source; who keeps them, copies them.
   */
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** A source over bytes that are already in memory: tests, pasted text, unpacked members. */
export class MemorySource implements ByteSource {
  readonly name: string;
  readonly size: number;
  readonly #bytes: Uint8Array;

  constructor(name: string, bytes: Uint8Array) {
    this.name = name;
    this.size = bytes.length;
    this.#bytes = bytes;
  }

  read(offset: number, length: number): Promise<Uint8Array> {
    return Promise.resolve(this.#bytes.subarray(offset, offset + length));
  }
}
