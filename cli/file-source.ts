import { closeSync, fstatSync, openSync, readSync, statSync } from "node:fs";
import type { ByteSource } from "../src-decoder/index.ts";
import { InputError, NoMoreFiles, errorCode } from "./errors.ts";

/** What a read brings in at least where it goes on from the one before: payloads are asked for one by one, in the file's order, and most lie in what is there. */
const WINDOW = 256 * 1024;
/** The same where it is elsewhere in the file: few payloads are asked for then, and far from each other. */
const ELSEWHERE = 16 * 1024;

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EACCES: "no right to read it",
  EISDIR: "it is a folder",
};

/** Why a system call on an input failed, in words. */
export function systemReason(error: unknown): string {
  return REASONS[errorCode(error) ?? ""] ?? (error instanceof Error ? error.message : String(error));
}

/** A regular file, read in slices through one buffer that is used again and again. */
export class FileSource implements ByteSource {
  readonly name: string;
  readonly size: number;
  readonly #descriptor: number;
  #buffer = new Uint8Array(WINDOW);
  /** The part of the file that `#buffer` holds. */
  #start = 0;
  #end = 0;

  constructor(name: string, descriptor: number, size: number) {
    this.name = name;
    this.size = size;
    this.#descriptor = descriptor;
  }

  read(offset: number, length: number): Promise<Uint8Array> {
    const wanted = Math.max(0, Math.min(length, this.size - offset));
    if (offset < this.#start || offset + wanted > this.#end) {
      try {
        const goesOn = offset >= this.#start && offset <= this.#end + WINDOW;
        this.#fill(offset, Math.min(Math.max(wanted, goesOn ? WINDOW : ELSEWHERE), this.size - offset));
      } catch (error) {
        return Promise.reject(new InputError(this.name, offset, systemReason(error)));
      }
    }
    const from = offset - this.#start;
    return Promise.resolve(this.#buffer.subarray(from, Math.min(from + wanted, this.#end - this.#start)));
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  /** Synchronous: nothing else is to be done meanwhile, and a read from the page cache costs less than a thread's hand-over. */
  #fill(offset: number, length: number): void {
    if (this.#buffer.length < length) this.#buffer = new Uint8Array(length);
    this.#start = offset;
    this.#end = offset;
    while (this.#end < offset + length) {
      const done = this.#end - offset;
      const read = readSync(this.#descriptor, this.#buffer, done, length - done, this.#end);
      if (read === 0) break;
      this.#end += read;
    }
  }
}

/** Opens a file by its path; null where it is a pipe or a device, which can only be read once, from front to back. */
export function openRegularFile(path: string): FileSource | null {
  let descriptor: number | null = null;
  try {
    // Asked before it is opened: who writes into a pipe takes the first one to open it for its reader, and what closes it for its end.
    const kind = statSync(path);
    if (kind.isFile()) {
      descriptor = openSync(path, "r");
      return new FileSource(path, descriptor, fstatSync(descriptor).size);
    }
    if (!kind.isDirectory()) return null;
  } catch (error) {
    if (descriptor !== null) closeSync(descriptor);
    // Not this file's fault: without it and those behind it the capture would look whole.
    if (errorCode(error) === "EMFILE") throw new NoMoreFiles(path);
    throw new InputError(path, 0, systemReason(error));
  }
  throw new InputError(path, 0, REASONS["EISDIR"] ?? "");
}
