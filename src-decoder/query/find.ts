/** What is looked for in payloads: text, a regular expression, or bytes. */
import { Needle } from "./find-bytes.ts";
import { Patterns } from "./patterns.ts";
import type { RegexRunner } from "./patterns.ts";
import type { PayloadFilter } from "./filter.ts";
import { PayloadView } from "./payload-view.ts";
import { writtenForms } from "./payload-hints.ts";

export interface FindSpec {
  readonly text: string;
  readonly mode: "text" | "regex" | "bytes";
  /** Whether `a` is another letter than `A`; bytes are what they are. */
  readonly matchCase: boolean;
}

export type FindResult =
  | { readonly ok: true; readonly filter: PayloadFilter }
  /** `at` is the place in the text that is wrong. */
  | { readonly ok: false; readonly at: number; readonly text: string };

/**
 * A test of payloads for `filterPayloadRows`. Text is found however JSON has escaped it, at any depth that `writtenForms` knows; without the
 * case, in the text of the payload as it is. Bytes are pairs of hexadecimal digits, with or without white space between them.
 */
export function compileFind({ text, mode, matchCase }: FindSpec, runner: RegexRunner | null): FindResult {
  const patterns = new Patterns(runner);
  if (text === "") return { ok: false, at: 0, text: "There is nothing to look for." };
  switch (mode) {
    case "bytes": {
      const bytes = bytesOf(text);
      if (typeof bytes === "number") {
        return { ok: false, at: bytes, text: "Bytes are pairs of hexadecimal digits: 7b 22." };
      }
      const needle = new Needle(bytes);
      return found(patterns, (payload) => needle.isIn(payload));
    }
    case "regex": {
      try {
        return found(patterns, textTest(patterns.test(new RegExp(text, matchCase ? "" : "i"))));
      } catch (error) {
        const reason = error instanceof Error ? error.message : "it cannot be read";
        return { ok: false, at: 0, text: `This is no regular expression: ${reason}.` };
      }
    }
    case "text": {
      if (!matchCase) {
        // Literals side by side cannot go back: nothing needs to end this one.
        const regex = new RegExp(literally(text), "iu");
        return found(
          patterns,
          textTest((payload) => regex.test(payload)),
        );
      }
      const needles = writtenForms(text).map((form) => new Needle(form));
      return found(patterns, (payload) => needles.some((needle) => needle.isIn(payload)));
    }
  }
}

function found(patterns: Patterns, test: (payload: Uint8Array) => boolean): FindResult {
  const filter: PayloadFilter = {
    needs: "payload",
    expression: null,
    patterns,
    mayPass: () => true,
    passesAnyway: () => false,
    testPayload: (_, payload) => test(payload),
  };
  return { ok: true, filter };
}

function textTest(test: (text: string) => boolean): (payload: Uint8Array) => boolean {
  return (payload) => test(new PayloadView(payload).text);
}

/** Any form of the text that JSON may have written, as a regular expression. */
function literally(text: string): string {
  const utf8 = new TextDecoder();
  const forms = new Set([text, ...writtenForms(text).map((form) => utf8.decode(form))]);
  return [...forms].map((form) => form.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)).join("|");
}

/** The bytes, or the place of what is no byte. */
function bytesOf(text: string): Uint8Array | number {
  const bytes: number[] = [];
  for (let at = 0; at < text.length;) {
    if (/\s/.test(text[at]!)) {
      at++;
      continue;
    }
    const pair = text.slice(at, at + 2);
    if (!/^[0-9a-f]{2}$/i.test(pair)) return at;
    bytes.push(Number.parseInt(pair, 16));
    at += 2;
  }
  return bytes.length === 0 ? 0 : Uint8Array.from(bytes);
}
