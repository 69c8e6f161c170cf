import { parsePayload } from "../bridge/payload-json.ts";
import type { PayloadTree } from "../bridge/payload-tree.ts";

const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

/** One payload as the tests of a filter look at it: decoded and parsed at most once, and only where a test asks for that. */
export class PayloadView {
  readonly bytes: Uint8Array;
  #text: string | null = null;
  #tree: PayloadTree | null = null;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  get text(): string {
    this.#text ??= utf8.decode(this.bytes);
    return this.#text;
  }

  get tree(): PayloadTree {
    this.#tree ??= parsePayload(this.bytes);
    return this.#tree;
  }
}
