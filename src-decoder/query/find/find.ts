/** Payloads that hold what is looked for. */
import type { ByteRun } from "../../bytes/byte-run.ts";
import { soughtOf } from "./find-sought.ts";
import type { FindSpec } from "./find-sought.ts";
import { Patterns } from "../language/patterns.ts";
import type { RegexRunner } from "../language/patterns.ts";
import type { PayloadFilter } from "../filter/filter.ts";
import { PayloadView } from "../payload/payload-view.ts";

/** A search that can be run, or what is wrong with what was typed. */
export type FindResult =
  | { readonly ok: true; readonly filter: PayloadFilter }
  /** `at` is the place in the text that is wrong. */
  | { readonly ok: false; readonly at: number; readonly text: string };

/**
 * A test of payloads for `filterPayloadRows`. Text is found however JSON has escaped it, at any depth that `writtenForms` knows; without the
 * case, in the text of the payload as it is. Bytes are pairs of hexadecimal digits, with or without white space between them.
 */
export function compileFind(spec: FindSpec, runner: RegexRunner | null): FindResult {
  const patterns = new Patterns(runner);
  const sought = soughtOf(spec);
  switch (sought.kind) {
    case "wrong":
      return { ok: false, at: sought.at, text: sought.text };
    case "needles":
      return found(patterns, (payload) => sought.needles.some((needle) => needle.isIn(payload)));
    case "regex": {
      const { regex } = sought;
      const test = sought.isTrusted ? (text: string) => regex.test(text) : patterns.test(regex);
      return found(patterns, (payload) => test(new PayloadView(payload).text));
    }
  }
}

function found(patterns: Patterns, test: (payload: ByteRun) => boolean): FindResult {
  const filter: PayloadFilter = {
    needs: "payload",
    expression: null,
    patterns,
    mayPass: () => true,
    passesAnyway: () => false,
    readsOwn: true,
    peerTests: [],
    testPayload: (_, payload) => test(payload),
  };
  return { ok: true, filter };
}
