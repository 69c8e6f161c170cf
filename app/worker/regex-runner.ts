import type { MatchRunner, RegexRunner } from "../../src-decoder/index.ts";

export interface RegexQuestion {
  readonly source: string;
  readonly flags: string;
  readonly texts: readonly string[];
  /** How many matches of the first text are wanted in place of verdicts; null for verdicts. */
  readonly matches: number | null;
}

export interface RegexAnswer {
  /** Of the first texts, in their order: 1 where the expression matches, else 0. Or begin and end of matches by turns. */
  readonly found: Uint32Array;
  readonly isDone: boolean;
}

/** How long one text may take, ms. */
const DEADLINE = 1000;

/**
 * Runs regular expressions in a worker of its own: one that hangs can only be ended from outside, and the decoder's worker holds the
 * capture. The worker starts with the first question; after `stop` every question goes unanswered.
 */
export class WorkerRegexRunner implements RegexRunner, MatchRunner {
  #worker: Promise<Worker> | null = null;
  #isStopped = false;
  #giveUp: (() => void) | null = null;

  async run(source: string, flags: string, texts: readonly string[]): Promise<Uint8Array> {
    return Uint8Array.from(await this.#ask({ source, flags, texts, matches: null }));
  }

  matches(source: string, flags: string, text: string, most: number): Promise<Uint32Array> {
    return this.#ask({ source, flags, texts: [text], matches: most });
  }

  /** What is found until time is up. */
  async #ask(question: RegexQuestion): Promise<Uint32Array> {
    this.#worker ??= started();
    const worker = await this.#worker;
    let known: Uint32Array = new Uint32Array(0);
    if (this.#isStopped) {
      worker.terminate();
      return known;
    }
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        this.#giveUp = null;
        this.#isStopped = true;
        worker.terminate();
        resolve(known);
      };
      this.#giveUp = end;
      let timer = setTimeout(end, DEADLINE);
      const take = ({ data }: MessageEvent<RegexAnswer>): void => {
        clearTimeout(timer);
        known = data.found;
        if (!data.isDone) {
          timer = setTimeout(end, DEADLINE);
          return;
        }
        this.#giveUp = null;
        worker.removeEventListener("message", take);
        resolve(known);
      };
      worker.addEventListener("message", take);
      // eslint-disable-next-line unicorn/require-post-message-target-origin -- that is for windows; a worker takes none
      worker.postMessage(question);
    });
  }

  /** Ends what runs. */
  stop(): void {
    if (this.#isStopped) return;
    this.#isStopped = true;
    const giveUp = this.#giveUp;
    this.#giveUp = null;
    if (giveUp !== null) giveUp();
    else void this.#worker?.then((worker) => worker.terminate());
  }
}

/** A worker that is loaded: the time that takes is no expression's. */
function started(): Promise<Worker> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./regex-worker.ts", import.meta.url), { type: "module", name: "regex" });
    worker.addEventListener("message", () => resolve(worker), { once: true });
    worker.addEventListener("error", ({ message }) =>
      reject(new Error(`Regular expressions cannot be run: ${message}.`)),
    );
  });
}
