import type { ByteSource } from "../../src-decoder/index.ts";

/** A dropped or chosen file, read in slices. */
export function blobSource(file: File): ByteSource {
  return {
    name: file.name,
    size: file.size,
    read: async (offset, length) => new Uint8Array(await file.slice(offset, offset + length).arrayBuffer()),
  };
}
