/** docs/rules.md against the rules that run and the patterns that are held to be none. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DIAGNOSIS_RULES } from "../../src-decoder/index.ts";
import { PATTERNS } from "../diagnose/cases/patterns.ts";

const PAGE = readFileSync(join(import.meta.dirname, "../../docs/rules.md"), "utf8");

/** The cells of a section's table, without its head. */
function rowsUnder(heading: string): string[][] {
  const section = PAGE.split(`\n## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
  return section
    .split("\n")
    .filter((line) => /^\| [A-Z]\d+b? /.test(line))
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

/** `H01`, `H02` ... */
const numbered = (letter: string, last: number, digits = 1): string[] =>
  Array.from({ length: last }, (_, place) => letter + String(place + 1).padStart(digits, "0"));

const byId = (a: readonly string[], b: readonly string[]): number => a[0]!.localeCompare(b[0]!);

describe("docs/rules.md", () => {
  it("names every rule that runs, with its title and its severity at worst, and no other", () => {
    const run = DIAGNOSIS_RULES.map(({ id, title, severity }) => [id, title, severity]);
    expect(rowsUnder("Found in the bytes").toSorted(byId)).toEqual(run.toSorted(byId));
  });

  it("names rules that need a log, none of which runs", () => {
    const needLogs = rowsUnder("Found in logs").map(([id]) => id!);
    expect(needLogs.length).toBeGreaterThan(0);
    expect(DIAGNOSIS_RULES.filter(({ id }) => needLogs.includes(id))).toEqual([]);
  });

  it("leaves out no number of the protocol document", () => {
    const named = [...rowsUnder("Found in the bytes"), ...rowsUnder("Found in logs")].map(([id]) => id);
    expect([...numbered("H", 58, 2), ...numbered("B", 9)].filter((id) => !named.includes(id))).toEqual([]);
  });

  it("names every pattern that is held to be no fault", () => {
    const held = new Set(PATTERNS.flatMap(({ id }) => id.split(", ")));
    expect(rowsUnder("No faults").map(([id]) => id!)).toEqual(numbered("N", 30).filter((id) => held.has(id)));
    expect(held.size).toBe(30);
  });
});
