/** What a sequential guest has still to take up; the first is what it works on. */
export class Line {
  readonly #tasks: (() => void)[] = [];

  /** Puts a task at the end; true where it is the first. */
  add(task: () => void): boolean {
    return this.#tasks.push(task) === 1;
  }

  /** Works on the first. */
  work(): void {
    this.#tasks[0]?.();
  }

  /** Done with the first. */
  next(): void {
    this.#tasks.shift();
    this.work();
  }
}
