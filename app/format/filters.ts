/** Filters that the page writes for its links. */
import { quoteFilterText, type FollowTarget, type Severity } from "../../src-decoder/index.ts";

/** Members of a set that a filter lists at most; the language takes more, but no one could read them. */
const MOST_RANGES = 500;

/** These frames and no others, by number, runs of them as ranges; the first ones where there are too many. */
export function framesFilter(rows: readonly number[]): string {
  const numbers = [...new Set(rows)].map((row) => row + 1).toSorted((a, b) => a - b);
  const ranges: { first: number; last: number }[] = [];
  for (const number of numbers) {
    const run = ranges.at(-1);
    if (run !== undefined && run.last + 1 === number) run.last = number;
    else if (ranges.length < MOST_RANGES) ranges.push({ first: number, last: number });
    else break;
  }
  return `number in {${ranges.map(({ first, last }) => (first === last ? `${first}` : `${first}..${last}`)).join(", ")}}`;
}

export function containerFilter(containerId: string): string {
  return containerId === "" ? "!container" : `container == ${quoteFilterText(containerId)}`;
}

export function processFilter(containerId: string | null, processId: number): string {
  const process = `process == ${processId}`;
  return containerId === null ? process : `${containerFilter(containerId)} && ${process}`;
}

/** The frames that findings of a rule name. */
export function findingFilter(rule: string): string {
  return `finding == ${rule}`;
}

/** The frames whose worst finding is of one of these severities. */
export function graveFilter(severities: readonly Severity[]): string {
  return `severity in {${severities.join(", ")}}`;
}

/** The frames of both directions of a call. */
export function nameFilter(name: string): string {
  return `name == ${name}`;
}

/** The frames of what is followed. */
export function followFilter({ bridge, containerId, processId }: FollowTarget): string {
  if (processId !== null) return `${processFilter(containerId, processId)} && bridge == ${bridge}`;
  return containerId === null ? `bridge == ${bridge}` : `${containerFilter(containerId)} && bridge == ${bridge}`;
}
