/** Runs regular expressions for the decoder's worker, which ends this one where an expression does not come to an end. */
import type { RegexAnswer, RegexQuestion } from "./regex-runner.ts";

/** Answers that are there are told this often, ms, so that they outlive the text that hangs. */
const TELL_EVERY = 25;

function answer(message: RegexAnswer): void {
  postMessage(message);
}

addEventListener("message", ({ data }: MessageEvent<RegexQuestion>) => {
  const { source, flags, texts } = data;
  const regex = new RegExp(source, flags);
  const verdicts = new Uint8Array(texts.length);
  let told = performance.now();
  for (const [place, text] of texts.entries()) {
    verdicts[place] = regex.test(text) ? 1 : 0;
    const now = performance.now();
    if (now - told < TELL_EVERY) continue;
    told = now;
    answer({ verdicts: verdicts.slice(0, place + 1), isDone: false });
  }
  answer({ verdicts, isDone: true });
});
answer({ verdicts: new Uint8Array(0), isDone: false });
