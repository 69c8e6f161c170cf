/** What is looked for in payloads: text, a regular expression, or bytes. */
import { Needle } from "../payload/find-bytes.ts";
import { writtenForms } from "../payload/payload-hints.ts";

/** What is looked for, as it was typed. */
export interface FindSpec {
  readonly text: string;
  readonly mode: "text" | "regex" | "bytes";
  /** Whether `a` is another letter than `A`; bytes are what they are. */
  readonly matchCase: boolean;
}

/** How it is looked for. */
export type Sought =
  | { readonly kind: "needles"; readonly needles: readonly Needle[] }
  /** In the text of the payload. A trusted expression cannot go back and forth for ever. */
  | { readonly kind: "regex"; readonly regex: RegExp; readonly isTrusted: boolean }
  | { readonly kind: "wrong"; readonly at: number; readonly text: string };

export function soughtOf({ text, mode, matchCase }: FindSpec): Sought {
  if (text === "") return { kind: "wrong", at: 0, text: "There is nothing to look for." };
  switch (mode) {
    case "bytes": {
      const bytes = bytesOf(text);
      if (typeof bytes !== "number") return { kind: "needles", needles: [new Needle(bytes)] };
      return { kind: "wrong", at: bytes, text: "Bytes are pairs of hexadecimal digits: 7b 22." };
    }
    case "regex": {
      try {
        return { kind: "regex", regex: new RegExp(text, matchCase ? "" : "i"), isTrusted: false };
      } catch (error) {
        const reason = error instanceof Error ? error.message : "it cannot be read";
        // The engine repeats the expression, which stands beside the message.
        const why = reason.replace(/^Invalid regular expression: \/.*\/[a-z]*: /s, "");
        return { kind: "wrong", at: 0, text: `This is no regular expression: ${why}.` };
      }
    }
    case "text": {
      if (matchCase) return { kind: "needles", needles: writtenForms(text).map((form) => new Needle(form)) };
      // Literals side by side cannot go back: nothing needs to end this one.
      return { kind: "regex", regex: new RegExp(literally(text), "iu"), isTrusted: true };
    }
  }
}

/** Any form of the text that JSON may have written, as a regular expression. */
function literally(text: string): string {
  const utf8 = new TextDecoder();
  const forms = new Set([text, ...writtenForms(text).map((form) => utf8.decode(form))]);
  return [...forms].map((form) => form.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)).join("|");
}

/** What stands between bytes or before one, as tools write them: `7b 22`, `7b:22`, `0x7b, 0x22`, `\\x7b\\x22`. */
const BESIDE_BYTES = /(?:[\s:,-]|0x(?=[0-9a-f]{2})|\\x)+/iy;

/** Whether the last byte is still being typed: what is before it are bytes. */
export function isBegunBytes(text: string): boolean {
  const at = bytesOf(text);
  return typeof at === "number" && /^(?:[0-9a-f]|0x|\\x?|[\s:,-]*)$/i.test(text.slice(at));
}

/** The bytes, or the place of what is no byte. */
function bytesOf(text: string): Uint8Array | number {
  const bytes: number[] = [];
  for (let at = 0; at < text.length;) {
    BESIDE_BYTES.lastIndex = at;
    if (BESIDE_BYTES.test(text)) {
      at = BESIDE_BYTES.lastIndex;
      continue;
    }
    const pair = text.slice(at, at + 2);
    if (!/^[0-9a-f]{2}$/i.test(pair)) return at;
    bytes.push(Number.parseInt(pair, 16));
    at += 2;
  }
  return bytes.length === 0 ? 0 : Uint8Array.from(bytes);
}
