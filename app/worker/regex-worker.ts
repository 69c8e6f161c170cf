/** Runs regular expressions for the decoder's worker, which ends this one where an expression does not come to an end. */
import { matchesIn } from "./regex-matches.ts";
import type { RegexAnswer, RegexQuestion } from "./regex-runner.ts";

/** Answers that are there are told this often, ms, so that they outlive the text that hangs. */
const TELL_EVERY = 25;

function answer(message: RegexAnswer): void {
  postMessage(message);
}

addEventListener("message", ({ data }: MessageEvent<RegexQuestion>) => {
  const { source, flags, texts, matches } = data;
  if (matches !== null) {
    const [text = ""] = texts;
    answer({ found: matchesIn(new RegExp(source, `${flags}g`), text, matches), isDone: true });
    return;
  }
  const regex = new RegExp(source, flags);
  const found = new Uint32Array(texts.length);
  let told = performance.now();
  for (const [place, text] of texts.entries()) {
    found[place] = regex.test(text) ? 1 : 0;
    const now = performance.now();
    if (now - told < TELL_EVERY) continue;
    told = now;
    answer({ found: found.slice(0, place + 1), isDone: false });
  }
  answer({ found, isDone: true });
});
answer({ found: new Uint32Array(0), isDone: false });
