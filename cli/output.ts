import type { Writable } from "node:stream";
import { ClosedPipe, errorCode } from "./errors.ts";

/** Enough for one system call to be worth its while. */
const FULL = 64 * 1024;

/**
 * Standard output with a buffer of its own. `print` only collects; who prints in a loop calls `drain` while `isFull`, which
 * waits for a slow reader, so that memory stays bounded.
 */
export class Output {
  readonly #stream: Writable;
  #parts: string[] = [];
  #length = 0;
  #error: Error | null = null;

  constructor(stream: Writable) {
    this.#stream = stream;
    stream.on("error", (error) => (this.#error ??= error));
  }

  print(text: string): void {
    this.#parts.push(text);
    this.#length += text.length;
  }

  /** Prints a line. */
  line(text: string): void {
    this.print(`${text}\n`);
  }

  get isFull(): boolean {
    return this.#length >= FULL;
  }

  /** Writes what was collected. Rejects with `ClosedPipe` once nobody reads any more. */
  async drain(): Promise<void> {
    if (this.#length > 0) {
      const text = this.#parts.join("");
      this.#parts = [];
      this.#length = 0;
      if (this.#error === null) await this.#write(text);
    }
    if (this.#error !== null) throw errorCode(this.#error) === "EPIPE" ? new ClosedPipe() : this.#error;
  }

  #write(text: string): Promise<void> {
    return new Promise((resolve) => {
      this.#stream.write(text, (error) => {
        this.#error ??= error ?? null;
        resolve();
      });
    });
  }
}
