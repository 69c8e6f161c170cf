/** Long work in slices, so that questions are answered between them. */

/** How long work may keep the worker to itself, ms: questions of the page wait no longer than this. */
const LONGEST_TURN = 12;
/** Least time between two reports of progress, ms. */
export const REPORT_EVERY = 50;

/** Lets the messages of the page in between two slices of work. A message to oneself comes after those that wait already. */
export class Turns {
  readonly #channel = new MessageChannel();
  #began = performance.now();

  async pause(now: number): Promise<void> {
    if (now - this.#began < LONGEST_TURN) return;
    await new Promise((resolve) => {
      this.#channel.port1.addEventListener("message", resolve, { once: true });
      this.#channel.port1.start();
      this.#channel.port2.postMessage(null);
    });
    this.#began = performance.now();
  }
}

/** Passes reports on, at most one every `REPORT_EVERY`. */
export function sometimes<T>(tell: (report: T) => void): (report: T) => void {
  let told = 0;
  return (report) => {
    if (performance.now() - told < REPORT_EVERY) return;
    told = performance.now();
    tell(report);
  };
}
