/**
 * Regular expressions of people over texts of files: one exec can go back and forth for ever (`/(a+)+$/`), and only the host can end it, by
 * running it elsewhere. So what needs it is asked twice: first the texts are collected, then they are judged together, then the answer is
 * known.
 */

/** What runs a regular expression so that it can be ended. */
export interface RegexRunner {
  /** For each text 1 where the expression matches, else 0; fewer than texts where time was up at the first that is missing. */
  run(source: string, flags: string, texts: readonly string[]): Promise<Uint8Array>;
}

/** What can make a match go back: repetition, alternatives, groups, references. Without them one costs text times expression. */
const CAN_GO_BACK = /[*+?{|(]|\\[1-9k]/;

interface Pattern {
  readonly source: string;
  readonly flags: string;
  readonly verdicts: Map<string, boolean>;
  readonly waiting: Set<string>;
}

/** The regular expressions of one filter, or of one search. */
export class Patterns {
  readonly #runner: RegexRunner | null;
  readonly #patterns: Pattern[] = [];
  #unknown = 0;
  #expired = false;

  /** @param runner null for texts and expressions that are trusted: these are judged at once */
  constructor(runner: RegexRunner | null) {
    this.#runner = runner;
  }

  /** Whether answers may have to wait for `judge`. */
  get isGuarded(): boolean {
    return this.#patterns.length > 0;
  }

  /** Rises with each answer that could not be given: a test that asked meanwhile knows nothing. */
  get unknown(): number {
    return this.#unknown;
  }

  /** Time was up: what is not known will not be. */
  get expired(): boolean {
    return this.#expired;
  }

  /** The test of an expression; false, and one more `unknown`, for a text that is not judged yet. */
  test(regex: RegExp): (text: string) => boolean {
    if (this.#runner === null || !CAN_GO_BACK.test(regex.source)) return (text) => regex.test(text);
    const verdicts = new Map<string, boolean>();
    const waiting = new Set<string>();
    this.#patterns.push({ source: regex.source, flags: regex.flags, verdicts, waiting });
    return (text) => {
      const verdict = verdicts.get(text);
      if (verdict !== undefined) return verdict;
      this.#unknown++;
      waiting.add(text);
      return false;
    };
  }

  /** Judges the texts that were met; false where there was nothing to judge, or time was up. */
  async judge(): Promise<boolean> {
    let any = false;
    for (const { source, flags, verdicts, waiting } of this.#patterns) {
      if (waiting.size === 0 || this.#expired || this.#runner === null) continue;
      const texts = [...waiting];
      waiting.clear();
      const answers = await this.#runner.run(source, flags, texts);
      for (let i = 0; i < answers.length; i++) verdicts.set(texts[i]!, answers[i] === 1);
      if (answers.length < texts.length) this.#expired = true;
      any ||= answers.length > 0;
    }
    return any;
  }

  /** Forgets texts: others come, and memory has an end. */
  forget(): void {
    for (const { verdicts, waiting } of this.#patterns) {
      verdicts.clear();
      waiting.clear();
    }
  }
}
