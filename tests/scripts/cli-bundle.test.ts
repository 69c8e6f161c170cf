import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { loadCli } from "../../scripts/lib/cli-bundle.mjs";

const MAIN = `const part = require("./part.cjs"); exports.main = (args) => part.count(args) + require("node:path").sep.length;`;
const PART = `exports.count = function count(list) { return list.length; };`;

let main: string;

beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), "bridgescope-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  main = join(folder, "main.cjs");
  writeFileSync(main, MAIN);
  writeFileSync(join(folder, "part.cjs"), PART);
});

describe("the bundle of the command line", () => {
  it("runs, and keeps what was compiled of each of its files", async () => {
    const first = loadCli(main);
    expect(await first.main(["a", "b"])).toBe(3);
    first.keepCompiled();
    expect(existsSync(`${main}.compiled`)).toBe(true);
    expect(existsSync(join(main, "../part.cjs.compiled"))).toBe(true);
    expect(await loadCli(main).main(["a"])).toBe(2);
  });

  it.each([
    ["nothing", new Uint8Array(0)],
    ["bytes of something else", new Uint8Array(5000).fill(0x5a)],
  ])("runs where %s was kept, as another version of Node may have done", async (_, bytes) => {
    writeFileSync(`${main}.compiled`, bytes);
    expect(await loadCli(main).main([])).toBe(1);
  });
});
