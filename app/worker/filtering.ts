/** Searches that views need: one at a time. */
import type { WorkerRegexRunner } from "./regex-runner.ts";
import type { Standing } from "./view-host.ts";

/** The one search of the view that is wanted. */
export class Filtering {
  #signal: { standing: Standing } = { standing: "unwanted" };
  #runner: WorkerRegexRunner | null = null;

  /** Another search takes the place of the one before. */
  next(runner: WorkerRegexRunner): { readonly standing: Standing } {
    this.end("unwanted");
    this.#signal = { standing: "wanted" };
    this.#runner = runner;
    return this.#signal;
  }

  end(standing: Exclude<Standing, "wanted">): void {
    if (standing === "unwanted" || this.#signal.standing === "wanted") this.#signal.standing = standing;
    this.#runner?.stop();
  }
}
