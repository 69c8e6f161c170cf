/** Reads what sorting by payloads asks for before anybody does: while nothing else is asked, and in turns. */
import { readAhead, type Capture } from "../../src-decoder/index.ts";
import type { Quiet } from "./quiet.ts";
import { Turns } from "./turns.ts";

/** What is read is kept by row; of larger captures it is left until it is asked for. */
const MOST_FRAMES = 5_000_000;
/** As many as are kept. */
const MOST_COLUMNS = 4;

export class ReadAhead {
  readonly #quiet: Quiet;
  #signal = { aborted: false };

  constructor(quiet: Quiet) {
    this.#quiet = quiet;
  }

  /** Begins with the columns of these names, in place of those of before. Only a capture that is read to its end is read again. */
  async start(capture: Capture, names: readonly string[]): Promise<void> {
    this.stop();
    if (!capture.finished || capture.frames.length > MOST_FRAMES) return;
    const signal = { aborted: false };
    this.#signal = signal;
    const turns = new Turns();
    const pause = async (): Promise<boolean> => {
      await turns.pause(performance.now());
      if (!signal.aborted) await this.#quiet.wait(signal);
      return !signal.aborted;
    };
    try {
      for (const name of names.slice(0, MOST_COLUMNS)) if (await pause()) await readAhead(name, capture, pause);
    } catch {
      // A file that cannot be read any more: who asks for an order is told.
      return;
    }
  }

  stop(): void {
    this.#signal.aborted = true;
  }
}
