import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { compileFilter } from "../../src-decoder/index.ts";
import { openFiles } from "../captures/load.ts";
import { readCapture } from "../captures/observe.ts";

const README = readFileSync(join(import.meta.dirname, "../../README.md"), "utf8");

const SHEET = README.split("## Filters")[1]?.split("\n## ")[0] ?? "";
const FILTERS = SHEET.split("\n")
  .filter((line) => line.startsWith("| `"))
  .flatMap((row) =>
    row
      .split(" | ")[0]!
      .split("`")
      .filter((_, at) => at % 2 === 1),
  );

it("names only filters that can be used", async () => {
  expect(FILTERS.length).toBeGreaterThan(10);
  const capture = await readCapture(openFiles(["hang-handler/hang-handler.pcap"]));
  // Frame 5 is of a container.
  const options = { selected: 4 };
  expect(FILTERS.filter((filter) => !compileFilter(filter, capture, options).ok)).toEqual([]);
});

it("shows every kind of word that filters are made of", () => {
  const words = [
    ["== ", "!= ", "< ", "<= ", "> ", ">= ", " contains ", " matches ", " in {", "..", " && ", " and ", " or "],
    ["!", "not (", "len(", "lower(", "count(", "after(", "before(", "is:", "peer.", "payload.", "${selected."],
  ].flat();
  expect(words.filter((word) => !FILTERS.some((filter) => filter.includes(word)))).toEqual([]);
});
