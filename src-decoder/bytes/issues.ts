/**
 * What is wrong with an input, as data. Bytes never throw (rule 2 of the design): a reader records an issue and goes on
 * with what can still be read.
 */
export interface Issue {
  /** Stable identifier in kebab case, `pcap-truncated`; scripts and tests match it. */
  readonly code: string;
  /** Name of the source it was found in. */
  readonly source: string;
  /** Byte offset in that source; null where the fault has no place in the file (a stream rebuilt from many packets). */
  readonly at: number | null;
  /** How many bytes are concerned; 0 where it is a point. */
  readonly length: number;
  /** One sentence, with the numbers, in an engineer's words. */
  readonly text: string;
}

/** The most issues kept one by one; hostile input could make one for every few bytes. */
const KEPT_PER_CODE = 100;

/** Collects issues: the first hundred of each code whole, the rest counted, so that memory stays bounded. */
export class IssueList {
  readonly #kept: Issue[] = [];
  readonly #counts = new Map<string, number>();

  add(issue: Issue): void {
    const count = (this.#counts.get(issue.code) ?? 0) + 1;
    this.#counts.set(issue.code, count);
    if (count <= KEPT_PER_CODE) this.#kept.push(issue);
  }

  /** The issues kept whole, in the order found. */
  get kept(): readonly Issue[] {
    return this.#kept;
  }

  /** How many of each code there were, those not kept included. */
  get counts(): ReadonlyMap<string, number> {
    return this.#counts;
  }

  /** The number of all issues, those not kept included. */
  get total(): number {
    let sum = 0;
    for (const count of this.#counts.values()) sum += count;
    return sum;
  }
}
