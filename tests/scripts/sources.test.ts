import { mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ROOT, sourceStamp } from "../../scripts/lib/sources.mjs";

const FOLDER = `.cache/sources-${process.pid}`;
const at = (name: string): string => join(ROOT, FOLDER, name);

beforeEach(() => {
  mkdirSync(at("inner"), { recursive: true });
  for (const name of ["a.ts", "b.ts", "inner/c.ts"]) writeFileSync(at(name), "1");
});
afterEach(() => rmSync(join(ROOT, FOLDER), { recursive: true }));

describe("sourceStamp", () => {
  const past = new Date(Date.UTC(2020, 0, 1));
  const changes: readonly [string, () => void][] = [
    ["a longer text", () => writeFileSync(at("inner/c.ts"), "12")],
    ["another time", () => utimesSync(at("a.ts"), past, past)],
    ["a new file", () => writeFileSync(at("inner/d.ts"), "1")],
    ["another name", () => renameSync(at("b.ts"), at("d.ts"))],
    ["a file taken away", () => rmSync(at("b.ts"))],
  ];

  it.each(changes)("tells of %s", (_, change) => {
    // The folders' times are set, as the clock of a file system may stand still between two changes.
    for (const name of ["", "inner"]) utimesSync(at(name), past, past);
    const before = sourceStamp([FOLDER]);
    expect(sourceStamp([FOLDER])).toBe(before);
    change();
    expect(sourceStamp([FOLDER])).not.toBe(before);
  });

  it("takes what is not there for nothing, and tells folders from each other", () => {
    expect(sourceStamp([FOLDER, "no/such/file"])).toBe(sourceStamp([FOLDER]));
    expect(sourceStamp([`${FOLDER}/inner`])).not.toBe(sourceStamp([FOLDER]));
  });
});
