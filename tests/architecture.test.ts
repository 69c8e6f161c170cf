import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import packageJson from "../package.json" with { type: "json" };
import { importViolations, importsOf } from "./architecture/import-rules.ts";
import { isDescribed, publicNames } from "./architecture/public-surface.ts";

const AREAS = ["src-decoder", "app", "cli", "build", "scripts", "tests"];
const RUNTIME_PACKAGES = Object.keys(packageJson.dependencies);

function readSources(): Map<string, string> {
  const paths = AREAS.flatMap((area) =>
    readdirSync(area, { recursive: true, encoding: "utf8" }).map((name) => `${area}/${name.replaceAll("\\", "/")}`),
  ).filter((path) => /\.(?:ts|tsx|mjs)$/.test(path));
  return new Map(paths.map((path) => [path, readFileSync(path, "utf8")]));
}

/** What the rules say of one planted file. */
function planted(path: string, text: string): string[] {
  return importViolations(new Map([[path, text]]), RUNTIME_PACKAGES);
}

describe("import directions", () => {
  it("hold in every source", () => {
    const sources = readSources();
    expect(sources.size).toBeGreaterThan(40);
    expect(importViolations(sources, RUNTIME_PACKAGES)).toEqual([]);
  });

  it.each([
    ["src-decoder/stream/a.ts", `import { x } from "../bridge/header.ts";`],
    ["src-decoder/stream/a.ts", `import type { X } from "../bridge/header.ts";`],
    ["src-decoder/stream/a.ts", `export { x } from "../bridge/header.ts";`],
    ["src-decoder/stream/a.ts", `export * from "../query/fields.ts";`],
    ["src-decoder/stream/a.ts", `type X = import("../model/capture.ts").Capture;`],
    ["src-decoder/bytes/a.ts", `const x = await import("../stream/pieces.ts");`],
    ["src-decoder/bytes/a.ts", `import "../index.ts";`],
    ["src-decoder/query/language/a.ts", `import { compile } from "../filter/compile.ts";`],
    ["src-decoder/query/a.ts", `import { compile } from "./filter/compile.ts";`],
    ["src-decoder/unheard-of/a.ts", `import { Column } from "../bytes/columns.ts";`],
    ["src-decoder/model/a.ts", `import { readFile } from "node:fs";`],
    ["src-decoder/model/a.ts", `import { readFile } from "fs";`],
    ["src-decoder/model/a.ts", `import type { FC } from "react";`],
    ["src-decoder/capture-file/pcapng.ts", `import { parse } from "pcap-parser";`],
    ["src-decoder/capture-file/pcap.ts", `import { parse } from "jsonc-parser";`],
    ["src-decoder/index.ts", `export { store } from "../app/state/store.ts";`],
    ["app/panes/a.tsx", `import { Column } from "../../src-decoder/bytes/columns.ts";`],
    ["app/panes/a.tsx", `import type { Column } from "../../src-decoder/bytes/columns.ts";`],
    ["app/panes/a.tsx", `import { print } from "../../cli/output.ts";`],
    ["app/panes/a.tsx", `import { readFileSync } from "node:fs";`],
    ["app/panes/a.tsx", `import { build } from "vite";`],
    ["cli/a.ts", `import { Column } from "../src-decoder/bytes/columns.ts";`],
    ["cli/a.ts", `import { store } from "../app/state/store.ts";`],
    ["cli/a.ts", `import chalk from "chalk";`],
    ["scripts/a.mjs", `import { main } from "../cli/main.ts";`],
    ["build/a.ts", `import { FRAME } from "../src-decoder/index.ts";`],
    ["elsewhere/a.ts", `export const x = 1;`],
  ])("are broken by %s with %s", (path, text) => {
    expect(planted(path, text)).toHaveLength(1);
  });

  it.each([
    ["src-decoder/stream/a.ts", `import { Column } from "../bytes/columns.ts"; import type { B } from "./b.ts";`],
    ["src-decoder/query/filter/a.ts", `import { parse } from "../language/parse.ts";`],
    ["src-decoder/query/fields/a.ts", `export type { Capture } from "../../model/capture.ts";`],
    ["src-decoder/capture-file/pcap.ts", `import { parse } from "pcap-parser";`],
    ["src-decoder/index.ts", `export { Column } from "./bytes/columns.ts";`],
    ["app/main.tsx", `import { FRAME } from "../src-decoder/index.ts"; import { StrictMode } from "react";`],
    ["app/panes/a.tsx", `import JsonWorker from "monaco-editor/languages/features/json/json.worker?worker";`],
    [
      "cli/commands/a.ts",
      `import { createHash } from "node:crypto"; import { FRAME } from "../../src-decoder/index.ts";`,
    ],
  ])("allow %s with %s", (path, text) => {
    expect(planted(path, text)).toEqual([]);
  });

  it("are read from every form of import", () => {
    const text = `
      import a from "a"; import type { B } from "b"; import "c"; export { d } from "d"; export * as e from "e";
      const f = import("f"); type G = import("g").G; import h = require("h"); // import "comment";
      const text = 'import "string"';`;
    expect(importsOf("x.ts", text)).toEqual(["a", "b", "c", "d", "e", "f", "g", "h"]);
  });
});

describe("the decoder's public functions, classes and types", () => {
  it("say in a comment what they do", () => {
    const names = publicNames(readFileSync("src-decoder/index.ts", "utf8"));
    expect(names.length).toBeGreaterThan(200);
    const silent = names.filter(({ name, path }) => !isDescribed(readFileSync(`src-decoder/${path}`, "utf8"), name));
    expect(silent).toEqual([]);
  });

  it.each([
    ["export function a(): void {}", false],
    ["export interface a {}", false],
    ["/** Is it. */\nexport type a = string;", true],
    ["/** Of another. */\nconst b = 1;\nexport async function a(): Promise<void> {}", false],
    ["/** Of the file. */\n\nexport class a {}", false],
    ["/** Does it. */\nexport class a {}", true],
    ["/**\n * Does it.\n */\nexport function a(): void {}", true],
  ])("%j counts as described: %s", (text, expected) => {
    expect(isDescribed(text, "a")).toBe(expected);
  });
});
