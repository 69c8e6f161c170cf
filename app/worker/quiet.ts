/** Tells when nothing was asked for a while, so that work that nobody waits for does not make anybody wait. */

/** So long after the last question, ms. */
const QUIET_MS = 400;

export class Quiet {
  #running = 0;
  #lastEnd = performance.now();

  /** The same object, each call of which is known to run until what it returns is there. */
  watched<T extends object>(target: T): T {
    return new Proxy(target, {
      get: (object, name) => {
        const value: unknown = Reflect.get(object, name);
        if (typeof value !== "function") return value;
        return (...args: unknown[]): unknown => this.#watch(() => Reflect.apply(value, object, args));
      },
    });
  }

  /** Resolves when nothing was asked for `QUIET_MS`, or `signal` tells that nobody wants to know. */
  async wait(signal: { readonly aborted: boolean }): Promise<void> {
    while (!signal.aborted && (this.#running > 0 || performance.now() - this.#lastEnd < QUIET_MS)) {
      await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
    }
  }

  async #watch(call: () => unknown): Promise<unknown> {
    this.#running++;
    try {
      return await call();
    } finally {
      this.#running--;
      this.#lastEnd = performance.now();
    }
  }
}
