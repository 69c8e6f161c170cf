import { createContext, Script } from "node:vm";
import type { RegexRunner } from "../src-decoder/index.ts";

/** How long the texts of one slice, about a megabyte, may take, ms. */
export const REGEX_DEADLINE = 2000;

const JUDGE = new Script(
  "for (; judged < texts.length; judged++) verdicts[judged] = regex.test(texts[judged]) ? 1 : 0;",
);

/** Runs regular expressions where they can be ended: V8 interrupts a script of `node:vm` whose time is up, in the midst of a match too. */
export const vmRegexRunner: RegexRunner = {
  run(source, flags, texts) {
    const verdicts = new Uint8Array(texts.length);
    const context = createContext({ regex: new RegExp(source, flags), texts, verdicts, judged: 0 });
    try {
      JUDGE.runInContext(context, { timeout: REGEX_DEADLINE });
      return Promise.resolve(verdicts);
    } catch (error) {
      if (!isTimeout(error)) throw error;
      return Promise.resolve(verdicts.subarray(0, Number(context["judged"])));
    }
  },
};

/** The error may be of the context's realm, where it is no `Error` of ours. */
function isTimeout(error: unknown): boolean {
  return typeof error === "object" && error !== null && Reflect.get(error, "code") === "ERR_SCRIPT_EXECUTION_TIMEOUT";
}
