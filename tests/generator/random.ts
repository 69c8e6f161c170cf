/** Seeded random numbers: the same seed gives the same traffic on every machine. Generator: sfc32 (PractRand). */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  constructor(seed: number) {
    this.#a = seed | 0;
    this.#b = 0x9e3779b9;
    this.#c = 0x243f6a88;
    for (let i = 0; i < 12; i++) this.bits();
  }

  /** 32 random bits, 0 .. 2^32-1. */
  bits(): number {
    const sum = (this.#a + this.#b + this.#counter++) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** 0 <= x < 1 */
  fraction(): number {
    return this.bits() / 0x1_0000_0000;
  }

  /** A whole number, 0 .. below - 1. */
  below(below: number): number {
    return Math.floor(this.fraction() * below);
  }

  chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  /** An item of a list that is not empty. */
  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }

  /** An item by weight; `choices` is not empty. */
  weighted<T>(choices: readonly (readonly [weight: number, item: T])[]): T {
    let point = this.fraction() * choices.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, item] of choices) {
      point -= weight;
      if (point < 0) return item;
    }
    return choices.at(-1)![1];
  }

  /** Waiting time between events that come at random. */
  exponential(mean: number): number {
    return -Math.log(1 - this.fraction()) * mean;
  }

  /** Latencies look like this: half under `median`, a long tail that grows with `spread`. */
  logNormal(median: number, spread: number): number {
    const normal = Math.sqrt(-2 * Math.log(1 - this.fraction())) * Math.cos(2 * Math.PI * this.fraction());
    return median * Math.exp(spread * normal);
  }

  /** Lower-case hexadecimal digits, four for each of `quads`. */
  hex(quads: number): string {
    let text = "";
    for (let i = 0; i < quads; i += 2) {
      const bits = this.bits();
      text += QUADS[bits >>> 16]!;
      if (i + 1 < quads) text += QUADS[bits & 0xffff]!;
    }
    return text;
  }
}

const QUADS = Array.from({ length: 0x10000 }, (_, i) => i.toString(16).padStart(4, "0"));
