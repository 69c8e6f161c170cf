import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MemorySource } from "../src-decoder/index.ts";
import { InputError } from "./errors.ts";
import { FileSource, systemReason } from "./file-source.ts";

/** Most that is kept in memory of an input that can be read only once; a longer one goes to a temporary file. */
const MEMORY_LIMIT = 16 * 1024 * 1024;

/** Reads standard input, a pipe or a device to its end, so that it can be read at any offset. */
export async function spool(name: string, input: AsyncIterable<Uint8Array>): Promise<FileSource | MemorySource> {
  let chunks: Uint8Array[] = [];
  let size = 0;
  let file: number | null = null;
  try {
    for await (const chunk of input) {
      size += chunk.length;
      if (file === null && size > MEMORY_LIMIT) {
        file = openTemporaryFile();
        for (const kept of chunks) writeWhole(file, kept);
        chunks = [];
      }
      if (file === null) chunks.push(chunk);
      else writeWhole(file, chunk);
    }
  } catch (error) {
    if (file !== null) closeSync(file);
    throw new InputError(name, size, systemReason(error));
  }
  return file === null ? new MemorySource(name, joined(chunks, size)) : new FileSource(name, file, size);
}

/** A file without a name: whatever ends this process, nothing of a capture stays on the disk. */
function openTemporaryFile(): number {
  const folder = mkdtempSync(join(tmpdir(), "bridgescope-"));
  try {
    return openSync(join(folder, "input"), "wx+", 0o600);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeWhole(file: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
