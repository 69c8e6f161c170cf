import { viewOfRun } from "../../bytes/byte-run.ts";
import type { ByteRun } from "../../bytes/byte-run.ts";
import { parsePayload } from "../../bridge/payload-json.ts";
import type { PayloadTree } from "../../bridge/payload-tree.ts";

const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

/** One payload as the tests of a filter look at it: decoded and parsed at most once, and only where a test asks for that. */
export class PayloadView {
  readonly run: ByteRun;
  #text: string | null = null;
  #tree: PayloadTree | null = null;

  constructor(run: ByteRun) {
    this.run = run;
  }

  get text(): string {
    this.#text ??= utf8.decode(viewOfRun(this.run));
    return this.#text;
  }

  get tree(): PayloadTree {
    this.#tree ??= parsePayload(viewOfRun(this.run));
    return this.#tree;
  }
}
