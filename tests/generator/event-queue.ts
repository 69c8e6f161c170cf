/** What is to happen, in order of time; at the same time, in the order it was planned. A binary heap. */
export class EventQueue {
  readonly #heap: { readonly time: number; readonly order: number; readonly run: () => void }[] = [];
  #planned = 0;
  #now = 0;

  /** Nanoseconds since the start, of the event that runs or ran last. */
  get now(): number {
    return this.#now;
  }

  /** Plans `run` for `delay` nanoseconds from now. */
  after(delay: number, run: () => void): void {
    const event = { time: this.#now + Math.max(0, Math.round(delay)), order: this.#planned++, run };
    const heap = this.#heap;
    let at = heap.length;
    while (at > 0) {
      const parent = (at - 1) >>> 1;
      if (!before(event, heap[parent]!)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = event;
  }

  /** Runs the next event; false when there is none. */
  runNext(): boolean {
    const heap = this.#heap;
    const first = heap[0];
    if (first === undefined) return false;
    const last = heap.pop()!;
    if (heap.length > 0) this.#sink(last);
    this.#now = first.time;
    first.run();
    return true;
  }

  /** Puts `event` at the root and lets it sink to its place. */
  #sink(event: { readonly time: number; readonly order: number; readonly run: () => void }): void {
    const heap = this.#heap;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child++;
      if (before(event, heap[child]!)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = event;
  }
}

interface Timed {
  readonly time: number;
  readonly order: number;
}

function before(a: Timed, b: Timed): boolean {
  return a.time < b.time || (a.time === b.time && a.order < b.order);
}
