import type { ByteSource } from "../../src-decoder/index.ts";
import { UnreadableFile } from "./unreadable-file.ts";

/** Bytes that are read ahead where few are asked for: a call to the browser costs more than they do. */
const WINDOW = 128 * 1024;
/** Reads up to this long come out of the window. */
const FEW = 32 * 1024;
/** Bytes that are read at once of a file that is gone through, and the part of them that nobody asks for who does not go through it. */
const CHUNK = 4 * 1024 * 1024;
const MUCH = 1 / 8;
/** Chunks that are kept: a read may lie in two, and the next is on its way. */
const MOST_CHUNKS = 3;

type Bytes = Uint8Array<ArrayBuffer>;

/** Bytes of the file from `start` to `end` (exclusive), there or on their way. */
interface Ahead {
  readonly start: number;
  readonly end: number;
  readonly bytes: Promise<Bytes>;
}

interface BlobOptions {
  readonly chunkBytes?: number;
  /** Called whenever the browser cannot read the file any more; whoever asked for the bytes is told, too. */
  readonly onLost?: (error: UnreadableFile) => void;
}

/**
 * A dropped or chosen file, read in slices. Frames that follow each other in the file share a slice, also where they are asked for at once, and who goes
 * through it finds the next bytes there: `chunkBytes` of them. Rejects with an `UnreadableFile`.
 */
export function blobSource(
  file: Pick<File, "name" | "size" | "slice">,
  { chunkBytes = CHUNK, onLost }: BlobOptions = {},
): ByteSource {
  const readAt = async (start: number, end: number): Promise<Bytes> => {
    try {
      return new Uint8Array(await file.slice(start, end).arrayBuffer());
    } catch (error) {
      const lost = new UnreadableFile(file.name, start, error);
      onLost?.(lost);
      throw lost;
    }
  };
  const chunks = new Chunks(file.size, chunkBytes, readAt);
  const nothing: Ahead = { start: 0, end: 0, bytes: Promise.resolve(new Uint8Array(0)) };
  let ahead = nothing;
  return {
    name: file.name,
    size: file.size,
    read: async (offset, length) => {
      const end = Math.min(offset + length, file.size);
      if (length > FEW) return chunks.goesOn(offset, end) ? chunks.read(offset, end) : readAt(offset, end);
      if (offset < ahead.start || end > ahead.end) {
        const next = Math.min(offset + WINDOW, file.size);
        const asked = { start: offset, end: next, bytes: readAt(offset, next) };
        ahead = asked;
        // Whoever waits for it is told what went wrong, and the next one asks the browser again.
        asked.bytes.catch(() => {
          if (ahead === asked) ahead = nothing;
        });
      }
      const { start, bytes } = ahead;
      return (await bytes).subarray(offset - start, end - start);
    },
  };
}

/**
 * A file that is gone through from front to back: what comes next is on its way while the bytes before it are looked at. The browser hands bytes
 * from one process to another, and who waits for each slice waits longer than it works.
 */
class Chunks {
  readonly #size: number;
  readonly #chunkBytes: number;
  readonly #readAt: (start: number, end: number) => Promise<Bytes>;
  /** By number of the chunk, the one asked for last at the end. */
  readonly #chunks = new Map<number, Promise<Bytes>>();
  /** Where the last long read lay. */
  #start = -1;
  #end = -1;

  constructor(size: number, chunkBytes: number, readAt: (start: number, end: number) => Promise<Bytes>) {
    this.#size = size;
    this.#chunkBytes = chunkBytes;
    this.#readAt = readAt;
  }

  /** Whether a read goes on where a long one ended: with its last bytes again, as a packet may lie across the end. */
  goesOn(offset: number, end: number): boolean {
    const goesOn = offset > this.#start && offset <= this.#end && end > this.#end;
    if (end - offset >= MUCH * this.#chunkBytes) {
      this.#start = offset;
      this.#end = end;
    }
    return goesOn;
  }

  async read(offset: number, end: number): Promise<Bytes> {
    const first = Math.floor(offset / this.#chunkBytes);
    const last = Math.floor((end - 1) / this.#chunkBytes);
    const wanted = Array.from({ length: last - first + 1 }, (_, index) => this.#chunk(first + index));
    if ((last + 1) * this.#chunkBytes < this.#size) void this.#chunk(last + 1);
    const parts = await Promise.all(wanted);
    const from = offset - first * this.#chunkBytes;
    const [only] = parts;
    if (only !== undefined && parts.length === 1) return only.subarray(from, from + end - offset);
    const joined = new Uint8Array(end - offset);
    let length = 0;
    for (const [index, part] of parts.entries()) {
      const some = part.subarray(index === 0 ? from : 0).subarray(0, joined.length - length);
      joined.set(some, length);
      length += some.length;
      // The file has become shorter.
      if (part.length < this.#chunkBytes) break;
    }
    return joined.subarray(0, length);
  }

  #chunk(number: number): Promise<Bytes> {
    const known = this.#chunks.get(number);
    this.#chunks.delete(number);
    const start = number * this.#chunkBytes;
    const chunk = known ?? this.#readAt(start, Math.min(start + this.#chunkBytes, this.#size));
    this.#chunks.set(number, chunk);
    // As above.
    chunk.catch(() => this.#chunks.delete(number));
    for (const oldest of this.#chunks.keys()) if (this.#chunks.size > MOST_CHUNKS) this.#chunks.delete(oldest);
    return chunk;
  }
}
