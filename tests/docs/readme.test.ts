import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { compileFilter } from "../../src-decoder/index.ts";
import { openFiles } from "../captures/load.ts";
import { readCapture } from "../captures/observe.ts";

const README = readFileSync(join(import.meta.dirname, "../../README.md"), "utf8");

it("names only filters that can be used", async () => {
  const sheet = README.split("## Filters")[1]?.split("\n## ")[0] ?? "";
  const rows = sheet.split("\n").filter((line) => line.startsWith("| `"));
  const filters = rows.flatMap((row) =>
    row
      .split(" | ")[0]!
      .split("`")
      .filter((_, at) => at % 2 === 1),
  );
  expect(filters.length).toBeGreaterThan(10);
  const capture = await readCapture(openFiles(["hang-handler/hang-handler.pcap"]));
  expect(filters.filter((filter) => !compileFilter(filter, capture).ok)).toEqual([]);
});
