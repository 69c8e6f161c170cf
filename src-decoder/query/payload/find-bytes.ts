import type { ByteRun } from "../../bytes/byte-run.ts";

/** A search for some bytes in others, made once for many payloads. */
export class Needle {
  readonly #bytes: Uint8Array;
  /** By byte: how far the needle may move on when that byte stands under its last (Horspool's way). */
  readonly #moves: Uint32Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#moves = new Uint32Array(256).fill(bytes.length);
    for (let i = 0; i + 1 < bytes.length; i++) this.#moves[bytes[i]!] = bytes.length - 1 - i;
  }

  get length(): number {
    return this.#bytes.length;
  }

  /** Offset of the first place at or behind `from` that ends at or before `to`; -1 where there is none. */
  indexIn(haystack: Uint8Array, from = 0, to = haystack.length): number {
    const needle = this.#bytes;
    const moves = this.#moves;
    const last = needle.length - 1;
    if (last < 0) return from <= to ? from : -1;
    const end = needle[last]!;
    for (let at = from + last; at < to;) {
      const byte = haystack[at]!;
      if (byte === end) {
        let i = 0;
        while (i < last && haystack[at - last + i] === needle[i]) i++;
        if (i === last) return at - last;
      }
      at += moves[byte]!;
    }
    return -1;
  }

  isIn({ bytes, start, end }: ByteRun): boolean {
    return this.indexIn(bytes, start, end) >= 0;
  }
}
