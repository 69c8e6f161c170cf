/** Colour rules: rows that a filter lets pass get a tint and the rule's name. */

/** Tints that the theme has, each with text on it that can be read in light and dark. */
export const TINTS = ["blue", "teal", "green", "amber", "red", "violet"] as const;

export type Tint = (typeof TINTS)[number];

export interface ColourRule {
  readonly name: string;
  readonly filter: string;
  readonly tint: Tint;
  readonly on: boolean;
}

/** Rules to begin with. All are off: until somebody wants more, colour means direction, severity, result and waiting alone. */
export const FIRST_RULES: readonly ColourRule[] = [
  { name: "failed", filter: "result != 0", tint: "red", on: false },
  { name: "slow", filter: "latency > 1s", tint: "amber", on: false },
  { name: "notification", filter: "kind == notification", tint: "violet", on: false },
  { name: "exec", filter: "name == ExecuteProcess", tint: "blue", on: false },
];

/** Rules of which each row on screen is asked. */
export const MOST_RULES = 20;

/** Characters of a rule's name. */
export const LONGEST_NAME = 40;

/**
 * The rules with one more in front, which is on, in the tint that the fewest have; one that has the same filter gives way. Where there are as many as
 * can be, the last one goes.
 */
export function withRule(rules: readonly ColourRule[], name: string, filter: string): readonly ColourRule[] {
  const others = rules.filter((rule) => rule.filter !== filter);
  const uses = (tint: Tint): number => others.filter((rule) => rule.tint === tint).length;
  const [tint] = TINTS.toSorted((a, b) => uses(a) - uses(b));
  const rule = { name: name.slice(0, LONGEST_NAME), filter, tint: tint ?? TINTS[0], on: true };
  return [rule, ...others].slice(0, MOST_RULES);
}

/** The rules that have a filter: one without tints nothing. */
export function withoutEmptyRules(rules: readonly ColourRule[]): readonly ColourRule[] {
  return rules.filter(({ filter }) => filter.trim() !== "");
}

/** A name that no rule has: by the place of the one that is added, or a later number. */
export function freshRuleName(rules: readonly ColourRule[]): string {
  const taken = new Set(rules.map(({ name }) => name));
  let number = rules.length + 1;
  while (taken.has(`rule ${number}`)) number++;
  return `rule ${number}`;
}

/** Puts what is at a place one up (-1) or down (1); unchanged at the ends. */
export function moved<T>(items: readonly T[], at: number, by: -1 | 1): readonly T[] {
  const to = at + by;
  if (to < 0 || to >= items.length) return items;
  return items.toSpliced(at, 1).toSpliced(to, 0, ...items.slice(at, at + 1));
}
