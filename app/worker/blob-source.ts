import type { ByteSource } from "../../src-decoder/index.ts";

/** Bytes that are read ahead where few are asked for: a call to the browser costs more than they do. */
const WINDOW = 128 * 1024;
/** Reads up to this long come out of the window. */
const FEW = 32 * 1024;

/** Bytes of the file from `start` to `end` (exclusive), there or on their way. */
interface Ahead {
  readonly start: number;
  readonly end: number;
  readonly bytes: Promise<Uint8Array>;
}

/** A dropped or chosen file, read in slices. Frames that follow each other in the file share a slice, also where they are asked for at once. */
export function blobSource(file: Pick<File, "name" | "size" | "slice">): ByteSource {
  const readAt = async (start: number, end: number): Promise<Uint8Array> =>
    new Uint8Array(await file.slice(start, end).arrayBuffer());
  let ahead: Ahead = { start: 0, end: 0, bytes: Promise.resolve(new Uint8Array(0)) };
  return {
    name: file.name,
    size: file.size,
    read: async (offset, length) => {
      const end = Math.min(offset + length, file.size);
      if (length > FEW) return readAt(offset, end);
      if (offset < ahead.start || end > ahead.end) {
        const next = Math.min(offset + WINDOW, file.size);
        ahead = { start: offset, end: next, bytes: readAt(offset, next) };
      }
      const { start, bytes } = ahead;
      return (await bytes).subarray(offset - start, end - start);
    },
  };
}
